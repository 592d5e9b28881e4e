import GraphStorage

/// How closely the vertices of more than k edges are tied to each other, for every k.
///
/// Paper: Zhou and Mondragón (2004): edges among the vertices of degree above k, as a share of all pairs of them; as
/// NetworkX without normalisation. Whether a share is high is only told by comparison with random graphs of the same
/// degrees, which this kernel does not draw.
/// Result: a row for each k with at least two such vertices, from 0: `degree` (k), `members`, `edges`, `coefficient`
/// (0 to 1).
/// Tried and measured, scale 20, two threads: one pass on one thread that reads degrees from the offsets 66 ms on a Kronecker
/// and 78 on a social graph; degrees in a column of their own, and counts for each thread, 22 and 24.
/// - Complexity: O(vertices + arcs); the vertices in memory, and the largest degree for each thread.
public enum RichClub {
  public struct Clubs: Equatable, Sendable {
    /// By k from 0: vertices of degree above k; all at least 2.
    public let members: [Int64]
    /// Edges among them.
    public let edges: [Int64]

    public var coefficients: [Double] {
      zip(members, edges).map { 2 * Double($1) / (Double($0) * Double($0 - 1)) }
    }
  }

  static let entry = KernelEntry(
    "rich-club", family: "centrality", summary: "How closely those of many edges are tied to each other",
    needs: [.undirected],
    bytes: 16 * .maximumDegree + 16 * .maximumDegree * .threads + .constant(65_536) + 4.5 * .n, operations: .n + .m
  ) { graph, _, control throws(KernelError) in
    let clubs = try run(graph, control)
    return KernelResult(
      rows: .list(count: clubs.members.count),
      columns: [
        ("degree", .integers(clubs.members.indices.map(Int64.init))), ("members", .integers(clubs.members)),
        ("edges", .integers(clubs.edges)), ("coefficient", .reals(clubs.coefficients)),
      ])
  }

  /// - Precondition: `graph` is undirected.
  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Clubs {
    precondition(!graph.isDirected, "a rich club is of an undirected graph")
    let largest = graph.shape.maximumDegree
    var members = [Int64](repeating: 0, count: largest + 1)
    var edges = [Int64](repeating: 0, count: largest + 1)
    try stoppable { () throws(Cancelled) in
      // SAFETY: the loop writes every place.
      let degrees = unsafe MutableColumn<UInt32>(unwritten: graph.vertexCount)
      try parallelRanges(graph.vertexCount, grain: 1 << 14, control) { range in
        for vertex in range { degrees[vertex] = UInt32(truncatingIfNeeded: graph.degree(vertex)) }
      }
      // One for each thread; sums of whole numbers do not depend on who adds what.
      let membersOf = (0..<control.threads.value).map { _ in MutableColumn<Int64>(repeating: 0, count: largest + 1) }
      let edgesOf = (0..<control.threads.value).map { _ in MutableColumn<Int64>(repeating: 0, count: largest + 1) }
      let pieces = ArcPieces(graph.offsets)
      try parallelPieces(pieces.count, control, reporting: true) { piece, worker in
        let (members, edges) = (membersOf[worker], edgesOf[worker])
        for vertex in pieces[piece] { count(vertex, graph, degrees, members, edges) }
      }
      for worker in 0..<control.threads.value {
        for degree in 0...largest {
          if degree & 0xFFFF == 0 { try control.checkCancelled() }
          members[degree] += membersOf[worker][degree]
          edges[degree] += edgesOf[worker][degree]
        }
      }
    }
    // From "degree exactly k" to "degree above k".
    var memberSum: Int64 = 0
    var edgeSum: Int64 = 0
    for degree in stride(from: largest, through: 0, by: -1) {
      (memberSum, members[degree]) = (memberSum + members[degree], memberSum)
      (edgeSum, edges[degree]) = (edgeSum + edges[degree], edgeSum)
    }
    let rows = members.firstIndex { $0 < 2 } ?? members.count
    return Clubs(members: Array(members[..<rows]), edges: Array(edges[..<rows]))
  }

  /// Counts a vertex, and its edges to vertices of larger numbers by the smaller degree of the two.
  @inline(__always)
  private static func count(
    _ vertex: Int, _ graph: Graph, _ degrees: MutableColumn<UInt32>, _ members: MutableColumn<Int64>,
    _ edges: MutableColumn<Int64>
  ) {
    let targets = graph.targets
    let own = degrees[vertex]
    members[Int(own)] &+= 1
    for arc in graph.row(vertex) {
      // SAFETY: rows lie in the columns and hold vertices; there is a count for each degree.
      let target = unsafe Int(targets[unchecked: arc])
      if target <= vertex { continue }
      let least = unsafe Int(min(own, degrees[unchecked: target]))
      unsafe edges[unchecked: least] &+= 1
    }
  }
}
