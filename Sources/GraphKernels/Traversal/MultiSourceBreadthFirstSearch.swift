import GraphStorage

/// Breadth-first searches from many sources, 64 at a time, one bit a source.
///
/// Paper: Then et al., "The more the merrier: efficient multi-source graph traversal" (2014).
/// Result: for each vertex how many of the sources reach it, the distance from the nearest and the sum of the
/// distances from those that do; and the distances from each source where they are asked for. A source reaches itself
/// at distance 0.
/// What was measured stands with `DistanceHistogram`, which runs the same searches.
/// - Complexity: O(levels × (vertices + arcs)) for every 64 sources.
public enum MultiSourceBreadthFirstSearch {
  public struct Reach: Equatable, Sendable {
    /// How many sources reach the vertex.
    public let counts: Column<UInt32>
    /// Steps from the nearest source; -1 where none reaches the vertex.
    public let nearest: Column<Int32>
    /// The sum of the distances from the sources that reach the vertex.
    public let totals: Column<Int64>
    /// For each source, in the order given, the distances to all vertices (-1 where unreachable); empty where they
    /// were not asked for.
    public let distances: [Column<Int32>]
  }

  static let entry = KernelEntry(
    "multi-source-breadth-first-search", family: "traversal",
    summary: "How many of the sources reach each vertex, and from how far",
    parameters: [
      .vertices("sources", "where the searches start, all different"),
      .flag("each", "one column of distances for each source, in their order"),
    ],
    bytes: 72 * .n + 12 * (.n * .parameter("each") * .parameter("sources")),
    operations: .n + .m + 0.2 * (.parameter("sources") * (.n + .m))
  ) { graph, values, control throws(KernelError) in
    let sources = values.vertices("sources")
    guard Set(sources).count == sources.count else {
      throw .badParameter(name: "sources", expected: "vertices that are all different")
    }
    let reach = try run(graph, sources: sources, each: values.flag("each"), control)
    var columns: [(name: String, values: KernelResult.Values)] = []
    func add(_ name: String, _ column: Column<Int32>) throws(KernelError) {
      if control.isCancelled { throw .cancelled }
      columns.append((name, .integers(column.map { Int64($0) })))
    }
    columns.append(("sources", .integers(reach.counts.map { Int64($0) })))
    try add("nearest", reach.nearest)
    if control.isCancelled { throw .cancelled }
    columns.append(("total", .integers(reach.totals.array())))
    // By place: the number of a source is not its name outside, and depends on how the graph is numbered.
    for (place, distances) in reach.distances.enumerated() { try add("distance_\(place + 1)", distances) }
    return KernelResult(
      rows: .vertices, columns: columns,
      figures: [("reached", .integer(reach.counts.count { $0 > 0 }))])
  }

  /// - Parameters:
  ///   - sources: vertices, all different.
  ///   - each: whether to keep the distances from each source too, 4 bytes a vertex and source.
  public static func run(
    _ graph: Graph, sources: [UInt32], each: Bool = false, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Reach {
    precondition(sources.allSatisfy { Int($0) < graph.vertexCount }, "the sources are vertices")
    let vertexCount = graph.vertexCount
    do throws(Cancelled) {
      let counts = try filledColumn(UInt32(0), count: vertexCount, control)
      let nearest = try filledColumn(Int32(-1), count: vertexCount, control)
      let totals = try filledColumn(Int64(0), count: vertexCount, control)
      var columns: [MutableColumn<Int32>] = []
      for _ in sources where each { columns.append(try filledColumn(-1, count: vertexCount, control)) }
      let distances = columns
      let search = try BitParallelSearch(out: graph.outRows, back: graph.inRows, control)
      for start in stride(from: 0, to: sources.count, by: 64) {
        let batch = start..<min(start + 64, sources.count)
        try search.run(sources: sources[batch]) { depth, new throws(Cancelled) in
          // Nobody knows how many levels follow.
          let level = Double(batch.count) * (1 - 1 / Double(depth + 1))
          control.report((Double(batch.lowerBound) + level) / Double(sources.count))
          let step = Int32(truncatingIfNeeded: depth)
          try parallelRanges(vertexCount, grain: 16_384, control) { range in
            for vertex in range {
              // SAFETY: ranges cover the vertices, and each is in one range.
              var bits = unsafe new[unchecked: vertex]
              guard bits != 0 else { continue }
              unsafe counts[unchecked: vertex] &+= UInt32(truncatingIfNeeded: bits.nonzeroBitCount)
              unsafe totals[unchecked: vertex] &+= Int64(depth) &* Int64(bits.nonzeroBitCount)
              let known = unsafe nearest[unchecked: vertex]
              if known < 0 || step < known { unsafe nearest[unchecked: vertex] = step }
              guard each else { continue }
              while bits != 0 {
                unsafe distances[batch.lowerBound &+ bits.trailingZeroBitCount][unchecked: vertex] = step
                bits &= bits &- 1
              }
            }
          }
        }
        control.report(Double(batch.upperBound) / Double(sources.count))
      }
      return Reach(
        counts: counts.frozen(), nearest: nearest.frozen(), totals: totals.frozen(),
        distances: distances.map { $0.frozen() })
    } catch { throw KernelError(error) }
  }
}
