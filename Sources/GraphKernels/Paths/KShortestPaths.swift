import GraphStorage

/// The shortest paths without repeated vertices from one vertex to another, shortest first.
///
/// Papers: Yen, "Finding the k shortest loopless paths in a network" (1971), in the form of Lawler (1972), which cuts
/// the paths not yet found into sets that share a beginning and avoid some arcs after it. Deviation: each set is
/// searched with the distances to the target as a bound (Hart, Nilsson and Raphael, A*, 1968), from one run of
/// `ShortestPaths` against the arcs; and not at all where going on to where least remains already gives a path, which
/// then is a shortest; and never for longer than the last path still wanted. Lengths are sums from the source on and
/// shortest but for rounding (1e-12 of them); of equal ones
/// found, the path whose vertices come first in order stands first.
/// Tried and measured (3 paths, Kronecker scale 20): without the last bound a detour that must go far around searches
/// most of the graph, and the run takes 5 times as long.
/// - Complexity: O(k × length of a path) searches; each O((vertices + arcs) log vertices) at worst. One thread after
///   the distances.
public enum KShortestPaths {
  public struct Path: Equatable, Sendable {
    /// From the source to the target, both included.
    public let vertices: [UInt32]
    /// The sum of its weights, or how many arcs it has where there are none.
    public let length: Double
  }

  static let entry = KernelEntry(
    "k-shortest-paths", family: "paths", summary: "The k shortest paths without repeated vertices between two",
    parameters: [
      .vertex("source", "where the paths start"), .vertex("target", "where they end"),
      .integer("k", "how many paths", 1...10_000, default: 3),
    ],
    bytes: 42 * .n + 1_000 * .parameter("k"), operations: .n + 2 * .m + .parameter("k") * .n
  ) { graph, values, control throws(KernelError) in
    let paths = try run(
      graph, source: values.vertex("source"), target: values.vertex("target"), count: values.integer("k"), control)
    let rows = paths.map(\.vertices.count).reduce(0, +)
    return KernelResult(
      rows: .list(count: rows),
      columns: [
        ("path", .integers(paths.enumerated().flatMap { [Int64](repeating: Int64($0 + 1), count: $1.vertices.count) })),
        ("vertex", .vertices(Column(paths.flatMap(\.vertices)))),
        ("length", .reals(paths.flatMap { [Double](repeating: $0.length, count: $0.vertices.count) })),
      ],
      figures: [("paths", .integer(paths.count))])
  }

  /// - Parameter count: how many paths, at least 1; fewer are given where there are no more.
  /// - Precondition: `source` and `target` are vertices of `graph`.
  /// - Throws: `KernelError.noResult` where even the shortest is longer than the largest number (others so long are left
  ///   out), `KernelError.cancelled`.
  public static func run(
    _ graph: Graph, source: Int, target: Int, count: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> [Path] {
    let vertices = 0..<graph.vertexCount
    precondition(vertices.contains(source) && vertices.contains(target), "source and target are vertices")
    precondition(count >= 1, "at least one path")
    if source == target { return [Path(vertices: [UInt32(source)], length: 0)] }
    let found = try stoppable { () throws(Cancelled) in try paths(graph, source, target, count, control) }
    guard let found else { throw .beyondRange(kernel: entry.name) }
    return found
  }

  /// The best path of a set: those that begin like it up to `branch` and do not go on from there to `banned`.
  private struct Candidate {
    var path: Path
    var branch: Int
    var banned: [UInt32]

    static func precedes(_ one: Candidate, _ other: Candidate) -> Bool {
      one.path.length != other.path.length
        ? one.path.length < other.path.length
        : one.path.vertices.lexicographicallyPrecedes(other.path.vertices)
    }
  }

  /// Nil where there are ways whose length is above the largest number, and no other.
  private static func paths(
    _ graph: Graph, _ source: Int, _ target: Int, _ count: Int, _ control: RunControl
  ) throws(Cancelled) -> [Path]? {
    var search = try DetourSearch(graph, target: target, control)
    var found: [Path] = []
    // Descending, so that the best is last.
    var waiting: [Candidate] = []
    if let first = try search.run(prefix: [UInt32(source)], length: 0, banned: [], limit: .infinity) {
      waiting.append(Candidate(path: first, branch: 0, banned: []))
    } else if try search.losesLongWays() {
      return nil
    }
    while found.count < count, let best = waiting.popLast() {
      found.append(best.path)
      control.report(0.5 + 0.5 * Double(found.count) / Double(count))
      let vertices = best.path.vertices
      var length = 0.0
      for place in 0..<vertices.count - 1 where found.count < count {
        if place >= best.branch {
          let banned = (place == best.branch ? best.banned : []) + [vertices[place + 1]]
          // Once as many as are wanted wait, only what comes before the last of them counts.
          let limit = waiting.count < count - found.count ? Double.infinity : waiting[0].path.length
          let prefix = Array(vertices[...place])
          if let path = try search.run(prefix: prefix, length: length, banned: banned, limit: limit) {
            let candidate = Candidate(path: path, branch: place, banned: banned)
            let index = waiting.firstIndex { Candidate.precedes($0, candidate) } ?? waiting.count
            waiting.insert(candidate, at: index)
            if waiting.count > count - found.count { waiting.removeFirst() }
          }
        }
        length += search.weight(vertices[place], vertices[place + 1])
      }
    }
    return found
  }
}
