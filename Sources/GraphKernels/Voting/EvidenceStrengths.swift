import GraphStorage

/// d_v: the summed weight of each vertex's ties to evidence vertices.
func evidenceStrengths(_ graph: WeightedGraph, _ evidence: [Bool], threads: ThreadCount) -> [Double] {
  let ranges = evenRanges(graph.vertexCount, pieces: rangePieces)
  return parallelMap(count: ranges.count, threads: threads) { piece in
    ranges[piece].map { vertex in
      var sum = 0.0
      for arc in graph.row(vertex) where evidence[Int(graph.targets[arc])] { sum += graph.weights[arc] }
      return sum
    }
  }.flatMap { $0 }
}

/// Added to a bound that rests on sums taken in two orders: far above what rounding does to them, far below what a
/// share means.
let roundingAllowance = 1e-9
