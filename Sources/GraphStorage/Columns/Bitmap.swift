import Synchronization

/// A set of vertices, one bit each.
///
/// `insert` is for one thread, or for threads that own different words (64 vertices); `insertShared` for any.
@safe public final class Bitmap: @unchecked Sendable {
  public let words: MutableColumn<UInt64>
  public let count: Int

  /// The empty set of `0..<count`.
  public init(count: Int) {
    self.count = count
    words = MutableColumn(repeating: 0, count: (count &+ 63) &>> 6)
  }

  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func contains(unchecked index: Int) -> Bool {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    unsafe (words[unchecked: index &>> 6] &>> UInt64(truncatingIfNeeded: index & 63)) & 1 != 0
  }

  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func insert(unchecked index: Int) {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    unsafe words[unchecked: index &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: index & 63)
  }

  /// Inserts while other threads insert into the same word; true where the bit was not set before.
  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func insertShared(unchecked index: Int) -> Bool {
    let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: index & 63)
    // SAFETY: the caller knows `index` to lie in `0..<count`; `Atomic<UInt64>` has the layout of `UInt64`.
    let places = unsafe UnsafeMutableRawPointer(words.base).assumingMemoryBound(to: Atomic<UInt64>.self)
    return unsafe places[index &>> 6].bitwiseOr(bit, ordering: .relaxed).oldValue & bit == 0
  }

  public func contains(_ index: Int) -> Bool {
    precondition(index >= 0 && index < count, "index outside the set")
    // SAFETY: in bounds by the line above.
    return unsafe contains(unchecked: index)
  }

  public func insert(_ index: Int) {
    precondition(index >= 0 && index < count, "index outside the set")
    // SAFETY: in bounds by the line above.
    unsafe insert(unchecked: index)
  }

  public func removeAll() { words.fill(0, 0..<words.count) }
}
