import GraphStorage

/// The sum of `body(range)` over ranges that cover `0..<count`, added in the order of the ranges: the same bits for
/// any number of threads.
func orderedSum(
  _ count: Int, _ control: RunControl, _ body: @Sendable (Range<Int>) -> Double
) throws(Cancelled) -> Double {
  let grain = 1 << 14
  let slots = MutableColumn<Double>(repeating: 0, count: (count &+ grain &- 1) / grain)
  try parallelRanges(count, grain: grain, control) { range in slots[range.lowerBound / grain] = body(range) }
  return slots.total()
}

extension MutableColumn where Element == Double {
  /// All elements, added in order.
  func total() -> Double {
    var sum = 0.0
    for index in 0..<count { sum += self[index] }
    return sum
  }
}

/// Runs `body` with the one error of parallel loops put as a kernel's.
func stoppable<Value>(_ body: () throws(Cancelled) -> Value) throws(KernelError) -> Value {
  do throws(Cancelled) { return try body() } catch { throw KernelError(error) }
}
