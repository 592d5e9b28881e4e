import GraphStorage

/// Label spreading with local and global consistency: F ← α S F + (1 − α) Y, S = D^(-1/2) W D^(-1/2), F(0) = Y.
///
/// Paper: Zhou, Bousquet, Lal, Weston and Schölkopf, "Learning with local and global consistency" (2004).
/// Deviations:
/// - The number of rounds is fixed beforehand: the least T in `minimumRounds...maximumRounds` with α^T ≤ `tolerance`
///   (a round changes F by at most α^T in the spectral norm). F is then a linear function of Y, which makes the
///   leave-one-out form exact.
/// - D counts ties to evidence vertices only, and only they pass labels on. A subject that is not evidence hears in
///   the last round; where its neighbour z has no evidence tie, d_z counts the tie that asks.
/// - Rows are divided by their sum; a row without mass gets the class prior.
///
/// Leave-one-out: the own label's return G(v, v), over all closed walks, is subtracted (`ownReturns`), which equals a
/// run with that one label hidden.
///
/// Balanced, every row's entries are multiplied by 1 / √(labels of the class) before the row is divided by its sum, as if
/// labels of rare classes were given more mass: a milder form of the class mass normalisation of Zhu, Ghahramani and
/// Lafferty (2003), which takes the whole of the prior out. Tried on e-mail EU core with 20 % of labels, weights by shared
/// contacts, α 0.8: plain 0.637, with the square root 0.657, with the whole prior less than either.
///
/// In terms of `LabelSupport`, G(u, v) = α^T S^T(u, v) + (1 − α) Σ_{k<T} α^k S^k(u, v); see `InfluencePush`.
/// - Complexity: O(T × arcs × classes).
public enum LabelSpreading {
  public struct Parameters: Codable, Hashable, Sendable {
    /// Above 0, below 1; near 1 everything collapses to the largest class.
    public var alpha: Double
    public var minimumRounds: Int
    public var maximumRounds: Int
    public var tolerance: Double
    /// Labels of rare classes count more.
    public var isBalanced: Bool

    public init(
      alpha: Double, isBalanced: Bool = false, minimumRounds: Int = 10, maximumRounds: Int = 30, tolerance: Double = 1e-4
    ) {
      precondition(alpha > 0 && alpha < 1, "alpha lies between 0 and 1")
      precondition(minimumRounds >= 1 && maximumRounds >= minimumRounds, "rounds: 1 ≤ minimum ≤ maximum")
      self.alpha = alpha
      self.isBalanced = isBalanced
      self.minimumRounds = minimumRounds
      self.maximumRounds = maximumRounds
      self.tolerance = tolerance
    }

    public var rounds: Int {
      var rounds = 1
      var power = alpha
      while rounds < maximumRounds, rounds < minimumRounds || power > tolerance {
        power *= alpha
        rounds += 1
      }
      return rounds
    }
  }

  /// - Parameters:
  ///   - ownReturns: where given, no labelled vertex's own label is in its row: what `ownReturns` gave for this
  ///     graph and the same evidence, whichever labels are shown now.
  ///   - only: whom to make rows of, each once; nil for everybody.
  public static func run(
    _ graph: WeightedGraph, _ labels: LabelEvidence, parameters: Parameters, ownReturns: [Double]? = nil,
    only: [Int]? = nil, threads: ThreadCount
  ) -> ClassDistributions {
    precondition(graph.vertexCount == labels.vertexCount, "one label for each vertex of the graph")
    precondition((ownReturns?.count ?? graph.vertexCount) == graph.vertexCount, "one return for each vertex")
    let classCount = labels.classCount
    let rows = SpreadingOperator(graph, labels.evidence, threads: threads)
      .run(seeds: labels.labels, width: classCount, alpha: parameters.alpha, rounds: parameters.rounds)
    let weights = labels.classWeights(isBalanced: parameters.isBalanced)
    let asked = AskedVertices(only, vertexCount: graph.vertexCount)
    return asked.distributions(classCount: classCount, threads: threads) { _, vertex, mass, probabilities in
      for index in 0..<classCount { mass[index] = rows[vertex * classCount + index] }
      let own = labels.labels[vertex]
      if own >= 0, let ownReturns {
        takeOwn(&mass, Int(own), ownReturns[vertex])
      }
      if parameters.isBalanced {
        let weights = own < 0 ? weights : labels.classWeights(isBalanced: true, excluding: own)
        for index in 0..<classCount { mass[index] *= weights[index] }
      }
      var total = 0.0
      for value in mass { total += value }
      for index in 0..<classCount {
        probabilities.append(
          total > 0 ? mass[index] / total : labels.prior(excluding: own, class: index))
      }
      return total
    }
  }

