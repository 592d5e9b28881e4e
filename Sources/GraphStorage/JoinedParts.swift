/// The elements of all parts, one part after the other, copied by at most `threads` threads.
/// - Complexity: O(elements).
public func joined<Element: BitwiseCopyable & Sendable>(_ parts: [[Element]], threads: ThreadCount) -> [Element] {
  var whole = GrowingArray<Element>(room: parts.reduce(0) { $0 + $1.count })
  whole.append(parts, threads: threads)
  return whole.take()
}
