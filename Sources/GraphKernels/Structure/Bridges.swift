import GraphStorage

/// Bridges: the edges without which what they connect falls apart.
///
/// Paper: Tarjan, "A note on finding the bridges of a graph" (1974), by `LowpointSearch`: an edge of the search tree is
/// a bridge where nothing below it leads above it by another edge.
/// Only this variant was tried: one search on one thread.
/// - Complexity: O(vertices + arcs), one thread.
public enum Bridges {
  public struct Edges: Equatable, Sendable {
    /// By ascending smaller, then larger end; `sources[i] < targets[i]`.
    public let sources: [UInt32]
    public let targets: [UInt32]
  }

  static let entry = KernelEntry(
    "bridges", family: "structure", summary: "Edges without which the graph has more components",
    needs: [.undirected], bytes: 28 * .n, operations: .n + .m
  ) { graph, _, control throws(KernelError) in
    let edges = try run(graph, control)
    return KernelResult(
      rows: .pairs(sources: edges.sources, targets: edges.targets), columns: [],
      figures: [("bridges", .integer(edges.sources.count))])
  }

  /// - Throws: `KernelError.needsUndirected` for a directed graph.
  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Edges {
    guard !graph.isDirected else { throw .needsUndirected(kernel: entry.name) }
    do throws(Cancelled) {
      let search = try LowpointSearch(graph, control)
      var edges: [UInt64] = []
      for vertex in 0..<graph.vertexCount {
        let parent = search.parents[vertex]
        if parent != KernelResult.none, search.low[vertex] > search.entered[Int(parent)] {
          let own = UInt32(truncatingIfNeeded: vertex)
          edges.append(UInt64(min(own, parent)) << 32 | UInt64(max(own, parent)))
        }
      }
      try control.checkCancelled()
      edges = try edges.sortedInSteps(control)
      return Edges(
        sources: edges.map { UInt32(truncatingIfNeeded: $0 >> 32) },
        targets: edges.map { UInt32(truncatingIfNeeded: $0) })
    } catch { throw KernelError(error) }
  }
}
