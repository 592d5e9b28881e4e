import GraphStorage

/// The rounds of PageRank, from given ranks on.
///
/// One sweep a round: a vertex adds up what is sent to it, in the order of its row, takes its new rank, and writes down
/// what it sends in the next round. Changes and the mass without out-arcs have one slot a range of vertices and are
/// added in order: the same bits for any number of threads.
struct PageRankIteration {
  private let graph: Graph
  private let damping: Double
  private let ranks: MutableColumn<Double>
  private let ranges: BalancedRanges
  /// What is sent in this round, and room for the next.
  private var current: MutableColumn<Double>
  private var next: MutableColumn<Double>
  private let changes: MutableColumn<Double>
  private let lost: MutableColumn<Double>
  /// The mass of vertices without out-arcs.
  private var sinkMass = 0.0

  /// - Parameter ranks: one a vertex; every round overwrites them.
  init(_ graph: Graph, damping: Double, ranks: MutableColumn<Double>, _ control: RunControl) throws(Cancelled) {
    self.graph = graph
    self.damping = damping
    self.ranks = ranks
    ranges = BalancedRanges(graph.inOffsets)
    // SAFETY: the loop below writes all of `current`, and each round all of `next` before they change places.
    unsafe current = MutableColumn(unwritten: graph.vertexCount)
    unsafe next = MutableColumn(unwritten: graph.vertexCount)
    changes = MutableColumn(repeating: 0, count: ranges.count)
    lost = MutableColumn(repeating: 0, count: ranges.count)
    let (ranges, current, lost) = (ranges, current, lost)
    try parallelPieces(ranges.count, control) { piece, _ in
      var sunk = 0.0
      for vertex in ranges[piece] {
        let degree = graph.degree(vertex)
        if degree == 0 { sunk += ranks[vertex] }
        current[vertex] = degree == 0 ? 0 : ranks[vertex] / Double(degree)
      }
      lost[piece] = sunk
    }
    sinkMass = lost.total()
  }

  /// - Returns: by how much the ranks changed in total.
  mutating func round(_ control: RunControl) throws(Cancelled) -> Double {
    let count = Double(graph.vertexCount)
    let base = (1 - damping) / count + damping * sinkMass / count
    let (graph, damping, ranks, ranges) = (graph, damping, ranks, ranges)
    let (current, next, changes, lost) = (current, next, changes, lost)
    try parallelPieces(ranges.count, control) { piece, _ in
      let (inOffsets, inSources, offsets) = (graph.inOffsets, graph.inSources, graph.offsets)
      var change = 0.0
      var sunk = 0.0
      // SAFETY: ranges lie in the vertices, rows in the arcs, and their ends in the vertices (established by `Graph`);
      // all columns have one element a vertex.
      for vertex in ranges[piece] {
        var arc = unsafe inOffsets[unchecked: vertex]
        let end = unsafe inOffsets[unchecked: vertex &+ 1]
        // Four accumulators hide most of the latency of the additions.
        var sums = (0.0, 0.0, 0.0, 0.0)
        while arc &+ 3 < end {
          sums.0 += unsafe current[unchecked: Int(truncatingIfNeeded: inSources[unchecked: arc])]
          sums.1 += unsafe current[unchecked: Int(truncatingIfNeeded: inSources[unchecked: arc &+ 1])]
          sums.2 += unsafe current[unchecked: Int(truncatingIfNeeded: inSources[unchecked: arc &+ 2])]
          sums.3 += unsafe current[unchecked: Int(truncatingIfNeeded: inSources[unchecked: arc &+ 3])]
          arc &+= 4
        }
        while arc < end {
          sums.0 += unsafe current[unchecked: Int(truncatingIfNeeded: inSources[unchecked: arc])]
          arc &+= 1
        }
        let rank = base + damping * ((sums.0 + sums.1) + (sums.2 + sums.3))
        change += unsafe abs(rank - ranks[unchecked: vertex])
        unsafe ranks[unchecked: vertex] = rank
        let degree = unsafe offsets[unchecked: vertex &+ 1] &- offsets[unchecked: vertex]
        if degree == 0 { sunk += rank }
        unsafe next[unchecked: vertex] = degree == 0 ? 0 : rank / Double(degree)
      }
      changes[piece] = change
      lost[piece] = sunk
    }
    swap(&self.current, &self.next)
    sinkMass = lost.total()
    return changes.total()
  }
}
