import Foundation
import GRDB
import GraphStorage
import People

/// A moment of writing at which something can go wrong: where tests make it go wrong.
package enum WriteStep: Equatable, Sendable {
  /// The empty file is there.
  case created
  /// The tables are there.
  case schema
  /// Before some rows of a table.
  case rows(table: String)
  /// Before one piece of a column.
  case chunk(column: String)
  /// Before all of it is made durable, and before it takes the old file's place.
  case commit, synchronise, rename
}

/// One snapshot being written: tables and columns in a fixed order, each sealed with a digest.
final class WriteSession {
  let database: Database
  let threads: ThreadCount
  let checkpoint: (WriteStep) throws -> Void
  private var seals: [(table: String, rows: Int, digest: ContentDigest)] = []
  private var columns: [(name: String, width: Int, count: Int)] = []
  private var chunks = (rows: 0, digest: RowDigest(table: "column_chunks"))

  init(_ database: Database, threads: ThreadCount, checkpoint: @escaping (WriteStep) throws -> Void) {
    (self.database, self.threads, self.checkpoint) = (database, threads, checkpoint)
  }

  /// Writes one table: `fill` puts the cells of each row in the order of `columns`.
  func table(_ name: String, _ columns: [String], _ fill: (TableWriter) throws -> Void) throws {
    let writer = try TableWriter(database, table: name, columns: columns, checkpoint: checkpoint)
    try fill(writer)
    let (rows, digest) = try writer.finish()
    seals.append((name, rows, digest))
  }

  func column(_ name: String, _ column: [UInt16]) throws {
    try self.column(name, width: 2, count: column.count) { littleEndianBytes(of: column, $0) }
  }

  func column(_ name: String, _ column: [UInt32]) throws {
    try self.column(name, width: 4, count: column.count) { littleEndianBytes(of: column, $0) }
  }

  func column(_ name: String, _ column: [Int64]) throws {
    try self.column(name, width: 8, count: column.count) { littleEndianBytes(of: column, $0) }
  }

  func column(_ name: String, _ column: [Int]) throws {
    try self.column(name, width: 8, count: column.count) { littleEndianBytes(of: column, $0) }
  }

  private struct Chunk: Sendable {
    let bytes: [UInt8]
    let digest: ContentDigest
  }

  private func column(
    _ name: String, width: Int, count: Int, _ encode: @Sendable (Range<Int>) -> [UInt8]
  ) throws {
    let statement = try database.makeStatement(
      sql: #"INSERT INTO column_chunks ("column", chunk, sha256, bytes) VALUES (?, ?, ?, ?)"#)
    let elements = SnapshotStore.chunkBytes / width
    let chunkCount = (count + elements - 1) / elements
    // A few chunks at a time are encoded and digested in parallel; SQLite takes them one by one.
    for start in stride(from: 0, to: chunkCount, by: 4) {
      let batch = parallelMap(count: min(4, chunkCount - start), threads: threads) { index -> Chunk in
        let first = (start + index) * elements
        let bytes = encode(first..<min(first + elements, count))
        return Chunk(bytes: bytes, digest: .of(bytes))
      }
      for (index, chunk) in batch.enumerated() {
        try checkpoint(.chunk(column: name))
        let digest = chunk.digest.bytes
        try statement.execute(arguments: [
          Int64(columns.count), Int64(start + index), Data(digest), Data(chunk.bytes),
        ])
        chunks.digest.add(Int64(columns.count))
        chunks.digest.add(Int64(start + index))
        chunks.digest.add(bytes: digest)
        chunks.rows += 1
      }
    }
    columns.append((name, width, count))
  }

  /// Writes what vouches for all the rest.
  func seal() throws {
    seals.append(("column_chunks", chunks.rows, chunks.digest.finish()))
    try table("columns", ["position", "name", "width", "count"]) { table in
      for (position, column) in columns.enumerated() {
        table.put(Int64(position))
        table.put(column.name)
        table.put(Int64(column.width))
        table.put(Int64(column.count))
        try table.endRow()
      }
    }
    let writer = try TableWriter(
      database, table: "tables", columns: ["name", "rows", "digest"], checkpoint: checkpoint)
    for seal in seals {
      writer.put(seal.table)
      writer.put(Int64(seal.rows))
      writer.put(bytes: seal.digest.bytes)
      try writer.endRow()
    }
    let (_, digest) = try writer.finish()
    try database.execute(sql: "INSERT INTO seal (digest) VALUES (?)", arguments: [Data(digest.bytes)])
  }
}
