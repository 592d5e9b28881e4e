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
      while batch.count < 4 && bytes < count * width {
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
