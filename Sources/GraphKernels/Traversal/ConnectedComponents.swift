import GraphStorage

/// Connected components; of a directed graph the weak ones.
///
/// Union-find with path halving, the smaller root kept (Tarjan and van Leeuwen 1984 without ranks).
/// Result: for each vertex the smallest vertex of its component; a lone vertex is its own.
/// - Complexity: O(arcs log vertices) at worst, near linear in practice.
public enum ConnectedComponents {
  static let entry = KernelEntry(
    "connected-components", family: "traversal", summary: "Smallest vertex of each (weak) component",
    bytes: 4 * .n, operations: .n + 2 * .m
  ) { graph, _, control throws(KernelError) in
    .vertices("component", .classes(try run(graph, control)))
  }

  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> [UInt32] {
    var parents = (0..<graph.vertexCount).map { UInt32(truncatingIfNeeded: $0) }
    func root(_ vertex: UInt32) -> UInt32 {
      var vertex = vertex
      while parents[Int(vertex)] != vertex {
        parents[Int(vertex)] = parents[Int(parents[Int(vertex)])]
        vertex = parents[Int(vertex)]
      }
      return vertex
    }
    for vertex in 0..<graph.vertexCount {
      if vertex & 0xFFFF == 0, control.isCancelled { throw .cancelled }
      for arc in graph.row(vertex) {
        let first = root(UInt32(truncatingIfNeeded: vertex))
        let second = root(graph.targets[arc])
        if first < second { parents[Int(second)] = first } else { parents[Int(first)] = second }
      }
    }
    // A parent is never larger than its child, so ascending order meets it already flattened.
    for vertex in parents.indices { parents[vertex] = parents[Int(parents[vertex])] }
    return parents
  }
}
