import GraphStorage

/// An undirected graph as triangle counting wants it: each edge once, at its end of the higher rank, and a bit matrix
/// of who of the largest vertices knows whom.
///
/// Ranks ascend by descending degree, so a row is never longer than √(2 × edges). The vertices of the first ranks are
/// called hubs; in rows they stand first, as ranks that ascend, and after them the others, as numbers of vertices.
struct TriangleRows: Sendable {
  /// Row of `u`: hubs in `starts[u]..<hubEnds[u]`, others in `hubEnds[u]..<starts[u + 1]`, all of lower rank than `u`.
  let starts: Column<Int>
  let hubEnds: Column<Int>
  let targets: Column<UInt32>
  /// The vertices that are hubs, by rank.
  let hubs: [UInt32]
  /// Bit `b` of row `a`: hubs `a` and `b` are neighbours. Both ways.
  let matrix: BitMatrix

  /// Vertices of fewer neighbours make no block of the matrix (some fill the last one): walking their rows is quicker.
  static let hubDegree = 128
  /// Hubs at most: a block of the matrix then takes 512 KiB, and stays in the cache of a core. With up to 31,000, of
  /// degree 64 or more, Kronecker 20 took 0.86 s for 0.64; with 4,000 less or more, about the same.
  static let mostHubs = 8_192

  /// Vertices of at least `hubDegree` arcs, up to whole blocks of the matrix.
  private static func hubCount(_ graph: Graph, _ ranking: Relabelling) -> Int {
    hubCount(ranking.oldOfNew.partitioningIndex { graph.degree(Int($0)) < hubDegree })
  }

  /// Rows and columns of the matrix where so many vertices have enough neighbours.
  static func hubCount(_ count: Int) -> Int {
    let block = BitMatrix.blockColumns
    return min((count + block - 1) / block * block, mostHubs)
  }

  /// - Parameter graph: undirected.
  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    let count = graph.vertexCount
    let (offsets, arcTargets) = (graph.offsets, graph.targets)
    let ranking = try Relabelling.byDegree(graph, control)
    let ranks = ranking.newOfOld
    let room = Self.hubCount(graph, ranking)
    let hubCount = UInt32(room)
    let blocks = room / BitMatrix.blockColumns
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
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      // SAFETY: vertices.
      let start = unsafe starts[unchecked: vertex]
      unsafe hubEnds[unchecked: vertex] &+= start
      unsafe starts[unchecked: vertex &+ 1] &+= start
    }
    try control.checkCancelled()
    // SAFETY: the counts above leave exactly one place for each arc that the next loop writes.
    let targets = unsafe MutableColumn<UInt32>(unwritten: starts[count])
    let matrix = try filledColumn(UInt64(0), count: room * blocks * BitMatrix.blockWords, control)
    // SAFETY: `sortKeys` writes before it reads.
    let spares = (0..<control.threads.value).map { _ in unsafe MutableColumn<UInt32>(unwritten: room) }
    try parallelPieces(pieces.count, control) { piece, worker in
      for vertex in pieces[piece] {
        // SAFETY: as above; a hub's rank is below the rows of the matrix, and only its own thread writes its row.
        let rank = unsafe ranks[unchecked: vertex]
        let isHub = rank < hubCount
        let firstPlace = unsafe starts[unchecked: vertex]
        var hubPlace = firstPlace
        var last: UInt32 = 0
        var isSorted = true
        var otherPlace = unsafe hubEnds[unchecked: vertex]
        for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
          if arc & 0xF_FFFF == 0, control.isCancelled { return }
          let target = unsafe arcTargets[unchecked: arc]
          let other = unsafe ranks[unchecked: Int(target)]
          if other < hubCount {
            if isHub {
              let word = BitMatrix.word(row: Int(rank), column: Int(other), rowCount: room)
              unsafe matrix[unchecked: word] |= 1 &<< UInt64(truncatingIfNeeded: other & 63)
            }
            if other < rank {
              unsafe targets[unchecked: hubPlace] = other
              hubPlace &+= 1
              isSorted = isSorted && other >= last
              last = other
            }
          } else if other < rank {
            unsafe targets[unchecked: otherPlace] = target
            otherPlace &+= 1
          }
        }
        if !isSorted { sortKeys(targets, firstPlace..<hubPlace, spare: spares[worker]) }
      }
    }
    self.starts = starts.frozen()
    self.hubEnds = hubEnds.frozen()
    self.targets = targets.frozen()
    self.matrix = BitMatrix(matrix, rowCount: room, blockCount: blocks)
    hubs = Array(ranking.oldOfNew.prefix(room))
  }
}
