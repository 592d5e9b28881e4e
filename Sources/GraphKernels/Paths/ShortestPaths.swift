import GraphStorage

/// Shortest paths from one vertex to all others, by the sum of weights; without weights every arc has length 1.
///
/// Paper: Meyer and Sanders, "Δ-stepping: a parallelizable shortest path algorithm" (2003), with the bin fusion of
/// Zhang et al., "Optimizing ordered graph algorithms with GraphIt" (2020). Deviation: light and heavy arcs are not
/// told apart, and bins beyond the 512 nearest are one, so that weights of any range do. Sums are added from the source
/// on; a distance is the least of them over all walks, exactly.
/// Tried and measured (Kronecker scale 20, weights 1 to 255, degree order): bins of half the mean weight by the mean
/// degree read each arc 1.11 times, 8 times wider ones 2.5 times at 1.6 times the time. All vertices below the first
/// open one are done, so arcs to them are skipped by halving the row: in degree order this leaves 0.93 arcs to read
/// instead of 1.11; on a uniform graph it changes nothing. The rows of 48 vertices are looked at together before any
/// is walked, and targets an arc brings nearer are collected without branches before the atomic operations: 193 ms for
/// 286 without either on a uniform graph of scale 20, where two of three vertices that wait in a bin have been improved
/// since, so that putting them there and passing them over counts: done cheaply, 151 ms (GAP 304), on Kronecker 20 92 (GAP
/// 172). Asking for lines to be written before the atomic operations changed nothing.
/// Estimate over measured peak, two threads: 1.0 on uniform 20, 1.3 to 1.9 on Kronecker 20; one thread needs less (2.0).
/// - Complexity: O(vertices + arcs) steps in expectation where weights are random; each arc may be read again whenever
///   its source falls, at worst as often as there are vertices.
public enum ShortestPaths {
  public struct Tree: Equatable, Sendable {
    /// The length of a shortest path; infinity where there is none.
    public let distances: Column<Double>
    /// The vertex before on a shortest path: the smallest id of those nearer whose distance and weight add up to
    /// exactly the distance here. Where a weight is lost in rounding and no nearer one does, the smallest that leads
    /// here by the fewest such arcs. `KernelResult.none` for the source and where unreachable.
    public let parents: Column<UInt32>?
  }

  static let entry = KernelEntry(
    "shortest-paths", family: "paths", summary: "Weighted distances from a source, and parents if asked for",
    parameters: [
      .vertex("source", "where the paths start"),
      .flag("parents", "also the smallest vertex before each on a shortest path"),
    ],
    bytes: .constant(65_536) * .threads + 31 * .n + 8 * .levelArcs + 8 * .parameter("parents") * .n, operations: .n + 2 * .m
  ) { graph, values, control throws(KernelError) in
    let tree = try run(graph, source: values.vertex("source"), parents: values.flag("parents"), control)
    let distances = try stoppable { () throws(Cancelled) in try tree.distances.array(control) { $0 } }
    var columns: [(name: String, values: KernelResult.Values)] = [("distance", .reals(distances))]
    if let parents = tree.parents { columns.append(("parent", .vertices(parents))) }
    return KernelResult(
      rows: .vertices, columns: columns, figures: [("reached", .integer(distances.count { $0 < .infinity }))])
  }

