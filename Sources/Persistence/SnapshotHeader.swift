import GraphStorage

/// What the first 100 bytes of a snapshot say, read without SQLite: which application wrote it, which schema it has,
/// and whether it is whole.
///
/// Source: "Database File Format" of SQLite, section 1.3.
struct SnapshotHeader {
  /// "Kith" in ASCII.
  static let applicationID: UInt32 = 0x4B69_7468

  let schema: Int
  let fileBytes: Int

  init(path: String, supported: ClosedRange<Int>) throws(SnapshotError) {
    let (head, count) = try Self.head(path)
    guard head.count == 100, head.starts(with: "SQLite format 3\0".utf8) else { throw .notASnapshot(path: path) }
    func number(_ offset: Int) -> UInt32 {
      head[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    guard number(68) == Self.applicationID, number(60) > 0 else { throw .notASnapshot(path: path) }
    let version = Int(number(60))
    guard version >= supported.lowerBound else {
      throw .older(path: path, schema: version, supported: supported.lowerBound)
    }
    guard version <= supported.upperBound else {
      throw .newer(path: path, schema: version, supported: supported.upperBound)
    }
    // Rollback journal (1) for writing and reading, UTF-8: a write-ahead log would make files beside the snapshot.
    guard head[18] == 1, head[19] == 1, number(56) == 1 else { throw .damaged(path: path, what: "header") }
    let pageSize = Int(head[16]) << 8 | Int(head[17])
    guard count == Int(number(28)) * (pageSize == 1 ? 65_536 : pageSize) else {
      throw .damaged(path: path, what: "\(count) bytes long, which is not its length when written")
    }
    (schema, fileBytes) = (version, count)
  }

  /// Whether there is a file that says it is one, whatever else it holds.
  static func isSnapshot(_ path: String) -> Bool {
    guard let (head, _) = try? head(path), head.count == 100, head.starts(with: "SQLite format 3\0".utf8) else {
      return false
    }
    return head[68..<72].reduce(0) { $0 << 8 | UInt32($1) } == applicationID
  }

  private static func head(_ path: String) throws(SnapshotError) -> (bytes: [UInt8], fileBytes: Int) {
    do {
      let file = try MappedFile(path: path)
      let bytes = file.withBytes(0..<min(100, file.count)) { bytes in
        bytes.indices.map { bytes[$0] }
      }
      return (bytes, file.count)
    } catch {
      throw .unreadable(error)
    }
  }
}
