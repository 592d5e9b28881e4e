import GraphStorage

/// The strongest ties of every vertex: its `k` arcs of largest weight, equal weights to the smaller vertex.
///
/// Each row is walked once with the best so far: a sorted list of up to 32 places, a heap of more, where a row of
/// ascending weights would move a whole list for each arc. Measured (Kronecker and social, scale 20, two threads): lists alone
/// take for 10, 40, 200 and 1,000 places 0.13, 0.31, 1.0 and 3.9 s and 0.33, 0.54, 0.63 and 0.64 s; heaps alone 0.23, 0.40, 0.73
/// and 1.4, and 0.41, 0.69, 0.73 and 0.8. Without weights every arc counts 1, so the smallest
/// neighbours are listed, which are the first of the row: no other arc is read. Rows are in ascending order of vertex,
/// strongest first.
/// Each column is given back once copied. Estimate over measured peak: 1.15 to 1.3 on Kronecker, uniform and social
/// graphs of scale 18 and 20; it is formed from classes of degrees, as few vertices of a Kronecker graph have k arcs.
/// - Complexity: O(arcs × log k), near O(arcs) where few arcs enter the list; O(vertices × k) without weights.
public enum StrongestNeighbours {
  public struct Table: Equatable, Sendable {
    public let sources: [UInt32]
    public let targets: [UInt32]
    public let weights: [Double]
  }

  static let entry = KernelEntry(
    "strongest-neighbours", family: "structure", summary: "The heaviest arcs of every vertex",
    parameters: [.integer("k", "arcs for each vertex at most", 1...1000, default: 10)],
    bytes: 8 * .n + 24 * .rowHeads("k"), operations: .n + .m
  ) { graph, values, control throws(KernelError) in
    let table = try run(graph, count: values.integer("k"), control)
    return KernelResult(
      rows: .pairs(sources: table.sources, targets: table.targets), columns: [("weight", .reals(table.weights))])
  }

  /// - Precondition: `count >= 1`.
  public static func run(
    _ graph: Graph, count: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Table {
    precondition(count >= 1, "at least one neighbour is asked for")
    let vertexCount = graph.vertexCount
    return try stoppable { () throws(Cancelled) in
      let starts = MutableColumn<Int>(repeating: 0, count: vertexCount + 1)
      for vertex in 0..<vertexCount {
        if vertex & 0xFFFF == 0 { try control.checkCancelled() }
        starts[vertex + 1] = starts[vertex] + min(count, graph.degree(vertex))
      }
      let places = starts.frozen()
      // SAFETY: every place of both belongs to a vertex with at least as many arcs as places, which writes it.
      var best: MutableColumn<UInt32>? = unsafe MutableColumn(unwritten: places[vertexCount])
      // SAFETY: as above.
      var heaviest: MutableColumn<Double>? = unsafe MutableColumn(unwritten: places[vertexCount])
      if let best, let heaviest {
        let ranges = BalancedRanges(graph.offsets)
        try parallelPieces(ranges.count, control.part(0...0.8), reporting: true) { piece, _ in
          for vertex in ranges[piece] {
            let places = places[vertex]..<places[vertex + 1]
            guard let arcWeights = graph.weights else {
              takeFirst(graph, vertex, places, best, heaviest)
              continue
            }
            let isDone =
              places.count > 32
              ? rank(graph, vertex, arcWeights, places, best, heaviest, control)
              : list(graph, vertex, arcWeights, places, best, heaviest, control)
            if !isDone { return }
          }
        }
      }
      // Each column goes back as soon as it is copied.
      let weights = try heaviest?.frozen().array(control) { $0 } ?? []
      heaviest = nil
      control.report(0.9)
      let targets = try best?.frozen().array(control) { $0 } ?? []
      best = nil
      control.report(0.95)
      let sources = try repeated(vertices: vertexCount, total: targets.count, control) {
        places[$0 + 1] - places[$0]
      }
      return Table(sources: sources, targets: targets, weights: weights)
    }
  }

  /// All weights are equal, and targets ascend.
  private static func takeFirst(
    _ graph: Graph, _ vertex: Int, _ places: Range<Int>, _ targets: MutableColumn<UInt32>,
    _ weights: MutableColumn<Double>
  ) {
    let first = graph.row(vertex).lowerBound
    for place in 0..<places.count {
      targets[places.lowerBound + place] = graph.targets[first + place]
      weights[places.lowerBound + place] = 1
    }
  }

  /// With a heap. False where told to stop, which is asked in long rows only; so is `list`.
  private static func rank(
    _ graph: Graph, _ vertex: Int, _ arcWeights: Column<Double>, _ places: Range<Int>,
    _ targets: MutableColumn<UInt32>, _ weights: MutableColumn<Double>, _ control: RunControl
  ) -> Bool {
    var best = BestPlaces(targets, weights, places: places)
    let row = graph.row(vertex)
    for arc in row {
      if (arc - row.lowerBound) & 0x3FFF == 0x3FFF, control.isCancelled { return false }
      _ = best.offer(graph.targets[arc], arcWeights[arc])
    }
    best.sort()
    return true
  }

  @inline(__always)
  private static func list(
    _ graph: Graph, _ vertex: Int, _ arcWeights: Column<Double>, _ places: Range<Int>,
    _ targets: MutableColumn<UInt32>, _ weights: MutableColumn<Double>, _ control: RunControl
  ) -> Bool {
    let start = places.lowerBound
    let limit = places.count
    let row = graph.row(vertex)
    var held = 0
    for arc in row {
      if (arc - row.lowerBound) & 0xFFFF == 0xFFFF, control.isCancelled { return false }
      let weight = arcWeights[arc]
      // Targets ascend, so an equal weight that comes later is never better.
      if held == limit, weight <= weights[start + held - 1] { continue }
      var place = held < limit ? held : held - 1
      while place > 0, weights[start + place - 1] < weight {
        weights[start + place] = weights[start + place - 1]
        targets[start + place] = targets[start + place - 1]
        place -= 1
      }
      weights[start + place] = weight
      targets[start + place] = graph.targets[arc]
      held = min(held + 1, limit)
    }
    return true
  }
}
