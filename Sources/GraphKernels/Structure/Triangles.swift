import GraphStorage

/// Triangles through each vertex, and in all.
///
/// `TriangleCounting` has the method. A triangle counts once at each of its three vertices; a vertex with fewer than
/// two neighbours has none.
/// - Complexity: O(edges^1.5) at worst.
public enum Triangles {
  public struct Result: Equatable, Sendable {
    /// One number a vertex.
    public let counts: [Int64]
    public let total: Int
  }

  static let entry = KernelEntry(
    "triangles", family: "structure", summary: "Triangles through each vertex, and in all", needs: [.undirected],
    bytes: TriangleCounting.bytes, operations: TriangleCounting.operations
  ) { graph, _, control throws(KernelError) in
    let result = try run(graph, control)
    return .vertices("triangles", .integers(result.counts), figures: [("total", .integer(result.total))])
  }

  /// - Throws: `KernelError.needsUndirected` for a directed graph, `KernelError.cancelled`.
  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Result {
    guard !graph.isDirected else { throw .needsUndirected(kernel: entry.name) }
    let found = try stoppable { () throws(Cancelled) in try TriangleCounting.run(graph, control) }
    let counts = try stoppable { () throws(Cancelled) in
      try found.frozen().array(control) { Int64(truncatingIfNeeded: $0) }
    }
    return Result(counts: counts, total: Int(counts.reduce(0, +)) / 3)
  }
}
