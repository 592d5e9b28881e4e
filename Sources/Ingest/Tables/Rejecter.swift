/// Takes the rejected rows of one piece, with the names of its file and columns.
public struct Rejecter: Sendable {
  let parser: RowParser
  private let file: String
  private let names: [String]
  private let columns: [String]
  var log: RejectLog

  init(parser: RowParser, log: RejectLog) {
    (self.parser, self.log) = (parser, log)
    (file, names, columns) = (parser.file, parser.names, parser.columns)
  }

  /// Rejects the row at hand for the value of its field `index`.
  /// - Precondition: `0..<record.count` contains `index`.
  @inline(never)
  public mutating func reject(
    _ reason: RejectReason, field index: Int, of record: borrowing Record, in bytes: Span<UInt8>
  ) {
    let place = record.position(index, in: bytes)
    let name = index < columns.count ? columns[index] : ""
    log.append(RejectedRow(file: file, line: place.line, column: place.column, field: name, reason: reason))
  }

  /// - Parameter index: the place of the field in the file; nil where the whole row is at fault.
  mutating func append(_ reason: RejectReason, line: Int, column: Int, field index: Int?) {
    let name = if let index, index < names.count { names[index] } else { "" }
    log.append(RejectedRow(file: file, line: line, column: column, field: name, reason: reason))
  }

  /// How many rows of this piece are rejected so far.
  var total: Int { log.total }

  /// Rejects rows that were taken at first, each for the first fault that `parse` finds in it, at the place among the
  /// rejected rows at which it would stand had it been rejected at once.
  @inline(never)
  mutating func reject<Value>(
    _ faults: [EventBatch.Fault], in bytes: Span<UInt8>,
    _ parse: (Span<UInt8>, borrowing Record) throws(FieldFault) -> Value
  ) {
    var late: [(before: Int, row: RejectedRow)] = []
    for fault in faults {
      var single = Rejecter(parser: parser, log: RejectLog())
      var record = parser.makeRecord()
      // The row was whole when it was read first, so it does not matter what follows these bytes.
      _ = parser.parse(
        bytes, from: ReadPosition(offset: fault.start, line: fault.line, state: .ready), until: fault.start + 1,
        isFinal: true, &record, &single
      ) { bytes, record, single in
        do throws(FieldFault) {
          _ = try parse(bytes, record)
        } catch {
          single.reject(error.reason, field: error.cell, of: record, in: bytes)
        }
      }
      for row in single.log.rows { late.append((fault.rejectedBefore, row)) }
    }
    log.insert(late)
  }
}
