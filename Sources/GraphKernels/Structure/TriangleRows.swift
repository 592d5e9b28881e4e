import GraphStorage

/// An undirected graph as triangle counting wants it: each edge once, at its end of the higher rank, and a bit matrix
/// of who of the largest vertices knows whom.
///
/// Ranks ascend by descending degree, so a row is never longer than √(2 × edges). The vertices of the first ranks are
/// called hubs; in rows they stand first and by their rank, all others after them by their number. Rows are not sorted.
struct TriangleRows: Sendable {
  /// Row of `u`: hubs in `starts[u]..<hubEnds[u]`, others in `hubEnds[u]..<starts[u + 1]`, all of lower rank than `u`.
  let starts: Column<Int>
  let hubEnds: Column<Int>
  let targets: Column<UInt32>
  /// The vertices that are hubs, by rank.
  let hubs: [UInt32]
  /// Bit `b` of the row of `wordsPerHub` words at `a`: hubs `a` and `b` are neighbours. Both ways.
  let matrix: Column<UInt64>
  let wordsPerHub: Int

  /// Vertices of fewer neighbours are no hubs: their rows are so short that walking them is quicker than the matrix.
  static let hubDegree = 64

  /// The matrix takes four bytes an arc at most, and 512 MiB; a multiple of 64.
  private static func hubCount(_ graph: Graph, _ ranking: Relabelling) -> Int {
    let room = Int(Double(32 * graph.arcCount).squareRoot()) / 64 * 64
    let order = ranking.oldOfNew
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if graph.degree(Int(order[middle])) >= hubDegree { low = middle + 1 } else { high = middle }
    }
    return min(room, 1 << 16, (low + 63) / 64 * 64)
  }

  /// - Parameter graph: undirected.
  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    let count = graph.vertexCount
    let (offsets, arcTargets) = (graph.offsets, graph.targets)
    let ranking = Relabelling.byDegree(graph)
    let ranks = ranking.newOfOld
    try control.checkCancelled()
    let room = Self.hubCount(graph, ranking)
    let hubCount = UInt32(room)
    let stride = room / 64
    let pieces = BalancedRanges(offsets)
    // SAFETY: the loop below writes the lengths of all vertices' rows, the sum their starts.
    let starts = unsafe MutableColumn<Int>(unwritten: count + 1)
    let hubEnds = unsafe MutableColumn<Int>(unwritten: count)
    try parallelPieces(pieces.count, control) { piece, _ in
      for vertex in pieces[piece] {
        // SAFETY: vertices and their arcs; rows were validated when the graph was built.
        let rank = unsafe ranks[unchecked: vertex]
        var down = 0
        var hubs = 0
        for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
          if arc & 0xF_FFFF == 0, control.isCancelled { return }
          let other = unsafe ranks[unchecked: Int(arcTargets[unchecked: arc])]
          down &+= other < rank ? 1 : 0
          hubs &+= other < min(rank, hubCount) ? 1 : 0
        }
        unsafe starts[unchecked: vertex &+ 1] = down
        unsafe hubEnds[unchecked: vertex] = hubs
      }
    }
    starts[0] = 0
    for vertex in 0..<count {
      // SAFETY: vertices.
      let start = unsafe starts[unchecked: vertex]
      unsafe hubEnds[unchecked: vertex] &+= start
      unsafe starts[unchecked: vertex &+ 1] &+= start
    }
    try control.checkCancelled()
    // SAFETY: the counts above leave exactly one place for each arc that the next loop writes.
    let targets = unsafe MutableColumn<UInt32>(unwritten: starts[count])
    let matrix = try filledColumn(UInt64(0), count: room * stride, control)
    try parallelPieces(pieces.count, control) { piece, _ in
      for vertex in pieces[piece] {
        // SAFETY: as above; a hub's rank is below the rows of the matrix, and only its own thread writes its row.
        let rank = unsafe ranks[unchecked: vertex]
        let isHub = rank < hubCount
        let bits = isHub ? Int(rank) &* stride : 0
        var hubPlace = unsafe starts[unchecked: vertex]
        var otherPlace = unsafe hubEnds[unchecked: vertex]
        for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
          if arc & 0xF_FFFF == 0, control.isCancelled { return }
          let target = unsafe arcTargets[unchecked: arc]
          let other = unsafe ranks[unchecked: Int(target)]
          if other < hubCount {
            if isHub {
              unsafe matrix[unchecked: bits &+ Int(other &>> 6)] |= 1 &<< UInt64(truncatingIfNeeded: other & 63)
            }
            if other < rank {
              unsafe targets[unchecked: hubPlace] = other
              hubPlace &+= 1
            }
          } else if other < rank {
            unsafe targets[unchecked: otherPlace] = target
            otherPlace &+= 1
          }
        }
      }
    }
    self.starts = starts.frozen()
    self.hubEnds = hubEnds.frozen()
    self.targets = targets.frozen()
    self.matrix = matrix.frozen()
    hubs = Array(ranking.oldOfNew.prefix(room))
    wordsPerHub = stride
  }
}
