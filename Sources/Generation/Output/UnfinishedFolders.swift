import Foundation
import Synchronization

/// The folders that this process has begun and not finished: what it must remove when it is told to end.
public enum UnfinishedFolders {
  private static let paths = Mutex<Set<String>>([])

  static func add(_ path: String) { paths.withLock { _ = $0.insert(path) } }

  /// Waits while `removeAll` runs, so that the writer whose folder vanished does not report that as a failure.
  static func remove(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Removes every unfinished folder, then ends the process by `ending`, which must not return.
  public static func removeAll(ending: () -> Never) -> Never {
    paths.withLock { paths in
      for path in paths {
        // The writer may be at work still and add a file between listing and removing.
        for _ in 0..<5 where FileManager.default.fileExists(atPath: path) {
          try? FileManager.default.removeItem(atPath: path)
        }
      }
      ending()
    }
  }
}
