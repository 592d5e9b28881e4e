/// The elements of all parts, one part after the other, copied by at most `threads` threads.
/// - Complexity: O(elements).
@inlinable public func joined<Element: BitwiseCopyable & Sendable>(
  _ parts: [[Element]], threads: ThreadCount
) -> [Element] {
  var ends: [Int] = []
  ends.reserveCapacity(parts.count)
  var total = 0
  for part in parts {
    total += part.count
    ends.append(total)
  }
  let (count, parted) = (total, ends)
  // SAFETY: room for `count` elements; the parts, which tile it, are all copied before the length is told.
  return unsafe [Element](unsafeUninitializedCapacity: count) { room, initialised in
    guard let start = room.baseAddress else { return }
    let places = unsafe FreshPlaces(start, count: count)
    _ = parallelMap(count: parts.count, threads: threads) { index in
      // SAFETY: `parted` gives each part places of its own, as many as it has elements.
      unsafe parts[index].withUnsafeBufferPointer { source in
        if let first = source.baseAddress {
          unsafe (places.start + (parted[index] - source.count)).initialize(from: first, count: source.count)
        }
      }
    }
    initialised = count
  }
}
