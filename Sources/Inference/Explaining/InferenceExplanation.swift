import GraphKernels
import GraphStorage

/// Why something is inferred about one person: who stands behind it, and what would be said without their strongest
/// ties.
///
/// Nothing here tells what anybody states. Whom to name to whom is the caller's question; see `mayBeNamed`.
public struct InferenceExplanation: Equatable, Sendable {
  /// One labelled person who stands behind the answer.
  public struct Contributor: Equatable, Sendable {
    public let vertex: Int
    /// What the person brings over all ways, in all that was brought: above 0, at most 1.
    public let share: Double
    /// The fewest steps over ties of evidence.
    public let steps: Int
  }

  /// The answer as it would be without some ties.
  public struct Counterfactual: Equatable, Sendable {
    /// How many of the person's own ties were taken out, the strongest to people of evidence.
    public let ties: Int
    public let confidence: Double
    public let lowerBound: Double
    /// Whether the same value would be published.
    public let isPublished: Bool
    /// Whether the answer, published or not, would be the same value.
    public let isSame: Bool
  }

  /// By descending share, at most `contributorLimit`.
  public let contributors: [Contributor]
  /// How many people stand behind the answer.
  public let people: Int
  /// Whether the contributors may be named to somebody who is not to learn what they state: no value is held by more
  /// than the given share of them, so that none of them can be guessed with more certainty.
  public let mayBeNamed: Bool
  public let counterfactual: Counterfactual?

  public static let contributorLimit = 10
  /// Ties taken out for the counterfactual.
  public static let tiesTaken = 3
  /// The greatest share of the named who hold one value.
  static let nameLimit = 0.5

  init(
    _ entries: [InfluenceRow.Entry], _ graph: WeightedGraph, _ labels: LabelEvidence, from vertex: Int,
    counterfactual: Counterfactual?
  ) {
    let total = entries.reduce(0.0) { $0 + $1.amount }
    let shown = entries.prefix(Self.contributorLimit)
    let steps = Self.steps(graph, labels.evidence, from: vertex, to: Set(shown.map(\.vertex)))
    contributors = shown.map {
      Contributor(vertex: $0.vertex, share: $0.amount / total, steps: steps[$0.vertex] ?? 0)
    }
    people = entries.count
    var holders: [Int32: Int] = [:]
    for entry in shown { holders[labels.labels[entry.vertex], default: 0] += 1 }
    mayBeNamed = Double(holders.values.max() ?? 0) <= Self.nameLimit * Double(shown.count)
    self.counterfactual = counterfactual
  }

  /// Breadth-first distances over evidence until all of `targets` are found.
  private static func steps(
    _ graph: WeightedGraph, _ evidence: [Bool], from start: Int, to targets: Set<Int>
  ) -> [Int: Int] {
    var distances = [start: 0]
    var missing = targets
    var frontier = [start]
    var step = 0
    while !missing.isEmpty, !frontier.isEmpty {
      step += 1
      var next: [Int] = []
      for vertex in frontier {
        for arc in graph.row(vertex) {
          let target = Int(graph.targets[arc])
          guard evidence[target], distances[target] == nil else { continue }
          distances[target] = step
          missing.remove(target)
          next.append(target)
        }
      }
      frontier = next
    }
    return distances.filter { targets.contains($0.key) }
  }

  /// The graph without the strongest ties of one vertex to evidence, and how many those are; of equal ones the lower
  /// vertex goes first.
  static func withoutStrongest(
    _ graph: WeightedGraph, _ evidence: [Bool], of vertex: Int, count: Int = tiesTaken
  ) -> (graph: WeightedGraph, ties: Int) {
    let ties = graph.row(vertex).filter { evidence[Int(graph.targets[$0])] }
      .sorted { graph.weights[$0] != graph.weights[$1] ? graph.weights[$0] > graph.weights[$1] : $0 < $1 }
      .prefix(count)
    let taken = Set(ties.map { Int(graph.targets[$0]) })
    var offsets = [0]
    var targets: [UInt32] = []
    var weights: [Double] = []
    offsets.reserveCapacity(graph.vertexCount + 1)
    targets.reserveCapacity(graph.arcCount)
    weights.reserveCapacity(graph.arcCount)
    for source in 0..<graph.vertexCount {
      for arc in graph.row(source) {
        let target = Int(graph.targets[arc])
        if source == vertex && taken.contains(target) || target == vertex && taken.contains(source) { continue }
        targets.append(graph.targets[arc])
        weights.append(graph.weights[arc])
      }
      offsets.append(targets.count)
    }
    do throws(GraphError) {
      let left = try WeightedGraph(offsets: offsets, targets: targets, weights: weights, symmetric: graph.isSymmetric)
      return (left, taken.count)
    } catch {
      preconditionFailure("a graph without some ties is a graph: \(error)")
    }
  }
}

