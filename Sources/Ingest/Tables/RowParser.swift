/// Cuts bytes into rows, in the way of the table's format.
enum RowParser: Sendable {
  case delimited(RecordParser)
  case json(JSONLineParser)

  var file: String {
    switch self {
    case .delimited(let parser): parser.file
    case .json(let parser): parser.file
    }
  }

  /// The names of the fields as they stand in the file.
  var names: [String] {
    switch self {
    case .delimited(let parser): parser.names
    case .json(let parser): parser.names
    }
  }

  /// The names of the fields as a row is handed over.
  var columns: [String] {
    switch self {
    case .delimited(let parser): parser.columns ?? parser.names
    case .json(let parser): parser.names
    }
  }

  func makeRecord() -> Record {
    switch self {
    case .delimited(let parser): parser.makeRecord()
    case .json(let parser): parser.makeRecord()
    }
  }

  /// As `RecordParser.parse`.
  @inline(__always)
  func parse(
    _ bytes: Span<UInt8>, from position: ReadPosition, until: Int, isFinal: Bool,
    _ record: inout Record, _ rejects: inout Rejecter,
    _ row: (Span<UInt8>, borrowing Record, inout Rejecter) -> Void
  ) -> ReadPosition {
    switch self {
    case .delimited(let parser):
      parser.parse(bytes, from: position, until: until, isFinal: isFinal, &record, &rejects, row)
    case .json(let parser):
      parser.parse(bytes, from: position, until: until, isFinal: isFinal, &record, &rejects, row)
    }
  }
}
