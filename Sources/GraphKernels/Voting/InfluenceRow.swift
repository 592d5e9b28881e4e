import GraphStorage

/// Who stands behind one answer, and with how much: the row G(u, ·) of a voting kernel (`LabelSupport`) over the labelled
/// vertices, exact, for one vertex at a time.
///
/// For a person who asks why, not for millions: spreading pushes the unit vector of u along all ties, level by level, as
/// `InfluencePush` does within a budget.
public enum InfluenceRow {
  public struct Entry: Equatable, Sendable {
    public let vertex: Int
    /// G(u, v), above 0, in the kernel's own unit.
    public let amount: Double
  }

  /// The labelled neighbours with their tie weights: of `OneHopVote` and `NeighbourMedian`.
  /// - Returns: by descending amount, then by vertex; so the others.
  public static func oneHop(_ graph: WeightedGraph, _ labels: LabelEvidence, of vertex: Int) -> [Entry] {
    graph.row(vertex).compactMap { arc in
      let target = Int(graph.targets[arc])
      guard labels.labels[target] >= 0, target != vertex else { return nil }
      return Entry(vertex: target, amount: graph.weights[arc])
    }.sorted(by: precedes)
  }

  /// Of `TwoHopVote`.
  /// - Complexity: a step for each path of two ties; strengths of the whole graph once.
  public static func twoHop(
    _ graph: WeightedGraph, _ labels: LabelEvidence, of vertex: Int, threads: ThreadCount
  ) -> [Entry] {
    let strengths = evidenceStrengths(graph, labels.evidence, threads: threads)
    var sums = [Double](repeating: 0, count: graph.vertexCount)
    for arc in graph.row(vertex) {
      let middle = Int(graph.targets[arc])
      guard labels.evidence[middle], strengths[middle] > 0 else { continue }
      let factor = graph.weights[arc] / strengths[middle]
      for next in graph.row(middle) { sums[Int(graph.targets[next])] += factor * graph.weights[next] }
    }
    return entries(sums, labels, except: vertex)
  }

  /// Of `LabelSpreading`.
  /// - Complexity: O(T × arcs), less where the reach is small.
  public static func spreading(
    _ graph: WeightedGraph, _ labels: LabelEvidence, parameters: LabelSpreading.Parameters, of vertex: Int,
    threads: ThreadCount
  ) -> [Entry] {
    let spread = SpreadingOperator(graph, labels.evidence, threads: threads)
    let (alpha, rounds) = (parameters.alpha, parameters.rounds)
    var sums = [Double](repeating: 0, count: graph.vertexCount)
    var level = sums
    // p_1: every subject hears, evidence or not; who has no tie to evidence is heard but passes nothing on.
    let first = rounds == 1 ? 1 : 1 - alpha
    for arc in graph.row(vertex) {
      let target = Int(graph.targets[arc])
      let p = alpha * spread.roots[vertex] * spread.factor(arc, toEvidence: spread.evidence[vertex])
      if spread.roots[target] > 0 { level[target] += p } else { sums[target] += first * p }
    }
    for round in 1...rounds {
      let coefficient = round == rounds ? 1 : 1 - alpha
      var next = [Double](repeating: 0, count: level.count)
      for source in level.indices where level[source] > 0 {
        sums[source] += coefficient * level[source]
        guard round < rounds else { continue }
        for arc in graph.row(source) {
          let target = Int(graph.targets[arc])
          guard spread.evidence[target] else { continue }
          next[target] += alpha * level[source] * spread.roots[source] * graph.weights[arc] * spread.roots[target]
        }
      }
      level = next
    }
    let weights = labels.classWeights(isBalanced: parameters.isBalanced, excluding: labels.labels[vertex])
    for source in sums.indices where labels.labels[source] >= 0 { sums[source] *= weights[Int(labels.labels[source])] }
    return entries(sums, labels, except: vertex)
  }

  /// Of `RelaxationLabelling`.
  /// - Complexity: O(rounds × arcs), less where the reach is small.
  public static func relaxation(
    _ graph: WeightedGraph, _ labels: LabelEvidence, parameters: RelaxationLabelling.Parameters, of vertex: Int,
    threads: ThreadCount
  ) -> [Entry] {
    let walk = AbsorbingWalk(graph, labels, parameters, threads: threads)
    var sums = [Double](repeating: 0, count: graph.vertexCount)
    var level = sums
    level[vertex] = 1
    // Everybody hears last: that step is walked first, and it is whole.
    for step in [1] + walk.steps.reversed() {
      var next = [Double](repeating: 0, count: level.count)
      for source in level.indices where level[source] > 0 {
        next[source] += (1 - step) * level[source]
        for arc in graph.row(source) where labels.evidence[Int(graph.targets[arc])] {
          let target = Int(graph.targets[arc])
          let part = step * level[source] * graph.weights[arc] * walk.inverses[source]
          if labels.labels[target] >= 0 { sums[target] += part } else { next[target] += part }
        }
      }
      level = next
    }
    return entries(sums, labels, except: vertex)
  }

  private static func entries(_ sums: [Double], _ labels: LabelEvidence, except vertex: Int) -> [Entry] {
    sums.indices.filter { sums[$0] > 0 && labels.labels[$0] >= 0 && $0 != vertex }
      .map { Entry(vertex: $0, amount: sums[$0]) }.sorted(by: precedes)
  }

  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    left.amount != right.amount ? left.amount > right.amount : left.vertex < right.vertex
  }
}
