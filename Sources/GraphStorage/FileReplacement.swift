#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A new file that is written beside an existing one and takes its place in one step.
///
/// The new file has mode 0600 from its first moment, and a name of its own in the same folder: `.NAME.writing`. Until
/// `takePlace` nobody who opens `path` sees anything of it; when it is released before that, it is removed. What a
/// killed process left is taken over by the next writer. A second writer of the same file is refused meanwhile.
@safe public final class FileReplacement {
  public let path: String
  /// Where to write. Empty at first.
  public let temporaryPath: String
  private let descriptor: Int32
  private let folder: Int32
  private var isPending = true

  /// Creates the new file.
  /// - Throws: among others EWOULDBLOCK where another process is writing the same file.
  public init(of path: String) throws(FileError) {
    self.path = path
    let folderPath = Self.folder(of: path)
    temporaryPath = Self.temporaryPath(of: path)
    // SAFETY: plain system calls; the strings outlive the calls, and both descriptors are closed on every way out.
    folder = unsafe open(folderPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .system(call: "open", path: path, code: errno) }
    do {
      descriptor = try Self.lockedFile(temporaryPath, for: path)
    } catch {
      close(folder)
      throw error
    }
    TemporaryFiles.add(temporaryPath)
  }

  private static func folder(of path: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    return slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  /// Where a file that is to be at `path` is written.
  public static func temporaryPath(of path: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    return "\(folder(of: path))/.\(name).writing"
  }

  /// Writes at the end of the new file.
  public func append(_ bytes: [UInt8]) throws(FileError) {
    // SAFETY: the buffer holds `bytes.count` bytes and outlives the call.
    let code: Int32 = unsafe bytes.withUnsafeBytes { buffer in
      unsafe written(buffer.baseAddress, buffer.count)
    }
    if code != 0 { throw .system(call: "write", path: path, code: code) }
  }

  /// Writes numbers at the end of the new file, in this machine's order of bytes.
  /// - Precondition: `range` lies in the column.
  func append<Element>(_ column: Column<Element>, _ range: Range<Int>) throws(FileError) {
    precondition(range.lowerBound >= 0 && range.upperBound <= column.count, "range outside the column")
    // SAFETY: in bounds by the line above; the column outlives the call.
    let code = unsafe written(
      UnsafeRawPointer(column.base + range.lowerBound), range.count * MemoryLayout<Element>.stride)
    if code != 0 { throw .system(call: "write", path: path, code: code) }
  }

  /// Writes `length` bytes from `start` on; the system's number for what went wrong, or 0.
  private func written(_ start: UnsafeRawPointer?, _ length: Int) -> Int32 {
    var done = 0
    while done < length {
      // SAFETY: the callers' buffers hold `length` bytes and `done` is less; the call does not keep the pointer.
      let count = unsafe write(descriptor, start?.advanced(by: done), length - done)
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      done += count
    }
    return 0
  }

  deinit {
    discard()
    close(descriptor)
    close(folder)
  }

  /// Brings the file and its name to the disk. To be called when all is written, before `takePlace`.
  public func synchronise() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw .system(call: "fsync", path: path, code: errno) }
    guard fsync(folder) == 0 else { throw .system(call: "fsync", path: path, code: errno) }
  }

  /// Puts the new file in the place of the old one. On an error the old one stays.
  ///
  /// Whether the folder reached the disk afterwards is not reported: what a power cut may leave is the whole old file
  /// or the whole new one.
  public func takePlace() throws(FileError) {
    // SAFETY: a plain system call; the strings outlive it.
    guard unsafe rename(temporaryPath, path) == 0 else { throw .system(call: "rename", path: path, code: errno) }
    isPending = false
    TemporaryFiles.remove(temporaryPath)
    fsync(folder)
  }

  /// Removes the new file unless it has taken its place.
  public func discard() {
    guard isPending else { return }
    isPending = false
    TemporaryFiles.remove(temporaryPath)
    // SAFETY: a plain system call; the string outlives it. The file is ours: we hold its lock.
    unsafe unlink(temporaryPath)
  }

  /// Opens or creates the file, alone with it, and empties it.
  private static func lockedFile(_ temporary: String, for path: String) throws(FileError) -> Int32 {
    while true {
      // SAFETY: plain system calls; the string outlives them, and the descriptor is closed on every way out.
      let descriptor = unsafe open(temporary, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .system(call: "open", path: path, code: errno) }
      var isOurs = false
      defer { if !isOurs { close(descriptor) } }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .system(call: "flock", path: path, code: errno) }
      // Between opening and locking another writer may have moved this very file into place: then begin anew.
      var opened = stat()
      var named = stat()
      guard unsafe fstat(descriptor, &opened) == 0 else { throw .system(call: "fstat", path: path, code: errno) }
      guard unsafe lstat(temporary, &named) == 0, opened.st_ino == named.st_ino, opened.st_dev == named.st_dev else {
        continue
      }
      guard fchmod(descriptor, 0o600) == 0 else { throw .system(call: "fchmod", path: path, code: errno) }
      guard ftruncate(descriptor, 0) == 0 else { throw .system(call: "ftruncate", path: path, code: errno) }
      isOurs = true
      return descriptor
    }
  }
}
