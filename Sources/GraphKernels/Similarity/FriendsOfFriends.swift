import GraphStorage

/// For every vertex, the `k` vertices that share most neighbours with it and are not its neighbours.
///
/// Order: more shared neighbours, then the smaller vertex. Shared neighbours with more than `hubCap` neighbours of
/// their own are not counted. Without a cap this is `CommonNeighbours`; see `SimilarStrangers` for how it is done.
/// - Complexity: O(sum over vertices of degree squared).
public enum FriendsOfFriends {
  public struct Table: Equatable, Sendable {
    public let sources: [UInt32]
    public let targets: [UInt32]
    public let shared: [Int64]
  }

  static let entry = KernelEntry(
    "friends-of-friends", family: "similarity", summary: "Strangers with the most shared neighbours, for every vertex",
    parameters: [
      .integer("k", "strangers for each vertex at most", 1...1000, default: 10),
      .integer("hub_cap", "shared neighbours with more neighbours are not counted", 1...Int.max, default: Int.max),
    ],
    needs: [.undirected], bytes: SimilarStrangers.bytes, operations: SimilarStrangers.operations
  ) { graph, values, control throws(KernelError) in
    let table = try run(graph, count: values.integer("k"), hubCap: values.integer("hub_cap"), control)
    return KernelResult(
      rows: .pairs(sources: table.sources, targets: table.targets), columns: [("shared", .integers(table.shared))])
  }

  /// - Precondition: `count >= 1` and `hubCap >= 1`.
  public static func run(
    _ graph: Graph, count: Int, hubCap: Int = Int.max, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Table {
    let rows = try SimilarStrangers.run(entry.name, graph, .commonNeighbours, count: count, hubCap: hubCap, control) {
      Int64($0)
    }
    return Table(sources: rows.sources, targets: rows.targets, shared: rows.scores)
  }
}
