import GraphStorage

/// Breadth-first search: distances and the smallest-id parent.
///
/// Paper: Beamer, Asanović and Patterson, "Direction-optimizing breadth-first search" (2012). Deviation: the parent is
/// the smallest of all that would do, so the tree is the same for any number of threads.
/// Only this variant was tried, with the two switching shares of the paper (`LevelSearch`).
/// - Complexity: O(vertices + arcs); in practice most arcs are never read.
public enum BreadthFirstSearch {
  public struct Tree: Equatable, Sendable {
    /// Steps from the source along the arcs; -1 where unreachable.
    public let distances: Column<Int32>
    /// The smallest vertex one step nearer that has an arc here; `KernelResult.none` for the source and where
    /// unreachable.
    public let parents: Column<UInt32>
    /// How many vertices lie at distance 0, 1, 2, …; the last is not 0.
    public let counts: [Int]
  }

  static let entry = KernelEntry(
    "breadth-first-search", family: "traversal", summary: "Distances and smallest-id parents from a source",
    parameters: [.vertex("source", "where the search starts")],
    bytes: 24 * .n, operations: .n + .m
  ) { graph, values, control throws(KernelError) in
    let tree = try run(graph, source: values.vertex("source"), control)
    let columns = try stoppable { () throws(Cancelled) -> (distances: [Int64], parents: [UInt32]) in
      (try tree.distances.array(control) { Int64($0) }, try tree.parents.array(control) { $0 })
    }
    return KernelResult(
      rows: .vertices,
      columns: [("distance", .integers(columns.distances)), ("parent", .vertices(columns.parents))],
      figures: [("reached", .integer(tree.counts.reduce(0, +))), ("eccentricity", .integer(tree.counts.count - 1))])
  }

  /// - Precondition: `source` is a vertex of `graph`.
  public static func run(
    _ graph: Graph, source: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Tree {
    precondition(source >= 0 && source < graph.vertexCount, "the source is a vertex")
    do throws(Cancelled) {
      let search = try LevelSearch(out: graph.outRows, back: graph.inRows, control)
      let levels = try search.run(sources: [UInt32(source)], maximumDepth: graph.vertexCount)
      return Tree(
        distances: search.distances.values.frozenSigned(), parents: search.parents.values.frozen(),
        counts: levels.counts)
    } catch { throw KernelError(error) }
  }
}
