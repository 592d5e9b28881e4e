import GraphKernels
import GraphStorage

/// How far the ties of a permitted graph join people who state the same: of the ties between two people of evidence who
/// both state a value.
public struct Homophily: Equatable, Sendable {
  /// Ties between two people whose values are known, each counted once and alike, whatever its strength.
  public let ties: Int
  /// The share of them that join equal values.
  public let edgeHomophily: Double
  /// (edge homophily − Σ_c q_c²) / (1 − Σ_c q_c²), q_c the share of tie ends at people of class c: 0 where ties ignore
  /// the attribute, 1 where they join equals only, below 0 where they join unequals; at least −1. Independent of how
  /// frequent the values are.
  ///
  /// Source: Platonov, Kuznedelev, Babenko and Prokhorenkova, "Characterizing graph datasets for node classification"
  /// (2023). It is Newman's assortativity coefficient of unordered values ("Mixing patterns in networks", 2003).
  public let adjustedHomophily: Double
  /// Pearson's correlation of the numbers at the two ends of a tie (Newman 2003); nil for unordered values, and where all
  /// are equal.
  public let numericAssortativity: Double?
  /// The share of the most frequent value among the people of evidence who state one.
  public let majority: Double

  /// Nothing is said about fewer ties or people than this: the figures would tell of single ones.
  public static let minimum = 10

  /// - Parameters:
  ///   - numbers: of ordered attributes, one a vertex; read where labelled.
  /// - Returns: nil below `minimum` ties, labelled people or people with such a tie.
  /// - Complexity: O(arcs).
  init?(_ graph: WeightedGraph, _ labels: LabelEvidence, numbers: [Double]? = nil) {
    var ends = [Int](repeating: 0, count: labels.classCount)
    var (arcs, equal, people) = (0, 0, 0)
    for source in 0..<graph.vertexCount where labels.labels[source] >= 0 {
      var own = 0
      for arc in graph.row(source) {
        let target = Int(graph.targets[arc])
        guard labels.labels[target] >= 0, target != source else { continue }
        own += 1
        if labels.labels[target] == labels.labels[source] { equal += 1 }
      }
      ends[Int(labels.labels[source])] += own
      arcs += own
      if own > 0 { people += 1 }
    }
    // Each tie is an arc in both directions.
    ties = arcs / 2
    guard ties >= Self.minimum, people >= Self.minimum, labels.labelledCount >= Self.minimum else { return nil }
    let edge = Double(equal) / Double(arcs)
    let chance = ends.reduce(0.0) { sum, end in
      let share = Double(end) / Double(arcs)
      return sum + share * share
    }
    edgeHomophily = edge
    adjustedHomophily = chance < 1 ? (edge - chance) / (1 - chance) : 0
    majority = Double(labels.labelCounts.max() ?? 0) / Double(labels.labelledCount)
    numericAssortativity = numbers.flatMap { Self.correlation(graph, labels, $0, arcs: arcs) }
  }

  /// Both directions of each tie count, so both ends have the same mean and variance.
  private static func correlation(
    _ graph: WeightedGraph, _ labels: LabelEvidence, _ numbers: [Double], arcs: Int
  ) -> Double? {
    func sum(_ term: (Int, Int) -> Double) -> Double {
      var sum = 0.0
      for source in 0..<graph.vertexCount where labels.labels[source] >= 0 {
        for arc in graph.row(source) where labels.labels[Int(graph.targets[arc])] >= 0 {
          let target = Int(graph.targets[arc])
          if target != source { sum += term(source, target) }
        }
      }
      return sum
    }
    let centre = sum { source, _ in numbers[source] } / Double(arcs)
    let variance = sum { source, _ in (numbers[source] - centre) * (numbers[source] - centre) }
    guard variance > 0 else { return nil }
    let covariance = sum { (numbers[$0] - centre) * (numbers[$1] - centre) }
    return min(1, max(-1, covariance / variance))
  }
}

extension InferenceGround {
  /// The weighting with the most ties: homophily does not depend on which one was chosen.
  var widest: WeightedGraph {
    weightings.reduce(weightings[0]) { $1.graph.arcCount > $0.graph.arcCount ? $1 : $0 }.graph
  }
}

extension AttributeProblem {
  /// How the permitted ties follow the attribute; nil where they are too few to say.
  public var homophily: Homophily? { Homophily(ground.widest, labels) }
}

extension OrderedProblem {
  /// As `AttributeProblem.homophily`; equal are numbers in the same step of the scale.
  public var homophily: Homophily? {
    Homophily(ground.widest, evidence.classes, numbers: evidence.numbers.numbers)
  }
}

extension SetProblem {
  /// Of each value asked about, with those who state it and those who do not as the two classes; in the order of values.
  public var homophily: [(value: Int, homophily: Homophily)] {
    questions().compactMap { question in
      Homophily(ground.widest, question.labels).map { (question.value, $0) }
    }
  }
}
