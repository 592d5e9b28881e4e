import GraphStorage
import People

/// Why one row is not accepted, and for which of its fields.
struct FieldFault: Error {
  let reason: RejectReason
  /// Its place in the row.
  let cell: Int

  init(_ reason: RejectReason, _ cell: Int) { (self.reason, self.cell) = (reason, cell) }
  init(_ phrase: String, _ cell: Int) { (reason, self.cell) = (.phrase(phrase), cell) }
}

/// One table of the folder, its header read and its columns found.
struct OpenTable {
  let table: NativeTable
  let reader: DelimitedReader
  /// Standard column names and their places; of people, attributes too.
  let cells: [String: Int]
  /// Names in the header that nothing reads, in the order of the header.
  let strangers: [String]

  /// - Throws: as `DelimitedReader.init`; `missingColumn` also for a column that `dataset.yaml` names.
  init(_ table: NativeTable, _ file: InputFile, _ description: DatasetDescription, _ threads: ThreadCount)
    throws(IngestError)
  {
    let renamed = description.columns[table.fileName] ?? [:]
    let required = table.required.map { renamed[$0] ?? $0 } + renamed.values.sorted()
    reader = try DelimitedReader(file, shape: .header(required: required), threads: threads)
    var standard: [String: String] = [:]
    for (name, actual) in renamed { standard[actual] = name }
    var cells: [String: Int] = [:]
    var strangers: [String] = []
    for (cell, actual) in reader.header.enumerated() {
      if let name = standard[actual] {
        cells[name] = cell
      } else if renamed[actual] == nil, table == .people || table.columns.contains(actual) {
        cells[actual] = cell
      } else {
        // A column whose name `dataset.yaml` gives to another one is not read either.
        strangers.append(actual)
      }
    }
    (self.table, self.cells, self.strangers) = (table, cells, strangers)
  }

  var name: String { reader.file.name }

  /// The place of a required column.
  func required(_ column: String) -> Int {
    guard let cell = cells[column] else { preconditionFailure("the header was checked for its required columns") }
    return cell
  }

  /// The place of an optional column, nil where the table does not have it.
  func optional(_ column: String) -> Int? { cells[column] }

  /// Reads every row through `parse`; rows for which it throws are rejected.
  @inline(__always)
  func rows<Row: Sendable>(
    _ rejects: inout RejectLog, progress: (Int) -> Void,
    _ parse: @Sendable (Span<UInt8>, borrowing Record) throws(FieldFault) -> Row
  ) throws(IngestError) -> [Row] {
    var all: [Row] = []
    try reader.read(
      rejects: &rejects, start: { [Row]() },
      row: { piece, bytes, record, rejecter in
        do throws(FieldFault) {
          piece.append(try parse(bytes, record))
        } catch {
          rejecter.reject(error.reason, field: error.cell, of: record, in: bytes)
        }
      },
      finish: { piece in
        all.append(contentsOf: piece)
        progress(reader.bytesRead)
      })
    return all
  }
}
