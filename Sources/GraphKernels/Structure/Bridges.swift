import GraphStorage

/// Bridges: the edges without which what they connect falls apart.
///
/// An edge is a bridge where it is a block alone (`Blocks`).
/// - Complexity: O(vertices + arcs).
public enum Bridges {
  public struct Edges: Equatable, Sendable {
    /// By ascending smaller, then larger end; `sources[i] < targets[i]`.
    public let sources: [UInt32]
    public let targets: [UInt32]
  }

  static let entry = KernelEntry(
    "bridges", family: "structure", summary: "Edges without which the graph has more components",
    needs: [.undirected], bytes: 48 * .n, operations: .n + .m
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
      let blocks = try Blocks(graph, control)
      let (parents, labels) = (blocks.parents, blocks.labels)
      // Blocks of several edges; each is named by the smallest vertex whose edge is in it.
      let large = Bitmap(count: graph.vertexCount)
      try parallelRanges(graph.vertexCount, grain: 1 << 13, control) { range in
        for vertex in range where Int(labels[vertex]) != vertex {
          // SAFETY: labels are vertices.
          _ = unsafe large.insertShared(unchecked: Int(labels[vertex]))
        }
      }
      var edges: [UInt64] = []
      for vertex in 0..<graph.vertexCount {
        if vertex & 0xFFFF == 0 { try control.checkCancelled() }
        let (parent, own) = (parents[vertex], UInt32(truncatingIfNeeded: vertex))
        if parent != KernelResult.none, labels[vertex] == own, !large.contains(vertex) {
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
