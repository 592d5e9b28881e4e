import GraphStorage

/// PageRank seen from a few vertices: the restarts of the random walk lead to them, and so does the mass of vertices
/// without out-arcs.
///
/// Paper: Page, Brin, Motwani and Winograd (1999), section 6; sinks as in NetworkX (they follow the personalisation).
/// Power iteration, pulled. With weights an arc is followed in proportion to its weight.
/// Result: one share a vertex, summing to 1 up to rounding; 0 where no source leads.
/// Error: when it stops at a total change of c, the ranks are within c × damping / (1 − damping) in total.
/// Measured: 18 rounds from one hub of a Kronecker graph of scale 20, 20 bare sweeps in all.
/// - Complexity: O(rounds × (vertices + arcs)); rounds ≤ log(change) / log(damping), 100 with the defaults.
public enum PersonalisedPageRank {
  static let entry = KernelEntry(
    "personalised-page-rank", family: "ranking",
    summary: "Shares of a random walk that restarts at given vertices; sinks lead back to them",
    parameters: [
      .vertices("sources", "where the walk restarts, each with the same probability"),
      .real("damping", "probability to follow an arc", 0.000001...0.999999, default: 0.85),
      .real("change", "stops when the ranks change by no more in total", 0...1, default: 1e-7),
      .integer("rounds", "rounds at most", 0...1_000_000, default: 200),
      .flag("weighted", "follow arcs in proportion to their weights"),
    ],
    bytes: 56 * .n, operations: .parameter("rounds") * (.n + .m)
  ) { graph, values, control throws(KernelError) in
    let ranks = try run(
      graph, sources: values.vertices("sources"),
      parameters: PageRank.Parameters(
        damping: values.real("damping"),
        stop: .tolerance(change: values.real("change"), maximumRounds: values.integer("rounds"))),
      weighted: values.flag("weighted"), control)
    return .vertices(
      "rank", .reals(ranks.values),
      figures: [("rounds", .integer(ranks.rounds)), ("converged", .flag(ranks.converged))])
  }

  /// - Parameter sources: at least one; repetitions count once.
  /// - Precondition: `sources` are vertices of `graph`.
  /// - Throws: `KernelError.noResult` where the weights of a vertex are too large to be added.
  public static func run(
    _ graph: Graph, sources: [UInt32], parameters: PageRank.Parameters = PageRank.Parameters(),
    weighted: Bool = false, _ control: RunControl = RunControl()
  ) throws(KernelError) -> PageRank.Ranks {
    let count = graph.vertexCount
    precondition(!sources.isEmpty && sources.allSatisfy { Int($0) < count }, "sources are vertices")
    let (maximum, tolerance): (Int, Double) =
      switch parameters.stop {
      case .rounds(let rounds): (rounds, -1)
      case .tolerance(let change, let maximumRounds): (maximumRounds, change)
      }
    let damping = parameters.damping
    let distinct = Set(sources).sorted()
    let rows = RowSums(graph, incoming: true, weighted: weighted)
    let scale = weighted ? graph.weights : nil
    let found: PageRank.Ranks? = try stoppable { () throws(Cancelled) in
      let restart = try filledColumn(0.0, count: count, control)
      let ranks = try filledColumn(0.0, count: count, control)
      for source in distinct {
        restart[Int(source)] = 1 / Double(distinct.count)
        ranks[Int(source)] = restart[Int(source)]
      }
      let shares = try filledColumn(0.0, count: count, control)
      let sums = try filledColumn(0.0, count: count, control)
      let strengths = try outStrengths(graph, scale, control)
      // The mass of a vertex whose strength is infinite would vanish.
      guard (0..<count).allSatisfy({ strengths[$0] < .infinity }) else { return nil }
      var rounds = 0
      var converged = tolerance < 0
      while rounds < maximum, tolerance < 0 || !converged {
        control.report(Double(rounds) / Double(maximum))
        let sinks = try orderedSum(count, control) { range in
          var lost = 0.0
          for vertex in range {
            let strength = strengths[vertex]
            if strength > 0 { shares[vertex] = ranks[vertex] / strength } else { lost += ranks[vertex] }
          }
          return lost
        }
        try rows.pull(shares, into: sums, control)
        let back = 1 - damping + damping * sinks
        let change = try orderedSum(count, control) { range in
          var change = 0.0
          for vertex in range {
            let value = damping * sums[vertex] + back * restart[vertex]
            change += abs(value - ranks[vertex])
            ranks[vertex] = value
          }
          return change
        }
        rounds += 1
        if tolerance >= 0 { converged = change <= tolerance }
      }
      return PageRank.Ranks(values: try ranks.array(control), rounds: rounds, converged: converged)
    }
    guard let found else { throw .beyondRange(kernel: entry.name) }
    return found
  }

  /// The sum of the weights that leave each vertex, the number of arcs where `weights` is nil.
  private static func outStrengths(
    _ graph: Graph, _ weights: Column<Double>?, _ control: RunControl
  ) throws(Cancelled) -> MutableColumn<Double> {
    let strengths = try filledColumn(0.0, count: graph.vertexCount, control)
    let ranges = BalancedRanges(graph.offsets)
    try parallelPieces(ranges.count, control) { piece, _ in
      for vertex in ranges[piece] {
        var sum = Double(graph.degree(vertex))
        if let weights {
          sum = 0
          for arc in graph.row(vertex) { sum += weights[arc] }
        }
        strengths[vertex] = sum
      }
    }
    return strengths
  }
}
