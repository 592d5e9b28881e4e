import GraphStorage

/// PageRank by Jacobi iteration; the mass of vertices without out-arcs is spread evenly over all.
///
/// Paper: Page, Brin, Motwani and Winograd (1999); dangling mass and fixed rounds as in LDBC Graphalytics.
/// All sums run in a fixed order: the same bytes for any thread count.
/// - Complexity: O(rounds × (vertices + arcs)).
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
    bytes: 32 * .n, operations: .parameter("rounds") * (.n + .m)
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
    let (maximum, tolerance): (Int, Double) =
      switch parameters.stop {
      case .rounds(let rounds): (rounds, -1)
      case .tolerance(let change, let maximumRounds): (maximumRounds, change)
      }
    let ranges = evenRanges(count, pieces: rangePieces)
    let damping = parameters.damping
    var ranks = [Double](repeating: 1 / Double(count), count: count)
    var rounds = 0
    var converged = tolerance < 0
    while rounds < maximum {
      if control.isCancelled { throw .cancelled }
      control.report(Double(rounds) / Double(maximum))
      var dangling = 0.0
      var shares = ranks
      for vertex in 0..<count {
        let degree = graph.offsets[vertex + 1] - graph.offsets[vertex]
        if degree == 0 { dangling += ranks[vertex] } else { shares[vertex] /= Double(degree) }
      }
      let base = (1 - damping) / Double(count) + damping * dangling / Double(count)
      let old = ranks
      let sent = shares
      let chunks = parallelMap(count: ranges.count, threads: control.threads) { piece in
        var values: [Double] = []
        values.reserveCapacity(ranges[piece].count)
        var change = 0.0
        for vertex in ranges[piece] {
          var sum = 0.0
          for arc in graph.inRow(vertex) { sum += sent[Int(graph.inSources[arc])] }
          let value = base + damping * sum
          change += abs(value - old[vertex])
          values.append(value)
        }
        return (values, change)
      }
      ranks.removeAll(keepingCapacity: true)
      var change = 0.0
      for chunk in chunks {
        ranks.append(contentsOf: chunk.0)
        change += chunk.1
      }
      rounds += 1
      if change <= tolerance {
        converged = true
        break
      }
    }
    return Ranks(values: ranks, rounds: rounds, converged: converged)
  }
}
