import GraphStorage

/// Core numbers: the largest `k` for which a vertex belongs to a part in which everybody has `k` neighbours.
///
/// Paper: Kabir and Madduri, "Parallel k-core decomposition on multicore platforms" (2017): level by level, whoever has
/// that many neighbours left is taken, and those that come down to it with them. Deviation: vertices are gathered for 32
/// levels at a time, so that a level looks only at those it may take (`CorePeeling`).
/// Result: one number a vertex, 0 for a vertex without neighbours; unique, so no order of threads matters.
///
/// Tried and measured, scale 20, Kronecker, uniform and social: Batagelj and Zaveršnik's order by bins (2003), on one
/// thread, takes 118 and 489 ms (the first two) and moves four numbers for each arc, anywhere in memory. Lowering by atomic
/// operations: 135, 137 and 118 ms on two threads, 111, 253 and 190 on one. Neighbours put into inboxes of their owners,
/// who lower them without: 98, 150 and 130. With a look at every line of a row ahead of time, and not at its ends alone,
/// 90, 104 and 109; on one thread, where there are no inboxes, 92, 163 and 139. Who is gone looked up in a set of bits,
/// instead of what they have left: 80, 99 and 99. Longer stretches and other pieces change nothing. Threads that stay awake
/// between the loops of a level (`ThreadTeam`): 89 to 72 ms and, social, 111 to 101, on another day.
/// - Complexity: O(vertices + arcs + levels × vertices near the level).
public enum CoreNumbers {
  static let entry = KernelEntry(
    "k-core", family: "structure", summary: "The densest core that each vertex belongs to",
    needs: [.undirected], bytes: 20.2 * .n + 4 * .maximumDegree, operations: 2 * .n + .m
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
    return try stoppable { () throws(Cancelled) in
      var peeling = try CorePeeling(graph, control)
      try peeling.run()
      return peeling.left.frozen()
    }
  }
}
