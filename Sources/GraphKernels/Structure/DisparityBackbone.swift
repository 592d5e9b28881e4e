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
/// peak: 1.06 to 1.08 at scale 20.
/// Tried and measured (two threads, in turn, the least of 16): a power at both ends of every edge, and all lists written by one
/// thread, 550 ms on a Kronecker graph of scale 20 and 610 on a social one; now 450 (930 on one thread) and 525. Lists by all
/// threads alone gained a tenth. P-values written into their list from the start, not into a column, 420 and 520, but
/// a gigabyte of lists goes back to the system before a stopped run ends.
/// - Complexity: O(vertices + arcs) and a power an edge, two where the ends are alike.
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
    let pValues = found.pValues
    let kept = try stoppable { () throws(Cancelled) in
      try parallelArray(count: pValues.count, control) { Int64(pValues[$0] < alpha ? 1 : 0) }
    }
    var count: Int64 = 0
    for (place, isKept) in kept.enumerated() {
      if place & 0xF_FFFF == 0, control.isCancelled { throw .cancelled }
      count += isKept
    }
    return KernelResult(
      rows: .pairs(sources: found.sources, targets: found.targets),
      columns: [("p_value", .reals(found.pValues)), ("kept", .integers(kept))], figures: [("kept", .integer(Int(count)))])
  }

  /// - Throws: `KernelError.needsWeights`, `KernelError.cancelled`.
  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Significance {
    guard let weights = graph.weights, let inWeights = graph.inWeights else {
      throw .needsWeights(kernel: entry.name)
    }
    return try stoppable { () throws(Cancelled) in
      let ranges = BalancedRanges(graph.offsets)
      let strengths = try strengths(graph.offsets, weights, control)
      let inStrengths = graph.isDirected ? try Self.strengths(graph.inOffsets, inWeights, control) : strengths
      // Where the edges of each range go.
      let starts = MutableColumn<Int>(repeating: 0, count: ranges.count + 1)
      try parallelPieces(ranges.count, control) { piece, _ in
        var edges = 0
        for vertex in ranges[piece] { edges += row(graph, vertex).count }
        starts[piece + 1] = edges
      }
      for piece in 0..<ranges.count { starts[piece + 1] += starts[piece] }
      let count = starts[ranges.count]
      // First what takes long, in a column, which a run that is stopped gives back at once.
      // SAFETY: each range writes the places of its edges.
      let pValues = unsafe MutableColumn<Double>(unwritten: count)
      try parallelPieces(ranges.count, control.part(0.1...0.8), reporting: true) { piece, _ in
        var next = starts[piece]
        // Powers are slow enough to ask within a piece.
        var asked = next
        for vertex in ranges[piece] {
          let degree = graph.degree(vertex)
          for arc in row(graph, vertex) {
            if next - asked > 1 << 14 {
              if control.isCancelled { return }
              asked = next
            }
            let target = Int(graph.targets[arc])
            let inDegree = graph.inOffsets[target + 1] - graph.inOffsets[target]
            pValues[next] = smaller(
              End(share: weights[arc] / strengths[vertex], degree: degree),
              End(share: weights[arc] / inStrengths[target], degree: inDegree))
            next += 1
          }
        }
      }
      /// What `value` gives of the vertex and the arc of each edge.
      func listed(_ value: @Sendable (Int, Int) -> UInt32) throws(Cancelled) -> [UInt32] {
        // SAFETY: each range writes the places of its edges.
        try unsafe parallelArray(count: count, pieces: ranges.count, control) { places, piece in
          var next = starts[piece]
          for vertex in ranges[piece] {
            for arc in row(graph, vertex) {
              unsafe places.write(value(vertex, arc), at: next)
              next += 1
            }
          }
        }
      }
      return Significance(
        sources: try listed { vertex, _ in UInt32(truncatingIfNeeded: vertex) }, targets: try listed { graph.targets[$1] },
        pValues: try pValues.frozen().array(control) { $0 })
    }
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

  private struct End {
    /// What of the strength the edge is not.
    let rest: Double
    let others: Double
    /// -ln p is at least this, and at most this over `rest`, as ln(1 - x) lies between -x / (1 - x) and -x.
    let least: Double

    /// - Parameter degree: at least 1; `share` is of the sum of as many weights.
    @inline(__always)
    init(share: Double, degree: Int) {
      // A sum that has lost small weights to rounding may be a little less than the weight.
      let share = degree == 1 ? 0 : min(share, 1)
      rest = 1 - share
      others = Double(degree - 1)
      least = others * share
    }

    var pValue: Double { pow(rest, others) }
  }

  /// The smaller p-value. Mostly bounds tell which it is, and one power need not be taken.
  @inline(__always)
  private static func smaller(_ one: End, _ other: End) -> Double {
    // Bounds are rounded; so are the powers, and two that are this near each other may be told the wrong way round.
    let margin = 1 + 1e-9
    if one.least * other.rest > margin * other.least { return one.pValue }
    if other.least * one.rest > margin * one.least { return other.pValue }
    return min(one.pValue, other.pValue)
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
