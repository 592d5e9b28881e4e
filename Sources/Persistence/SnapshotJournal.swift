import Dispatch
import Foundation
import GRDB
import GraphStorage

/// SQLite's rollback journal: what a writer into a snapshot keeps beside it while it is at work, and leaves there when it is
/// killed. By it the half of a batch is taken back.
///
/// Source: "Atomic Commit in SQLite". A journal belongs to one file and is found by the file's name, so it must be gone
/// before a new file takes the old one's place, and is not used for a file that somebody else put there.
enum SnapshotJournal {
  /// How long one who writes waits for those who read, and they for it, in seconds.
  static let patience = 60.0

  private static let turns = DispatchQueue(label: "kith.snapshot-turns", attributes: .concurrent)

  /// For reading, which the threads of this process do together while none of them writes into a file.
  ///
  /// A process loses its locks on a file when it closes any descriptor of it (POSIX), and who looks at a header opens and
  /// closes one.
  static func together<Value>(_ body: () throws(SnapshotError) -> Value) throws(SnapshotError) -> Value {
    try turns.sync { Result { () throws(SnapshotError) in try body() } }.get()
  }

  /// For writing into a file, which one thread of this process does while none reads.
  static func alone<Value>(_ body: () throws(SnapshotError) -> Value) throws(SnapshotError) -> Value {
    try turns.sync(flags: .barrier) { Result { () throws(SnapshotError) in try body() } }.get()
  }

  /// The file itself, where `snapshot` is a link to it: what locks and journals belong to.
  static func real(_ snapshot: String) -> String { URL(fileURLWithPath: snapshot).resolvingSymlinksInPath().path }

  private static func path(of snapshot: String) -> String { real(snapshot) + "-journal" }

  /// Takes back what a killed writer left half written, and waits for one that is at its commit.
  /// - Returns: whether there was a journal.
  /// - Throws: `system` where that is not possible: the file must be writable for it, and be the one that was written.
  @discardableResult
  static func settle(_ snapshot: String) throws(SnapshotError) -> Bool {
    guard SnapshotHeader.isSnapshot(snapshot), try isJournal(beside: snapshot) else { return false }
    try requireOwn(snapshot)
    do {
      let queue = try DatabaseQueue(path: real(snapshot), configuration: configuration())
      // The first look at a file is what finds a journal that nobody writes any more.
      try queue.inDatabase { database in _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") }
      try queue.close()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      throw SnapshotError(reading: snapshot, error)
    } catch {
      throw .system(
        path: snapshot,
        reason: "a batch stands half written in it and cannot be taken back here: open it once where it may be written")
    }
    return true
  }

  /// Refuses a snapshot that somebody put in the place of the one that the journal beside it belongs to. To be called before
  /// the lock of a writer, which forgets whose it was.
  static func requireOwn(_ snapshot: String) throws(SnapshotError) {
    guard try isJournal(beside: snapshot), let noted = notedIdentity(snapshot), let own = identity(of: snapshot) else { return }
    if noted != own {
      throw .system(
        path: snapshot,
        reason: "\(path(of: snapshot)) is of another file that stood here when an append was killed: remove it, or put that file back")
    }
  }

  /// As `settle`, before another file takes the place of the snapshot. To be called where no other writer is at work: a
  /// journal that is there afterwards is of no use to anybody, and is removed.
  static func settleForReplacement(_ snapshot: String) throws(SnapshotError) {
    let journal = path(of: snapshot)
    guard try isJournal(beside: snapshot) else { return }
    if FileManager.default.fileExists(atPath: snapshot) {
      guard try settle(snapshot) else {
        throw .system(path: snapshot, reason: "\(journal) is of another program, which would put it into the new file")
      }
    }
    try? FileManager.default.removeItem(atPath: journal)
  }

  /// How a snapshot that is written into is opened.
  static func configuration(_ pragmas: [String] = []) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { database in
      for pragma in pragmas + ["cell_size_check = ON", "trusted_schema = OFF"] {
        try database.execute(sql: "PRAGMA \(pragma)")
      }
    }
    return configuration
  }

  /// What the lock of a writer holds, so that its journal is not put into another file.
  static func identity(of snapshot: String) -> String? {
    (try? FileStamp(path: snapshot)).map { "kith append \($0.identity)\n" }
  }

  private static func notedIdentity(_ snapshot: String) -> String? {
    let text = start(of: FileReplacement.temporaryPath(of: real(snapshot)), 100).map { String(decoding: $0, as: UTF8.self) }
    return text.flatMap { $0.hasPrefix("kith append ") ? $0 : nil }
  }

  /// Whether there is a journal.
  /// - Throws: `system` where something else has its name: SQLite would take it for one, and remove it.
  private static func isJournal(beside snapshot: String) throws(SnapshotError) -> Bool {
    let path = path(of: snapshot)
    guard FileManager.default.fileExists(atPath: path) else { return false }
    // SQLite's mark, or nothing yet.
    if let start = start(of: path, 8) {
      if start.allSatisfy({ $0 == 0 }) || start == [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7] { return true }
    }
    if !FileManager.default.fileExists(atPath: path) { return false }
    throw .system(path: snapshot, reason: "\(path) is no journal of it, but has the name of one: move it away")
  }

  /// nil where there is no such regular file.
  private static func start(of path: String, _ count: Int) -> [UInt8]? {
    guard let file = try? MappedFile(path: path) else { return nil }
    return file.bytes(0..<min(file.count, count))
  }
}
