import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files that this process has begun and not finished: what it must remove when it is told to end.
public enum TemporaryFiles {
  private static let paths = Mutex<Set<String>>([])

  static func add(_ path: String) { paths.withLock { _ = $0.insert(path) } }
  static func remove(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Removes every unfinished file, and the journal that SQLite may have beside it. For a process about to end.
  public static func removeAll() {
    paths.withLock { paths in
      for path in paths {
        // SAFETY: plain system calls on paths of ours.
        unsafe unlink(path)
        unsafe unlink(path + "-journal")
      }
      paths.removeAll()
    }
  }
}
