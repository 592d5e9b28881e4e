import GraphStorage

/// Relaxation labelling with the weighted vote of the neighbours, and harmonic functions, its limit: labelled vertices keep
/// their labels, every other evidence vertex takes the mean of its neighbours' rows over and over,
/// F ← (1 − β) F + β D^(-1) W F.
///
/// Papers: Macskassy and Provost, "Classification in networked data" (2007): β falls by a factor every round, and rows
/// start from the class prior. Zhu, Ghahramani and Lafferty, "Semi-supervised learning using Gaussian fields and harmonic
/// functions" (2003): β = 1 until nothing changes.
/// Deviations:
/// - Rounds are counted beforehand, by following how much of every row no label has reached: until that changes by at
///   most `tolerance`, at most `maximumRounds`. They depend on who is labelled alone, so that F is linear in the labels.
/// - D counts ties to evidence vertices only, and only they pass labels on. After the rounds everybody hears once more,
///   so that subjects that are not evidence, and labelled vertices that are asked about, are answered like the others.
/// - What no label reached: harmonic rows are divided by their sum (a row without mass gets the class prior); in relaxation
///   labelling it is the prior that the row began with.
///
/// In terms of `LabelSupport`, G(u, v) is the probability that a walk from u, by tie strength, meets v before any other
/// labelled vertex, and within the rounds.
///
/// Leave-one-out: with r the probability that the walk from a labelled v comes back to v before it meets another label
/// (`ownReturns`), its row without its own label is (F(v) − r Y(v)) / (1 − r). No own label is left in it, and of harmonic
/// functions it is in the limit the row of a run that hides this one label.
/// - Complexity: O(rounds × arcs × classes), arcs of unlabelled vertices.
public enum RelaxationLabelling {
  public struct Parameters: Codable, Hashable, Sendable {
    /// What β is multiplied by after every round, above 0, at most 1.
    public var annealing: Double
    public var maximumRounds: Int
    public var tolerance: Double
    /// Whether rows start from the class prior, or from nothing.
    public var startsFromPrior: Bool

    public init(annealing: Double, maximumRounds: Int, tolerance: Double, startsFromPrior: Bool) {
      precondition(annealing > 0 && annealing <= 1, "annealing lies above 0 and not above 1")
      precondition(maximumRounds >= 1 && tolerance >= 0, "at least one round, and no negative tolerance")
      (self.annealing, self.maximumRounds) = (annealing, maximumRounds)
      (self.tolerance, self.startsFromPrior) = (tolerance, startsFromPrior)
    }

    public static let relaxation = Parameters(
      annealing: 0.99, maximumRounds: 99, tolerance: 1e-4, startsFromPrior: true)
    public static let harmonic = Parameters(
      annealing: 1, maximumRounds: 100, tolerance: 1e-4, startsFromPrior: false)
  }

  /// - Parameters:
  ///   - ownReturns: where given, no labelled vertex's own label is in its row: what `ownReturns` gave for this
  ///     graph and these labels.
  ///   - only: whom to make rows of, each once; nil for everybody.
  public static func run(
    _ graph: WeightedGraph, _ labels: LabelEvidence, parameters: Parameters, ownReturns: [Double]? = nil,
    only: [Int]? = nil, threads: ThreadCount
  ) -> ClassDistributions {
    precondition((ownReturns?.count ?? graph.vertexCount) == graph.vertexCount, "one return for each vertex")
    let classCount = labels.classCount
    let rows = AbsorbingWalk(graph, labels, parameters, threads: threads).run(columns: labels.labels, width: classCount, only: only)
    let asked = AskedVertices(only, vertexCount: graph.vertexCount)
    return asked.distributions(classCount: classCount, threads: threads) { place, vertex, mass, probabilities in
      for index in 0..<classCount { mass[index] = rows[place * classCount + index] }
      let own = labels.labels[vertex]
      var left = 1.0
      if own >= 0, let ownReturns {
        takeOwn(&mass, Int(own), ownReturns[vertex])
        left = max(1 - ownReturns[vertex], 0)
      }
      var total = 0.0
      for value in mass { total += value }
      let whole = parameters.startsFromPrior ? max(left, total) : total
      for index in 0..<classCount {
        let prior = labels.prior(excluding: own, class: index)
        probabilities.append(whole > 0 ? (mass[index] + (whole - total) * prior) / whole : prior)
      }
      return total
    }
  }

  /// r of each of `vertices` that is labelled, 0 elsewhere. It depends on who is labelled, not on the labels.
  /// - Complexity: vertices / `LabelSpreading.returnWidth` runs of that width.
  public static func ownReturns(
    _ graph: WeightedGraph, _ labels: LabelEvidence, of vertices: [Int], parameters: Parameters, threads: ThreadCount
  ) -> [Double] {
    let walk = AbsorbingWalk(graph, labels, parameters, threads: threads)
    var returns = [Double](repeating: 0, count: graph.vertexCount)
    let asked = vertices.filter { labels.labels[$0] >= 0 }
    let width = LabelSpreading.returnWidth
    for start in stride(from: 0, to: asked.count, by: width) {
      let batch = asked[start..<min(start + width, asked.count)]
      var columns = [Int32](repeating: -1, count: graph.vertexCount)
      for (column, vertex) in batch.enumerated() { columns[vertex] = Int32(column) }
      let rows = walk.run(columns: columns, width: width, only: Array(batch))
      for (column, vertex) in batch.enumerated() { returns[vertex] = rows[column * width + column] }
    }
    return returns
  }

  /// Who stands behind the answers about `vertices`: how many labelled people their walks can meet first, and how large
  /// the largest share is, exactly or between proven bounds (`AbsorptionPush`).
  ///
  /// - Parameters:
  ///   - masses: of `run`, for each of `vertices`; of the run with own returns where they are labelled themselves.
  ///   - limit: the share that matters; once it is settled on which side of it the share lies, no more is spent.
  /// - Complexity: at most 1.2 × `budget.arcs` ties a vertex and its own, and the vertices met on them for each round; 28 bytes a
  ///   vertex of the graph for each running thread.
  public static func support(
    _ graph: WeightedGraph, _ labels: LabelEvidence, parameters: Parameters, of vertices: [Int], masses: [Double],
    limit: Double, budget: SupportBudget = SupportBudget(), threads: ThreadCount
  ) -> [LabelSupport] {
    precondition(vertices.count == masses.count, "one mass for each vertex asked about")
    if vertices.isEmpty { return [] }
    let walk = AbsorbingWalk(graph, labels, parameters, threads: threads)
    let ranges = evenRanges(vertices.count, pieces: rangePieces)
    return parallelMap(count: ranges.count, threads: threads) { piece in
      var push = AbsorptionPush(walk, budget: budget)
      var reach = LabelReach(vertexCount: graph.vertexCount)
      return ranges[piece].map { index in
        let (people, isMinimum) = reach.count(
          graph, labels, from: vertices[index], steps: walk.steps.count + 1, passesLabels: false, budget: budget)
        let share = push.largestShare(at: vertices[index], mass: masses[index], limit: limit)
        return LabelSupport(people: people, isMinimum: isMinimum, largestShare: share)
      }
    }.flatMap { $0 }
  }
}
