import Foundation
import GRDB
import People

/// Writes the rows of one table, many to a statement, and digests them on the way.
final class TableWriter {
  private static let rowsPerStatement = 32

  private let database: Database
  private let table: String
  private let columns: [String]
  private let statement: Statement
  private let checkpoint: (WriteStep) throws -> Void
  private var pending: [DatabaseValue] = []
  private var digest: RowDigest
  private var rows = 0

  init(
    _ database: Database, table: String, columns: [String], checkpoint: @escaping (WriteStep) throws -> Void
  ) throws {
    (self.database, self.table, self.columns, self.checkpoint) = (database, table, columns, checkpoint)
    statement = try database.makeStatement(sql: Self.sql(table, columns, rows: Self.rowsPerStatement))
    digest = RowDigest(table: table)
    pending.reserveCapacity(columns.count * Self.rowsPerStatement)
  }

  private static func sql(_ table: String, _ columns: [String], rows: Int) -> String {
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let places = "(" + Array(repeating: "?", count: columns.count).joined(separator: ", ") + ")"
    return "INSERT INTO \(table) (\(names)) VALUES " + Array(repeating: places, count: rows).joined(separator: ", ")
  }

  func put(_ number: Int64) {
    digest.add(number)
    pending.append(number.databaseValue)
  }

  func put(_ number: Int64?) {
    digest.add(number)
    pending.append(number.map(\.databaseValue) ?? .null)
  }

  func put(_ number: Double) {
    let number = number + 0.0  // SQLite knows no negative zero.
    digest.add(Int64(bitPattern: number.bitPattern))
    pending.append(number.databaseValue)
  }

  func put(_ text: String) { put(text: text.utf8) }

  func put(_ text: String?) {
    digest.add(text == nil ? 0 as Int64 : 1)
    if let text { put(text: text.utf8) } else { pending.append(.null) }
  }

  func put(text bytes: some Collection<UInt8>) {
    digest.add(bytes: bytes)
    pending.append(cell(text: bytes))
  }

  func put(bytes: [UInt8]) {
    digest.add(bytes: bytes)
    pending.append(Data(bytes).databaseValue)
  }

  func endRow() throws {
    rows += 1
    if pending.count == columns.count * Self.rowsPerStatement {
      try checkpoint(.rows(table: table))
      statement.setUncheckedArguments(StatementArguments(pending))
      try statement.execute()
      pending.removeAll(keepingCapacity: true)
    }
  }

  /// Writes what is left.
  func finish() throws -> (rows: Int, digest: ContentDigest) {
    try checkpoint(.rows(table: table))
    if !pending.isEmpty {
      let rest = try database.makeStatement(sql: Self.sql(table, columns, rows: pending.count / columns.count))
      try rest.execute(arguments: StatementArguments(pending))
    }
    return (rows, digest.finish())
  }
}
