import GraphStorage

/// Bounds of the largest eigenvalue of a graph's matrix.
///
/// For any positive vector x it lies between the smallest and the largest of (A x)ᵢ / xᵢ (Collatz 1942, Wielandt
/// 1950). The vectors are those of a power iteration on A + 1, which stay positive.
struct SpectralRadius: Sendable {
  let lower: Double
  let upper: Double

  /// Reports its rounds as the progress of `control`.
  /// - Complexity: O(rounds × (vertices + arcs)).
  init(_ rows: RowSums, rounds: Int, _ control: RunControl) throws(Cancelled) {
    let count = rows.offsets.count - 1
    let vector = try filledColumn(1.0, count: count, control)
    let sums = try filledColumn(0.0, count: count, control)
    let grain = 1 << 14
    let pieces = (count + grain - 1) / grain
    let least = MutableColumn<Double>(repeating: 0, count: pieces)
    let most = MutableColumn<Double>(repeating: 0, count: pieces)
    var lower = 0.0
    var upper = count > 0 ? Double.infinity : 0
    for round in 0..<rounds where lower < upper {
      control.report(Double(round) / Double(rounds))
      try rows.pull(vector, into: sums, control)
      try parallelRanges(count, grain: grain, control) { range in
        var smallest = Double.infinity
        var largest = 0.0
        for vertex in range {
          let ratio = sums[vertex] / vector[vertex]
          smallest = min(smallest, ratio)
          largest = max(largest, ratio)
        }
        least[range.lowerBound / grain] = smallest
        most[range.lowerBound / grain] = largest
      }
      lower = max(lower, least.array().min() ?? 0)
      let largest = most.array().max() ?? 0
      upper = min(upper, largest)
      // Kept between tiny and 1 so that it neither leaves the range nor reaches 0.
      let scale = 1 / (1 + largest)
      try parallelRanges(count, grain: grain, control) { range in
        for vertex in range { vector[vertex] = max(1e-200, (vector[vertex] + sums[vertex]) * scale) }
      }
    }
    self.lower = lower
    self.upper = upper
  }
}
