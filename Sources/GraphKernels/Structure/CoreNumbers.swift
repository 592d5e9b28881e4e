import GraphStorage

/// Core numbers: the largest `k` for which a vertex belongs to a part in which everybody has `k` neighbours.
///
/// Paper: Batagelj and Zaveršnik, "An O(m) algorithm for cores decomposition of networks" (2003): vertices are taken in
/// ascending order of the neighbours they have left, kept sorted by bins. One thread.
/// Result: one number a vertex, 0 for a vertex without neighbours; unique, so no order of the vertices matters.
/// - Complexity: O(vertices + arcs).
public enum CoreNumbers {
  static let entry = KernelEntry(
    "k-core", family: "structure", summary: "The densest core that each vertex belongs to",
    needs: [.undirected], bytes: 40 * .n, operations: 2 * .n + .m
  ) { graph, _, control throws(KernelError) in
    let cores = try run(graph, control)
    return .vertices("core", .integers(cores.map(Int64.init)), figures: [("largest_core", .integer(cores.max() ?? 0))])
  }

  /// - Throws: `KernelError.needsUndirected` on a directed graph, `KernelError.cancelled`.
  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> [Int] {
    if graph.isDirected { throw .needsUndirected(kernel: "k-core") }
    let count = graph.vertexCount
    var left = (0..<count).map { graph.degree($0) }
    // `starts[d]` is the place in `order` of the first vertex with `d` neighbours left.
    var starts = [Int](repeating: 0, count: (left.max() ?? 0) + 2)
    for degree in left { starts[degree + 1] += 1 }
    for degree in 1..<starts.count { starts[degree] += starts[degree - 1] }
    var cursors = starts
    var order = [Int](repeating: 0, count: count)
    var places = order
    for vertex in 0..<count {
      places[vertex] = cursors[left[vertex]]
      order[places[vertex]] = vertex
      cursors[left[vertex]] += 1
    }
    for taken in 0..<count {
      if taken & 0xFFF == 0 {
        if control.isCancelled { throw .cancelled }
        control.report(Double(taken) / Double(count))
      }
      let vertex = order[taken]
      for arc in graph.row(vertex) {
        let other = Int(graph.targets[arc])
        let degree = left[other]
        guard degree > left[vertex] else { continue }
        // `other` changes places with the first of its bin, which then begins one later.
        let first = max(starts[degree], taken + 1)
        let displaced = order[first]
        order[places[other]] = displaced
        places[displaced] = places[other]
        order[first] = other
        places[other] = first
        starts[degree] = first + 1
        left[other] = degree - 1
      }
    }
    return left
  }
}
