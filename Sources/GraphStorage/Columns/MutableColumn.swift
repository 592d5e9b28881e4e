import CMemory
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// In what pages the system gives the memory of a column of megabytes.
///
/// Huge ones save 10 to 35 % of a random walk over many megabytes, and can be a loss elsewhere: on a virtual machine whose
/// host takes back huge pages that nobody had for some seconds, they come at 0.5 GB/s, ordinary ones at 1.6. With ordinary
/// ones for what most of its memory is, ten million events were read and weighed in 0.97 s instead of 1.5, and Leiden on
/// Kronecker 20 took 2.85 s instead of 3.1, each in a process of its own; where huge pages were at hand, both took the same.
public enum Pages: Sendable {
  case huge
  case ordinary
}

/// A row of numbers to be filled, by one thread or by several that write different places.
///
/// Large columns are aligned to 2 MiB and ask the system for huge pages unless told not to. A reference: copies are the same
/// memory. `frozen()` gives the finished numbers without a copy.
@safe public final class MutableColumn<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // SAFETY: allocated in `init` for `count` elements, initialised there or by the caller of `init(unwritten:)`; freed in
  // `deinit`.
  @usableFromInline let base: UnsafeMutablePointer<Element>
  public let count: Int

  /// `count` elements, each `value`. O(n).
  @inlinable public init(repeating value: Element, count: Int, pages: Pages = .huge) {
    precondition(count >= 0, "a count is not negative")
    self.count = count
    // SAFETY: `allocatePages` gives room for `count` elements; all are initialised by the next line.
    unsafe base = allocatePages(count * MemoryLayout<Element>.stride, pages).assumingMemoryBound(to: Element.self)
    unsafe base.initialize(repeating: value, count: count)
  }

  /// As above, written by at most `threads` threads, so that they share the system's work for fresh pages. O(n).
  @inlinable public init(repeating value: Element, count: Int, threads: ThreadCount, pages: Pages = .huge) {
    precondition(count >= 0, "a count is not negative")
    self.count = count
    // SAFETY: `allocatePages` gives room for `count` elements; `fill` initialises all of them before anybody reads.
    unsafe base = allocatePages(count * MemoryLayout<Element>.stride, pages).assumingMemoryBound(to: Element.self)
    let ranges = evenRanges(count, pieces: 4 * threads.value)
    _ = parallelMap(count: ranges.count, threads: threads) { fill(value, ranges[$0]) }
  }

  /// A copy of `elements`. O(n).
  public init(_ elements: [Element]) {
    count = elements.count
    // SAFETY: room for all elements, each of them initialised by the copy.
    unsafe base = allocatePages(count * MemoryLayout<Element>.stride, .huge).assumingMemoryBound(to: Element.self)
    unsafe elements.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { unsafe base.initialize(from: start, count: count) }
    }
  }

  /// `count` elements whose values are whatever the memory held; each must be written before it is read.
  ///
  /// Any bit pattern must be a valid `Element`: meant for integers and floating-point numbers.
  // SAFETY: the caller writes before reading.
  @inlinable @unsafe public init(unwritten count: Int, pages: Pages = .huge) {
    precondition(count >= 0, "a count is not negative")
    self.count = count
    // SAFETY: room for `count` elements; trivial types need no initialisation, and the caller writes before reading.
    unsafe base = allocatePages(count * MemoryLayout<Element>.stride, pages).assumingMemoryBound(to: Element.self)
  }

  deinit {
    // SAFETY: what `init` allocated, as many bytes; elements are trivial, and nobody has the address any more.
    unsafe releasePages(base, count * MemoryLayout<Element>.stride)
  }

  /// The places, for a loop that writes some while it reads others.
  @inlinable @inline(__always) public var places: Places {
    // SAFETY: the column's own memory.
    unsafe Places(base: base)
  }

  /// Where a column's elements are. A loop holds it in a register, while it would read a column's own pointer again after
  /// each write, which may have been to the column itself. The column must be held as long.
  @safe public struct Places: @unchecked Sendable {
    // SAFETY: the memory of a column that whoever made this holds.
    @usableFromInline let base: UnsafeMutablePointer<Element>

    // SAFETY: as above.
    @inlinable @inline(__always) @unsafe init(base: UnsafeMutablePointer<Element>) { unsafe self.base = base }

    /// The element at `index`, which the caller knows to lie inside the column.
    // SAFETY: the caller knows `index` to lie inside the column.
    @inlinable @inline(__always) @unsafe public subscript(unchecked index: Int) -> Element {
      // SAFETY: the caller's promise.
      get { unsafe base[index] }
      // SAFETY: the caller's promise.
      nonmutating set { unsafe base[index] = newValue }
    }

    /// Asks for the line of the cache that a place lies in, which will be read soon, and does not wait for it.
    @inlinable @inline(__always) public func fetch(_ index: Int) {
      // SAFETY: no memory is read; whatever the address, it is a hint.
      unsafe memory_fetch(base + index)
    }
  }

  /// Threads may write different places at the same time; a place that one writes, another must not touch.
  @inlinable @inline(__always) public subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "index outside the column")
      // SAFETY: in bounds by the line above.
      return unsafe base[index]
    }
    set {
      precondition(index >= 0 && index < count, "index outside the column")
      // SAFETY: in bounds by the line above.
      unsafe base[index] = newValue
    }
  }

  /// The element at `index`, which the caller knows to lie in `0..<count`.
  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public subscript(unchecked index: Int) -> Element {
    // SAFETY: the caller's promise.
    get { unsafe base[index] }
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    set { unsafe base[index] = newValue }
  }

  @inlinable public func fill(_ value: Element, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside the column")
    // SAFETY: in bounds by the line above.
    unsafe (base + range.lowerBound).update(repeating: value, count: range.count)
  }

  /// Writes `elements` to the places from `start` on. O(n).
  public func replace(from start: Int, with elements: ArraySlice<Element>) {
    precondition(start >= 0 && start + elements.count <= count, "elements outside the column")
    // SAFETY: in bounds by the line above; the array's memory is not the column's.
    unsafe elements.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { unsafe (base + start).update(from: first, count: source.count) }
    }
  }

  /// The first `length` numbers (all without it), in the same memory. Nobody may write afterwards.
  @inlinable public func frozen(_ length: Int? = nil) -> Column<Element> {
    let length = length ?? count
    precondition(length >= 0 && length <= count, "more than the column holds")
    // SAFETY: `self` owns the memory and is kept by the column; the caller has finished writing.
    return unsafe Column(base: UnsafePointer(base), count: length, owner: self)
  }

  /// As `frozen`, and the whole pages behind the first `length` numbers go back to the system; what stood there is lost.
  public func trimmed(_ length: Int) -> Column<Element> {
    releaseTail(from: length) { true }
    return frozen(length)
  }

  /// The same in steps, between which the run may be cancelled: the system takes about 100 ms for a gigabyte.
  public func trimmed(_ length: Int, _ control: RunControl) throws(Cancelled) -> Column<Element> {
    releaseTail(from: length) { !control.isCancelled }
    try control.checkCancelled()
    return frozen(length)
  }

  /// - Parameter goesOn: asked before each step.
  private func releaseTail(from length: Int, while goesOn: () -> Bool) {
    let page = 4096
    let size = MemoryLayout<Element>.stride
    let first = (length * size + page - 1) / page * page
    let end = count * size / page * page
    // SAFETY: whole pages inside this column's own memory, which is aligned to pages where it has any; nobody reads behind
    // `length` again.
    guard unsafe UInt(bitPattern: base) % UInt(page) == 0 else { return }
    for start in stride(from: first, to: end, by: ReleasedPages.piece) where goesOn() {
      unsafe madvise(UnsafeMutableRawPointer(base) + start, min(ReleasedPages.piece, end - start), MADV_DONTNEED)
    }
  }

  /// A copy as an array. O(n).
  public func array() -> [Element] {
    // SAFETY: `count` initialised elements.
    unsafe Array(UnsafeBufferPointer(start: base, count: count))
  }

  /// The same in steps, between which the run may be cancelled.
  public func array(_ control: RunControl) throws(Cancelled) -> [Element] {
    let step = 1 << 18
    // SAFETY: room for `count` elements, of which those before `initialised` have been copied.
    let copy = unsafe [Element](unsafeUninitializedCapacity: count) { room, initialised in
      guard let start = room.baseAddress else { return }
      while initialised < count, !control.isCancelled {
        let length = min(step, count - initialised)
        unsafe (start + initialised).initialize(from: base + initialised, count: length)
        initialised += length
      }
    }
    try control.checkCancelled()
    return copy
  }
}

