import GraphStorage

/// The mean weight of the arcs between evidence vertices; 1 where there are none. Ties of anybody else do not count:
/// they would move other people's answers.
///
/// It is the unit of the votes' pseudo-count, so that a result does not change when all weights are scaled alike.
func typicalWeight(_ graph: WeightedGraph, _ evidence: [Bool], threads: ThreadCount) -> Double {
  let ranges = evenRanges(graph.vertexCount, pieces: rangePieces)
  let parts = parallelMap(count: ranges.count, threads: threads) { piece in
    var sum = 0.0
    var count = 0
    for vertex in ranges[piece] where evidence[vertex] {
      for arc in graph.row(vertex) where evidence[Int(graph.targets[arc])] {
        sum += graph.weights[arc]
        count += 1
      }
    }
    return (sum, count)
  }
  let sum = parts.reduce(0.0) { $0 + $1.0 }
  let count = parts.reduce(0) { $0 + $1.1 }
  return count == 0 ? 1 : sum / Double(count)
}
