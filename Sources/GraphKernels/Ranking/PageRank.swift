import GraphStorage

/// PageRank by Jacobi iteration; the mass of vertices without out-arcs is spread evenly over all.
///
/// Paper: Page, Brin, Motwani and Winograd (1999); dangling mass and fixed rounds as in LDBC Graphalytics.
/// All sums run in a fixed order: the same bytes for any thread count.
///
/// Towards a tolerance the ranks of an undirected graph are found by conjugate gradients (`SymmetricRanks`); fixed rounds
/// and directed graphs start even and iterate. Isolated vertices are sinks like others.
/// Error: when it stops at a total change of c, the ranks are within c × damping / (1 − damping) in total. For conjugate
/// gradients the change is that of a round of the power method on what they have reached; the round is included.
///
/// Tried and measured against the power method from the same kind of start (ranks by degree, the right mass for each
/// component), which was here before: 7 rounds for 9 on a uniform graph of scale 20 to 1e-7 and 3 for 4 to 1e-4; 15 for
/// 18 on a Kronecker graph of scale 20 to 1e-7, but 7 for 6 to 1e-4, where few parts of the spectrum are left to learn
/// of. Two to four plain rounds first save nothing. The start alone saves 4 of 10 rounds of an even one to 1e-4.
/// Directions of two bytes, added as whole numbers in one loop without unrolling: 117 ms in all on Kronecker 20 for 143
/// with single precision and four accumulators, 88 for 100 on uniform 20. There a round reads 33 million directions at
/// random, and waits for them: asked for 24 arcs ahead, in one byte each, a round takes 18 ms instead of 27, and all of it
/// 77. GAP's `pr` needs four such rounds and no components (84 ms), this three. Sums along stretches of arcs, of which a
/// row's is a difference, saved nothing; leaving the components out costs Kronecker 20 a round.
/// - Complexity: O(rounds × (vertices + arcs)); rounds ≤ log(change) / log(damping).
public enum PageRank {
  public enum Stop: Codable, Hashable, Sendable {
    /// Exactly so many rounds, as LDBC Graphalytics prescribes.
    case rounds(Int)
    /// Until the ranks change by at most `change` in total (sum of absolute values), or `maximumRounds` are run.
    case tolerance(change: Double, maximumRounds: Int)
  }

  public struct Parameters: Codable, Hashable, Sendable {
    /// Probability to follow an arc; above 0, below 1.
    public var damping: Double
    public var stop: Stop

    public init(damping: Double = 0.85, stop: Stop = .tolerance(change: 1e-7, maximumRounds: 200)) {
      precondition(damping > 0 && damping < 1, "damping lies between 0 and 1")
      self.damping = damping
      self.stop = stop
    }
  }

  public struct Ranks: Equatable, Sendable {
    /// One a vertex; they sum to 1 up to rounding.
    public let values: [Double]
    public let rounds: Int
    /// False where `maximumRounds` ended the run before the tolerance was met.
    public let converged: Bool
  }

  static let entry = KernelEntry(
    "page-rank", family: "ranking", summary: "Stationary shares of a random walk with restarts",
    parameters: [
      .real("damping", "probability to follow an arc", 0.000001...0.999999, default: 0.85),
      .real("change", "stops when the ranks change by no more in total", 0...1, default: 1e-7),
      .integer("rounds", "rounds at most", 0...1_000_000, default: 200),
    ],
    bytes: 40 * .n, operations: .parameter("rounds") * (.n + .m)
  ) { graph, values, control throws(KernelError) in
    let ranks = try run(
      graph,
      parameters: Parameters(
        damping: values.real("damping"),
        stop: .tolerance(change: values.real("change"), maximumRounds: values.integer("rounds"))), control)
    return .vertices(
      "rank", .reals(ranks.values),
      figures: [("rounds", .integer(ranks.rounds)), ("converged", .flag(ranks.converged))])
  }

  public static func run(
    _ graph: Graph, parameters: Parameters = Parameters(), _ control: RunControl = RunControl()
  ) throws(KernelError) -> Ranks {
    let count = graph.vertexCount
    guard count > 0 else { return Ranks(values: [], rounds: 0, converged: true) }
    let damping = parameters.damping
    return try stoppable { () throws(Cancelled) in
      if case .tolerance(let tolerance, let maximum) = parameters.stop, maximum > 0, !graph.isDirected {
        return try symmetric(graph, damping: damping, tolerance: tolerance, maximum: maximum, control)
      }
      let ranks = try filledColumn(1 / Double(count), count: count, control)
      switch parameters.stop {
      case .rounds(let rounds):
        var iteration = try PageRankIteration(graph, damping: damping, ranks: ranks, control)
        for round in 0..<rounds {
          control.report(Double(round) / Double(rounds))
          _ = try iteration.round(control)
        }
        return Ranks(values: try ranks.frozen().array(control) { $0 }, rounds: rounds, converged: true)
      case .tolerance(let tolerance, let maximum):
        let expected = roundsExpected(tolerance, damping, maximum)
        var iteration = try PageRankIteration(graph, damping: damping, ranks: ranks, control)
        var rounds = 0
        var change = Double.infinity
        while rounds < maximum, change > tolerance {
          control.report(Double(rounds) / Double(expected))
          change = try iteration.round(control)
          rounds += 1
        }
        return Ranks(values: try ranks.frozen().array(control) { $0 }, rounds: rounds, converged: change <= tolerance)
      }
    }
  }

  private static func symmetric(
    _ graph: Graph, damping: Double, tolerance: Double, maximum: Int, _ control: RunControl
  ) throws(Cancelled) -> Ranks {
    let expected = roundsExpected(tolerance, damping, maximum)
    var iteration = try SymmetricRanks(graph, damping: damping, control)
    var rounds = 0
    while rounds < maximum, iteration.change > tolerance {
      control.report(Double(rounds) / Double(expected))
      guard try iteration.round(control) else { break }
      rounds += 1
    }
    return Ranks(values: try iteration.ranks(control), rounds: rounds, converged: iteration.change <= tolerance)
  }

  /// How often damping must shrink the largest possible change to meet the tolerance.
  private static func roundsExpected(_ tolerance: Double, _ damping: Double, _ maximum: Int) -> Int {
    var rounds = 1
    var change = 2 * damping
    while change > tolerance, rounds < maximum {
      change *= damping
      rounds += 1
    }
    return rounds
  }
}
