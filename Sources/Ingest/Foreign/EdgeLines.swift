import GraphStorage
import People

/// A piece of a file of lines `src dst [unixtime]`, in columns.
struct EdgeLines: Sendable {
  var ids = CodedIDs()
  var first: [UInt64] = []
  var second: [UInt64] = []
  /// Milliseconds; empty for undated edges.
  var times: [Int64] = []

  static func read(
    _ file: InputFile, _ form: EdgeListForm, isDated: Bool, _ reading: inout ForeignReading
  ) throws(IngestError) -> [EdgeLines] {
    let headerLine = form.headerLine
    let columns = max(2, form.columns)
    let dialect = Dialect(
      separator: form.separator, quoting: form.separator == .byte(0x2C), comment: UInt8(ascii: "#"),
      otherComment: UInt8(ascii: "%"))
    return try reading.read(
      file, shape: .fields(columns...columns), dialect: dialect, start: { EdgeLines() },
      row: { piece, bytes, record, rejecter in
        if record.line == headerLine { return }
        let one = trimmedRange(bytes, record[0])
        let other = trimmedRange(bytes, record[1])
        if one.isEmpty { return rejecter.reject(.emptyValue, field: 0, of: record, in: bytes) }
        if other.isEmpty { return rejecter.reject(.emptyValue, field: 1, of: record, in: bytes) }
        if equalBytes(bytes, one, other) {
          return rejecter.reject(.phrase("both ends are the same person"), field: 1, of: record, in: bytes)
        }
        if isDated {
          do throws(RejectReason) {
            piece.times.append(try milliseconds(bytes.extracting(trimmedRange(bytes, record[2]))))
          } catch {
            return rejecter.reject(error, field: 2, of: record, in: bytes)
          }
        }
        piece.first.append(piece.ids.code(bytes.extracting(one)))
        piece.second.append(piece.ids.code(bytes.extracting(other)))
      },
      rows: { $0.first.count })
  }

  /// Whole seconds: with a fraction the column is likely a weight.
  @inline(__always)
  private static func milliseconds(_ bytes: Span<UInt8>) throws(RejectReason) -> Int64 {
    let seconds = try FieldParsing.int64(bytes)
    if seconds < 0 { throw .timeBefore1970 }
    if seconds > lastSecond { throw .outOfRange }
    if seconds >= endOfEvents / 1000 { throw .timeAfter2199 }
    return seconds * 1000
  }

  func events(_ census: IDCensus, _ number: Int, kind: EventKindIndex) -> [EventRecord] {
    times.indices.map { row in
      EventRecord(
        time: Timestamp(milliseconds: times[row]), actor: PersonIndex(census.index(first[row], piece: number)),
        target: census.index(second[row], piece: number), kind: kind)
    }
  }
}
