import GraphStorage

/// The vertices within `hops` steps along the arcs from the nearest of some sources.
///
/// One breadth-first search from all sources at once that stops at the depth asked for.
/// Measured on a Kronecker graph of scale 20 (two threads, the least of nine): two hops that reach 424 vertices take 1.2 ms, all of
/// it clearing and reading columns of all vertices; three hops that reach 435,000 take 6.1, where a search of the whole graph
/// (`LevelSearch`, which says what was tried) takes 3.4. The rest lists them on one thread. A set of those found alone, for few
/// of them, was not tried.
/// - Complexity: O(vertices + arcs of the vertices within `hops` - 1 steps).
public enum KHopNeighbourhood {
  public struct Neighbourhood: Equatable, Sendable {
    /// Ascending, the sources among them.
    public let vertices: [UInt32]
    /// Steps from the nearest source, 0 to `hops`, aligned with `vertices`.
    public let distances: [Int32]
    /// How many vertices lie at distance 0, 1, 2, …; the last is not 0.
    public let counts: [Int]
  }

  static let entry = KernelEntry(
    "k-hop-neighbourhood", family: "traversal", summary: "Vertices within some steps of the sources, and how many",
    parameters: [
      .vertices("sources", "where the steps start"),
      .integer("hops", "steps at most", 0...1_000, default: 2),
    ],
    bytes: 9 * .n + 12 * .reach(sources: "sources", steps: "hops") + 8 * .levelArcs, operations: .n + .m
  ) { graph, values, control throws(KernelError) in
    let found = try run(graph, sources: values.vertices("sources"), hops: values.integer("hops"), control)
    return KernelResult(
      rows: .list(count: found.vertices.count),
      columns: [("vertex", .vertices(Column(found.vertices))), ("distance", .integers(found.distances.map(Int64.init)))],
      figures: [("reached", .integer(found.vertices.count))]
        + found.counts.enumerated().map { ("at_\($0.offset)", .integer($0.element)) })
  }

  /// - Precondition: `sources` are vertices of `graph`; `hops >= 0`.
  public static func run(
    _ graph: Graph, sources: [UInt32], hops: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Neighbourhood {
    precondition(sources.allSatisfy { Int($0) < graph.vertexCount }, "the sources are vertices")
    precondition(hops >= 0, "steps are not negative")
    do throws(Cancelled) {
      let search = try LevelSearch(out: graph.outRows, back: graph.inRows, control)
      let levels = try search.run(sources: sources, maximumDepth: hops)
      var vertices: [UInt32] = []
      var distances: [Int32] = []
      let total = levels.counts.reduce(0, +)
      vertices.reserveCapacity(total)
      distances.reserveCapacity(total)
      for (vertex, distance) in search.distances.values.frozenSigned().enumerated() where distance >= 0 {
        vertices.append(UInt32(truncatingIfNeeded: vertex))
        distances.append(distance)
      }
      return Neighbourhood(
        vertices: vertices, distances: distances, counts: total == 0 ? [] : levels.counts)
    } catch { throw KernelError(error) }
  }
}
