import Foundation
import GRDB
import GraphStorage
import People

/// Reads the long columns one after another, in the order in which they were written, checking each chunk's digest.
final class ColumnReader {
  struct Column {
    let name: String
    let width: Int
    let count: Int
  }

  private struct Chunk: Sendable {
    let bytes: [UInt8]
    let digest: ContentDigest
  }

  private let session: ReadSession
  private let columns: [Column]
  private let cursor: RowCursor
  private let expectedRows: Int
  private let expectedDigest: ContentDigest
  private var next = 0
  private var rows = 0
  private var digest = RowDigest(table: "column_chunks")

  init(_ session: ReadSession, columns: [Column], rows: Int, digest: ContentDigest) throws {
    (self.session, self.columns, expectedRows, expectedDigest) = (session, columns, rows, digest)
    cursor = try Row.fetchCursor(
      session.database, sql: #"SELECT "column", chunk, sha256, bytes FROM column_chunks ORDER BY rowid"#)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    var column: [UInt8] = []
    try read(name, width: 1, reserve: { column.reserveCapacity($0) }, { $0 }) { column += $0 }
    return column
  }

  func int32(_ name: String) throws -> [Int32] {
    var column: [Int32] = []
    try read(name, width: 4, reserve: { column.reserveCapacity($0) }, [Int32].init(littleEndian:)) { column += $0 }
    return column
  }

  func uint64(_ name: String) throws -> [UInt64] {
    var column: [UInt64] = []
    try read(name, width: 8, reserve: { column.reserveCapacity($0) }, [UInt64].init(littleEndian:)) { column += $0 }
    return column
  }

  func uint16(_ name: String) throws -> [UInt16] {
    var column: [UInt16] = []
    try read(name, width: 2, reserve: { column.reserveCapacity($0) }, [UInt16].init(littleEndian:)) { column += $0 }
    return column
  }

  func uint32(_ name: String) throws -> [UInt32] {
    var column: [UInt32] = []
    try read(name, width: 4, reserve: { column.reserveCapacity($0) }, [UInt32].init(littleEndian:)) { column += $0 }
    return column
  }

  func int64(_ name: String) throws -> [Int64] {
    var column: [Int64] = []
    try read(name, width: 8, reserve: { column.reserveCapacity($0) }, [Int64].init(littleEndian:)) { column += $0 }
    return column
  }

  func int(_ name: String) throws -> [Int] {
    var column: [Int] = []
    try read(name, width: 8, reserve: { column.reserveCapacity($0) }, [Int].init(littleEndian:)) { column += $0 }
    return column
  }

  func damaged(_ name: String, _ what: String) -> SnapshotError {
    .damaged(path: session.path, what: "column \(name): \(what)")
  }

  /// Positions in another table with `limit` rows.
  func positions(_ name: String, count: Int, below limit: Int) throws -> [UInt32] {
    let column = try uint32(name)
    guard column.count == count else { throw damaged(name, "length") }
    guard column.allSatisfy({ Int($0) < limit }) else { throw damaged(name, "a position out of range") }
    return column
  }

  /// Times of which any may be missing; of an empty column all are.
  struct Times {
    fileprivate let milliseconds: [Int64]

    subscript(index: Int) -> Timestamp? {
      if milliseconds.isEmpty || milliseconds[index] == .min { return nil }
      return Timestamp(milliseconds: milliseconds[index])
    }
  }

  func times(_ name: String, count: Int) throws -> Times {
    let column = try int64(name)
    guard column.isEmpty || column.count == count else { throw damaged(name, "length") }
    let (first, last) = (Timestamp.range.lowerBound.milliseconds, Timestamp.range.upperBound.milliseconds)
    guard column.allSatisfy({ $0 == .min || (first <= $0 && $0 <= last) }) else {
      throw damaged(name, "a time out of range")
    }
    return Times(milliseconds: column)
  }

  struct Periods {
    fileprivate let since: Times
    fileprivate let until: Times

    subscript(index: Int) -> Period { Period(since: since[index], until: until[index]) }
  }

  func periods(_ name: String, count: Int) throws -> Periods {
    let since = try times("\(name).since", count: count)
    return Periods(since: since, until: try times("\(name).until", count: count))
  }

  func ids(_ name: String, count: Int? = nil) throws -> IDTable {
    let arena = try bytes(name)
    let ends = try uint32("\(name).ends")
    guard count == nil || ends.count == count else { throw damaged(name, "length") }
    guard let ids = IDTable(arena: arena, ends: ends) else {
      throw damaged(name, "ids are not sorted, or not distinct")
    }
    return ids
  }

  func texts(_ name: String, count: Int) throws -> TextColumn {
    let bytes = try bytes(name)
    guard let texts = TextColumn(count: count, bytes: bytes, ends: try uint32("\(name).ends")) else {
      throw damaged(name, "not texts")
    }
    return texts
  }

  struct RepeatedTexts {
    fileprivate let texts: [String]
    fileprivate let codes: [UInt32]

    subscript(index: Int) -> String? {
      if codes.isEmpty || codes[index] == 0 { return nil }
      return texts[Int(codes[index]) - 1]
    }
  }

  func repeatedTexts(_ name: String, count: Int) throws -> RepeatedTexts {
    let distinct = try ids("\(name).texts")
    let codes = try uint32(name)
    var texts: [String] = []
    for index in 0..<distinct.count {
      guard let text = String(validating: distinct.utf8(index), as: UTF8.self) else { throw damaged(name, "not texts") }
      texts.append(text)
    }
    guard codes.count == (texts.isEmpty ? 0 : count), codes.allSatisfy({ Int($0) <= texts.count }) else {
      throw damaged(name, "a text that is not there")
    }
    return RepeatedTexts(texts: texts, codes: codes)
  }

  /// - Returns: one word for each place.
  func words<Word: RawRepresentable<String>>(_ name: String, count: Int, of type: Word.Type) throws -> [Word] {
    let codes = try bytes(name)
    guard codes.count == count else { throw damaged(name, "length") }
    let known = try session.codeWords(of: name).map { word -> Word in
      guard let word = Word(rawValue: word) else { throw damaged(name, "an unknown word") }
      return word
    }
    guard codes.allSatisfy({ Int($0) < known.count }) else { throw damaged(name, "an unknown word") }
    return codes.map { known[Int($0)] }
  }

  /// To be called after the last column.
  func finish() throws {
    guard next == columns.count, rows == expectedRows, try cursor.next() == nil else {
      throw SnapshotError.damaged(path: session.path, what: "table column_chunks: columns that nobody knows")
    }
    guard digest.finish() == expectedDigest else {
      throw SnapshotError.damaged(path: session.path, what: "table column_chunks: checksum differs")
    }
  }

  private func read<Element: Sendable>(
    _ name: String, width: Int, reserve: (Int) -> Void, _ decode: @escaping @Sendable ([UInt8]) -> [Element]?,
    _ append: ([Element]) -> Void
  ) throws {
    guard next < columns.count, columns[next].name == name, columns[next].width == width else {
      throw SnapshotError.damaged(path: session.path, what: "table columns: \(name) is missing")
    }
    let count = columns[next].count
    reserve(min(count, session.fileBytes / width))
    var (bytes, chunk) = (0, 0)
    while bytes < count * width {
      var batch: [Chunk] = []
      while batch.count < 8 && bytes < count * width {
        batch.append(try take(column: next, chunk: chunk + batch.count, of: name))
        bytes += batch[batch.count - 1].bytes.count
      }
      let (read, first, location) = (batch, chunk, session.path)
      let decoded = try parallelMap(count: read.count, threads: session.threads) { index throws(SnapshotError) in
        guard ContentDigest.of(read[index].bytes) == read[index].digest else {
          throw .damaged(path: location, what: "column \(name), chunk \(first + index): checksum differs")
        }
        guard let elements = decode(read[index].bytes) else {
          throw .damaged(path: location, what: "column \(name), chunk \(first + index): length")
        }
        return elements
      }
      for elements in decoded { append(elements) }
      chunk += batch.count
    }
    guard bytes == count * width else {
      throw SnapshotError.damaged(path: session.path, what: "column \(name): length")
    }
    next += 1
  }

  private func take(column: Int, chunk: Int, of name: String) throws -> Chunk {
    guard let row = try cursor.next() else {
      throw SnapshotError.damaged(path: session.path, what: "column \(name), chunk \(chunk): missing")
    }
    rows += 1
    let (storedColumn, storedChunk): (Int64?, Int64?) = (row[0], row[1])
    let stored: Data? = row[2]
    let bytes = try row.withUnsafeData(atIndex: 3) { data in data.map { [UInt8]($0) } }
    guard storedColumn == Int64(column), storedChunk == Int64(chunk), let stored, let bytes, !bytes.isEmpty,
      let sha256 = ContentDigest(stored: [UInt8](stored))
    else {
      throw SnapshotError.damaged(path: session.path, what: "column \(name), chunk \(chunk): not in its place")
    }
    digest.add(Int64(column))
    digest.add(Int64(chunk))
    digest.add(bytes: sha256.bytes)
    return Chunk(bytes: bytes, digest: sha256)
  }
}
