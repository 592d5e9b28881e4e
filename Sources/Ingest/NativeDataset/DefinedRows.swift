import People

/// Rows that define ids, with the text of all their cells: one piece of people.csv or groups.csv.
struct DefinedRows: Sendable {
  private let columns: Int
  private var text: [UInt8] = []
  private var ends: [UInt32] = []
  private(set) var places: [Place] = []

  /// Where the id stands in the file.
  struct Place: Sendable {
    let line: Int
    let column: Int
  }

  init(columns: Int) { self.columns = columns }

  var count: Int { places.count }

  /// - Parameter id: the cell of the id.
  mutating func append(_ record: borrowing Record, in bytes: Span<UInt8>, id: Int) {
    for cell in 0..<columns {
      record.appendText(cell, in: bytes, to: &text)
      ends.append(UInt32(text.count))
    }
    let place = record.position(id, in: bytes)
    places.append(Place(line: place.line, column: place.column))
  }

  private func range(_ row: Int, _ cell: Int) -> Range<Int> {
    let index = row * columns + cell
    return (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  func withCell<Result>(_ row: Int, _ cell: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(text.span.extracting(range(row, cell)))
  }

  func string(_ row: Int, _ cell: Int) -> String? {
    let range = range(row, cell)
    return range.isEmpty ? nil : String(decoding: text[range], as: UTF8.self)
  }

  /// Whether all cells of two rows have the same text.
  func row(_ row: Int, equals other: Int, of piece: DefinedRows) -> Bool {
    (0..<columns).allSatisfy { cell in
      text[range(row, cell)].elementsEqual(piece.text[piece.range(other, cell)])
    }
  }
}

/// The ids that a table defines, after what it defines twice has been settled: rows with the same text in every cell
/// are one, and where two rows of one id differ, all rows of that id are rejected.
struct Definitions {
  let ids: IDTable
  /// For each id the row that defines it.
  let rows: [Row]
  /// The rows of ids that are defined in several ways.
  let rejected: RejectLog
  /// How many they are in each piece.
  let rejectedRows: [Int]

  struct Row {
    let piece: Int
    let row: Int
  }

  /// - Parameters:
  ///   - id: the cell of the id.
  ///   - files: the name of the file of each piece.
  ///   - field: its name in the header.
  ///   - detailLimit: how many rejected rows are kept in detail.
  init(_ pieces: [DefinedRows], id: Int, files: [String], field: String, detailLimit: Int) {
    let count = pieces.reduce(0) { $0 + $1.count }
    var builder = IDTable.Builder(capacity: count)
    var first: [Row] = []
    var isContradicted: [Bool] = []
    var positions: [Int] = []
    first.reserveCapacity(count)
    isContradicted.reserveCapacity(count)
    positions.reserveCapacity(count)
    for (number, piece) in pieces.enumerated() {
      for row in 0..<piece.count {
        let (position, isNew) = piece.withCell(row, id) { builder.insert($0) }
        positions.append(position)
        if isNew {
          first.append(Row(piece: number, row: row))
          isContradicted.append(false)
        } else if !isContradicted[position] {
          let known = first[position]
          isContradicted[position] = !piece.row(row, equals: known.row, of: pieces[known.piece])
        }
      }
    }
    var rejected = RejectLog(detailLimit: detailLimit)
    var rejectedRows = Array(repeating: 0, count: pieces.count)
    if isContradicted.contains(true) {
      var index = 0
      for (number, piece) in pieces.enumerated() {
        for place in piece.places {
          if isContradicted[positions[index]] {
            rejectedRows[number] += 1
            rejected.append(
              RejectedRow(
                file: files[number], line: place.line, column: place.column, field: field,
                reason: .phrase("defined more than once, with different values")))
          }
          index += 1
        }
      }
      let kept = first.indices.filter { !isContradicted[$0] }.map { first[$0] }
      builder = IDTable.Builder()
      for row in kept { _ = pieces[row.piece].withCell(row.row, id) { builder.insert($0) } }
      first = kept
    }
    let (table, final) = builder.finish()
    var rows = first
    for (position, row) in first.enumerated() { rows[Int(final[position])] = row }
    (ids, self.rows, self.rejected, self.rejectedRows) = (table, rows, rejected, rejectedRows)
  }
}
