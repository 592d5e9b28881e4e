import GraphStorage

/// Edge betweenness: how many shortest paths pass over an edge.
///
/// Papers: Girvan and Newman (2002), Brandes (2008), by the batches of `PathCounts`; weights do not count. A sample of
/// the sources gives an estimate (scaled up), 0 means all.
/// Result: a row an edge (source < target where undirected), at least 0. `normalised`: divided by the n (n − 1) ordered
/// pairs, an undirected edge over both ways, 0 to 1; `paths`: pairs as they are, in an undirected graph each once.
/// NetworkX's conventions.
/// The scores of arcs are added up by the vertex they leave, one thread a row, so no lock and no order is needed.
/// What was tried and measured stands with `PathCounts`.
/// - Complexity: O(sources × arcs); 190 bytes a vertex and 17 an arc.
public enum EdgeBetweenness {
  static let entry = KernelEntry(
    "edge-betweenness", family: "centrality", summary: "Shortest paths that pass over an edge",
    parameters: [
      .integer("sources", "how many sources are drawn; 0 takes all", 0...Int.max, default: 0),
      .integer("seed", "of the draw", 0...Int.max, default: 1), Betweenness.scaleParameter,
    ],
    bytes: 190 * .n + 17 * .m, operations: .n + .m * .sample("sources")
  ) { graph, values, control throws(KernelError) in
    let sources = values.integer("sources")
    let scores = try run(
      graph, sources: sources > 0 ? sources : nil, seed: UInt64(values.integer("seed")),
      scale: Betweenness.Scale(rawValue: values.choice("scale")) ?? .normalised, control)
    return KernelResult(
      rows: .pairs(sources: scores.sources, targets: scores.targets),
      columns: [("betweenness", .reals(scores.values))])
  }

  public struct Scores: Equatable, Sendable {
    /// One edge a place, ascending.
    public let sources: [UInt32]
    public let targets: [UInt32]
    public let values: [Double]
  }

  /// - Parameter sources: how many are drawn; nil takes all.
  /// - Throws: `KernelError.noResult` where there are more shortest paths than a number can count (about 10^308).
  public static func run(
    _ graph: Graph, sources: Int? = nil, seed: UInt64 = 1, scale: Betweenness.Scale = .normalised,
    _ control: RunControl = RunControl()
  ) throws(KernelError) -> Scores {
    let count = graph.vertexCount
    let drawn = VertexSample.draw(min(sources ?? count, count), of: count, seed: seed)
    let (scores, arcScores) = try stoppable { () throws(Cancelled) in
      (
        try filledColumn(0.0, count: count, control), try filledColumn(0.0, count: graph.arcCount, control)
      )
    }
    let counted = try stoppable { () throws(Cancelled) in
      try PathBatches.add(graph, sources: drawn, to: scores, arcScores: arcScores, control.part(0...0.95))
    }
    guard counted else {
      throw .noResult(kernel: entry.name, reason: "more shortest paths than a floating-point number can count")
    }
    let whole = Double(count) * Double(max(count, 1) - 1)
    let factor: Double =
      switch scale {
      case .normalised: whole > 0 ? 1 / whole : 0
      case .paths: graph.isDirected ? 1 : 0.5
      }
    return try edges(graph, arcScores, factor * Double(count) / Double(max(drawn.count, 1)), control)
  }

  private static func edges(
    _ graph: Graph, _ arcScores: MutableColumn<Double>, _ factor: Double, _ control: RunControl
  ) throws(KernelError) -> Scores {
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    var values: [Double] = []
    sources.reserveCapacity(graph.edgeCount)
    targets.reserveCapacity(graph.edgeCount)
    values.reserveCapacity(graph.edgeCount)
    // The arcs towards a vertex are met in the order in which an undirected row lists their twins.
    let cursors = MutableColumn(try stoppable { () throws(Cancelled) in try graph.offsets.array(control) { $0 } })
    var arcs = 0
    for vertex in 0..<graph.vertexCount {
      arcs += graph.degree(vertex) + 1
      if arcs > 1 << 16 {
        if control.isCancelled { throw .cancelled }
        control.report(0.95 + 0.05 * Double(vertex) / Double(graph.vertexCount))
        arcs = 0
      }
      for arc in graph.row(vertex) {
        let target = Int(graph.targets[arc])
        var score = arcScores[arc]
        if !graph.isDirected {
          let twin = cursors[target]
          cursors[target] = twin + 1
          if target < vertex { continue }
          score += arcScores[twin]
        }
        sources.append(UInt32(truncatingIfNeeded: vertex))
        targets.append(UInt32(truncatingIfNeeded: target))
        values.append(score * factor)
      }
    }
    return Scores(sources: sources, targets: targets, values: values)
  }
}
