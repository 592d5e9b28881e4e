import GraphStorage
import People

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard input or a named pipe: bytes that come once, digested on their way.
///
/// Used by one thread at a time: the reader hands it on between batches.
@safe final class PipeInput: @unchecked Sendable {
  private let descriptor: Int32
  private let name: String
  private let isOwned: Bool
  private var digest = RunningDigest()
  /// In bytes.
  private(set) var count = 0

  /// - Parameter path: nil for standard input.
  init(path: String?, name: String) throws(IngestError) {
    self.name = name
    isOwned = path != nil
    if let path {
      // SAFETY: a plain system call on a NUL-terminated copy of the path.
      descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw IngestError(.system(call: "open", path: path, code: errno), name: name) }
    } else {
      descriptor = STDIN_FILENO
    }
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Appends what comes next, at most `limit` bytes; nothing at the end.
  func append(_ limit: Int, to buffer: inout [UInt8]) throws(IngestError) {
    let before = buffer.count
    buffer.append(contentsOf: emptyRoom.prefix(limit))
    let room = buffer.count - before
    var found = 0
    repeat {
      // SAFETY: the system writes at most `room` bytes from `before` on, inside the array.
      found = unsafe buffer.withUnsafeMutableBytes { target in
        unsafe read(descriptor, target.baseAddress.map { unsafe $0 + before }, room)
      }
    } while found < 0 && errno == EINTR
    let code = errno
    buffer.removeLast(room - max(0, found))
    guard found >= 0 else { throw .unreadable(file: name, reason: systemErrorText(code)) }
    if found > 0 { digest.update(buffer[before...]) }
    count += found
  }

  /// Of the bytes so far.
  var sha256: String { digest.value.description }
}

/// True for a named pipe, such as the shell's `<(…)`.
func isPipe(_ path: String) -> Bool {
  var status = stat()
  // SAFETY: a plain system call that fills the structure; the string outlives it.
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
}
