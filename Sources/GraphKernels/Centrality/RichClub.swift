import GraphStorage

/// How closely the vertices of more than k edges are tied to each other, for every k.
///
/// Paper: Zhou and Mondragón (2004): edges among the vertices of degree above k, as a share of all pairs of them; as
/// NetworkX without normalisation. Whether a share is high is only told by comparison with random graphs of the same
/// degrees, which this kernel does not draw.
/// Result: a row for each k with at least two such vertices, from 0: `degree` (k), `members`, `edges`, `coefficient`
/// (0 to 1).
/// Only this variant was tried: one pass on one thread.
/// - Complexity: O(vertices + arcs); the largest degree in memory.
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
    needs: [.undirected], bytes: 24 * .maximumDegree + .constant(4_096) + 0.1 * .n, operations: .n + .m
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
    var arcs = 0
    let progress = WorkProgress(total: graph.vertexCount, control)
    var reported = 0
    for vertex in 0..<graph.vertexCount {
      let degree = graph.degree(vertex)
      members[degree] += 1
      for arc in graph.row(vertex) where Int(graph.targets[arc]) > vertex {
        edges[min(degree, graph.degree(Int(graph.targets[arc])))] += 1
      }
      arcs += degree + 1
      if arcs > 1 << 16 {
        arcs = 0
        if control.isCancelled { throw .cancelled }
        progress.add(vertex + 1 - reported)
        reported = vertex + 1
      }
    }
    if control.isCancelled { throw .cancelled }
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
}
