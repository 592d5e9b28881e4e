import GraphStorage

/// For every vertex, the `k` vertices with the most neighbours in common that are not its neighbours.
///
/// Paper: Newman, "Clustering and preferential attachment in growing networks" (2001). Equals by the smaller vertex.
/// Weights do not count. The same as `FriendsOfFriends` without a cap; `SimilarStrangers` says how it is done.
/// - Complexity: O(sum over vertices of degree squared).
public enum CommonNeighbours {
  public struct Table: Equatable, Sendable {
    /// Ascending; each vertex as often as it has entries.
    public let sources: [UInt32]
    public let targets: [UInt32]
    /// At least 1.
    public let scores: [Int64]
  }

  static let entry = KernelEntry(
    "common-neighbours", family: "similarity", summary: "Strangers with the most common neighbours, for every vertex",
    parameters: [SimilarStrangers.count], needs: [.undirected], bytes: SimilarStrangers.bytes,
    operations: SimilarStrangers.operations
  ) { graph, values, control throws(KernelError) in
    let table = try run(graph, count: values.integer("k"), control)
    return KernelResult(
      rows: .pairs(sources: table.sources, targets: table.targets), columns: [("common", .integers(table.scores))])
  }

  /// - Throws: `KernelError.needsUndirected` on a directed graph, `KernelError.cancelled`.
  /// - Precondition: `count >= 1`.
  public static func run(
    _ graph: Graph, count: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Table {
    let rows = try SimilarStrangers.run(entry.name, graph, .commonNeighbours, count: count, control) { Int64($0) }
    return Table(sources: rows.sources, targets: rows.targets, scores: rows.scores)
  }
}
