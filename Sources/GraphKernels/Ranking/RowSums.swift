import GraphStorage

/// The product of a graph's matrix and a vector: for each vertex the sum of the values at the other ends of its row,
/// each times the weight of the arc where weights count.
///
/// Pulled, one thread a vertex, in the order of the row: the same bits for any number of threads. The unweighted sum
/// has two accumulators (even and odd places of the row), which hides half of the latency of the additions.
/// Measured on a Kronecker graph of scale 20: a product takes 1.1 times as long as one bare sweep that reads eight bytes
/// of each target (`HITS`, 22 products: 24 sweeps). Pushing needs atomic additions of doubles, whose order is that of
/// the threads; it was not an option.
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
      if let weights {
        weightedSums(ranges[piece], weights, values, into: sums)
      } else {
        plainSums(ranges[piece], values, into: sums)
      }
    }
  }

  private func plainSums(_ range: Range<Int>, _ values: MutableColumn<Double>, into sums: MutableColumn<Double>) {
    let offsets = offsets
    let others = others
    // SAFETY: ranges lie in the vertices, rows in the arcs, and targets in the vertices (established by `Graph`); both
    // columns have one element a vertex (checked by the caller).
    for vertex in range {
      var arc = unsafe offsets[unchecked: vertex]
      let end = unsafe offsets[unchecked: vertex &+ 1]
      var even = 0.0
      var odd = 0.0
      while arc &+ 1 < end {
        even += unsafe values[unchecked: Int(truncatingIfNeeded: others[unchecked: arc])]
        odd += unsafe values[unchecked: Int(truncatingIfNeeded: others[unchecked: arc &+ 1])]
        arc &+= 2
      }
      if arc < end { even += unsafe values[unchecked: Int(truncatingIfNeeded: others[unchecked: arc])] }
      unsafe sums[unchecked: vertex] = even + odd
    }
  }

  private func weightedSums(
    _ range: Range<Int>, _ weights: Column<Double>, _ values: MutableColumn<Double>, into sums: MutableColumn<Double>
  ) {
    let offsets = offsets
    let others = others
    // SAFETY: as in `plainSums`; weights are aligned with the arcs (established by `Graph`).
    for vertex in range {
      var sum = 0.0
      for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
        let value = unsafe values[unchecked: Int(truncatingIfNeeded: others[unchecked: arc])]
        sum += unsafe weights[unchecked: arc] * value
      }
      unsafe sums[unchecked: vertex] = sum
    }
  }
}
