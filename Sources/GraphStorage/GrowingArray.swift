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
    var starts = [count]
    for part in parts { starts.append(starts[starts.count - 1] + part.count) }
    let (places, end) = (starts, starts[parts.count])
    precondition(end <= elements.count, "more than there is room for")
    // SAFETY: `places` gives each part places of its own inside the array, as many as it has elements.
    unsafe elements.withUnsafeMutableBufferPointer { room in
      guard let start = room.baseAddress else { return }
      let fresh = unsafe FreshPlaces(start, count: room.count)
      _ = parallelMap(count: parts.count, threads: threads) { index in
        unsafe parts[index].withUnsafeBufferPointer { source in
          if let first = source.baseAddress {
            unsafe (fresh.start + places[index]).update(from: first, count: source.count)
          }
        }
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
