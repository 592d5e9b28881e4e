/// What a text says of a graph, before it is built: the edges as listed, by the ranks of the ids.
public struct ListedGraph: Sendable {
  public let edges: EdgeList
  /// The ids in ascending order; nil where they are 0, 1, 2, …
  public let names: Column<UInt64>?

  public init(edges: EdgeList, names: Column<UInt64>? = nil) {
    self.edges = edges
    self.names = names
  }

  /// The graph. Consumes the list, whose memory the build then gives back as soon as it has read it.
  /// - Throws: `GraphError`, as `GraphBuilder`.
  public consuming func built(
    _ policy: BuildPolicy, _ control: RunControl = RunControl()
  ) throws(GraphError) -> NamedGraph {
    let names = names
    let edges = edges
    _ = consume self
    let built = try GraphBuilder.build(consume edges, policy, control)
    return NamedGraph(built.graph, names: names, relabelling: built.relabelling)
  }
}
