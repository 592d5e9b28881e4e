/// An array that grows by parts, copied by several threads, into room that was set aside for the most that can come.
///
/// Memory of the room is taken as it is written, so what is not needed is never there. Nothing is copied twice.
public struct GrowingArray<Element: BitwiseCopyable & Sendable>: Sendable {
  private var elements: [Element]
  public private(set) var count = 0

  /// - Parameter room: elements at most.
  public init(room: Int) {
    // SAFETY: elements are trivial and any bits are valid; those behind `count` are dropped before anybody sees them.
    elements = unsafe [Element](unsafeUninitializedCapacity: room) { _, initialised in initialised = room }
  }

  /// - Precondition: the parts fit the room.
  /// - Complexity: O(elements of the parts), in parallel.
  public mutating func append(_ parts: [[Element]], threads: ThreadCount) {
    // SAFETY: each place has room for its part, see below.
    unsafe append(parts.map(\.count), threads: threads) { index, place in
      unsafe parts[index].withUnsafeBufferPointer { source in
        if let first = source.baseAddress { unsafe place.update(from: first, count: source.count) }
      }
    }
  }

  /// As above.
  public mutating func append(_ parts: [Column<Element>], threads: ThreadCount) {
    // SAFETY: each place has room for its part, see below.
    unsafe append(parts.map(\.count), threads: threads) { index, place in
      let part = parts[index]
      // SAFETY: `count` elements at the column's own memory.
      unsafe place.update(from: part.base, count: part.count)
    }
  }

  /// - Parameter copy: writes the part of this number to a place with room for it.
  private mutating func append(
    _ counts: [Int], threads: ThreadCount, copy: @Sendable (Int, UnsafeMutablePointer<Element>) -> Void
  ) {
    var starts = [count]
    for part in counts { starts.append(starts[starts.count - 1] + part) }
    let (places, end) = (starts, starts[counts.count])
    precondition(end <= elements.count, "more than there is room for")
    // SAFETY: `places` gives each part places of its own inside the array, as many as it has elements.
    unsafe elements.withUnsafeMutableBufferPointer { room in
      guard let start = room.baseAddress else { return }
      let fresh = unsafe FreshPlaces(start)
      _ = parallelMap(count: counts.count, threads: threads) { index in
        unsafe copy(index, fresh.start + places[index])
      }
    }
    count = end
  }

  /// What was appended, in the same memory; nothing is left here.
  public mutating func take() -> [Element] {
    var taken: [Element] = []
    // Held by nobody else, so that shortening it copies nothing.
    swap(&taken, &elements)
    if count < taken.count { taken.removeLast(taken.count - count) }
    count = 0
    return taken
  }
}
