import GraphStorage

/// Whether vertices of many arcs are tied to vertices of many arcs: the correlation of degrees over all arcs.
///
/// Paper: Newman, "Mixing patterns in networks" (2003), equation 26. In a directed graph the out-degree of the source
/// against the in-degree of the target, as NetworkX's default. Sums are exact integers (128 bits), so they have no
/// order.
/// Result: one number, −1 to 1; none where all arcs have the same degree at one of their ends, or there is no arc.
/// Only this variant was tried; one pass, bound by reading the arcs.
/// - Complexity: O(vertices + arcs), hardly any memory that grows with the graph.
public enum DegreeAssortativity {
  static let entry = KernelEntry(
    "degree-assortativity", family: "centrality", summary: "Correlation of the degrees at the two ends of an arc",
    bytes: .constant(600_000) + 0.05 * .n, operations: .n + .m
  ) { graph, _, control throws(KernelError) in
    let value = try run(graph, control)
    return KernelResult(
      rows: .list(count: value == nil ? 0 : 1), columns: [("assortativity", .reals(value.map { [$0] } ?? []))],
      figures: [("arcs", .integer(graph.arcCount))])
  }

  private struct Sums: Sendable {
    var first: Int128 = 0
    var second: Int128 = 0
    var firstSquares: Int128 = 0
    var secondSquares: Int128 = 0
    var products: Int128 = 0
  }

  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Double? {
    let ranges = BalancedRanges(graph.offsets, weight: max(1 << 15, (graph.vertexCount + graph.arcCount) / 512))
    let inOffsets = graph.inOffsets
    let progress = WorkProgress(total: ranges.count, control)
    let pieces = parallelMap(count: ranges.count, threads: control.threads) { piece in
      var sums = Sums()
      if control.isCancelled { return sums }
      for vertex in ranges[piece] {
        let row = graph.row(vertex)
        let degree = Int128(row.count)
        var others = 0
        for arc in row {
          let target = Int(graph.targets[arc])
          let other = inOffsets[target + 1] &- inOffsets[target]
          others &+= other
          sums.secondSquares += Int128(other &* other)
        }
        sums.first += degree * degree
        sums.second += Int128(others)
        sums.firstSquares += degree * degree * degree
        sums.products += degree * Int128(others)
      }
      progress.add()
      return sums
    }
    if control.isCancelled { throw .cancelled }
    var all = Sums()
    for piece in pieces {
      all.first += piece.first
      all.second += piece.second
      all.firstSquares += piece.firstSquares
      all.secondSquares += piece.secondSquares
      all.products += piece.products
    }
    let arcs = Int128(graph.arcCount)
    let firstSpread = Double(arcs * all.firstSquares - all.first * all.first)
    let secondSpread = Double(arcs * all.secondSquares - all.second * all.second)
    guard firstSpread > 0, secondSpread > 0 else { return nil }
    return Double(arcs * all.products - all.first * all.second) / (firstSpread.squareRoot() * secondSpread.squareRoot())
  }
}