  /// - Precondition: `source` is a vertex of `graph`.
  /// - Throws: `KernelError.noResult` where a shortest path is longer than the largest number, `KernelError.cancelled`.
  public static func run(
    _ graph: Graph, source: Int, parents: Bool = false, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Tree {
    precondition(source >= 0 && source < graph.vertexCount, "the source is a vertex")
    let tree: Tree? = try stoppable { () throws(Cancelled) in
      guard let weights = graph.weights, let inWeights = graph.inWeights else {
        let search = try levels(graph.outRows, back: graph.inRows, source: source, control)
        return Tree(
          distances: try lengths(search, control), parents: parents ? search.parents.values.frozen() : nil)
      }
      let distances = try distances(graph.outRows, back: graph.inRows, weights, source: source, control)
      if try losesLongWays(distances, graph.outRows, back: graph.inRows, control) { return nil }
      return Tree(
        distances: distances,
        parents: parents ? try Self.parents(distances, graph.inRows, inWeights, source: source, control) : nil)
    }
    guard let tree else { throw .beyondRange(kernel: entry.name) }
    return tree
  }

  /// Distances alone, along the arcs of `rows`.
  static func distances(
    _ rows: ArcRows, back: ArcRows, _ weights: Column<Double>?, source: Int, _ control: RunControl
  ) throws(Cancelled) -> Column<Double> {
    guard let weights else { return try lengths(levels(rows, back: back, source: source, control), control) }
    let search = try DeltaStepping(rows: rows, weights: weights, control)
    try search.run(source: source)
    return search.distances.values.frozenReals()
  }

  private static func levels(
    _ rows: ArcRows, back: ArcRows, source: Int, _ control: RunControl
  ) throws(Cancelled) -> LevelSearch {
    let search = try LevelSearch(out: rows, back: back, control, share: 0...0.9)
    _ = try search.run(sources: [UInt32(source)], maximumDepth: rows.vertexCount)
    return search
  }

  private static func lengths(_ search: LevelSearch, _ control: RunControl) throws(Cancelled) -> Column<Double> {
    let steps = search.distances.values
    // SAFETY: the loop writes every place.
    let distances = unsafe MutableColumn<Double>(unwritten: steps.count)
    try parallelRanges(steps.count, grain: 1 << 16, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices.
        let step = unsafe steps[unchecked: vertex]
        unsafe distances[unchecked: vertex] = step == KernelResult.none ? .infinity : Double(step)
      }
    }
    return distances.frozen()
  }

  private static func parents(
    _ distances: Column<Double>, _ back: ArcRows, _ weights: Column<Double>, source: Int, _ control: RunControl
  ) throws(Cancelled) -> Column<UInt32> {
    let parents = MutableColumn<UInt32>(repeating: KernelResult.none, count: back.vertexCount)
    let orphans = AtomicWords(repeating: 0, count: 1)
    try parallelRanges(back.vertexCount, grain: 1_024, control) { range in
      let (offsets, targets) = (back.offsets, back.targets)
      var missing = 0
      for vertex in range {
        // SAFETY: ranges cover the vertices; rows and weights were validated when the graph was built.
        let distance = unsafe distances[unchecked: vertex]
        if distance == .infinity || vertex == source { continue }
        var arc = unsafe offsets[unchecked: vertex]
        let end = unsafe offsets[unchecked: vertex &+ 1]
        while arc < end {
          let other = unsafe targets[unchecked: arc]
          let before = unsafe distances[unchecked: Int(other)]
          if unsafe before < distance && before + weights[unchecked: arc] == distance {
            unsafe parents[unchecked: vertex] = other
            break
          }
          arc &+= 1
        }
        if arc == end { missing &+= 1 }
      }
      if missing > 0 { orphans.add(missing) }
    }
    if orphans.values[0] > 0 { try adopt(parents, distances, back, weights, source: source, control) }
    return parents.frozen()
  }

  /// Parents for vertices as far as all that lead to them: in rounds, from those that have one.
  private static func adopt(
    _ parents: MutableColumn<UInt32>, _ distances: Column<Double>, _ back: ArcRows, _ weights: Column<Double>,
    source: Int, _ control: RunControl
  ) throws(Cancelled) {
    var orphans = (0..<back.vertexCount).filter {
      parents[$0] == KernelResult.none && $0 != source && distances[$0] < .infinity
    }
    while !orphans.isEmpty {
      var found: [(vertex: Int, parent: UInt32)] = []
      for vertex in orphans {
        try control.checkCancelled()
        let arcs = back.offsets[vertex]..<back.offsets[vertex + 1]
        let arc = arcs.first { arc in
          let other = Int(back.targets[arc])
          return distances[other] + weights[arc] == distances[vertex]
            && (other == source || parents[other] != KernelResult.none)
        }
        if let arc { found.append((vertex, back.targets[arc])) }
      }
      for (vertex, parent) in found { parents[vertex] = parent }
      orphans.removeAll { parents[$0] != KernelResult.none }
    }
  }
}
