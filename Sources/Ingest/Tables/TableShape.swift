/// What the rows of a table must look like.
public enum TableShape: Sendable {
  /// The first row names the columns; all others have as many fields. Of JSON Lines: what each object is called by.
  case header(required: [String])
  /// As `header`, for a table that may also be JSON Lines: what is required there, and whether names beyond the first
  /// mebibyte count, for which the whole file is read once more.
  case objects(required: [String], ofObjects: [String], all: Bool)
  /// No header: each row has so many fields.
  case fields(ClosedRange<Int>)

  func required(of format: TableFormat) -> [String] {
    switch self {
    case .header(let required): required
    case .objects(let required, let ofObjects, _): format == .jsonl ? ofObjects : required
    case .fields: []
    }
  }

  /// Whether every name counts, and a list is a value.
  var takesLists: Bool { if case .objects(_, _, let all) = self { all } else { false } }
}
