import GraphStorage

/// Articulation points: the vertices without which what they connect falls apart.
///
/// Paper: Hopcroft and Tarjan, "Algorithm 447: efficient algorithms for graph manipulation" (1973), by
/// `LowpointSearch`: a vertex cuts off each child whose subtree leads nowhere above the vertex.
/// Only this variant was tried: one search on one thread.
/// - Complexity: O(vertices + arcs), one thread.
public enum ArticulationPoints {
  static let entry = KernelEntry(
    "articulation-points", family: "structure",
    summary: "How many pieces each vertex's removal leaves of its component",
    needs: [.undirected], bytes: 32 * .n, operations: .n + .m
  ) { graph, _, control throws(KernelError) in
    let pieces = try run(graph, control)
    return .vertices(
      "pieces", .integers(pieces.map(Int64.init)),
      figures: [("articulation_points", .integer(pieces.count { $0 > 1 }))])
  }

  /// For each vertex how many components are left of its own without it: 0 for a lone vertex, 1 for most, more for an
  /// articulation point.
  /// - Throws: `KernelError.needsUndirected` for a directed graph.
  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Column<UInt32> {
    guard !graph.isDirected else { throw .needsUndirected(kernel: entry.name) }
    do throws(Cancelled) {
      let search = try LowpointSearch(graph, control)
      let pieces = MutableColumn<UInt32>(repeating: 0, count: graph.vertexCount)
      for vertex in 0..<graph.vertexCount {
        if vertex & 0xFFFF == 0 { try control.checkCancelled() }
        let parent = search.parents[vertex]
        if parent == KernelResult.none { continue }
        // What lies above the vertex is one piece.
        pieces[vertex] += 1
        // The first vertex of a search has nothing above it, so it cuts off every child.
        if search.low[vertex] >= search.entered[Int(parent)] { pieces[Int(parent)] += 1 }
      }
      return pieces.frozen()
    } catch { throw KernelError(error) }
  }
}
