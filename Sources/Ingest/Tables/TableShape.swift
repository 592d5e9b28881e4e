/// What the rows of a table must look like.
public enum TableShape: Sendable {
  /// The first row names the columns; all others have as many fields.
  case header(required: [String])
  /// No header: each row has so many fields.
  case fields(ClosedRange<Int>)
}
