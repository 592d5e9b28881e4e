import GraphStorage

/// How many of a vertex's neighbours know each other.
///
/// Definition of LDBC Graphalytics (LCC): arcs between the neighbours of a vertex (in or out, each once) over the
/// ordered pairs of them; 0 where a vertex has fewer than two. In an undirected graph half of those arcs are triangles.
/// Undirected they are the triangles of `TriangleCounting`, directed the links of `NeighbourLinks`.
/// - Complexity: O(edges^1.5) at worst.
public enum LocalClustering {
  public struct Result: Equatable, Sendable {
    /// 0 to 1, one a vertex.
    public let coefficients: [Double]
    /// Arcs between neighbours; twice the triangles of a vertex of an undirected graph.
    public let links: [Int]
    /// Distinct neighbours.
    public let neighbours: [Int]

    /// The mean coefficient; 0 without vertices.
    public var average: Double {
      coefficients.isEmpty ? 0 : coefficients.reduce(0, +) / Double(coefficients.count)
    }

    /// Linked pairs over all pairs of neighbours; 0 where there are none.
    public var transitivity: Double {
      let pairs = neighbours.reduce(0) { $0 + $1 * ($1 - 1) }
      return pairs == 0 ? 0 : Double(links.reduce(0, +)) / Double(pairs)
    }
  }

  static let entry = KernelEntry(
    "local-clustering", family: "structure", summary: "Share of a vertex's neighbours that are linked (LDBC LCC)",
    bytes: TriangleCounting.bytes + 16 * .n + 3 * .m * .directed, operations: TriangleCounting.operations
  ) { graph, _, control throws(KernelError) in
    let result = try run(graph, control)
    return .vertices(
      "clustering", .reals(result.coefficients),
      figures: [("average", .real(result.average)), ("transitivity", .real(result.transitivity))])
  }

  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Result {
    try stoppable { () throws(Cancelled) in
      let links: [Int]
      let neighbours: [Int]
      if graph.isDirected {
        let found = try NeighbourLinks.run(graph, control)
        links = try found.links.frozen().array(control) { Int(truncatingIfNeeded: $0) }
        neighbours = try found.degrees.array(control) { Int($0) }
      } else {
        links = try TriangleCounting.run(graph, control).frozen().array(control) { 2 * Int(truncatingIfNeeded: $0) }
        neighbours = try parallelArray(count: graph.vertexCount, control) { graph.degree($0) }
      }
      let coefficients = try parallelArray(count: graph.vertexCount, control) { vertex in
        let degree = neighbours[vertex]
        return degree < 2 ? 0 : Double(links[vertex]) / Double(degree * (degree - 1))
      }
      return Result(coefficients: coefficients, links: links, neighbours: neighbours)
    }
  }
}
