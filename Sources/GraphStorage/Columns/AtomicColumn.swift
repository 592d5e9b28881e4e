import Synchronization

/// A row of unsigned 32-bit numbers that several threads read and write at the same places. All accesses are relaxed:
/// the join at the end of a parallel loop orders them for whoever reads afterwards.
///
/// Only operations whose outcome does not depend on their order (minimum, or, addition) keep a kernel deterministic.
@safe public final class AtomicColumn: @unchecked Sendable {
  public let values: MutableColumn<UInt32>

  public init(repeating value: UInt32, count: Int) { values = MutableColumn(repeating: value, count: count) }

  /// `count` places whose values are whatever the memory held; each must be written before it is read.
  // SAFETY: the caller writes before reading.
  @unsafe public init(unwritten count: Int) {
    // SAFETY: the caller writes before reading.
    unsafe values = MutableColumn(unwritten: count)
  }

  public var count: Int { values.count }

  @inlinable @inline(__always)
  var places: UnsafeMutablePointer<Atomic<UInt32>> {
    // SAFETY: `Atomic<UInt32>` has the size and alignment of `UInt32`; `values` lives as long as `self`.
    unsafe UnsafeMutableRawPointer(values.base).assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func load(unchecked index: Int) -> UInt32 {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    unsafe places[index].load(ordering: .relaxed)
  }

  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func store(_ value: UInt32, unchecked index: Int) {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    unsafe places[index].store(value, ordering: .relaxed)
  }

  /// Writes `value` if the place holds `expected`; true where it did.
  @inlinable @inline(__always) @unsafe
  public func exchange(_ expected: UInt32, for value: UInt32, unchecked index: Int) -> Bool {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    unsafe places[index].compareExchange(expected: expected, desired: value, ordering: .relaxed).exchanged
  }

  /// Lowers the place to `value` where that is less; true where it was lowered.
  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func minimum(_ value: UInt32, unchecked index: Int) -> Bool {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    var seen = unsafe places[index].load(ordering: .relaxed)
    while value < seen {
      let result = unsafe places[index].compareExchange(expected: seen, desired: value, ordering: .relaxed)
      if result.exchanged { return true }
      seen = result.original
    }
    return false
  }

  /// Lowers the place to `value` where that is less; gives what it held before.
  // SAFETY: the caller knows `index` to lie in `0..<count`.
  @inlinable @inline(__always) @unsafe public func lower(to value: UInt32, unchecked index: Int) -> UInt32 {
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
  @inlinable @inline(__always) @unsafe public func add(_ value: UInt32, unchecked index: Int) -> UInt32 {
    // SAFETY: the caller knows `index` to lie in `0..<count`.
    unsafe places[index].wrappingAdd(value, ordering: .relaxed).oldValue
  }
}
