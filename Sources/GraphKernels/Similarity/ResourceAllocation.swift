import GraphStorage

/// For every vertex, the `k` vertices that are not its neighbours with the greatest sum of 1 / degree over the common
/// neighbours.
///
/// Paper: Zhou, Lü and Zhang, "Predicting missing links via local information" (2009). Equals by the smaller vertex.
/// Terms are added in ascending order of the common neighbour; sums equal by arithmetic may differ in the last bit if
/// their terms stand in different orders, and then count as different. Weights do not count. `SimilarStrangers` says
/// how it is done.
/// - Complexity: O(sum over vertices of degree squared).
public enum ResourceAllocation {
  public struct Table: Equatable, Sendable {
    /// Ascending; each vertex as often as it has entries.
    public let sources: [UInt32]
    public let targets: [UInt32]
    /// Above 0.
    public let scores: [Double]
  }

  static let entry = KernelEntry(
    "resource-allocation", family: "similarity",
    summary: "Strangers with the most and rarest common neighbours (1 / degree), for every vertex",
    parameters: [SimilarStrangers.count], needs: [.undirected], bytes: SimilarStrangers.bytes,
    operations: SimilarStrangers.operations
  ) { graph, values, control throws(KernelError) in
    let table = try run(graph, count: values.integer("k"), control)
    return KernelResult(
      rows: .pairs(sources: table.sources, targets: table.targets),
      columns: [("resource_allocation", .reals(table.scores))])
  }

  /// - Throws: `KernelError.needsUndirected` on a directed graph, `KernelError.cancelled`.
  /// - Precondition: `count >= 1`.
  public static func run(
    _ graph: Graph, count: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Table {
    let rows = try SimilarStrangers.run(entry.name, graph, .resourceAllocation, count: count, control) { $0 }
    return Table(sources: rows.sources, targets: rows.targets, scores: rows.scores)
  }
}
