import Foundation
import GraphStorage

/// Keeps results from taking the place of something else: of an input, or of a file that is no result.
enum OutputGuard {
  /// Refuses a snapshot path at which something stands that is no SQLite file.
  static func snapshot(_ path: String) throws(Failure) {
    try demand(path, startsWith: snapshotMark, "a snapshot is written only over a snapshot")
  }

  /// Refuses a path for rejected rows at which something stands that is no such list.
  static func rejectedRows(_ path: String) throws(Failure) {
    try demand(path, startsWith: "file,line,column,", "rejected rows are listed only over such a list")
  }

  /// Refuses an output of another kind where a snapshot, or another SQLite file, stands.
  static func noSnapshot(_ path: String) throws(Failure) {
    if file(path, startsWith: snapshotMark) == true {
      throw Failure(.usage, "\(path): a snapshot stands there, and would be lost", hint: "name another file")
    }
  }

  private static let snapshotMark = "SQLite format 3\u{0}"

  /// Nil where nothing stands, or nothing that can be read: writing will say what is wrong.
  private static func file(_ path: String, startsWith mark: String) -> Bool? {
    guard let file = try? MappedFile(path: path), file.count > 0 else { return nil }
    return file.bytes(0..<min(file.count, mark.utf8.count)).elementsEqual(mark.utf8)
  }

  private static func demand(_ path: String, startsWith mark: String, _ rule: String) throws(Failure) {
    if file(path, startsWith: mark) == false {
      throw Failure(.usage, "\(path): a file of another kind stands there; \(rule)", hint: "name another file")
    }
  }
}

extension Failure {
  /// Refuses an output whose folder is not there: before the work, not after it.
  public static func requireFolder(of output: String) throws(Failure) {
    let folder = URL(fileURLWithPath: output).deletingLastPathComponent().path
    guard !FileManager.default.fileExists(atPath: folder) else { return }
    throw Failure(.io, "\(output): No such file or directory", hint: "the folder must exist")
  }

  /// Refuses a snapshot's path at which something else stands.
  public static func refuseOtherFile(at snapshot: String) throws(Failure) { try OutputGuard.snapshot(snapshot) }

  /// Refuses a path at which another snapshot stands than the one that was read: it would be lost.
  public static func refuseOtherSnapshot(at output: String, than snapshot: String) throws(Failure) {
    guard let standing = try? FileStamp(path: output), standing != (try? FileStamp(path: snapshot)) else { return }
    throw Failure(
      .usage, "\(output): another snapshot stands there and would be lost; values are kept with the people they are of",
      hint: "name \(snapshot) itself, or a file that is not there yet")
  }

  /// Refuses an output that is the very graph that was read.
  public static func refuseOverwriting(_ graph: String, with output: String) throws(Failure) {
    func real(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().standardized.path }
    guard real(graph) != real(output) else {
      throw Failure(.usage, "\(output): that is the graph being read; name another file")
    }
  }
}
