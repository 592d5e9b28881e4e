import GraphStorage

/// Whether vertices of many arcs are tied to vertices of many arcs: the correlation of degrees over all arcs.
///
/// Paper: Newman, "Mixing patterns in networks" (2003), equation 26. In a directed graph the out-degree of the source
/// against the in-degree of the target, as NetworkX's default. Sums are exact integers (128 bits), so they have no
/// order.
/// Result: one number, −1 to 1; none where all arcs have the same degree at one of their ends, or there is no arc.
/// Tried and measured (Kronecker and social, scale 20, two threads): all sums arc by arc, degrees from offsets, 36 and 50 ms;
/// sums over one end by vertex, an undirected edge read at its smaller end alone, degrees in four bytes, 18 and 27 (kept).
/// Products of 64 bits where they suffice change nothing.
/// - Complexity: O(vertices + arcs).
public enum DegreeAssortativity {
  static let entry = KernelEntry(
    "degree-assortativity", family: "centrality", summary: "Correlation of the degrees at the two ends of an arc",
    bytes: .constant(600_000) + 4.05 * .n, operations: .n + .m
  ) { graph, _, control throws(KernelError) in
    let value = try run(graph, control)
    return KernelResult(
      rows: .list(count: value == nil ? 0 : 1), columns: [("assortativity", .reals(value.map { [$0] } ?? []))],
      figures: [("arcs", .integer(graph.arcCount))])
  }

  /// Over the arcs: of degrees at the first end and at the second, their squares, and their products.
  private struct Sums: Sendable {
    var first: Int128 = 0
    var second: Int128 = 0
    var firstSquares: Int128 = 0
    var secondSquares: Int128 = 0
    var products: Int128 = 0
  }

  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Double? {
    let all = try stoppable { () throws(Cancelled) in try sums(graph, control) }
    let arcs = Int128(graph.arcCount)
    let firstSpread = Double(arcs * all.firstSquares - all.first * all.first)
    let secondSpread = Double(arcs * all.secondSquares - all.second * all.second)
    guard firstSpread > 0, secondSpread > 0 else { return nil }
    return Double(arcs * all.products - all.first * all.second) / (firstSpread.squareRoot() * secondSpread.squareRoot())
  }

  private static func sums(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> Sums {
    let degrees = try inDegrees(graph, control)
    let ranges = BalancedRanges(graph.offsets, weight: max(1 << 15, (graph.vertexCount + graph.arcCount) / 512))
    let progress = WorkProgress(total: ranges.count, control)
    let pieces = parallelMap(count: ranges.count, threads: control.threads) { piece in
      var sums = Sums()
      if control.isCancelled { return sums }
      for vertex in ranges[piece] {
        let (degree, inDegree) = (Int128(graph.degree(vertex)), Int128(degrees[vertex]))
        sums.first += degree * degree
        sums.firstSquares += degree * degree * degree
        // As a second end a vertex stands at as many arcs as lead to it.
        sums.second += inDegree * inDegree
        sums.secondSquares += inDegree * inDegree * inDegree
        sums.products += degree * Int128(others(graph, vertex, degrees))
      }
      progress.add()
      return sums
    }
    try control.checkCancelled()
    return pieces.reduce(into: Sums()) { all, piece in
      all.first += piece.first
      all.second += piece.second
      all.firstSquares += piece.firstSquares
      all.secondSquares += piece.secondSquares
      all.products += piece.products
    }
  }

  /// Twice the in-degrees of the larger neighbours, or in a directed graph those of all targets, once. Each edge counts at its
  /// smaller end for both.
  @inline(__always)
  private static func others(_ graph: Graph, _ vertex: Int, _ degrees: MutableColumn<UInt32>) -> Int {
    let targets = graph.targets
    let row = graph.row(vertex)
    let least = graph.isDirected ? -1 : vertex
    // No more than the arcs of the graph, as targets differ.
    var sum = 0
    var arc = row.upperBound
    while arc > row.lowerBound {
      arc &-= 1
      // SAFETY: arcs of a row, whose targets are vertices.
      let target = unsafe Int(targets[unchecked: arc])
      if target <= least { break }
      sum &+= unsafe Int(degrees[unchecked: target])
    }
    return graph.isDirected ? sum : 2 &* sum
  }

  /// In four bytes each: half of what offsets would be read for.
  private static func inDegrees(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> MutableColumn<UInt32> {
    let count = graph.vertexCount
    let offsets = graph.inOffsets
    // SAFETY: written below.
    let degrees = unsafe MutableColumn<UInt32>(unwritten: count)
    try parallelRanges(count, grain: 1 << 16, control) { range in
      for vertex in range { degrees[vertex] = UInt32(truncatingIfNeeded: offsets[vertex + 1] &- offsets[vertex]) }
    }
    return degrees
  }
}
