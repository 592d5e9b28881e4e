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
  let grain = 1 << 16
  // SAFETY: the pieces cover the places, and each writes its own.
  return try unsafe parallelArray(count: count, pieces: (count + grain - 1) / grain, control) { places, piece in
    for place in piece * grain..<min(count, (piece + 1) * grain) {
      unsafe places.write(value(place), at: place)
    }
  }
}

/// The same by pieces, in each of which `fill` writes what places it knows to be its.
// SAFETY: the caller's pieces write every place of `0..<count`, each by one piece, unless the run is cancelled.
@inlinable @unsafe public func parallelArray<Value: BitwiseCopyable & Sendable>(
  count: Int, pieces: Int, _ control: RunControl, _ fill: @Sendable (FreshPlaces<Value>, _ piece: Int) -> Void
) throws(Cancelled) -> [Value] {
  var isWhole = false
  // SAFETY: room for `count` elements, all of them initialised by a loop that came to its end.
  let result = unsafe [Value](unsafeUninitializedCapacity: count) { room, initialised in
    guard let start = room.baseAddress, count > 0 else {
      isWhole = !control.isCancelled
      return
    }
    let places = unsafe FreshPlaces(start)
    do throws(Cancelled) {
      try parallelPieces(pieces, control) { piece, _ in fill(places, piece) }
      initialised = count
      isWhole = true
    } catch {}
  }
  if !isWhole { throw Cancelled() }
  return result
}

/// Memory that several threads fill, each a part of its own.
@safe public struct FreshPlaces<Value: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // SAFETY: room for the elements as long as whoever made this holds it; threads write different places.
  @usableFromInline let start: UnsafeMutablePointer<Value>

  // SAFETY: the caller's room, for as long as it uses this.
  @usableFromInline @unsafe init(_ start: UnsafeMutablePointer<Value>) { unsafe self.start = start }

  // SAFETY: the caller knows the place to lie in the room, and to be its own.
  @inlinable @inline(__always) @unsafe public func write(_ value: Value, at place: Int) {
    // SAFETY: the caller's promise.
    unsafe start[place] = value
  }
}
