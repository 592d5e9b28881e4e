import GraphStorage

/// How many vertices are 1, 2, … steps along the arcs away from each vertex, or from each of a sample.
///
/// Every source is searched for by one thread alone, from level to level, and what was found is taken back afterwards, so
/// that a source costs what it reaches and not the graph. For few hops; for distances over all of a graph
/// `DistanceHistogram` searches from 64 sources at once.
///
/// Tried and measured: see `NeighbourhoodWalk`.
/// - Complexity: O(samples × arcs of the vertices within `hops` - 1 steps).
public enum NeighbourhoodSizes {
  public struct Sizes: Equatable, Sendable {
    /// Ascending.
    public let vertices: [UInt32]
    /// `counts[d - 1][i]`: how many vertices are `d` steps away from `vertices[i]`.
    public let counts: [Column<UInt32>]
  }

  static let entry = KernelEntry(
    "neighbourhood-sizes", family: "traversal", summary: "How many vertices are 1, 2, … steps away, for every vertex",
    parameters: [
      .integer("hops", "steps at most", 1...8, default: 2),
      .integer("samples", "vertices to ask for; 0 takes every vertex", 0...Int.max, default: 0),
      .integer("seed", "chooses the sample", 0...Int.max, default: 1),
    ],
    bytes: 4.2 * .n * .threads + 24 * .sample("samples") + 12 * .sample("samples") * .parameter("hops"),
    operations: .n + .sample("samples") * .maximumDegree * .parameter("hops")
  ) { graph, values, control throws(KernelError) in
    let samples = values.integer("samples")
    let found = try run(
      graph, hops: values.integer("hops"), samples: samples, seed: UInt64(values.integer("seed")), control)
    let (number, all) = (found.vertices.count, samples == 0 || samples >= graph.vertexCount)
    return try stoppable { () throws(Cancelled) in
      var within = [Int64](repeating: 0, count: number)
      var columns: [(name: String, values: KernelResult.Values)] = []
      for (place, counts) in found.counts.enumerated() {
        let listed: [Int64] = try counts.array(control) { Int64($0) }
        for entry in listed.indices { within[entry] += listed[entry] }
        columns.append(("at_\(place + 1)", .integers(listed)))
      }
      let total = within.reduce(0, +)
      columns.insert(("within", .integers(within)), at: 0)
      if !all { columns.insert(("vertex", .vertices(Column(found.vertices))), at: 0) }
      return KernelResult(
        rows: all ? .vertices : .list(count: number), columns: columns,
        figures: [
          ("mean_within", .real(number == 0 ? 0 : Double(total) / Double(number))),
          ("most_within", .integer(Int(within.max() ?? 0))),
        ])
    }
  }

  /// - Parameters:
  ///   - hops: steps at most; at least 1.
  ///   - samples: how many vertices, drawn without repetition; 0, or as many as there are, takes all.
  ///   - seed: chooses them.
  public static func run(
    _ graph: Graph, hops: Int, samples: Int = 0, seed: UInt64 = 1, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Sizes {
    precondition(hops >= 1 && samples >= 0, "at least one step, and a number of samples that is not negative")
    let vertices = VertexSample.ascending(samples, of: graph.vertexCount, seed: seed)
    let counts = (0..<hops).map { _ in MutableColumn<UInt32>(repeating: 0, count: vertices.count) }
    return try stoppable { () throws(Cancelled) in
      let rows = graph.outRows
      let walks = (0..<control.threads.value).map { _ in NeighbourhoodWalk(vertexCount: graph.vertexCount) }
      // By arcs, as who has many neighbours reaches more.
      let offsets = MutableColumn<Int>(repeating: 0, count: vertices.count + 1)
      for (place, vertex) in vertices.enumerated() {
        if place & 0xFFFF == 0 { try control.checkCancelled() }
        offsets[place + 1] = offsets[place] + graph.degree(Int(vertex))
      }
      let pieces = BalancedRanges(offsets.frozen(), weight: 1 << 10)
      try parallelPieces(pieces.count, control.part(0...0.95), reporting: true) { piece, worker in
        for place in pieces[piece] {
          let isDone = walks[worker].run(rows, from: vertices[place], hops: hops, control) { depth, number in
            counts[depth - 1][place] = UInt32(truncatingIfNeeded: number)
          }
          if !isDone { return }
        }
      }
      return Sizes(vertices: vertices, counts: counts.map { $0.frozen() })
    }
  }
}
