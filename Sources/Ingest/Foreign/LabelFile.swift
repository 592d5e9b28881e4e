import GraphStorage
import People

/// A table that gives people one value each: `id label`, or a CSV table with a header.
struct LabelFile: Sendable {
  struct Piece: Sendable {
    var ids = CodedIDs()
    var codes: [UInt64] = []
    var labels: [String] = []
    var lines: [Int] = []
  }

  let file: InputFile
  /// The label column's name in the header; nil without one.
  let name: String?
  let pieces: [Piece]
  /// Columns that were not read.
  let furtherColumns: Int

  /// - Parameter remarks: at most two bytes with which lines begin that are no data.
  init(_ file: InputFile, remarks: [UInt8], _ reading: inout ForeignReading) throws(IngestError) {
    let sample = try TextSample(file, remarks: remarks)
    let form = EdgeListForm(sample, file: file)
    let column = form.labelColumn
    let headerLine = form.headerLine
    let columns = max(2, form.columns)
    let dialect = Dialect(
      separator: form.separator, quoting: form.separator != .blanks, comment: remarks.first,
      otherComment: remarks.dropFirst().first)
    pieces = try reading.read(
      file, shape: .fields(columns...columns), dialect: dialect, start: { Piece() },
      row: { piece, bytes, record, rejecter in
        if record.line == headerLine { return }
        let id = trimmedRange(bytes, record[0])
        guard !id.isEmpty else { return rejecter.reject(.emptyValue, field: 0, of: record, in: bytes) }
        piece.codes.append(piece.ids.code(bytes.extracting(id)))
        piece.labels.append(trimmedText(record.text(column, in: bytes)))
        piece.lines.append(record.line)
      },
      rows: { $0.codes.count })
    self.file = file
    name = form.names.isEmpty ? nil : form.names[column]
    furtherColumns = columns - 2
    try reading.requireRows(file, form: "'id label'")
  }

  /// The value of everybody; people named twice with different values have none, and all their rows are rejected.
  /// - Parameters:
  ///   - census: made with the pieces of this file from `firstPiece` on.
  func values(
    _ census: IDCensus, firstPiece: Int, _ reading: inout ForeignReading
  ) throws(IngestError) -> [String?] {
    var values = [String?](repeating: nil, count: census.table.count)
    var isContested = [Bool](repeating: false, count: values.count)
    for (number, piece) in pieces.enumerated() {
      for (row, code) in piece.codes.enumerated() {
        let person = Int(census.index(code, piece: firstPiece + number))
        if let value = values[person], value != piece.labels[row] { isContested[person] = true }
        values[person] = piece.labels[row]
      }
    }
    guard isContested.contains(true) else { return values }
    var rejected: [RejectedRow] = []
    for (number, piece) in pieces.enumerated() {
      for (row, code) in piece.codes.enumerated() {
        let person = Int(census.index(code, piece: firstPiece + number))
        guard isContested[person] else { continue }
        values[person] = nil
        rejected.append(
          RejectedRow(
            file: file.name, line: piece.lines[row], column: 1, field: "",
            reason: .phrase("this person has another label in another row")))
      }
    }
    try reading.reject(rejected, of: file)
    return values
  }
}

extension AttributeColumn {
  /// One value or none for everybody.
  init(name: String, values: [String?]) {
    self.init(
      name: name, kind: .effective(name: name, declared: nil), rows: values.map { value in value.map { [$0] } ?? [] })
  }
}

/// The range without spaces and tabs at its ends.
@inline(__always)
func trimmedRange(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
  var (start, end) = (range.lowerBound, range.upperBound)
  while start < end && (bytes[start] == 0x20 || bytes[start] == 0x09) { start += 1 }
  while end > start && (bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09) { end -= 1 }
  return start..<end
}

func trimmedText(_ text: String) -> String {
  let bytes = Array(text.utf8)
  let range = trimmedRange(bytes.span, 0..<bytes.count)
  return String(decoding: bytes[range], as: UTF8.self)
}
