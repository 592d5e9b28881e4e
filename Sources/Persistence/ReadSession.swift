import Foundation
import GRDB
import GraphStorage
import People

/// One snapshot being read: every table is compared with the digest that it was sealed with.
final class ReadSession {
  let database: Database
  let path: String
  let threads: ThreadCount
  let fileBytes: Int
  private var words: [String: [String]]?
  private var seals: [String: (rows: Int, digest: ContentDigest)] = [:]
  /// In the order in which they were written.
  private(set) var sealedTables: [String] = []
  /// Of all that the snapshot says.
  let digest: ContentDigest

  init(_ database: Database, path: String, threads: ThreadCount, fileBytes: Int) throws {
    (self.database, self.path, self.threads, self.fileBytes) = (database, path, threads, fileBytes)
    let stored = try Data.fetchAll(database, sql: "SELECT digest FROM seal LIMIT 2")
    guard stored.count == 1, let digest = ContentDigest(stored: Array(stored[0])) else {
      throw SnapshotError.damaged(path: path, what: "table seal")
    }
    self.digest = digest
    let reader = try TableReader(database, path: path, table: "tables", columns: ["name", "rows", "digest"])
    while try reader.next() {
      let name = try reader.text()
      let rows = try reader.count()
      guard rows <= fileBytes, let digest = ContentDigest(stored: try reader.bytes()) else {
        throw reader.damaged("not a seal")
      }
      guard seals.updateValue((rows, digest), forKey: name) == nil else { throw reader.damaged("a table twice") }
      sealedTables.append(name)
    }
    try reader.finish(expecting: digest)
  }

  /// How many rows a table was written with.
  func rows(of table: String) throws -> Int { try seal(table).rows }

  func seal(_ table: String) throws -> (rows: Int, digest: ContentDigest) {
    guard let seal = seals[table] else { throw SnapshotError.damaged(path: path, what: "table \(table): no seal") }
    return seal
  }

  /// Reads one table: `body` takes all cells of a row in the order of `columns`, once for each row.
  func table(_ name: String, _ columns: [String], _ body: (TableReader) throws -> Void) throws {
    let seal = try seal(name)
    let reader = try TableReader(database, path: path, table: name, columns: columns)
    while try reader.next() {
      guard reader.rows <= seal.rows else { throw reader.damaged("too many rows") }
      try body(reader)
    }
    guard reader.rows == seal.rows else { throw reader.damaged("\(reader.rows) rows of \(seal.rows)") }
    try reader.finish(expecting: seal.digest)
  }

  /// What the codes of one column stand for, from 0 on.
  func codeWords(of column: String) throws -> [String] {
    if words == nil {
      var found: [String: [String]] = [:]
      try table("code_words", ["column", "code", "word"]) { row in
        let name = try row.text()
        try row.position(found[name]?.count ?? 0)
        found[name, default: []].append(try row.text())
      }
      words = found
    }
    return words?[column] ?? []
  }

  /// All columns, in the order in which they were written.
  func columns() throws -> ColumnReader {
    let seal = try seal("column_chunks")
    return try ColumnReader(self, columns: try columnList(), rows: seal.rows, digest: seal.digest)
  }

  func columnList() throws -> [ColumnReader.Column] {
    var columns: [ColumnReader.Column] = []
    try table("columns", ["position", "name", "width", "count"]) { row in
      try row.position(columns.count)
      let name = try row.text()
      let (width, count) = (try row.count(), try row.count())
      guard width <= 8, count <= fileBytes else { throw row.damaged("longer than the file") }
      columns.append(ColumnReader.Column(name: name, width: width, count: count))
    }
    return columns
  }
}
