import GraphStorage

/// The diameter: the largest distance in steps between two vertices of the largest component (the one with the
/// smallest vertex among equals).
///
/// Paper: Crescenzi et al., "On computing the diameter of real-world undirected graphs" (iFUB, 2013). Four searches
/// from ends to ends give a lower bound, and a central vertex; twice its farthest distance is an upper one. Where the
/// exact value is asked for, vertices are searched from the outside in, 64 at a time, until the bounds meet.
/// Measured (Kronecker scale 20): the bounds are 7 and 8 after 5 searches, and meet after 708 more, which take 4 times
/// as long as the first, being 64 at a time.
/// - Complexity: O(vertices + arcs) for the bounds; exact at worst as much for each vertex, on contact graphs mostly a
///   few dozen times. `upper - lower` tells how far the bounds were apart.
public enum Diameter {
  public struct Bounds: Equatable, Sendable {
    /// The distance of `ends`.
    public let lower: Int
    /// No two vertices are farther apart.
    public let upper: Int
    /// Two vertices at distance `lower`; empty in a graph without vertices.
    public let ends: [UInt32]
    /// How many vertices were searched from.
    public let searches: Int
  }

  static let entry = KernelEntry(
    "diameter", family: "traversal", summary: "The largest distance in the largest component, or bounds for it",
    parameters: [.flag("exact", "search on until the bounds meet, however long it takes")], needs: [.undirected],
    bytes: 30 * .n + 8 * .levelArcs + 30 * .parameter("exact") * .n, operations: .n + 6 * .m + .parameter("exact") * .m
  ) { graph, values, control throws(KernelError) in
    let bounds = try run(graph, exact: values.flag("exact"), control)
    return KernelResult(
      rows: .list(count: bounds.ends.count), columns: [("end", .vertices(Column(bounds.ends)))],
      figures: [
        ("lower", .integer(bounds.lower)), ("upper", .integer(bounds.upper)), ("searches", .integer(bounds.searches)),
      ])
  }

  /// - Throws: `KernelError.needsUndirected` for a directed graph.
  public static func run(
    _ graph: Graph, exact: Bool = false, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Bounds {
    guard !graph.isDirected else { throw .needsUndirected(kernel: entry.name) }
    if graph.vertexCount == 0 { return Bounds(lower: 0, upper: 0, ends: [], searches: 0) }
    do throws(Cancelled) { return try bounds(graph, exact: exact, control) } catch { throw KernelError(error) }
  }

  private static func bounds(_ graph: Graph, exact: Bool, _ control: RunControl) throws(Cancelled) -> Bounds {
    // From the vertex of the most arcs to one farthest from it, on to one farthest from that, and to the middle of
    // their path; once more from there.
    var centre = try largestDegree(graph, control)
    var (lower, ends) = (0, [centre, centre])
    var searches = 0
    for _ in 0..<2 {
      let outward = try search(from: centre, graph, control, number: searches)
      let first = farthest(outward)
      let across = try search(from: first, graph, control, number: searches + 1)
      let second = farthest(across)
      searches += 2
      let length = Int(across.distances.values[Int(second)])
      if length > lower { (lower, ends) = (length, [min(first, second), max(first, second)]) }
      centre = second
      for _ in 0..<length / 2 { centre = across.parents.values[Int(centre)] }
    }
    let inner = try search(from: centre, graph, control, number: searches)
    searches += 1
    let radius = Int(inner.distances.values[Int(farthest(inner))])
    if radius > lower { (lower, ends) = (radius, [min(centre, farthest(inner)), max(centre, farthest(inner))]) }
    var upper = max(lower, 2 * radius)
    if !exact || lower == upper { return Bounds(lower: lower, upper: upper, ends: ends, searches: searches) }
    // All pairs with an end at depth `depth` or beyond have been looked at; the others are at most 2 (depth - 1) apart.
    let words = try BitParallelSearch(out: graph.outRows, back: graph.inRows, control)
    var depth = radius
    while lower < upper {
      let fringe = (0..<graph.vertexCount).filter { Int(inner.distances.values[$0]) == depth }.map { UInt32($0) }
      for start in stride(from: 0, to: fringe.count, by: 64) {
        let sources = fringe[start..<min(start + 64, fringe.count)]
        var reached = 0
        var far = KernelResult.none
        var near = KernelResult.none
        try words.run(sources: sources) { level, new throws(Cancelled) in
          reached = level
          if level <= lower { return }
          for vertex in 0..<new.count where new[vertex] != 0 {
            far = UInt32(vertex)
            near = sources[sources.startIndex + new[vertex].trailingZeroBitCount]
            break
          }
        }
        searches += sources.count
        if reached > lower { (lower, ends) = (reached, [min(near, far), max(near, far)]) }
        if lower == upper { break }
      }
      upper = max(lower, min(upper, 2 * (depth - 1)))
      depth -= 1
      control.report(1 - 0.8 * Double(depth) / Double(radius))
    }
    return Bounds(lower: lower, upper: lower, ends: ends, searches: searches)
  }

  /// The vertex of the most arcs in the largest component, the smallest among equals.
  private static func largestDegree(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> UInt32 {
    let components = try ConnectedComponents.components(graph, control.part(0...0))
    let sizes = MutableColumn<UInt32>(repeating: 0, count: graph.vertexCount)
    for root in components { sizes[Int(root)] += 1 }
    var largest = 0
    for root in 0..<sizes.count where sizes[root] > sizes[largest] { largest = root }
    var best = largest
    for vertex in 0..<graph.vertexCount
    where components[vertex] == UInt32(largest) && graph.degree(vertex) > graph.degree(best) {
      best = vertex
    }
    return UInt32(best)
  }

  private static func search(
    from vertex: UInt32, _ graph: Graph, _ control: RunControl, number: Int
  ) throws(Cancelled) -> LevelSearch {
    let share = 0.04 * Double(number)...0.04 * Double(number + 1)
    let search = try LevelSearch(out: graph.outRows, back: graph.inRows, control, share: share)
    _ = try search.run(sources: [vertex], maximumDepth: graph.vertexCount)
    return search
  }

  /// The smallest of the vertices at the largest distance.
  private static func farthest(_ search: LevelSearch) -> UInt32 {
    let distances = search.distances.values
    var (best, most) = (UInt32(0), -1)
    for vertex in 0..<distances.count {
      let distance = distances[vertex]
      if distance != KernelResult.none, Int(distance) > most { (best, most) = (UInt32(vertex), Int(distance)) }
    }
    return best
  }
}
