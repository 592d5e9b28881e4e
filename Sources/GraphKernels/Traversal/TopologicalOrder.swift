import GraphStorage

/// Topological order: every vertex after all that have an arc to it, as far as there are no cycles.
///
/// Paper: Kahn, "Topological sorting of large networks" (1962), a level at a time by all threads. A vertex's level is
/// the length of the longest walk that ends there; the order goes by level, then by id, so it is the same for any
/// number of threads. A vertex on a cycle, or behind one, has no level. An undirected edge is a cycle.
/// Measured on a Kronecker graph of scale 20 whose arcs lead to larger numbers: 105 ms on one thread and on two, 85 on one
/// whose counts of arcs are not lowered atomically; not kept, as there would be two loops. No other order of work was tried.
/// - Complexity: O(vertices + arcs + sorting of the levels).
public enum TopologicalOrder {
  public struct Order: Equatable, Sendable {
    /// -1 on or behind a cycle.
    public let levels: Column<Int32>
    /// The vertices that have a level, in order.
    public let vertices: Column<UInt32>
    public let levelCount: Int
    public var isAcyclic: Bool { vertices.count == levels.count }
  }

  static let entry = KernelEntry(
    "topological-order", family: "traversal", summary: "Place in an order along the arcs, and longest walk to each",
    bytes: 28 * .n, operations: .n + .m
  ) { graph, _, control throws(KernelError) in
    let order = try run(graph, control)
    var places = [Int64](repeating: -1, count: graph.vertexCount)
    for (place, vertex) in order.vertices.enumerated() { places[Int(vertex)] = Int64(place) }
    return KernelResult(
      rows: .vertices, columns: [("place", .integers(places)), ("level", .integers(order.levels.map(Int64.init)))],
      figures: [
        ("acyclic", .flag(order.isAcyclic)), ("levels", .integer(order.levelCount)),
        ("ordered", .integer(order.vertices.count)),
      ])
  }

  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Order {
    do throws(Cancelled) { return try order(graph, control) } catch { throw KernelError(error) }
  }

  private static func order(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> Order {
    let count = graph.vertexCount
    // SAFETY: the loop writes every place; a place of the queue is written before it is read.
    let waiting = unsafe AtomicColumn(unwritten: count)
    let queue = unsafe MutableColumn<UInt32>(unwritten: count)
    let levels = try filledColumn(KernelResult.none, count: count, control)
    try parallelRanges(count, grain: 1 << 16, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices; offsets have one place more.
        let degree = unsafe graph.inOffsets[unchecked: vertex &+ 1] &- graph.inOffsets[unchecked: vertex]
        unsafe waiting.store(UInt32(truncatingIfNeeded: degree), unchecked: vertex)
      }
    }
    var end = 0
    for vertex in 0..<count {
      if vertex & 0xF_FFFF == 0 { try control.checkCancelled() }
      if graph.inOffsets[vertex] != graph.inOffsets[vertex + 1] { continue }
      queue[end] = UInt32(vertex)
      end += 1
    }
    var start = 0
    var level = UInt32(0)
    let (offsets, targets) = (graph.offsets, graph.targets)
    while start < end {
      let (first, last, depth) = (start, end, level)
      let counter = AtomicWords(repeating: 0, count: 1)
      try parallelRanges(last - first, grain: 256, control) { range in
        var found: [UInt32] = []
        for place in first &+ range.lowerBound..<first &+ range.upperBound {
          // SAFETY: places of the level hold vertices; rows were validated when the graph was built.
          let vertex = unsafe Int(queue[unchecked: place])
          unsafe levels[unchecked: vertex] = depth
          for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
            let target = unsafe targets[unchecked: arc]
            // -1: the last arc to the target opens it.
            if unsafe waiting.add(UInt32.max, unchecked: Int(target)) == 1 { found.append(target) }
          }
        }
        // SAFETY: a vertex is opened once, so all fit the queue; each piece writes a stretch of its own.
        var place = unsafe last &+ Int(counter.add(UInt64(found.count), unchecked: 0))
        for vertex in found {
          unsafe queue[unchecked: place] = vertex
          place &+= 1
        }
      }
      start = last
      end = last + Int(counter.values[0])
      try sort(queue, start..<end, control)
      level += 1
      control.report(Double(end) / Double(count))
    }
    return Order(levels: levels.frozenSigned(), vertices: queue.frozen(end), levelCount: Int(level))
  }

  private static func sort(
    _ queue: MutableColumn<UInt32>, _ places: Range<Int>, _ control: RunControl
  ) throws(Cancelled) {
    if places.count < 2 { return }
    let sorted = try places.map { queue[$0] }.sortedInSteps(control)
    for (place, vertex) in zip(places, sorted) { queue[place] = vertex }
  }
}