extension MutableColumn where Element == UInt32 {
  /// The finished numbers by their bit patterns, in the same memory: `UInt32.max` reads as -1. Nobody may write
  /// afterwards.
  public func frozenSigned() -> Column<Int32> {
    // SAFETY: `Int32` has the size and alignment of `UInt32`, any bits are valid, and `self` keeps the memory.
    unsafe Column(
      base: UnsafeRawPointer(base).assumingMemoryBound(to: Int32.self), count: count, owner: self)
  }
}

extension MutableColumn where Element == UInt64 {
  /// The finished numbers by their bit patterns as floating-point numbers, in the same memory. Nobody may write
  /// afterwards.
  public func frozenReals() -> Column<Double> {
    // SAFETY: `Double` has the size and alignment of `UInt64`, any bits are valid, and `self` keeps the memory.
    unsafe Column(
      base: UnsafeRawPointer(base).assumingMemoryBound(to: Double.self), count: count, owner: self)
  }
}

/// At least `bytes` bytes; those that fill a huge page are aligned to one, or to an ordinary one.
@usableFromInline func allocatePages(_ bytes: Int, _ pages: Pages) -> UnsafeMutableRawPointer {
  let hugePage = 2 << 20
  var memory: UnsafeMutableRawPointer? = nil
  if bytes >= ReleasedPages.large { ReleasedPages.wait() }
  let alignment = bytes < hugePage ? 64 : pages == .huge ? hugePage : 4096
  // SAFETY: `posix_memalign` writes the address; it is checked before use.
  guard unsafe posix_memalign(&memory, alignment, max(bytes, 64)) == 0, let memory = unsafe memory else {
    preconditionFailure("no memory for \(bytes) bytes")
  }
  if pages == .huge { unsafe adviseHugePages(memory, bytes) }
  return unsafe memory
}

