import GraphStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How significant each edge's weight is at its ends: the disparity filter, whose significant edges are the backbone.
///
/// Paper: Serrano, Boguñá and Vespignani, "Extracting the multiscale backbone of complex weighted networks" (2009).
/// At an end with k edges of total weight s, an edge of weight w has the p-value (1 - w / s)^(k - 1): how probable a
/// share that large is where the k shares are cut from s at random. Of two ends the smaller p-value counts, so an edge
/// is kept if it is significant at either. In a directed graph k and s are those of the arcs out of the source and of
/// the arcs into the target.
/// An end with one edge has no choice and says nothing: p = 1 there (the formula's 0^0), and such an edge is kept only
/// for its other end. An edge is kept where p < alpha.
/// All edges are listed with their p-values, so that memory does not depend on the weights. Estimate over measured
/// peak: 1.02 to 1.05 at scale 18 and 20.
/// Measured (Kronecker scale 20): 0.92 s on one thread, 0.61 on two; powers are a third of the processor time, and the edges are
/// listed by one thread. Only this variant was tried.
/// - Complexity: O(vertices + arcs) and two powers an edge.
public enum DisparityBackbone {
  /// One place an edge, ascending; source < target where undirected.
  public struct Significance: Equatable, Sendable {
    public let sources: [UInt32]
    public let targets: [UInt32]
    /// 0 to 1, the smaller of the two ends.
    public let pValues: [Double]

    /// The places of the edges of the backbone.
    public func kept(alpha: Double) -> [Int] { pValues.indices.filter { pValues[$0] < alpha } }
  }

  static let entry = KernelEntry(
    "disparity-backbone", family: "structure", summary: "Edges whose weight stands out at one of their ends",
    parameters: [.real("alpha", "an edge is kept where its p-value is below", 0...1, default: 0.05)],
    needs: [.weights], bytes: 24 * .edges + 24 * .n, operations: .n + 3 * .m
  ) { graph, values, control throws(KernelError) in
    let alpha = values.real("alpha")
    let found = try run(graph, control)
    var kept: [Int64] = []
    kept.reserveCapacity(found.pValues.count)
    var count = 0
    for (place, value) in found.pValues.enumerated() {
      if place & 0xFFFF == 0, control.isCancelled { throw .cancelled }
      kept.append(value < alpha ? 1 : 0)
      count += value < alpha ? 1 : 0
    }
    return KernelResult(
      rows: .pairs(sources: found.sources, targets: found.targets),
      columns: [("p_value", .reals(found.pValues)), ("kept", .integers(kept))], figures: [("kept", .integer(count))])
  }

  /// - Throws: `KernelError.needsWeights`, `KernelError.cancelled`.
  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Significance {
    guard let weights = graph.weights, let inWeights = graph.inWeights else {
      throw .needsWeights(kernel: entry.name)
    }
    let vertexCount = graph.vertexCount
    let isDirected = graph.isDirected
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    let values = try stoppable { () throws(Cancelled) in
      let ranges = BalancedRanges(graph.offsets)
      let strengths = try strengths(graph.offsets, weights, control)
      let inStrengths = isDirected ? try Self.strengths(graph.inOffsets, inWeights, control) : strengths
      // Where the edges of each range go.
      let starts = MutableColumn<Int>(repeating: 0, count: ranges.count + 1)
      try parallelPieces(ranges.count, control) { piece, _ in
        var edges = 0
        for vertex in ranges[piece] { edges += row(graph, vertex).count }
        starts[piece + 1] = edges
      }
      for piece in 0..<ranges.count { starts[piece + 1] += starts[piece] }
      let edgeCount = starts[ranges.count]
      let values = try filledColumn(0.0, count: edgeCount, control)
      try parallelPieces(ranges.count, control.part(0.1...0.9), reporting: true) { piece, _ in
        var place = starts[piece]
        // Two powers an arc are slow enough to ask within a piece.
        var asked = place
        for vertex in ranges[piece] {
          let degree = graph.degree(vertex)
          let row = row(graph, vertex)
          for arc in row {
            if place - asked > 1 << 14 {
              if control.isCancelled { return }
              asked = place
            }
            let target = Int(graph.targets[arc])
            let inDegree = graph.inOffsets[target + 1] - graph.inOffsets[target]
            values[place] = min(
              pValue(weights[arc], of: strengths[vertex], degree: degree),
              pValue(weights[arc], of: inStrengths[target], degree: inDegree))
            place += 1
          }
        }
      }
      sources.reserveCapacity(edgeCount)
      targets.reserveCapacity(edgeCount)
      var asked = 0
      for vertex in 0..<vertexCount {
        if vertex & 0xFFFF == 0 || sources.count - asked > 1 << 16 {
          try control.checkCancelled()
          asked = sources.count
        }
        for arc in row(graph, vertex) {
          sources.append(UInt32(truncatingIfNeeded: vertex))
          targets.append(graph.targets[arc])
        }
      }
      return try values.frozen().listed(control) { $0 }
    }
    return Significance(sources: sources, targets: targets, pValues: values)
  }

  /// The arcs that stand for the edges of a vertex: those to greater vertices where undirected.
  @inline(__always)
  private static func row(_ graph: Graph, _ vertex: Int) -> Range<Int> {
    let row = graph.row(vertex)
    if graph.isDirected { return row }
    var low = row.lowerBound
    var high = row.upperBound
    while low < high {
      let middle = (low &+ high) &>> 1
      if Int(graph.targets[middle]) < vertex { low = middle &+ 1 } else { high = middle }
    }
    return low..<row.upperBound
  }

  /// `degree` at least 1, and `strength` the sum of as many weights, this one among them.
  @inline(__always)
  private static func pValue(_ weight: Double, of strength: Double, degree: Int) -> Double {
    // A sum that has lost small weights to rounding may be a little less than the weight.
    degree == 1 ? 1 : pow(max(0, 1 - weight / strength), Double(degree - 1))
  }

  /// The sum of each row, in the order of the row.
  private static func strengths(
    _ offsets: Column<Int>, _ weights: Column<Double>, _ control: RunControl
  ) throws(Cancelled) -> MutableColumn<Double> {
    let sums = try filledColumn(0.0, count: offsets.count - 1, control)
    let ranges = BalancedRanges(offsets)
    try parallelPieces(ranges.count, control) { piece, _ in
      for vertex in ranges[piece] {
        var sum = 0.0
        for arc in offsets[vertex]..<offsets[vertex + 1] { sum += weights[arc] }
        sums[vertex] = sum
      }
    }
    return sums
  }
}
