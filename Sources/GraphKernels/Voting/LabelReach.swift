import GraphStorage

/// Counts labelled vertices within a number of steps of a vertex, walking over evidence vertices only, until
/// `budget.people` are found or `budget.visits` vertices were met.
struct LabelReach {
  private var stamps: [UInt32]
  private var stamp: UInt32 = 0
  private var frontier: [Int] = []
  private var following: [Int] = []

  init(vertexCount: Int) {
    stamps = [UInt32](repeating: 0, count: vertexCount)
  }

  /// - Parameter passesLabels: whether walks go on behind labelled vertices.
  mutating func count(
    _ graph: WeightedGraph, _ labels: LabelEvidence, from start: Int, steps: Int, passesLabels: Bool = true,
    budget: SupportBudget
  ) -> (people: Int, isMinimum: Bool) {
    stamp &+= 1
    stamps[start] = stamp
    frontier.removeAll(keepingCapacity: true)
    frontier.append(start)
    var found = 0
    var visited = 0
    var step = 0
    while step < steps, !frontier.isEmpty {
      following.removeAll(keepingCapacity: true)
      for vertex in frontier {
        for arc in graph.row(vertex) {
          let target = Int(graph.targets[arc])
          guard labels.evidence[target], stamps[target] != stamp else { continue }
          stamps[target] = stamp
          visited += 1
          if labels.labels[target] >= 0 { found += 1 }
          if found >= budget.people || visited >= budget.visits { return (found, true) }
          if passesLabels || labels.labels[target] < 0 { following.append(target) }
        }
      }
      swap(&frontier, &following)
      step += 1
    }
    return (found, false)
  }
}
