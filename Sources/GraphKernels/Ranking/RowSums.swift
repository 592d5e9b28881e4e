import GraphStorage

/// The product of a graph's matrix and a vector: for each vertex the sum of the values at the other ends of its row,
/// each times the weight of the arc where weights count.
///
/// Pulled, one thread a vertex, in the order of the row: the same bits for any number of threads. The unweighted sum
/// has two accumulators (even and odd places of the row), which hides half of the latency of the additions. Long rows are added
/// up in halves, so that rounding at a hub does not grow with its arcs: adding up equal terms one by one errs in one direction.
/// Measured on a Kronecker graph of scale 20: a product takes 1.1 times as long as one bare sweep that reads eight bytes
/// of each target (`HITS`, 22 products: 24 sweeps). Pushing needs atomic additions of doubles, whose order is that of
/// the threads; it was not an option. Values in single precision take a fifth less, and put conjugate gradients wrong: what is
/// rounded is no longer of the space that they search (eigenvectors of alike components mixed by 1e-7).
/// - Complexity: O(vertices + arcs) a product, no memory beside the ranges.
struct RowSums: Sendable {
  let offsets: Column<Int>
  let others: Column<UInt32>
  let weights: Column<Double>?
  let ranges: BalancedRanges

  /// - Parameters:
  ///   - incoming: sum over the arcs that point to the vertex, else over those that leave it.
  ///   - weighted: use weights where the graph has them.
  init(_ graph: Graph, incoming: Bool, weighted: Bool) {
    offsets = incoming ? graph.inOffsets : graph.offsets
    others = incoming ? graph.inSources : graph.targets
    weights = weighted ? (incoming ? graph.inWeights : graph.weights) : nil
    ranges = BalancedRanges(offsets)
  }

  /// Writes all sums; `values` and `sums` are different columns of one element a vertex.
  func pull(
    _ values: MutableColumn<Double>, into sums: MutableColumn<Double>, _ control: RunControl
  ) throws(Cancelled) {
    precondition(values.count == offsets.count - 1 && sums.count == values.count, "one element a vertex")
    try parallelPieces(ranges.count, control) { piece, _ in
      for vertex in ranges[piece] {
        // SAFETY: ranges lie in the vertices.
        let row = unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1]
        // SAFETY: as above; the columns have one element a vertex, and rows lie in the arcs.
        unsafe sums[unchecked: vertex] = row.count <= Self.long ? sum(row, values) : sumOfHalves(row, values)
      }
    }
  }

  /// Above so many arcs a row is added up in halves.
  private static let long = 1 << 10

  // SAFETY: the caller knows the row to lie in the arcs, and the values to be one a vertex.
  @inline(never) @unsafe
  private func sumOfHalves(_ row: Range<Int>, _ values: MutableColumn<Double>) -> Double {
    // SAFETY: the caller's promise.
    if row.count <= Self.long { return unsafe sum(row, values) }
    let middle = row.lowerBound &+ row.count / 2
    // SAFETY: as above.
    return unsafe sumOfHalves(row.lowerBound..<middle, values) + sumOfHalves(middle..<row.upperBound, values)
  }

  // SAFETY: as of `sumOfHalves`.
  @inline(__always) @unsafe
  private func sum(_ row: Range<Int>, _ values: MutableColumn<Double>) -> Double {
    // SAFETY: the caller's promise; targets lie in the vertices (established by `Graph`), and weights are aligned with the arcs.
    if let weights {
      var sum = 0.0
      for arc in row {
        let value = unsafe values[unchecked: Int(truncatingIfNeeded: others[unchecked: arc])]
        sum += unsafe weights[unchecked: arc] * value
      }
      return sum
    }
    var arc = row.lowerBound
    var even = 0.0
    var odd = 0.0
    while arc &+ 1 < row.upperBound {
      even += unsafe values[unchecked: Int(truncatingIfNeeded: others[unchecked: arc])]
      odd += unsafe values[unchecked: Int(truncatingIfNeeded: others[unchecked: arc &+ 1])]
      arc &+= 2
    }
    if arc < row.upperBound { even += unsafe values[unchecked: Int(truncatingIfNeeded: others[unchecked: arc])] }
    return even + odd
  }
}
