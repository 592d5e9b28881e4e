#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// By what a file that another program changes, cuts or replaces can be told from what it was: device, number, size and
/// time of the last change.
public struct FileStamp: Equatable, Sendable {
  private let device: UInt64
  private let number: UInt64
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int

  /// By what the system tells the file from all others that there are, whatever is written into it.
  public var identity: String { "\(device) \(number)" }

  /// - Throws: where the file cannot be asked for.
  public init(path: String) throws(FileError) {
    var status = stat()
    // SAFETY: a plain system call that fills the structure; the string outlives it.
    guard unsafe stat(path, &status) == 0 else { throw .system(call: "stat", path: path, code: errno) }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
    size = Int64(status.st_size)
    #if canImport(Glibc)
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    #else
      (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
    #endif
  }
}
