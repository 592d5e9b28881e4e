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

/// One table of the dataset, in one file or several: its headers read and its columns found. All its files hand over rows
/// with the same columns.
struct OpenTable {
  let table: NativeTable
  /// What messages call it.
  let name: String
  let readers: [RowReader]
  /// The columns of a row as it is handed over.
  let header: [String]
  /// Standard column names and their places; of people, attributes too.
  let cells: [String: Int]
  /// For each file, names in its header that nothing reads, in the order of the header.
  let strangers: [[String]]
  let times: TimeUnit
  private let tally: Tally

  /// Accepted and rejected rows of each file.
  private final class Tally {
    var rows: [Int]
    var rejected: [Int]

    init(_ count: Int) {
      rows = Array(repeating: 0, count: count)
      rejected = rows
    }
  }

  /// - Throws: as `RowReader.init`; `missingColumn` also for a column that `dataset.yaml` names.
  init(_ table: NativeTable, _ parts: TableParts, _ description: DatasetDescription, _ threads: ThreadCount)
    throws(IngestError)
  {
    let renamed = description.columns[table.fileName] ?? [:]
    let shape = TableShape.objects(
      required: table.required.map { renamed[$0] ?? $0 } + renamed.values.sorted(),
      ofObjects: table.requiredOfObjects.map { renamed[$0] ?? $0 }, all: table == .people)
    var standard: [String: String] = [:]
    for (name, actual) in renamed { standard[actual] = name }
    func isRead(_ actual: String) -> Bool {
      // A column whose name `dataset.yaml` gives to another one is not read.
      standard[actual] != nil || (renamed[actual] == nil && (table == .people || table.columns.contains(actual)))
    }
    var readers: [RowReader] = []
    for file in parts.files { readers.append(try RowReader(file, shape: shape, dialect: nil, threads: threads)) }
    strangers = readers.map { $0.header.filter { !isRead($0) } }
    let first = readers[0]
    if first.format != .jsonl, readers.allSatisfy({ $0.header == first.header && $0.format != .jsonl }) {
      header = first.header
    } else {
      // Of objects, also what the first of them do not have.
      var all: [String] = []
      for actual in readers.flatMap(\.header) + table.columns.map({ renamed[$0] ?? $0 })
      where isRead(actual) && !all.contains(actual) {
        if table != .people || readers.contains(where: { $0.header.contains(actual) }) || actual == "id" {
          all.append(actual)
        }
      }
      header = all
      for reader in readers { reader.arrange(all) }
    }
    var cells: [String: Int] = [:]
    for (cell, actual) in header.enumerated() where isRead(actual) { cells[standard[actual] ?? actual] = cell }
    (self.table, name, self.readers, self.cells) = (table, parts.name, readers, cells)
    times = description.times[table.fileName] ?? .bySize
    tally = Tally(readers.count)
  }

  /// The place of a required column.
  func required(_ column: String) -> Int {
    guard let cell = cells[column] else { preconditionFailure("the header was checked for its required columns") }
    return cell
  }

  /// The place of an optional column, nil where the table does not have it.
  func optional(_ column: String) -> Int? { cells[column] }

  /// Reads all files, one after the other, as `RowReader.read` does.
  /// - Parameter finish: takes the next piece and the number of its file, and says how many accepted rows it holds.
  @inline(__always)
  func read<Piece: Sendable>(
    rejects: inout RejectLog, progress: (ReadingStep) -> Void,
    start: @Sendable () -> Piece,
    row: @Sendable (inout Piece, Span<UInt8>, borrowing Record, inout Rejecter) -> Void,
    end: @Sendable (inout Piece, Span<UInt8>, inout Rejecter) -> Void = { _, _, _ in },
    finish: (Piece, Int) throws(IngestError) -> Int
  ) throws(IngestError) {
    var (bytes, rows) = (0, 0)
    for (number, reader) in readers.enumerated() {
      let before = rejects.total
      try reader.read(rejects: &rejects, start: start, row: row, end: end) { piece throws(IngestError) in
        tally.rows[number] += try finish(piece, number)
        progress(ReadingStep(bytes: bytes + reader.bytesRead, rows: rows + reader.rowCount))
      }
      tally.rejected[number] += rejects.total - before
      bytes += reader.bytesRead
      rows += reader.rowCount
    }
  }

  /// Accepted and rejected rows of each file, in the order of `readers`.
  var counts: [(rows: Int, rejected: Int)] { Array(zip(tally.rows, tally.rejected)) }

  /// Rows of a file that were accepted at first.
  func reject(_ rows: Int, ofFile number: Int) {
    tally.rows[number] -= rows
    tally.rejected[number] += rows
  }

  /// Reads every row through `parse`; rows for which it throws are rejected.
  @inline(__always)
  func rows<Row: Sendable>(
    _ rejects: inout RejectLog, progress: (ReadingStep) -> Void,
    _ parse: @Sendable (Span<UInt8>, borrowing Record) throws(FieldFault) -> Row
  ) throws(IngestError) -> [Row] {
    var all: [Row] = []
    try read(
      rejects: &rejects, progress: progress, start: { [Row]() },
      row: { piece, bytes, record, rejecter in
        do throws(FieldFault) {
          piece.append(try parse(bytes, record))
        } catch {
          rejecter.reject(error.reason, field: error.cell, of: record, in: bytes)
        }
      },
      finish: { piece, _ in
        all.append(contentsOf: piece)
        return piece.count
      })
    return all
  }
}