  /// G(v, v) of each of `vertices` that is evidence, 0 elsewhere: how much of a label given to v would stand in the row
  /// of v. It depends on no label.
  ///
  /// Unit vectors are spread sixteen at a time: vertices / 16 runs of width 16, for tens of thousands of vertices, not
  /// for millions.
  public static func ownReturns(
    _ graph: WeightedGraph, evidence: [Bool], of vertices: [Int], parameters: Parameters, threads: ThreadCount
  ) -> [Double] {
    precondition(graph.vertexCount == evidence.count, "one evidence flag for each vertex of the graph")
    let spread = SpreadingOperator(graph, evidence, threads: threads)
    var returns = [Double](repeating: 0, count: graph.vertexCount)
    for start in stride(from: 0, to: vertices.count, by: returnWidth) {
      let batch = vertices[start..<min(start + returnWidth, vertices.count)]
      var seeds = [Int32](repeating: -1, count: graph.vertexCount)
      for (column, vertex) in batch.enumerated() { seeds[vertex] = Int32(column) }
      let rows = spread.run(
        seeds: seeds, width: returnWidth, alpha: parameters.alpha, rounds: parameters.rounds)
      for (column, vertex) in batch.enumerated() { returns[vertex] = rows[vertex * returnWidth + column] }
    }
    return returns
  }

  /// Columns spread at a time by `ownReturns`.
  public static let returnWidth = 16

  /// Who stands behind the answers about `vertices`: how many labelled people lie within T steps over evidence
  /// vertices, and how large the largest share is, exactly or between proven bounds (`InfluencePush`).
  ///
  /// - Parameters:
  ///   - masses: of `run`, for each of `vertices`; of the run with own returns where they are labelled themselves.
  ///   - limit: the share that matters; once it is settled on which side of it the share lies, less is spent.
  /// - Complexity: at most 1.2 × `budget.arcs` ties a vertex, and the vertices met on them for each round; 28 bytes a
  ///   vertex of the graph for each running thread.
  public static func support(
    _ graph: WeightedGraph, _ labels: LabelEvidence, parameters: Parameters, of vertices: [Int], masses: [Double],
    limit: Double, budget: SupportBudget = SupportBudget(), threads: ThreadCount
  ) -> [LabelSupport] {
    precondition(graph.vertexCount == labels.vertexCount, "one label for each vertex of the graph")
    precondition(vertices.count == masses.count, "one mass for each vertex asked about")
    if vertices.isEmpty { return [] }
    let spread = SpreadingOperator(graph, labels.evidence, threads: threads)
    let weights = labels.classWeights(isBalanced: parameters.isBalanced)
    let greatest = labels.labels.indices.reduce(0.0) { greatest, vertex in
      let label = Int(labels.labels[vertex])
      return label < 0 ? greatest : max(greatest, spread.strengths[vertex] * weights[label] * weights[label])
    }
    let ranges = evenRanges(vertices.count, pieces: rangePieces)
    return parallelMap(count: ranges.count, threads: threads) { piece in
      var push = InfluencePush(
        spread, labels, parameters, greatestRoot: greatest.squareRoot(), budget: budget)
      var reach = LabelReach(vertexCount: graph.vertexCount)
      return ranges[piece].map { index in
        let (people, isMinimum) = reach.count(
          graph, labels, from: vertices[index], steps: parameters.rounds, budget: budget)
        let share = push.largestShare(at: vertices[index], mass: masses[index], limit: limit)
        return LabelSupport(people: people, isMinimum: isMinimum, largestShare: share)
      }
    }.flatMap { $0 }
  }
}
