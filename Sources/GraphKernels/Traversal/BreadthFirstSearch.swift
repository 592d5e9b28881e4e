import GraphStorage

/// Breadth-first search: distances and the smallest-id parent.
///
/// Textbook, top-down, level by level. Each level is walked in ascending order of vertex, so that the first finder of
/// a vertex is its smallest parent.
/// - Complexity: O(vertices log vertices + arcs).
public enum BreadthFirstSearch {
  public struct Tree: Equatable, Sendable {
    /// Steps from the source along the arcs; -1 where unreachable.
    public let distances: [Int32]
    /// The smallest vertex one step nearer that has an arc here; -1 for the source and where unreachable.
    public let parents: [Int32]
  }

  static let entry = KernelEntry(
    "breadth-first-search", family: "traversal", summary: "Distances and smallest-id parents from a source",
    parameters: [.vertex("source", "where the search starts")],
    bytes: 16 * .n, operations: .n + .m
  ) { graph, values, control throws(KernelError) in
    let tree = try run(graph, source: values.vertex("source"), control)
    return KernelResult(
      rows: .vertices,
      columns: [
        ("distance", .integers(tree.distances.map(Int64.init))),
        ("parent", .vertices(tree.parents.map { $0 < 0 ? KernelResult.none : UInt32($0) })),
      ],
      figures: [("reached", .integer(tree.distances.count { $0 >= 0 }))])
  }

  /// - Precondition: `source` is a vertex of `graph`, and the graph has fewer than 2^31 vertices.
  public static func run(
    _ graph: Graph, source: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Tree {
    precondition(source >= 0 && source < graph.vertexCount, "the source is a vertex")
    precondition(graph.vertexCount <= Int(Int32.max), "parents are 32-bit")
    var distances = [Int32](repeating: -1, count: graph.vertexCount)
    var parents = [Int32](repeating: -1, count: graph.vertexCount)
    distances[source] = 0
    var level = [UInt32(source)]
    var depth: Int32 = 0
    while !level.isEmpty {
      depth += 1
      var next: [UInt32] = []
      if control.isCancelled { throw .cancelled }
      for vertex in level {
        for arc in graph.row(Int(vertex)) {
          let target = Int(graph.targets[arc])
          guard distances[target] < 0 else { continue }
          distances[target] = depth
          parents[target] = Int32(vertex)
          next.append(graph.targets[arc])
        }
      }
      next.sort()
      level = next
    }
    return Tree(distances: distances, parents: parents)
  }
}
