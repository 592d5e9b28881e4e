import CMemory

/// An immutable row of numbers in memory of its own or in a mapped file.
///
/// A value: copies share the memory, which lives as long as one of them does. Indexing is checked; a kernel that has
/// established the bounds uses `[unchecked:]`.
@safe public struct Column<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // SAFETY: points to `count` initialised elements that `owner` keeps alive and nobody writes.
  @usableFromInline let base: UnsafePointer<Element>
  public let count: Int
  @usableFromInline let owner: AnyObject

  /// - Parameter base: points to `count` initialised elements that live as long as `owner` and are never written.
  // SAFETY: the caller keeps the promise above.
  @usableFromInline @unsafe init(base: UnsafePointer<Element>, count: Int, owner: AnyObject) {
    // SAFETY: the caller keeps the promise above.
    unsafe self.base = base
    self.count = count
    self.owner = owner
  }

  /// A copy of `elements`. O(n).
  @inlinable public init(_ elements: [Element]) {
    self = MutableColumn(elements).frozen()
  }

  /// A copy as an array. O(n).
  public func array() -> [Element] {
    // SAFETY: `count` initialised elements that live as long as `self`.
    unsafe Array(UnsafeBufferPointer(start: base, count: count))
  }

  /// The elements as an array, each put as `value` says: by all threads, in steps, between which the run may be
  /// cancelled. O(n).
  @inlinable public func array<Value: BitwiseCopyable & Sendable>(
    _ control: RunControl, _ value: @Sendable (Element) -> Value
  ) throws(Cancelled) -> [Value] {
    // SAFETY: places are those of the column.
    try parallelArray(count: count, control) { unsafe value(self[unchecked: $0]) }
  }

  /// The element at `index`, which the caller knows to lie in `0..<count`.
  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public subscript(unchecked index: Int) -> Element {
    // SAFETY: the caller's promise.
    unsafe base[index]
  }

  /// Asks for the line of the cache that an element lies in, which will be read soon, and does not wait for it.
  @inlinable @inline(__always) public func fetch(_ index: Int) {
    // SAFETY: no memory is read; whatever the address, it is a hint.
    unsafe memory_fetch(base + index)
  }
}

extension Column: RandomAccessCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }

  @inlinable @inline(__always) public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "index outside the column")
    // SAFETY: in bounds by the line above.
    return unsafe base[index]
  }
}

extension Column: Equatable where Element: Equatable {
  public static func == (left: Column, right: Column) -> Bool {
    left.count == right.count && left.elementsEqual(right)
  }
}

extension Column: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Element...) { self.init(elements) }
}

/// The values of all places of `0..<count` as an array: by all threads, in steps, between which the run may be cancelled.
/// O(n).
@inlinable public func parallelArray<Value: BitwiseCopyable & Sendable>(
  count: Int, _ control: RunControl, _ value: @Sendable (Int) -> Value
) throws(Cancelled) -> [Value] {
  var isWhole = false
  // SAFETY: room for `count` elements, all of them initialised by a loop that came to its end.
  let result = unsafe [Value](unsafeUninitializedCapacity: count) { room, initialised in
    guard let start = room.baseAddress else { return }
    let places = unsafe FreshPlaces(start)
    do throws(Cancelled) {
      try parallelRanges(count, grain: 1 << 16, control) { range in
        // SAFETY: ranges cover the elements, each range of places is written by one thread.
        for index in range { unsafe places.start[index] = value(index) }
      }
      initialised = count
      isWhole = true
    } catch {}
  }
  if !isWhole && count > 0 { throw Cancelled() }
  return result
}

/// Memory that several threads fill, each a part of its own.
@safe @usableFromInline struct FreshPlaces<Value: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // SAFETY: room for the elements as long as whoever made this holds it; threads write different places.
  @usableFromInline let start: UnsafeMutablePointer<Value>

  // SAFETY: the caller's room, for as long as it uses this.
  @usableFromInline @unsafe init(_ start: UnsafeMutablePointer<Value>) { unsafe self.start = start }
}
