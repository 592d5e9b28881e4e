/// A graph with the ids that its vertices have in a file.
public struct NamedGraph: Sendable {
  public let graph: Graph
  /// The ids in ascending order; nil where they are 0, 1, 2, …
  public let names: Column<UInt64>?
  /// How the graph is numbered against the order of ids; nil where it keeps it.
  public let relabelling: Relabelling?

  /// - Precondition: one name for each vertex, ascending; a relabelling of as many.
  public init(_ graph: Graph, names: Column<UInt64>? = nil, relabelling: Relabelling? = nil) {
    precondition(names.map { $0.count == graph.vertexCount } ?? true, "one name for each vertex")
    precondition(relabelling.map { $0.count == graph.vertexCount } ?? true, "a relabelling of this graph")
    self.graph = graph
    self.names = names
    self.relabelling = relabelling
  }

  /// The id of a vertex. O(1).
  public func name(_ vertex: Int) -> UInt64 {
    let rank = relabelling.map { Int($0.oldOfNew[vertex]) } ?? vertex
    return names?[rank] ?? UInt64(rank)
  }

  /// The vertex with an id, or nil. O(log vertices).
  public func vertex(_ name: UInt64) -> Int? {
    var rank = Int(clamping: name)
    if let names {
      rank = names.partitioningIndex { $0 >= name }
      guard rank < names.count, names[rank] == name else { return nil }
    }
    guard rank < graph.vertexCount else { return nil }
    return relabelling.map { Int($0.newOfOld[rank]) } ?? rank
  }

  /// The same graph renumbered once more; the ids of its vertices stay with them.
  /// - Throws: as `Graph.relabelled`.
  public func relabelled(_ next: Relabelling, _ control: RunControl = RunControl()) throws(GraphError) -> NamedGraph {
    let whole = try relabelling?.followed(by: next) ?? next
    return NamedGraph(try graph.relabelled(next, control), names: names, relabelling: whole)
  }
}
