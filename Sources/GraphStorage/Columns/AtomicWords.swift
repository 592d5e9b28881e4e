import Synchronization

/// A row of unsigned 64-bit words that several threads read and write at the same places. All accesses are relaxed:
/// the join at the end of a parallel loop orders them for whoever reads afterwards.
///
/// Only operations whose outcome does not depend on their order (minimum, or, addition) keep a kernel deterministic.
/// The bits of doubles that are not negative ascend as the doubles do, so `lower` serves for distances too.
@safe public final class AtomicWords: @unchecked Sendable {
  public let values: MutableColumn<UInt64>

  public init(repeating value: UInt64, count: Int) { values = MutableColumn(repeating: value, count: count) }

  /// `count` places whose values are whatever the memory held; each must be written before it is read.
  // SAFETY: the caller writes before reading.
  @unsafe public init(unwritten count: Int) {
    // SAFETY: the caller writes before reading.
    unsafe values = MutableColumn(unwritten: count)
  }

  public var count: Int { values.count }

  @inlinable @inline(__always)
  var places: UnsafeMutablePointer<Atomic<UInt64>> {
    // SAFETY: `Atomic<UInt64>` has the size and alignment of `UInt64`; `values` lives as long as `self`.
    unsafe UnsafeMutableRawPointer(values.base).assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func load(unchecked index: Int) -> UInt64 {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    unsafe places[index].load(ordering: .relaxed)
  }

  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func store(_ value: UInt64, unchecked index: Int) {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    unsafe places[index].store(value, ordering: .relaxed)
  }

  /// Lowers the place to `value` where that is less; gives what it held before.
  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func lower(to value: UInt64, unchecked index: Int) -> UInt64 {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    var seen = unsafe places[index].load(ordering: .relaxed)
    while value < seen {
      let result = unsafe places[index].compareExchange(expected: seen, desired: value, ordering: .relaxed)
      if result.exchanged { return seen }
      seen = result.original
    }
    return seen
  }

  /// Adds `value` (wrapping) and gives what the place held before.
  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func add(_ value: UInt64, unchecked index: Int) -> UInt64 {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    unsafe places[index].wrappingAdd(value, ordering: .relaxed).oldValue
  }

  /// Sets the bits of `bits` in the place.
  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func insert(_ bits: UInt64, unchecked index: Int) {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    unsafe _ = places[index].bitwiseOr(bits, ordering: .relaxed)
  }

  /// Adds `value` to the place; for counters that pieces of a parallel loop add up.
  public func add(_ value: Int, at index: Int = 0) {
    precondition(index >= 0 && index < count, "index outside the words")
    // SAFETY: in bounds by the line above.
    unsafe _ = places[index].wrappingAdd(UInt64(truncatingIfNeeded: value), ordering: .relaxed)
  }
}
