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
package final class WriteSession {
  /// From the name of a column and the bytes of one of its chunks to bytes of the same length.
  package typealias Alteration = @Sendable (String, [UInt8]) -> [UInt8]

  let database: Database
  let threads: ThreadCount
  let checkpoint: (WriteStep) throws -> Void
  private let alter: Alteration?
  private var seals: [(table: String, rows: Int, digest: ContentDigest)] = []
  private var columns: [(name: String, width: Int, count: Int)] = []
  /// What the codes of columns of words stand for.
  private var codeWords: [(column: String, code: Int, word: String)] = []
  private var chunks = (rows: 0, digest: RowDigest(table: "column_chunks"))
  /// Of a snapshot that was there before: what is written anew takes the place of what it says.
  private let continues: Bool

  init(
    _ database: Database, threads: ThreadCount, alter: Alteration?, checkpoint: @escaping (WriteStep) throws -> Void
  ) {
    (self.database, self.threads, self.alter, self.checkpoint) = (database, threads, alter, checkpoint)
    continues = false
  }

  /// Goes on writing a snapshot: a table that is written again takes the place of the one before, columns follow those
  /// that are there. All else keeps its seals.
  /// - Throws: `SnapshotError.damaged` where the seals of columns do not agree.
  /// - Complexity: O(chunks).
  init(continuing read: ReadSession, checkpoint: @escaping (WriteStep) throws -> Void) throws {
    (database, threads, alter, self.checkpoint) = (read.database, read.threads, nil, checkpoint)
    continues = true
    columns = try read.columnList().map { ($0.name, $0.width, $0.count) }
    let rows = try Row.fetchCursor(
      database, sql: #"SELECT "column", chunk, sha256 FROM column_chunks ORDER BY rowid"#)
    while let row = try rows.next() {
      guard let column: Int64 = row[0], let chunk: Int64 = row[1], let sha256: Data = row[2] else {
        throw SnapshotError.damaged(path: read.path, what: "table column_chunks: not a chunk")
      }
      chunks.digest.add(column)
      chunks.digest.add(chunk)
      chunks.digest.add(bytes: [UInt8](sha256))
      chunks.rows += 1
    }
    let sealed = try read.seal("column_chunks")
    guard chunks.rows == sealed.rows, chunks.digest.finish() == sealed.digest else {
      throw SnapshotError.damaged(path: read.path, what: "table column_chunks: checksum differs")
    }
    seals = try read.sealedTables.filter { $0 != "column_chunks" && $0 != "columns" }.map { name in
      let seal = try read.seal(name)
      return (name, seal.rows, seal.digest)
    }
  }

  /// Writes one table: `fill` puts the cells of each row in the order of `columns`.
  func table(_ name: String, _ columns: [String], _ fill: (TableWriter) throws -> Void) throws {
    if continues { try database.execute(sql: "DELETE FROM \(name)") }
    let writer = try TableWriter(database, table: name, columns: columns, checkpoint: checkpoint)
    try fill(writer)
    let (rows, digest) = try writer.finish()
    seals.removeAll { $0.table == name }
    seals.append((name, rows, digest))
  }

  func column(_ name: String, _ column: [UInt8]) throws {
    try self.column(name, width: 1, count: column.count) { Array(column[$0]) }
  }

  func column(_ name: String, _ column: [UInt16]) throws {
    try self.column(name, width: 2, count: column.count) { littleEndianBytes(of: column, $0) }
  }

  func column(_ name: String, _ column: [UInt32]) throws {
    try self.column(name, width: 4, count: column.count) { littleEndianBytes(of: column, $0) }
  }

  func column(_ name: String, _ column: [Int32]) throws {
    try self.column(name, width: 4, count: column.count) { littleEndianBytes(of: column, $0) }
  }

  func column(_ name: String, _ column: [UInt64]) throws {
    try self.column(name, width: 8, count: column.count) { littleEndianBytes(of: column, $0) }
  }

  func column(_ name: String, _ column: [Int64]) throws {
    try self.column(name, width: 8, count: column.count) { littleEndianBytes(of: column, $0) }
  }

  func column(_ name: String, _ column: [Int]) throws {
    try self.column(name, width: 8, count: column.count) { littleEndianBytes(of: column, $0) }
  }

  /// Positions in another table with `limit` rows.
  func positions(_ name: String, _ count: Int, below limit: Int, _ position: @Sendable (Int) -> UInt32) throws {
    try column(name, width: 4, count: count) { range in
      let piece = range.map { index -> UInt32 in
        let position = position(index)
        precondition(Int(position) < limit, "a snapshot holds one graph, and its indices lie in it")
        return position
      }
      return littleEndianBytes(of: piece, 0..<piece.count)
    }
  }

  /// Milliseconds, the smallest number for a missing time; nothing at all where every time is missing.
  func times(_ name: String, _ count: Int, _ time: @Sendable (Int) -> Timestamp?) throws {
    let isEmpty = (0..<count).allSatisfy { time($0) == nil }
    try column(name, width: 8, count: isEmpty ? 0 : count) { range in
      let piece = range.map { index -> Int64 in
        guard let time = time(index) else { return .min }
        precondition(Timestamp.range.contains(time), "a time lies in Timestamp.range")
        return time.milliseconds
      }
      return littleEndianBytes(of: piece, 0..<piece.count)
    }
  }

  func periods(_ name: String, _ count: Int, _ period: @Sendable (Int) -> Period) throws {
    try times("\(name).since", count) { period($0).since }
    try times("\(name).until", count) { period($0).until }
  }

  /// Ids, sorted: their bytes one after another, and where each ends.
  func ids(_ name: String, _ ids: IDTable) throws {
    try column(name, ids.columns.arena)
    try column("\(name).ends", ids.columns.ends)
  }

  func texts(_ name: String, _ texts: TextColumn) throws {
    try column(name, texts.columns.bytes)
    try column("\(name).ends", texts.columns.ends)
  }

  /// Few texts, each of them often: the distinct ones as ids, and a code for each place, 0 for a missing text.
  func repeatedTexts(_ name: String, _ texts: some Collection<String?>) throws {
    var builder = IDTable.Builder()
    var codes: [UInt32] = []
    codes.reserveCapacity(texts.count)
    // The same text often comes again at once.
    var (last, lastCode): (String?, UInt32) = (nil, 0)
    for text in texts {
      if !equalInBytes(text, last) {
        (last, lastCode) = (text, text.map { UInt32(builder.insert($0).position + 1) } ?? 0)
      }
      codes.append(lastCode)
    }
    let (distinct, positions) = builder.finish()
    try ids("\(name).texts", distinct)
    try column(name, distinct.count == 0 ? [] : codes.map { $0 == 0 ? 0 : positions[Int($0) - 1] + 1 })
  }

  /// One of a closed set of words at each place, as its number among `words`.
  func words(_ name: String, among words: [String], _ count: Int, _ code: @Sendable (Int) -> Int) throws {
    for (code, word) in words.enumerated() { codeWords.append((name, code, word)) }
    try column(name, width: 1, count: count) { range in range.map { UInt8(truncatingIfNeeded: code($0)) } }
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
    let alter = alter
    // A few chunks at a time are encoded and digested in parallel; SQLite takes them one by one.
    for start in stride(from: 0, to: chunkCount, by: 8) {
      let batch = parallelMap(count: min(8, chunkCount - start), threads: threads) { index -> Chunk in
        let first = (start + index) * elements
        let encoded = encode(first..<min(first + elements, count))
        let bytes = alter.map { $0(name, encoded) } ?? encoded
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
    if !continues {
      try table("code_words", ["column", "code", "word"]) { table in
        for entry in codeWords {
          table.put(entry.column)
          table.put(Int64(entry.code))
          table.put(entry.word)
          try table.endRow()
        }
      }
    }
    try table("columns", ["position", "name", "width", "count"]) { table in
      for (position, column) in columns.enumerated() {
        table.put(Int64(position))
        table.put(column.name)
        table.put(Int64(column.width))
        table.put(Int64(column.count))
        try table.endRow()
      }
    }
    if continues { try database.execute(sql: "DELETE FROM tables; DELETE FROM seal") }
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
