import GraphStorage

/// Walks over evidence vertices by tie strength that end at the first labelled vertex they meet: one graph, with one set
/// of labelled vertices, and the rounds that `RelaxationLabelling` makes on it.
struct AbsorbingWalk: Sendable {
  let graph: WeightedGraph
  let labels: LabelEvidence
  let threads: ThreadCount
  /// 1 / d_v, d_v the strength towards evidence; 0 where d_v is 0.
  let inverses: [Double]
  /// Evidence vertices without a label and with ties to evidence: the only ones whose rows change.
  private let open: [Int]
  private let openRanges: [Range<Int>]
  /// β of every round, in their order. They depend on the graph and on who is labelled, never on what the labels are.
  let steps: [Double]

  init(_ graph: WeightedGraph, _ labels: LabelEvidence, _ parameters: RelaxationLabelling.Parameters, threads: ThreadCount) {
    precondition(graph.vertexCount == labels.vertexCount, "one label for each vertex of the graph")
    (self.graph, self.labels, self.threads) = (graph, labels, threads)
    inverses = evidenceStrengths(graph, labels.evidence, threads: threads).map { $0 > 0 ? 1 / $0 : 0 }
    let inverses = inverses
    open = labels.labels.indices.filter { labels.evidence[$0] && labels.labels[$0] < 0 && inverses[$0] > 0 }
    openRanges = evenRanges(open.count, pieces: rangePieces)
    steps = Self.steps(graph, open, openRanges, inverses, parameters, threads: threads)
  }

  /// Follows what has not yet met a label until it hardly changes.
  private static func steps(
    _ graph: WeightedGraph, _ open: [Int], _ ranges: [Range<Int>], _ inverses: [Double],
    _ parameters: RelaxationLabelling.Parameters, threads: ThreadCount
  ) -> [Double] {
    var pending = [Double](repeating: 0, count: graph.vertexCount)
    for vertex in open { pending[vertex] = 1 }
    var steps: [Double] = []
    var step = 1.0
    while steps.count < parameters.maximumRounds, !open.isEmpty {
      let source = pending
      let heard = parallelMap(count: ranges.count, threads: threads) { piece in
        open[ranges[piece]].map { vertex in
          var sum = 0.0
          for arc in graph.row(vertex) { sum += graph.weights[arc] * source[Int(graph.targets[arc])] }
          return sum * inverses[vertex]
        }
      }
      var change = 0.0
      for (range, values) in zip(ranges, heard) {
        for (vertex, value) in zip(open[range], values) {
          change = max(change, abs(value - pending[vertex]))
          pending[vertex] += step * (value - pending[vertex])
        }
      }
      steps.append(step)
      if change <= parameters.tolerance { break }
      step *= parameters.annealing
    }
    return steps
  }

  /// For every vertex and column how much a walk from it, after one plain step, ends at labelled vertices of that column.
  /// - Parameters:
  ///   - columns: of each labelled vertex, or -1 where its label is not followed.
  ///   - only: whom to make rows of, one after the other; nil for all vertices.
  /// - Complexity: O(rounds × arcs × width), of unlabelled vertices alone but in the last round.
  func run(columns: [Int32], width: Int, only: [Int]? = nil) -> [Double] {
    var rows = [Double](repeating: 0, count: graph.vertexCount * width)
    for step in steps {
      let source = rows
      let heard = parallelMap(count: openRanges.count, threads: threads) { piece in
        var chunk = [Double](repeating: 0, count: openRanges[piece].count * width)
        var row = [Double](repeating: 0, count: width)
        for (place, vertex) in open[openRanges[piece]].enumerated() {
          hear(vertex, source, columns, width, into: &row)
          for index in 0..<width {
            let own = source[vertex * width + index]
            chunk[place * width + index] = own + step * (row[index] - own)
          }
        }
        return chunk
      }
      for (range, chunk) in zip(openRanges, heard) {
        for (place, vertex) in open[range].enumerated() {
          for index in 0..<width { rows[vertex * width + index] = chunk[place * width + index] }
        }
      }
    }
    let asked = AskedVertices(only, vertexCount: graph.vertexCount)
    let source = rows
    return parallelMap(count: asked.ranges.count, threads: threads) { piece in
      var chunk: [Double] = []
      chunk.reserveCapacity(asked.ranges[piece].count * width)
      var row = [Double](repeating: 0, count: width)
      for place in asked.ranges[piece] {
        hear(asked[place], source, columns, width, into: &row)
        chunk.append(contentsOf: row)
      }
      return chunk
    }.flatMap { $0 }
  }

  /// The mean of the neighbours' rows, by strength; of a labelled neighbour 1 in its column.
  private func hear(
    _ vertex: Int, _ source: [Double], _ columns: [Int32], _ width: Int, into row: inout [Double]
  ) {
    for index in 0..<width { row[index] = 0 }
    let inverse = inverses[vertex]
    guard inverse > 0 else { return }
    for arc in graph.row(vertex) {
      let target = Int(graph.targets[arc])
      guard labels.evidence[target] else { continue }
      if labels.labels[target] >= 0 {
        let column = columns[target]
        if column >= 0 { row[Int(column)] += graph.weights[arc] }
      } else {
        addScaledRow(&row, graph.weights[arc], source, base: target * width, width: width)
      }
    }
    for index in 0..<width { row[index] *= inverse }
  }
}
