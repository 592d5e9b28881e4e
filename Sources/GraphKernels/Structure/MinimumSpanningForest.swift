import GraphStorage

/// Minimum spanning forest: the edges of least weight that connect all that is connected; of equal weights the edge
/// whose smaller, then larger end is smaller goes first, so that there is one answer. Without weights all are 1.
///
/// Paper: Borůvka (1926): every component takes its least edge to another, in rounds. Deviation: the forest is the same
/// whichever components choose in a round, so after the first the component that looks largest does not, and the rows
/// of its hubs are not read again.
/// Tried and measured (scale 20, degree order, two threads; social, Kronecker, uniform): reading all rows in each round and
/// seeking each chosen arc by halving, 470, 160 and 670 ms in one run; each vertex holding its four least arcs
/// (`LeastArcs`), and an edge standing where the root was that chose it, 330, 100 and 370; putting an arc among the four
/// without a branch, 300, 80 and 370. Letting the largest component choose too took 1.66 times as long on Kronecker (before
/// that), on a uniform graph the same. Letting only vertices of few arcs choose in the first round saves nothing.
/// - Complexity: O(arcs log vertices) at worst; on contact graphs a fraction of the arcs is read, some more than once.
public enum MinimumSpanningForest {
  public struct Forest: Equatable, Sendable {
    /// Edges by ascending smaller, then larger end; `sources[i] < targets[i]`.
    public let sources: [UInt32]
    public let targets: [UInt32]
    public let weights: [Double]
    /// Trees, lone vertices among them.
    public let treeCount: Int
    /// The sum of `weights`, added in their order.
    public let totalWeight: Double
  }

  static let entry = KernelEntry(
    "minimum-spanning-forest", family: "structure", summary: "Edges of least weight that connect what is connected",
    needs: [.undirected], bytes: 44 * .n + 32 * (.weighted * .n), operations: .n + 2 * .m
  ) { graph, _, control throws(KernelError) in
    let forest = try run(graph, control)
    return KernelResult(
      rows: .pairs(sources: forest.sources, targets: forest.targets), columns: [("weight", .reals(forest.weights))],
      figures: [("trees", .integer(forest.treeCount)), ("total_weight", .real(forest.totalWeight))])
  }

  /// - Throws: `KernelError.needsUndirected` for a directed graph.
  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Forest {
    guard !graph.isDirected else { throw .needsUndirected(kernel: entry.name) }
    return try stoppable { () throws(Cancelled) in
      try forest(LeastEdgeSearch.run(graph, control), vertexCount: graph.vertexCount, control)
    }
  }

  private static func forest(
    _ edges: LeastEdgeSearch.Edges, vertexCount: Int, _ control: RunControl
  ) throws(Cancelled) -> Forest {
    let (ends, bits) = (edges.ends, edges.weights)
    let places = try sorted(ends, vertexCount: vertexCount, control)
    let count = places.count
    let sources = try parallelArray(count: count, control) { UInt32(truncatingIfNeeded: ends[Int(places[$0])] &>> 32) }
    let targets = try parallelArray(count: count, control) { UInt32(truncatingIfNeeded: ends[Int(places[$0])]) }
    let weights = try parallelArray(count: count, control) { Double(bitPattern: bits[Int(places[$0])]) }
    var total = 0.0
    for place in 0..<count {
      if place & 0xFFFF == 0 { try control.checkCancelled() }
      total += weights[place]
    }
    return Forest(
      sources: sources, targets: targets, weights: weights, treeCount: vertexCount - count, totalWeight: total)
  }

  /// The places of the edges, by smaller, then larger end.
  private static func sorted(
    _ ends: MutableColumn<UInt64>, vertexCount: Int, _ control: RunControl
  ) throws(Cancelled) -> MutableColumn<UInt32> {
    var count = 0
    for vertex in 0..<vertexCount {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      count += ends[vertex] == LeastEdgeSearch.none ? 0 : 1
    }
    // SAFETY: as many are written below.
    let places = unsafe MutableColumn<UInt32>(unwritten: count)
    var next = 0
    for vertex in 0..<vertexCount {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      if ends[vertex] == LeastEdgeSearch.none { continue }
      places[next] = UInt32(truncatingIfNeeded: vertex)
      next += 1
    }
    let byLarger = try sorted(places, vertexCount: vertexCount, control) { ends[Int($0)] & 0xFFFF_FFFF }
    return try sorted(byLarger, vertexCount: vertexCount, control) { ends[Int($0)] &>> 32 }
  }

  /// Places by ascending `vertex`, equal ones in their order: a counting sort.
  @inline(__always)
  private static func sorted(
    _ places: MutableColumn<UInt32>, vertexCount: Int, _ control: RunControl, _ vertex: (UInt32) -> UInt64
  ) throws(Cancelled) -> MutableColumn<UInt32> {
    // `cursors[v + 1]` counts v at first, `cursors[v]` is then where the next of v goes.
    let cursors = MutableColumn<UInt32>(repeating: 0, count: vertexCount + 1)
    for place in 0..<places.count {
      if place & 0xFFFF == 0 { try control.checkCancelled() }
      cursors[Int(vertex(places[place])) + 1] &+= 1
    }
    for place in 0..<vertexCount {
      if place & 0xFFFF == 0 { try control.checkCancelled() }
      cursors[place + 1] &+= cursors[place]
    }
    // SAFETY: cursors lead to each place once.
    let result = unsafe MutableColumn<UInt32>(unwritten: places.count)
    for place in 0..<places.count {
      if place & 0xFFFF == 0 { try control.checkCancelled() }
      let key = Int(vertex(places[place]))
      result[Int(cursors[key])] = places[place]
      cursors[key] &+= 1
    }
    return result
  }
}
