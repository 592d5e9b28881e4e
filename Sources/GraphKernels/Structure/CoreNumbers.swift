import GraphStorage

/// Core numbers: the largest `k` for which a vertex belongs to a part in which everybody has `k` neighbours.
///
/// Paper: Batagelj and Zaveršnik, "An O(m) algorithm for cores decomposition of networks" (2003): vertices are taken in
/// ascending order of the neighbours they have left, kept sorted by bins. One thread.
/// Result: one number a vertex, 0 for a vertex without neighbours; unique, so no order of the vertices matters.
/// Columns of four bytes: 12 bytes a vertex at work and 8 for the result; the estimate adds what the allocator keeps of
/// the former. Estimate over measured peak: 1.1 on Kronecker 18, 1.4 on Kronecker and social 20.
/// - Complexity: O(vertices + arcs).
public enum CoreNumbers {
  static let entry = KernelEntry(
    "k-core", family: "structure", summary: "The densest core that each vertex belongs to",
    needs: [.undirected], bytes: 30 * .n + 16 * .maximumDegree, operations: 2 * .n + .m
  ) { graph, _, control throws(KernelError) in
    let cores = try cores(graph, control)
    let largest = cores.max() ?? 0
    let values = try stoppable { () throws(Cancelled) in try cores.array(control) { Int64($0) } }
    return .vertices("core", .integers(values), figures: [("largest_core", .integer(Int(largest)))])
  }

  /// - Throws: `KernelError.needsUndirected` on a directed graph, `KernelError.cancelled`.
  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> [Int] {
    try cores(graph, control).map(Int.init)
  }

  private static func cores(_ graph: Graph, _ control: RunControl) throws(KernelError) -> Column<UInt32> {
    if graph.isDirected { throw .needsUndirected(kernel: "k-core") }
    let count = graph.vertexCount
    let targets = graph.targets
    let left = MutableColumn<UInt32>(repeating: 0, count: count)
    var largest = 0
    for vertex in 0..<count {
      let degree = graph.degree(vertex)
      left[vertex] = UInt32(truncatingIfNeeded: degree)
      largest = max(largest, degree)
    }
    // `starts[d]` is the place in `order` of the first vertex with `d` neighbours left.
    let starts = MutableColumn<UInt32>(repeating: 0, count: largest + 2)
    for vertex in 0..<count { starts[Int(left[vertex]) + 1] += 1 }
    for degree in 1..<starts.count { starts[degree] += starts[degree - 1] }
    let order = MutableColumn<UInt32>(repeating: 0, count: count)
    let places = MutableColumn<UInt32>(repeating: 0, count: count)
    let cursors = MutableColumn(starts.array())
    for vertex in 0..<count {
      let degree = Int(left[vertex])
      places[vertex] = cursors[degree]
      order[Int(cursors[degree])] = UInt32(truncatingIfNeeded: vertex)
      cursors[degree] += 1
    }
    var walked = 0
    for taken in 0..<count {
      let vertex = Int(order[taken])
      walked += 1 + graph.degree(vertex)
      if walked > 1 << 14 {
        if control.isCancelled { throw .cancelled }
        control.report(Double(taken) / Double(count))
        walked = 0
      }
      // SAFETY: arcs of a row, their targets, places of vertices and the starts of degrees up to the largest are all in
      // bounds: `Graph` keeps its rows so, and the columns above were filled from it.
      let own = unsafe left[unchecked: vertex]
      for arc in graph.row(vertex) {
        // SAFETY: as above.
        let other = unsafe Int(targets[unchecked: arc])
        // SAFETY: as above.
        let degree = unsafe left[unchecked: other]
        guard degree > own else { continue }
        // `other` changes places with the first of its bin, which then begins one later.
        // SAFETY: as above.
        let first = unsafe max(starts[unchecked: Int(degree)], UInt32(truncatingIfNeeded: taken &+ 1))
        // SAFETY: as above.
        let displaced = unsafe order[unchecked: Int(first)]
        // SAFETY: as above.
        let place = unsafe places[unchecked: other]
        // SAFETY: as above.
        unsafe order[unchecked: Int(place)] = displaced
        unsafe places[unchecked: Int(displaced)] = place
        unsafe order[unchecked: Int(first)] = UInt32(truncatingIfNeeded: other)
        unsafe places[unchecked: other] = first
        unsafe starts[unchecked: Int(degree)] = first &+ 1
        unsafe left[unchecked: other] = degree &- 1
      }
    }
    return left.frozen()
  }
}
