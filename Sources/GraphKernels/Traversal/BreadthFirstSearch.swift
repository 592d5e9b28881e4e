import GraphStorage

/// Breadth-first search: distances and the smallest-id parent.
///
/// Paper: Beamer, Asanović and Patterson, "Direction-optimizing breadth-first search" (2012). Deviation: the parent is
/// the smallest of all that would do, so the tree is the same for any number of threads.
/// Tried and measured, two threads: on a uniform graph of scale 20, where most time goes into one top-down level of a
/// million arcs, steps that wait for each target take 20.3 ms, batches of targets with atomic operations (`LevelSearch`)
/// 16.3, levels sorted by blocks of targets (`LevelBlocks`) 15.9. Bottom-up, the first neighbours of all vertices in a
/// column of their own (`RowHeads`) save 3 of 6.2 ms on Kronecker 20, and 5 of 16 on a social graph; four times larger
/// parts of a level and a walk without branches 6 of 24 on the uniform one. First and second neighbours without a branch on
/// what is found, and sets made of the queue while little is found, take Kronecker 20 from 5.1 to 3.5 ms, the social graph
/// from 10.5 to 9.3, the uniform one from 12.5 to 12.1.
/// The switching shares are those of the paper; no others were tried.
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
    bytes: 16 * .n + 8 * .levelArcs, operations: .n + .m
  ) { graph, values, control throws(KernelError) in
    let tree = try run(graph, source: values.vertex("source"), control)
    return KernelResult(
      rows: .vertices,
      columns: [("distance", .steps(tree.distances)), ("parent", .vertices(tree.parents))],
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
