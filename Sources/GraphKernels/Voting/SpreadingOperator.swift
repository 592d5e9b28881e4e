import GraphStorage

/// The operator S of one graph and evidence mask, applied to rows of any width.
struct SpreadingOperator: Sendable {
  let graph: WeightedGraph
  let evidence: [Bool]
  let threads: ThreadCount
  let ranges: [Range<Int>]
  /// d_v, the strength towards evidence, and its inverse root (0 where d_v is 0).
  let strengths: [Double]
  let roots: [Double]

  init(_ graph: WeightedGraph, _ evidence: [Bool], threads: ThreadCount) {
    self.graph = graph
    self.evidence = evidence
    self.threads = threads
    ranges = evenRanges(graph.vertexCount, pieces: rangePieces)
    strengths = evidenceStrengths(graph, evidence, threads: threads)
    roots = strengths.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
  }

  /// What arc `arc` of `vertex` multiplies its target's row by, up to the vertex's own root.
  @inline(__always)
  func factor(_ arc: Int, toEvidence: Bool) -> Double {
    let target = Int(graph.targets[arc])
    guard evidence[target] else { return 0 }
    let weight = graph.weights[arc]
    if !toEvidence && strengths[target] < weight { return weight.squareRoot() }
    return weight * roots[target]
  }

  /// F(T) for all vertices. At most three tables of rows are held at a time.
  /// - Parameter seeds: the column in which a vertex has its 1, or -1.
  func run(seeds: [Int32], width: Int, alpha: Double, rounds: Int) -> [Double] {
    var current = [Double](repeating: 0, count: graph.vertexCount * width)
    for vertex in seeds.indices where seeds[vertex] >= 0 && evidence[vertex] {
      current[vertex * width + Int(seeds[vertex])] = 1
    }
    for round in 1...rounds {
      let last = round == rounds
      let source = current
      let chunks = parallelMap(count: ranges.count, threads: threads) { piece in
        heardRows(ranges[piece], source, seeds: seeds, width: width, alpha: alpha, last: last)
      }
      current.removeAll(keepingCapacity: true)
      for chunk in chunks { current.append(contentsOf: chunk) }
    }
    return current
  }

  /// One round for a range of vertices: α d^(-1/2) Σ factor · row(neighbour) + (1 − α) seed. Rows of vertices that
  /// are not evidence stay 0 until the last round.
  private func heardRows(
    _ range: Range<Int>, _ source: [Double], seeds: [Int32], width: Int, alpha: Double, last: Bool
  ) -> [Double] {
    precondition(source.count == graph.vertexCount * width, "one row for each vertex")
    var rows = [Double](repeating: 0, count: range.count * width)
    // SAFETY: rows of `range` are written inside `rows`, rows of any vertex read inside `source`, by the precondition.
    unsafe source.withUnsafeBufferPointer { source in
      unsafe rows.withUnsafeMutableBufferPointer { rows in
        for vertex in range where last || evidence[vertex] {
          let heard = evidence[vertex]
          let base = (vertex &- range.lowerBound) &* width
          let end = base &+ width
          for arc in graph.row(vertex) {
            let factor = factor(arc, toEvidence: heard)
            guard factor > 0 else { continue }
            // SAFETY: targets are below `vertexCount` (checked when the graph was built) and `source` has `width`
            // elements a vertex (precondition); `base..<end` is the row of `vertex` in `rows` by its allocation.
            var from = Int(graph.targets[arc]) &* width
            var index = base
            while index < end {
              unsafe rows[index] += factor * source[from]
              index &+= 1
              from &+= 1
            }
          }
          let scale = alpha * roots[vertex]
          let own = heard && seeds[vertex] >= 0 ? base &+ Int(seeds[vertex]) : -1
          for index in base..<end {
            // SAFETY: as above.
            unsafe rows[index] = scale * rows[index] + (index == own ? 1 - alpha : 0)
          }
        }
      }
    }
    return rows
  }
}
