import GraphStorage

/// For every vertex, the `k` vertices that are not its neighbours whose neighbourhoods are most alike: common
/// neighbours over all neighbours of the two.
///
/// Paper: Jaccard (1901); for link prediction Liben-Nowell and Kleinberg (2007). Equals by the smaller vertex. Weights
/// do not count. `SimilarStrangers` says how it is done; a vertex whose common neighbours over those of the vertex
/// alone would not enter the list is passed over, so few degrees are looked up.
/// - Complexity: O(sum over vertices of degree squared).
public enum JaccardSimilarity {
  public struct Table: Equatable, Sendable {
    /// Ascending; each vertex as often as it has entries.
    public let sources: [UInt32]
    public let targets: [UInt32]
    /// Above 0, at most 1.
    public let scores: [Double]
  }

  static let entry = KernelEntry(
    "jaccard", family: "similarity", summary: "Strangers with the most alike neighbourhoods, for every vertex",
    parameters: [SimilarStrangers.count], needs: [.undirected], bytes: SimilarStrangers.bytes,
    operations: SimilarStrangers.operations
  ) { graph, values, control throws(KernelError) in
    let table = try run(graph, count: values.integer("k"), control)
    return KernelResult(
      rows: .pairs(sources: table.sources, targets: table.targets), columns: [("jaccard", .reals(table.scores))])
  }

  /// - Throws: `KernelError.needsUndirected` on a directed graph, `KernelError.cancelled`.
  /// - Precondition: `count >= 1`.
  public static func run(
    _ graph: Graph, count: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Table {
    let rows = try SimilarStrangers.run(entry.name, graph, .jaccard, count: count, control) { $0 }
    return Table(sources: rows.sources, targets: rows.targets, scores: rows.scores)
  }
}
