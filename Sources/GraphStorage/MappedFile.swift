#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a file could not be read.
public enum FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The call that failed and the system's number for the reason.
  case system(call: String, path: String, code: Int32)
  case notARegularFile(path: String)

  public var path: String {
    switch self {
    case .system(_, let path, _), .notARegularFile(let path): path
    }
  }

  public var description: String {
    switch self {
    case .system(_, let path, let code): "\(path): \(systemErrorText(code))"
    case .notARegularFile(let path): "\(path): not a regular file"
    }
  }
}

/// The text of a system error number, as `perror` prints it.
public func systemErrorText(_ code: Int32) -> String {
  // SAFETY: `strerror` returns a NUL-terminated string that is copied before the next call on this thread.
  unsafe String(cString: strerror(code))
}

/// A whole regular file, readable as bytes, mapped and not copied. Never written.
///
/// A file that another process truncates in the meantime answers with SIGBUS, which a program turns into a message by
/// `CutFileSignal`. Every other change is told by comparing `FileStamp`s.
@safe public final class MappedFile: @unchecked Sendable {
  private let base: UnsafeRawPointer?
  /// In bytes.
  public let count: Int
  public let path: String

  public init(path: String) throws(FileError) {
    self.path = path
    // SAFETY: plain system calls; the descriptor is closed on every way out, the mapping in `deinit`.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(call: "open", path: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .system(call: "fstat", path: path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile(path: path) }
    count = Int(status.st_size)
    if count == 0 {
      unsafe base = nil
    } else {
      let mapped = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
      guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
        throw .system(call: "mmap", path: path, code: errno)
      }
      unsafe madvise(mapped, count, MADV_SEQUENTIAL)
      unsafe base = UnsafeRawPointer(mapped)
    }
  }

  /// Bytes that are no file's, read as if they were one's: what was unpacked from the file at `path`.
  /// - Complexity: O(bytes), copied once.
  public init(path: String, contents: [UInt8]) throws(FileError) {
    self.path = path
    count = contents.count
    // SAFETY: a mapping of its own, of `count` bytes, filled from as many; not written after that.
    guard count > 0 else {
      unsafe base = nil
      return
    }
    let mapped = unsafe mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw .system(call: "mmap", path: path, code: errno)
    }
    unsafe contents.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { unsafe mapped.copyMemory(from: start, byteCount: bytes.count) }
    }
    unsafe base = UnsafeRawPointer(mapped)
  }

  deinit {
    // SAFETY: unmaps exactly what `init` mapped, once.
    if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), count) }
  }

  /// Calls `body` with the bytes of `range`.
  /// - Precondition: `range` lies in `0..<count`.
  public func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside the file")
    // SAFETY: in bounds by the line above; the mapping outlives the call because `self` does.
    let bytes = unsafe UnsafeBufferPointer(
      start: base?.advanced(by: range.lowerBound).assumingMemoryBound(to: UInt8.self), count: range.count)
    return try body(unsafe Span(_unsafeElements: bytes))
  }

  /// The numbers that begin at the byte `offset`, in this machine's order of bytes, without a copy.
  /// - Precondition: they lie in the file, and `offset` is a multiple of their alignment.
  func column<Element: BitwiseCopyable & Sendable>(_ offset: Int, count length: Int) -> Column<Element> {
    let size = MemoryLayout<Element>.stride
    precondition(offset >= 0 && length >= 0 && offset + length * size <= count, "column outside the file")
    precondition(offset % MemoryLayout<Element>.alignment == 0, "column not aligned")
    // SAFETY: in bounds and aligned (a mapping begins at a page); the column keeps the mapping, which is never written.
    guard let base = unsafe base, length > 0 else { return Column([]) }
    return unsafe Column(
      base: (base + offset).assumingMemoryBound(to: Element.self), count: length, owner: self)
  }

  /// Asks for all pages at once, to be read in any order.
  func prepareForRandomReading() {
    // SAFETY: exactly the mapping; advice only, so that its failure changes nothing.
    guard let base = unsafe base else { return }
    let mapped = unsafe UnsafeMutableRawPointer(mutating: base)
    unsafe madvise(mapped, count, MADV_NORMAL)
    unsafe madvise(mapped, count, MADV_WILLNEED)
    #if canImport(Glibc)
      // MADV_POPULATE_READ of Linux 5.14: one call instead of a fault for every few pages.
      unsafe madvise(mapped, count, 22)
    #endif
  }

  /// Gives the memory of the bytes before `offset` back to the system. They stay readable: a look at them reads the file
  /// once more.
  public func release(before offset: Int) {
    // SAFETY: within the mapping, from its begin; advice on a mapping that is never written loses nothing, and its
    // failure changes nothing.
    guard let base = unsafe base, offset > 0 else { return }
    unsafe madvise(UnsafeMutableRawPointer(mutating: base), min(offset, count) & ~0xFFFF, MADV_DONTNEED)
  }

  /// A copy of the bytes of `range`.
  /// - Precondition: `range` lies in `0..<count`.
  public func bytes(_ range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside the file")
    // SAFETY: in bounds by the line above; the copy is made before the call returns.
    return unsafe Array(
      UnsafeBufferPointer(
        start: base?.advanced(by: range.lowerBound).assumingMemoryBound(to: UInt8.self), count: range.count))
  }
}
