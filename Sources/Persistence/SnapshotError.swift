import GRDB
import GraphStorage

/// Why a snapshot was not written or read. One line each, never with anything that the snapshot holds.
public enum SnapshotError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file does not exist or cannot be opened.
  case unreadable(FileError)
  /// Another kind of file.
  case notASnapshot(path: String)
  /// `supported` is the oldest schema that this version reads.
  case older(path: String, schema: Int, supported: Int)
  /// `supported` is the newest schema that this version reads.
  case newer(path: String, schema: Int, supported: Int)
  /// The file says something that Kith did not write.
  case damaged(path: String, what: String)
  /// Another program put something else in the file's place since it was read; nothing was written.
  case changed(path: String)
  /// The system refused to write or to go on reading.
  case system(path: String, reason: String)

  /// What kind of failure it is, for exit codes.
  public enum Category: Sendable {
    /// The content of the file (65).
    case data
    /// No file to read (66).
    case noInput
    /// Input and output (74).
    case io
  }

  public var category: Category {
    switch self {
    case .unreadable: .noInput
    case .notASnapshot, .older, .newer, .damaged: .data
    case .changed, .system: .io
    }
  }

  public var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .notASnapshot(let path): "\(path): not a Kith snapshot"
    case .older(let path, let schema, let supported):
      "\(path): written by an older Kith (schema \(schema); this one reads from \(supported) on): import its data again"
    case .newer(let path, let schema, let supported):
      "\(path): written by a newer Kith (schema \(schema); this one reads up to \(supported))"
    case .damaged(let path, let what): "\(path): damaged: \(what)"
    case .changed(let path): "\(path): was changed by another program meanwhile; nothing was written"
    case .system(let path, let reason): "\(path): \(reason)"
    }
  }

  /// Any error of a writer.
  init(writing path: String, _ error: any Error) {
    switch error {
    case let error as SnapshotError: self = error
    case let error as FileError: self = .system(path: path, reason: error.reason)
    case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
      self = .system(path: path, reason: systemErrorText(28))
    case let error as DatabaseError: self = .system(path: path, reason: error.plainText)
    default: self = .system(path: path, reason: "not written")
    }
  }

  /// Any error of a reader. SQLite's own messages are not passed on: they may quote what the file holds.
  init(reading path: String, _ error: any Error) {
    switch error {
    case let error as SnapshotError: self = error
    case let error as FileError: self = .unreadable(error)
    case let error as DatabaseError:
      switch error.resultCode {
      case .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_FULL, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PERM, .SQLITE_CANTOPEN,
        .SQLITE_READONLY, .SQLITE_AUTH:
        self = .system(path: path, reason: error.plainText)
      default: self = .damaged(path: path, what: error.plainText)
      }
    default: self = .damaged(path: path, what: "not readable")
    }
  }
}

extension DatabaseError {
  /// SQLite's text for the kind of error alone.
  fileprivate var plainText: String {
    if resultCode == .SQLITE_BUSY { return "another process is reading or writing this file" }
    return DatabaseError(resultCode: resultCode).message ?? "SQLite error"
  }
}

extension FileError {
  /// The text without the path, which may be that of a temporary file.
  fileprivate var reason: String {
    switch self {
    case .system("flock", _, _): "another process is writing this file"
    case .system(_, _, let code): systemErrorText(code)
    case .notARegularFile: "not a regular file"
    }
  }
}
