import GraphStorage

/// The sum of `body(range)` over ranges that cover `0..<count`, added in the order of the ranges: the same bits for
/// any number of threads.
func orderedSum(
  _ count: Int, _ control: RunControl, _ body: @Sendable (Range<Int>) -> Double
) throws(Cancelled) -> Double {
  try partialSums(count, of: 0, control, body).total()
}

/// Eight such sums at once, over ranges so short that rounding does not add up: equal terms err in one direction, over
/// `orderedSum`'s ranges by up to 1e-12 of the sum, over these by less than 1e-13 of fifty million numbers.
func orderedSums(
  _ count: Int, _ control: RunControl, _ body: @Sendable (Range<Int>) -> SIMD8<Double>
) throws(Cancelled) -> SIMD8<Double> {
  let parts = try partialSums(count, of: SIMD8<Double>(), control) { range in
    var sums = SIMD8<Double>()
    for first in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 8) {
      sums += body(first..<min(first + (1 << 8), range.upperBound))
    }
    return sums
  }
  return parts.array().reduce(SIMD8(), +)
}

private func partialSums<Sum: BitwiseCopyable & Sendable>(
  _ count: Int, of none: Sum, _ control: RunControl, _ body: @Sendable (Range<Int>) -> Sum
) throws(Cancelled) -> MutableColumn<Sum> {
  let grain = 1 << 14
  let parts = MutableColumn<Sum>(repeating: none, count: (count &+ grain &- 1) / grain)
  try parallelRanges(count, grain: grain, control) { range in parts[range.lowerBound / grain] = body(range) }
  return parts
}

/// A column of equal elements. Its memory is touched in parallel and in steps, so that the run may be cancelled.
func filledColumn<Element: BitwiseCopyable & Sendable>(
  _ value: Element, count: Int, _ control: RunControl
) throws(Cancelled) -> MutableColumn<Element> {
  // SAFETY: the loop below writes every element.
  let column = unsafe MutableColumn<Element>(unwritten: count)
  try column.fill(value, control)
  return column
}

extension MutableColumn {
  func fill(_ value: Element, _ control: RunControl) throws(Cancelled) {
    try parallelRanges(count, grain: 1 << 16, control) { range in fill(value, range) }
  }
}

/// Every vertex as often as it has rows in a result, ascending, in steps, so that the run may be cancelled.
func repeated(
  vertices: Int, total: Int, _ control: RunControl, times: (Int) -> Int
) throws(Cancelled) -> [UInt32] {
  var values: [UInt32] = []
  values.reserveCapacity(total)
  for vertex in 0..<vertices {
    if vertex & 0xFFF == 0 { try control.checkCancelled() }
    for _ in 0..<times(vertex) { values.append(UInt32(truncatingIfNeeded: vertex)) }
  }
  return values
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
