import GraphStorage

/// Community detection by synchronous label propagation (LDBC "CDLP").
///
/// Paper: Raghavan, Albert and Kumara (2007), in the deterministic form of LDBC Graphalytics: all vertices at
/// once, a fixed number of rounds, ties to the smallest label. In a directed graph in- and out-neighbours count
/// separately, so a mutual neighbour counts twice.
/// Result: a label (a vertex number) for each vertex; a vertex without neighbours keeps its own.
/// On graphs with a dense core this tends to one giant community: not a default for pictures.
/// - Complexity: O(rounds × arcs × log degree).
public enum LabelPropagation {
  static let entry = KernelEntry(
    "label-propagation", family: "communities",
    summary: "Synchronous label propagation, ties to the smallest label",
    parameters: [.integer("rounds", "rounds, all vertices at once", 0...10_000, default: 10)],
    bytes: 16 * .n, operations: .parameter("rounds") * (.n + 4 * .m)
  ) { graph, values, control throws(KernelError) in
    .vertices("label", .vertices(try run(graph, rounds: values.integer("rounds"), control)))
  }

  public static func run(
    _ graph: Graph, rounds: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> [UInt32] {
    precondition(rounds >= 0, "rounds are counted from 0")
    var labels = (0..<graph.vertexCount).map { UInt32(truncatingIfNeeded: $0) }
    let ranges = evenRanges(graph.vertexCount, pieces: rangePieces)
    for round in 0..<rounds {
      if control.isCancelled { throw .cancelled }
      control.report(Double(round) / Double(rounds))
      let old = labels
      let chunks = parallelMap(count: ranges.count, threads: control.threads) { piece in
        var heard: [UInt32] = []
        return ranges[piece].map { vertex in
          heard.removeAll(keepingCapacity: true)
          for arc in graph.row(vertex) { heard.append(old[Int(graph.targets[arc])]) }
          if graph.isDirected {
            for arc in graph.inRow(vertex) { heard.append(old[Int(graph.inSources[arc])]) }
          }
          return mostFrequent(&heard) ?? old[vertex]
        }
      }
      labels = chunks.flatMap { $0 }
    }
    return labels
  }

  /// The most frequent value, ties to the smallest; sorts `values`.
  private static func mostFrequent(_ values: inout [UInt32]) -> UInt32? {
    values.sort()
    var best: UInt32?
    var bestCount = 0
    var start = 0
    while start < values.count {
      var end = start + 1
      while end < values.count, values[end] == values[start] { end += 1 }
      if end - start > bestCount {
        best = values[start]
        bestCount = end - start
      }
      start = end
    }
    return best
  }
}
