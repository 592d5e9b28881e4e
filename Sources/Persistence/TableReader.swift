import Foundation
import GRDB
import People

/// Reads the rows of one table, cell by cell, and digests them on the way. The mirror image of `TableWriter`.
final class TableReader {
  let path: String
  let table: String
  private let cursor: RowCursor
  private let columns: Int
  private var row = Row()
  private var column = 0
  private var digest: RowDigest
  private(set) var rows = 0

  init(_ database: Database, path: String, table: String, columns: [String]) throws {
    (self.path, self.table, self.columns) = (path, table, columns.count)
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    cursor = try Row.fetchCursor(database, sql: "SELECT \(names) FROM \(table) ORDER BY rowid")
    digest = RowDigest(table: table)
  }

  func next() throws -> Bool {
    guard let next = try cursor.next() else { return false }
    (row, column) = (next, 0)
    rows += 1
    return true
  }

  func finish(expecting expected: ContentDigest) throws {
    guard digest.finish() == expected else { throw damaged("checksum differs") }
  }

  /// `what` must name no cell's content.
  func damaged(_ what: String) -> SnapshotError {
    .damaged(path: path, what: rows == 0 ? "table \(table): \(what)" : "table \(table), row \(rows): \(what)")
  }

  private func value() -> DatabaseValue {
    let value: DatabaseValue = row[column]
    column += 1
    return value
  }

  func optionalNumber() throws -> Int64? {
    let number: Int64? = row[column]
    column += 1
    digest.add(number)
    return number
  }

  func number() throws -> Int64 {
    let stored: Int64? = row[column]
    column += 1
    guard let stored else { throw damaged("a missing number") }
    digest.add(stored)
    return stored
  }

  /// A number of things.
  func count() throws -> Int {
    let number = try number()
    guard number >= 0 else { throw damaged("a negative number") }
    return Int(number)
  }

  /// A position in another table with `limit` rows.
  func position(below limit: Int) throws -> UInt32 {
    let number = try number()
    guard number >= 0, number < limit, let position = UInt32(exactly: number) else {
      throw damaged("a position out of range")
    }
    return position
  }

  /// The row's own position, which must be `expected`.
  func position(_ expected: Int) throws {
    guard try number() == expected else { throw damaged("out of order") }
  }

  func real() throws -> Double {
    guard case .double(let number) = value().storage else { throw damaged("not a real number") }
    digest.add(Int64(bitPattern: number.bitPattern))
    return number
  }

  func bytes() throws -> [UInt8] {
    guard case .blob(let data) = value().storage else { throw damaged("not a blob") }
    let bytes = [UInt8](data)
    digest.add(bytes: bytes)
    return bytes
  }

  /// Text as bytes, which need not be UTF-8.
  func appendText(to arena: inout [UInt8]) throws {
    switch value().storage {
    case .string(let text):
      arena.append(contentsOf: text.utf8)
      digest.add(bytes: text.utf8)
    case .blob(let data):
      arena.append(contentsOf: data)
      digest.add(bytes: data)
    default: throw damaged("not text")
    }
  }

  func text() throws -> String { try text(value()) }

  func optionalText() throws -> String? {
    let value = value()
    digest.add(value.isNull ? 0 as Int64 : 1)
    return value.isNull ? nil : try text(value)
  }

  private func text(_ value: DatabaseValue) throws -> String {
    let text: String
    switch value.storage {
    case .string(let stored): text = stored
    case .blob(let data):
      guard let valid = String(validating: data, as: UTF8.self) else { throw damaged("not text") }
      text = valid
    default: throw damaged("not text")
    }
    digest.add(bytes: text.utf8)
    return text
  }

  func optionalTime() throws -> Timestamp? {
    guard let time = try optionalNumber().map(Timestamp.init(milliseconds:)) else { return nil }
    guard Timestamp.range.contains(time) else { throw damaged("a time out of range") }
    return time
  }

  /// One of a closed set of words.
  func word<Word: RawRepresentable<String>>(_ type: Word.Type = Word.self) throws -> Word {
    guard let word = Word(rawValue: try text()) else { throw damaged("an unknown word") }
    return word
  }
}
