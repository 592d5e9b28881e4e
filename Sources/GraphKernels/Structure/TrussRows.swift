import GraphStorage

/// An undirected graph in order of rank, with a number for each edge and rows that lose edges.
///
/// Ranks ascend by descending degree, so the members of a row below its own rank are its larger ones, and a triangle is
/// found once, at its vertex of the highest rank, within √(2 × edges) members. Edges are numbered by their smaller, then
/// their larger rank.
struct TrussRows: Sendable {
  let ranking: Relabelling
  /// Row of rank `r`: `starts[r]..<ends[r]`, ascending.
  let starts: Column<Int>
  let ends: MutableColumn<Int>
  let targets: MutableColumn<UInt32>
  /// The number of each arc's edge.
  let edges: MutableColumn<UInt32>
  /// Edges of smaller rank `r`: `edgeStarts[r]..<edgeStarts[r + 1]`.
  let edgeStarts: Column<Int>
  /// The larger rank of each edge.
  let larger: Column<UInt32>

  var edgeCount: Int { larger.count }

  /// - Parameter graph: undirected, of less than 2^32 edges.
  /// - Complexity: O(vertices + arcs), one thread.
  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    let count = graph.vertexCount
    ranking = try Relabelling.byDegree(graph, control)
    let (ranks, order, arcTargets) = (ranking.newOfOld, ranking.oldOfNew, graph.targets)
    let starts = try filledColumn(0, count: count + 1, control)
    for rank in 0..<count {
      if rank & 0xFFFF == 0 { try control.checkCancelled() }
      starts[rank + 1] = starts[rank] + graph.degree(Int(order[rank]))
    }
    let cursors = try filledColumn(0, count: count, control)
    for rank in 0..<count { cursors[rank] = starts[rank] }
    // SAFETY: each arc is the twin of another, so the loop below writes every place of every row, in ascending order.
    let targets = unsafe MutableColumn<UInt32>(unwritten: graph.arcCount)
    let edgeStarts = try filledColumn(0, count: count + 1, control)
    var walked = 0
    for rank in 0..<count {
      let row = graph.row(Int(order[rank]))
      walked += row.count + 1
      if walked > 1 << 17 {
        try control.checkCancelled()
        walked = 0
      }
      var own = 0
      for arc in row {
        // SAFETY: arcs and vertices of the graph; a row has one place for each arc towards its vertex.
        let other = unsafe Int(ranks[unchecked: Int(arcTargets[unchecked: arc])])
        let place = unsafe cursors[unchecked: other]
        unsafe targets[unchecked: place] = UInt32(truncatingIfNeeded: rank)
        unsafe cursors[unchecked: other] = place &+ 1
        own &+= other > rank ? 1 : 0
      }
      edgeStarts[rank + 1] = edgeStarts[rank] + own
    }
    control.report(0.5)
    for rank in 0..<count { cursors[rank] = starts[rank] }
    // SAFETY: every edge is met at its smaller rank below, and writes its number at both arcs.
    let edges = unsafe MutableColumn<UInt32>(unwritten: graph.arcCount)
    // SAFETY: as above.
    let larger = unsafe MutableColumn<UInt32>(unwritten: edgeStarts[count])
    var next = 0
    for rank in 0..<count {
      walked += starts[rank + 1] - starts[rank] + 1
      if walked > 1 << 17 {
        try control.checkCancelled()
        walked = 0
      }
      for arc in starts[rank]..<starts[rank + 1] {
        // SAFETY: arcs and ranks; the arcs towards a rank are met in the order in which its row lists their twins.
        let other = unsafe Int(targets[unchecked: arc])
        let twin = unsafe cursors[unchecked: other]
        unsafe cursors[unchecked: other] = twin &+ 1
        if other > rank {
          unsafe edges[unchecked: arc] = UInt32(truncatingIfNeeded: next)
          unsafe edges[unchecked: twin] = UInt32(truncatingIfNeeded: next)
          unsafe larger[unchecked: next] = UInt32(truncatingIfNeeded: other)
          next &+= 1
        }
      }
    }
    for rank in 0..<count { cursors[rank] = starts[rank + 1] }
    self.starts = starts.frozen()
    ends = cursors
    self.targets = targets
    self.edges = edges
    self.edgeStarts = edgeStarts.frozen()
    self.larger = larger.frozen()
  }

  /// The smaller rank of an edge. O(log vertices).
  func smaller(of edge: Int) -> Int {
    var (low, high) = (0, edgeStarts.count - 1)
    while high - low > 1 {
      let middle = (low &+ high) &>> 1
      // SAFETY: between two ranks.
      if unsafe edgeStarts[unchecked: middle] <= edge { low = middle } else { high = middle }
    }
    return low
  }

  /// Gives the edge of two neighbours, by rank, in O(log degree); holds on to the columns that it needs alone.
  var edgeFinder: @Sendable (Int, Int) -> Int {
    let (edgeStarts, larger) = (edgeStarts, larger)
    return { first, second in
      let (rank, wanted) = (min(first, second), UInt32(truncatingIfNeeded: max(first, second)))
      var (low, high) = (edgeStarts[rank], edgeStarts[rank + 1])
      while low < high {
        let middle = (low &+ high) &>> 1
        // SAFETY: between two edges.
        if unsafe larger[unchecked: middle] < wanted { low = middle &+ 1 } else { high = middle }
      }
      return low
    }
  }

  /// The place of `wanted` in what is left of the row of `rank`, nil where it is not there. O(log degree).
  func place(of wanted: UInt32, in rank: Int) -> Int? {
    var (low, high) = (starts[rank], ends[rank])
    let end = high
    while low < high {
      let middle = (low &+ high) &>> 1
      // SAFETY: inside the row.
      if unsafe targets[unchecked: middle] < wanted { low = middle &+ 1 } else { high = middle }
    }
    guard low < end else { return nil }
    // SAFETY: inside the row.
    return unsafe targets[unchecked: low] == wanted ? low : nil
  }

  /// Takes the edges of which `isGone` is not 0 out of all rows.
  func remove(_ isGone: MutableColumn<UInt8>, _ control: RunControl) throws(Cancelled) {
    let ranges = BalancedRanges(starts)
    try parallelPieces(ranges.count, control) { piece, _ in
      for rank in ranges[piece] {
        // SAFETY: arcs of a row and their edges; a row is only touched by the thread of its range.
        let start = unsafe starts[unchecked: rank]
        var place = start
        let end = unsafe ends[unchecked: rank]
        for arc in start..<end {
          // SAFETY: as above.
          let edge = unsafe edges[unchecked: arc]
          if unsafe isGone[unchecked: Int(edge)] == 0 {
            unsafe targets[unchecked: place] = targets[unchecked: arc]
            unsafe edges[unchecked: place] = edge
            place &+= 1
          }
        }
        unsafe ends[unchecked: rank] = place
      }
    }
  }

  /// The number of triangles over each edge.
  func supports(_ control: RunControl) throws(Cancelled) -> AtomicColumn {
    let count = starts.count - 1
    // SAFETY: the next line writes every place.
    let supports = unsafe AtomicColumn(unwritten: edgeCount)
    try supports.values.fill(0, control)
    let workers = control.threads.value
    let marks = try (0..<workers).map { _ throws(Cancelled) in try filledColumn(UInt32(0), count: count, control) }
    var longest = 0
    for rank in 0..<count { longest = max(longest, below(rank) - starts[rank]) }
    let found = (0..<workers).map { [longest] _ in MutableColumn<UInt32>(repeating: 0, count: longest) }
    let grain = 32
    try parallelPieces((count + grain - 1) / grain, control, reporting: true) { piece, worker in
      for rank in piece &* grain..<min(count, piece &* grain &+ grain) {
        if control.isCancelled { return }
        addTriangles(rank, marks[worker], found[worker], supports, control)
      }
    }
    return supports
  }

  /// Where the members of a whole row that are of lower rank end.
  private func below(_ rank: Int) -> Int { starts[rank + 1] - (edgeStarts[rank + 1] - edgeStarts[rank]) }

  /// The triangles of which `rank` is the highest.
  private func addTriangles(
    _ rank: Int, _ marks: MutableColumn<UInt32>, _ found: MutableColumn<UInt32>, _ supports: AtomicColumn,
    _ control: RunControl
  ) {
    let (targets, edges) = (targets, edges)
    let (start, end) = (starts[rank], below(rank))
    if end - start < 2 { return }
    for arc in start..<end {
      // SAFETY: members of the row, of which there are no more than places in `found`.
      unsafe marks[unchecked: Int(targets[unchecked: arc])] = UInt32(truncatingIfNeeded: arc &- start &+ 1)
      unsafe found[unchecked: arc &- start] = 0
    }
    for arc in start..<end {
      if arc & 63 == 0, control.isCancelled { break }
      // SAFETY: a member and its row; a mark is a place of this row, from 1; each arc has an edge.
      let second = unsafe Int(targets[unchecked: arc])
      let last = below(second)
      var own: UInt32 = 0
      var other = starts[second]
      while other < last {
        // SAFETY: as above.
        let mark = unsafe Int(marks[unchecked: Int(targets[unchecked: other])])
        if mark != 0 {
          own &+= 1
          unsafe found[unchecked: mark &- 1] &+= 1
          _ = unsafe supports.add(1, unchecked: Int(edges[unchecked: other]))
        }
        other &+= 1
      }
      unsafe found[unchecked: arc &- start] &+= own
    }
    for arc in start..<end {
      // SAFETY: as above.
      unsafe marks[unchecked: Int(targets[unchecked: arc])] = 0
      let own = unsafe found[unchecked: arc &- start]
      if own > 0 { _ = unsafe supports.add(own, unchecked: Int(edges[unchecked: arc])) }
    }
  }
}
