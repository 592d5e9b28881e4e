import GraphStorage

/// Katz centrality: all walks that end at a vertex, each step worth `alpha`.
///
/// Paper: Katz (1953), in the form of NetworkX: x = alpha Aᵀ x + 1, scaled to Euclidean length 1; in-arcs count.
/// The series converges where alpha is below 1 / spectral radius, which is bounded first (`SpectralRadius`): an alpha
/// that is surely too large is refused, and so is one in between whose series does not settle.
/// Result: one number a vertex, above 0.
/// Tried and measured: products as in `RowSums`, where what was tried for them stands; 120 rounds
/// at the default alpha on a Kronecker graph of scale 20; the bounds take 20 products more at most.
/// - Complexity: O(rounds × (vertices + arcs)), about log(change) / log(alpha × radius) rounds and 20 for the bounds.
public enum KatzCentrality {
  public struct Scores: Equatable, Sendable {
    /// One a vertex; the sum of their squares is 1.
    public let values: [Double]
    /// The one that was used.
    public let alpha: Double
    public let rounds: Int
  }

  static let boundRounds = 20

  static let entry = KernelEntry(
    "katz-centrality", family: "centrality", summary: "All walks to a vertex, the longer the less",
    parameters: [
      .real("alpha", "worth of a step; 0 takes 0.85 / an upper bound of the spectral radius", 0...1e6, default: 0),
      .real("change", "stops when the scores change by no more, as a share of all", 0...1, default: 1e-10),
      .integer("rounds", "rounds at most", 1...1_000_000, default: 1000),
      .flag("weighted", "count an arc by its weight"),
    ],
    bytes: 40 * .n, operations: .parameter("rounds") * (.n + .m)
  ) { graph, values, control throws(KernelError) in
    let alpha = values.real("alpha")
    let scores = try run(
      graph, alpha: alpha > 0 ? alpha : nil, change: values.real("change"), maximumRounds: values.integer("rounds"),
      weighted: values.flag("weighted"), control)
    return .vertices(
      "score", .reals(scores.values), figures: [("alpha", .real(scores.alpha)), ("rounds", .integer(scores.rounds))])
  }

  /// - Parameter alpha: above 0; nil takes 0.85 / an upper bound of the spectral radius, which always converges.
  /// - Throws: `KernelError.noResult` where the series diverges or does not settle in `maximumRounds`.
  public static func run(
    _ graph: Graph, alpha: Double? = nil, change tolerance: Double = 1e-10, maximumRounds: Int = 1000,
    weighted: Bool = false, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Scores {
    precondition(alpha.map { $0 > 0 } ?? true, "alpha lies above 0")
    let count = graph.vertexCount
    let rows = RowSums(graph, incoming: true, weighted: weighted)
    let (radius, sums, scores) = try stoppable { () throws(Cancelled) in
      (
        try SpectralRadius(rows, rounds: boundRounds, control), try filledColumn(0.0, count: count, control),
        try filledColumn(1.0, count: count, control)
      )
    }
    let alpha = alpha ?? 0.85 / (radius.upper > 0 ? radius.upper : 1)
    guard alpha * radius.lower < 1 else {
      throw .noResult(kernel: "katz-centrality", reason: "alpha is not below 1 / spectral radius: the series diverges")
    }
    var rounds = 0
    var converged = count == 0
    while !converged, rounds < maximumRounds {
      control.report(Double(rounds) / Double(maximumRounds))
      let (change, total) = try stoppable { () throws(Cancelled) in
        try rows.pull(scores, into: sums, control)
        let change = try orderedSum(count, control) { range in
          var change = 0.0
          for vertex in range {
            let value = alpha * sums[vertex] + 1
            change += abs(value - scores[vertex])
            scores[vertex] = value
          }
          return change
        }
        return (change, try orderedSum(count, control) { range in range.reduce(0) { $0 + scores[$1] } })
      }
      rounds += 1
      guard total.isFinite else { break }
      converged = change <= tolerance * total
    }
    guard converged else {
      throw .noResult(
        kernel: "katz-centrality",
        reason: "not settled after \(rounds) rounds: alpha may not be below 1 / spectral radius")
    }
    return try stoppable { () throws(Cancelled) in
      let column = scores.frozen()
      let largest = column.max() ?? 1
      try control.checkCancelled()
      let squares = try orderedSum(count, control) { range in
        range.reduce(0) { $0 + (scores[$1] / largest) * (scores[$1] / largest) }
      }
      let scale = 1 / (largest * squares.squareRoot())
      return Scores(values: try column.array(control) { $0 * scale }, alpha: alpha, rounds: rounds)
    }
  }
}
