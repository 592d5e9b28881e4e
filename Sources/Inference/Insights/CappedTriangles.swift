import GraphStorage

/// Triangles of a graph, counted so that little hangs on any one vertex.
///
/// Each triangle may count 0 … 1, and those at one vertex `bound` together at most; told is the largest sum that this
/// leaves. One vertex more, with all its edges, adds 0 … `bound` to it: what the larger graph's other triangles count is
/// allowed in the smaller graph, and what the smaller graph's count is allowed in the larger. Where no vertex stands in
/// more than `bound` triangles, the sum is their number.
///
/// Source: Kasiviswanathan, Nissim, Raskhodnikova and Smith, "Analyzing Graphs with Node Differential Privacy" (2013), who
/// give it as a linear program. Deviation: the sum is found up to a gap that is proved, `TrianglePacking`, and not by a
/// solver that is trusted; triangles that meet the same vertices of more than `bound` triangles are one variable, and
/// those that meet none count without one.
struct CappedTriangles: Sendable {
  /// Vertices by ascending degree. Row of `v`: its neighbours after it, `starts[v]..<starts[v + 1]`, ascending.
  private let starts: [Int]
  private let later: [Int32]
  /// How many triangles each vertex stands in, in that order.
  private let perVertex: [Int]

  /// Pieces of rows; no function of the threads, so that variables have one order.
  private static let pieces = 64

  /// - Throws: `Cancelled`.
  /// - Complexity: O(edges^1.5) time at worst, O(threads · vertices + edges) memory.
  init(_ graph: StatisticsGraph, _ control: RunControl) throws(Cancelled) {
    let degrees = graph.degrees()
    let order = (0..<graph.count).sorted { (degrees[$0], $0) < (degrees[$1], $1) }
    var ranks = [Int32](repeating: 0, count: graph.count)
    for (rank, vertex) in order.enumerated() { ranks[vertex] = Int32(rank) }
    let sides = graph.edges.map { (ranks[Int($0.0)], ranks[Int($0.1)]) }
    var begins = [Int](repeating: 0, count: graph.count + 1)
    for (one, other) in sides { begins[Int(min(one, other)) + 1] += 1 }
    for rank in 0..<graph.count { begins[rank + 1] += begins[rank] }
    var (cursors, ends) = (begins, [Int32](repeating: 0, count: sides.count))
    for (one, other) in sides {
      let first = Int(min(one, other))
      ends[cursors[first]] = max(one, other)
      cursors[first] += 1
    }
    for rank in 0..<graph.count { ends[begins[rank]..<begins[rank + 1]].sort() }
    try control.checkCancelled()
    let (starts, later) = (begins, ends)
    (self.starts, self.later) = (starts, later)

    // A row of counts for each thread: sums of whole numbers are the same however they are dealt.
    let counts = (0..<control.threads.value).map { _ in MutableColumn<Int>(repeating: 0, count: graph.count) }
    try parallelPieces(Self.pieces, control) { piece, worker in
      let own = counts[worker]
      Self.list(starts, later, piece, control) { first, second, third in
        own[first] += 1
        own[second] += 1
        own[third] += 1
      }
    }
    perVertex = (0..<graph.count).map { rank in counts.reduce(0) { $0 + $1[rank] } }
  }

  /// The triangles whose first vertex is one of a piece's, vertices ascending.
  private static func list(
    _ starts: [Int], _ later: [Int32], _ piece: Int, _ control: RunControl, _ body: (Int, Int, Int) -> Void
  ) {
    let vertices = starts.count - 1
    let marks = MutableColumn<Int32>(repeating: -1, count: vertices)
    // Every so-manyth vertex, so that the long rows do not fall to one piece.
    for first in stride(from: piece, to: vertices, by: pieces) {
      if control.isCancelled { return }
      let row = later[starts[first]..<starts[first + 1]]
      if row.count < 2 { continue }
      for third in row { marks[Int(third)] = Int32(first) }
      for second in row {
        for third in later[starts[Int(second)]..<starts[Int(second) + 1]] where marks[Int(third)] == Int32(first) {
          body(first, Int(second), Int(third))
        }
      }
    }
  }

  /// The sum, rounded down, or at most `gap` less.
  /// - Parameters:
  ///   - bound: 1 … 65,536.
  ///   - gap: at least 2. A narrow one takes longer.
  /// - Throws: `Cancelled`.
  /// - Complexity: O(variables) memory, some 80 bytes each, and as much time for each of usually 40 to some thousand
  ///   steps. There is a variable at most for each triangle that meets a vertex of more than `bound` triangles.
  func sum(bound: Int, within gap: Int, _ control: RunControl) throws(Cancelled) -> Int {
    precondition(gap >= 2, "a sum that may be whole cannot be rounded down with certainty")
    let (packing, free) = try packing(bound: bound, control)
    // Rounding down takes less than one.
    let unit = Int128(TrianglePacking.unit)
    return try free + Int(packing.sum(within: Int128(gap - 1) * unit, control).lowerBound / unit)
  }

  /// The program of the vertices of more than `bound` triangles, and how many triangles meet none of them.
  func packing(bound: Int, _ control: RunControl) throws(Cancelled) -> (TrianglePacking, free: Int) {
    let heavy = perVertex.indices.filter { perVertex[$0] > bound }
    var numbers = [Int32](repeating: -1, count: perVertex.count)
    for (number, vertex) in heavy.enumerated() { numbers[vertex] = Int32(number) }
    let numberOf = numbers
    var found = parallelMap(count: Self.pieces, threads: control.threads) { piece in
      var found = (free: 0, pairs: [TrianglePacking.Pair](), triples: [TrianglePacking.Triple]())
      Self.list(starts, later, piece, control) { first, second, third in
        let (one, two, three) = (numberOf[first], numberOf[second], numberOf[third])
        switch (one >= 0, two >= 0, three >= 0) {
        case (true, true, true): found.triples.append(.init(one, two, three))
        case (true, true, false): found.pairs.append(.init(one, two))
        case (true, false, true): found.pairs.append(.init(one, three))
        case (false, true, true): found.pairs.append(.init(two, three))
        case (false, false, false): found.free += 1
        default: break
        }
      }
      return found
    }
    try control.checkCancelled()
    let free = found.reduce(0) { $0 + $1.free }
    var (pairs, triples): ([TrianglePacking.Pair], [TrianglePacking.Triple]) = ([], [])
    for piece in found.indices {
      pairs += found[piece].pairs
      triples += found[piece].triples
      found[piece] = (0, [], [])
    }
    let packing = try TrianglePacking(
      bound: bound, triangles: heavy.map { perVertex[$0] }, pairs: pairs, triples: triples, control)
    return (packing, free)
  }
}