/// Gives back what `allocatePages` gave.
// SAFETY: the caller's own memory, of which nobody has the address any more.
@unsafe func releasePages(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
  // SAFETY: as above; the other thread is the only one that has the address.
  if bytes < ReleasedPages.large { unsafe free(memory) } else { unsafe ReleasedPages.add(memory, bytes) }
}

/// Large memory on its way back to the system, on a thread of its own.
///
/// The system takes about 100 ms for a gigabyte of ordinary pages, and a run that is told to stop has 50 for all. Whoever
/// asks for large memory waits until nothing is on its way, so that no run holds more than it would otherwise. Page by page
/// first, in pieces: while all of it is given back in one call, the system lets no thread of the process map anything.
enum ReleasedPages {
  /// Of so many bytes on the allocator gives memory back at once (its greatest threshold).
  static let large = 32 << 20
  private static let queue = DispatchQueue(label: "kith.released-pages")
  private static let count = Atomic<Int>(0)

  static let piece = 8 << 20

  // SAFETY: the caller hands the memory over, which begins at a page.
  @unsafe static func add(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    count.add(1, ordering: .relaxed)
    let address = UInt(bitPattern: memory)
    queue.async {
      // SAFETY: the memory that was handed over, once; whole pieces of it, then all.
      guard let memory = unsafe UnsafeMutableRawPointer(bitPattern: address) else { return }
      for start in stride(from: 0, through: bytes - piece, by: piece) {
        unsafe madvise(memory + start, piece, MADV_DONTNEED)
      }
      unsafe free(memory)
      count.subtract(1, ordering: .releasing)
    }
  }

  static func wait() {
    if count.load(ordering: .acquiring) > 0 { queue.sync {} }
  }
}

/// Asks for huge pages where some lie in these bytes.
// SAFETY: the caller's own memory.
@unsafe func adviseHugePages(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
  #if canImport(Glibc)
    let hugePage: UInt = 2 << 20
    let start = (UInt(bitPattern: memory) + hugePage - 1) & ~(hugePage - 1)
    let end = UInt(bitPattern: memory) + UInt(bytes)
    guard start + hugePage <= end else { return }
    // SAFETY: whole huge pages of the caller's memory; advice changes no content.
    unsafe madvise(memory + Int(start - UInt(bitPattern: memory)), Int(end - start), MADV_HUGEPAGE)
  #endif
}
