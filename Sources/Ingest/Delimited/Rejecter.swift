/// Takes the rejected rows of one piece, with the names of its file and columns.
public struct Rejecter: Sendable {
  let parser: RecordParser
  var log: RejectLog

  /// Rejects the row at hand for the value of its field `index`.
  /// - Precondition: `0..<record.count` contains `index`.
  @inline(never)
  public mutating func reject(
    _ reason: RejectReason, field index: Int, of record: borrowing Record, in bytes: Span<UInt8>
  ) {
    let place = record.position(index, in: bytes)
    append(reason, line: place.line, column: place.column, field: index)
  }

  /// - Parameter index: nil where the whole row is at fault.
  mutating func append(_ reason: RejectReason, line: Int, column: Int, field index: Int?) {
    let name = if let index, index < parser.names.count { parser.names[index] } else { "" }
    log.append(RejectedRow(file: parser.file, line: line, column: column, field: name, reason: reason))
  }
}
