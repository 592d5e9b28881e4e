import GraphStorage

/// Articulation points: the vertices without which what they connect falls apart.
///
/// A vertex without which its component falls into several pieces is in as many blocks (`Blocks`).
/// - Complexity: O(vertices + arcs).
public enum ArticulationPoints {
  static let entry = KernelEntry(
    "articulation-points", family: "structure",
    summary: "How many pieces each vertex's removal leaves of its component",
    needs: [.undirected], bytes: 48 * .n, operations: .n + .m
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
      let blocks = try Blocks(graph, control)
      let (parents, labels) = (blocks.parents, blocks.labels)
      let pieces = MutableColumn<UInt32>(repeating: 0, count: graph.vertexCount)
      let counted = Bitmap(count: graph.vertexCount)
      for vertex in 0..<graph.vertexCount {
        if vertex & 0xFFFF == 0 { try control.checkCancelled() }
        let (parent, label) = (parents[vertex], labels[vertex])
        if parent == KernelResult.none { continue }
        // The block of the edge up.
        pieces[vertex] += 1
        // Blocks below: the vertices under whose edges they begin have another label than their parent, which is one vertex
        // for all of a block.
        if labels[Int(parent)] != label, !counted.contains(Int(label)) {
          counted.insert(Int(label))
          pieces[Int(parent)] += 1
        }
      }
      return pieces.frozen()
    } catch { throw KernelError(error) }
  }
}