extension InferenceMethod {
  /// Who stands behind what the method says of a vertex.
  func influences(
    _ graph: WeightedGraph, _ labels: LabelEvidence, of vertex: Int, threads: ThreadCount
  ) -> [InfluenceRow.Entry] {
    switch self {
    case .oneHopVote: InfluenceRow.oneHop(graph, labels, of: vertex)
    case .twoHopVote: InfluenceRow.twoHop(graph, labels, of: vertex, threads: threads)
    case .spreading(let alpha, let balanced):
      InfluenceRow.spreading(
        graph, labels, parameters: .init(alpha: alpha, isBalanced: balanced), of: vertex, threads: threads)
    case .clamped(let parameters):
      InfluenceRow.relaxation(graph, labels, parameters: parameters, of: vertex, threads: threads)
    }
  }
}

extension AttributeProblem {
  /// Why `prediction` was made: one more run of the chosen method on all people.
  public func explain(_ prediction: AttributePrediction, _ solution: AttributeSolution) -> InferenceExplanation {
    let choice = solution.choice
    let graph = ground.weightings[choice.chosen.weighting].graph
    let (left, ties) = InferenceExplanation.withoutStrongest(graph, labels.evidence, of: prediction.vertex)
    var weightings = ground.weightings
    weightings[choice.chosen.weighting] = NamedWeighting(name: choice.chosen.weightingName, graph: left)
    let other = AttributeInference.predict(
      choice, weightings, labels, subjects: [prediction.vertex], declared: ground.declared, rule: solution.rule,
      threads: ground.threads
    ).first
    return InferenceExplanation(
      choice.chosen.method.influences(graph, labels, of: prediction.vertex, threads: ground.threads), graph, labels,
      from: prediction.vertex,
      counterfactual: other.map {
        InferenceExplanation.Counterfactual(
          ties: ties, confidence: $0.confidence, lowerBound: $0.lowerBound,
          isPublished: $0.decision == .publish && $0.label == prediction.label, isSame: $0.label == prediction.label)
      })
  }
}

extension OrderedProblem {
  /// Why `prediction` was made, as `AttributeProblem.explain`; the answer is the same where both intervals hold both
  /// numbers.
  public func explain(_ prediction: OrderedPrediction, _ solution: OrderedSolution) -> InferenceExplanation {
    let choice = solution.choice
    let graph = ground.weightings[choice.chosen.weighting].graph
    let (left, ties) = InferenceExplanation.withoutStrongest(graph, evidence.classes.evidence, of: prediction.vertex)
    let other = predict(choice, evidence, of: [prediction.vertex], rule: solution.rule, on: left).first
    let entries =
      switch choice.chosen.method {
      case .neighbourMedian: InfluenceRow.oneHop(graph, evidence.classes, of: prediction.vertex)
      case .distribution(let method, _):
        method.influences(graph, evidence.classes, of: prediction.vertex, threads: ground.threads)
      }
    return InferenceExplanation(
      entries, graph, evidence.classes, from: prediction.vertex,
      counterfactual: other.map { other in
        let isSame =
          other.interval?.contains(prediction.number) ?? false
          && prediction.interval?.contains(other.number) ?? false
        return InferenceExplanation.Counterfactual(
          ties: ties, confidence: other.coverage, lowerBound: other.lowerBound,
          isPublished: other.decision == .publish && isSame, isSame: isSame)
      })
  }
}

extension SetProblem {
  /// Why `prediction` was made, as `AttributeProblem.explain`; the answer is the same where the value is as likely to be
  /// published.
  public func explain(_ prediction: SetPrediction, _ solution: SetSolution) -> InferenceExplanation? {
    let choice = solution.choice
    guard
      let question = questions().first(where: { $0.value == prediction.value }),
      let figures = choice.values.first(where: { $0.value == prediction.value })
    else { return nil }
    let graph = ground.weightings[choice.chosen.weighting].graph
    let (left, ties) = InferenceExplanation.withoutStrongest(graph, question.labels.evidence, of: prediction.vertex)
    let one = SetCrossFit.Choice(chosen: choice.chosen, scores: [], values: [figures])
    let other = predict(one, [question], of: [prediction.vertex], rule: solution.rule, on: left).first
    return InferenceExplanation(
      choice.chosen.method.influences(graph, question.labels, of: prediction.vertex, threads: ground.threads), graph,
      question.labels, from: prediction.vertex,
      counterfactual: other.map {
        InferenceExplanation.Counterfactual(
          ties: ties, confidence: $0.confidence, lowerBound: $0.lowerBound, isPublished: $0.decision == .publish,
          isSame: $0.decision == .publish)
      })
  }
}
