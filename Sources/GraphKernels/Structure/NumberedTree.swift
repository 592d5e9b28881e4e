import GraphStorage

/// Breadth-first trees from the smallest vertex of each component of an undirected graph, numbered so that all that is below a
/// vertex has the numbers behind its own.
///
/// Vertices without arcs are in no tree.
struct NumberedTree {
  /// `KernelResult.none` for roots and for vertices without arcs.
  let parents: MutableColumn<UInt32>
  /// Of each vertex in a tree.
  let numbers: MutableColumn<UInt32>
  /// How many have numbers from a vertex's own on: itself and all below it.
  let sizes: MutableColumn<UInt32>
  /// Level by level.
  private let order: MutableColumn<UInt32>

  /// Two numbers; those of the vertices that a vertex and all below it have arcs to.
  struct Reach: BitwiseCopyable, Sendable {
    var least: UInt32
    var greatest: UInt32
  }

  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    let count = graph.vertexCount
    let components = try ConnectedComponents.components(graph, control.part(0...0.1))
    var roots: [UInt32] = []
    for vertex in 0..<count where components[vertex] == vertex && graph.degree(vertex) > 0 {
      roots.append(UInt32(truncatingIfNeeded: vertex))
    }
    let search = try LevelSearch(out: graph.outRows, back: graph.inRows, control, share: 0.1...0.2)
    let levels = try search.run(sources: roots, maximumDepth: Int.max)
    (parents, order) = (search.parents.values, try Self.order(search.distances.values, levels.counts, control))
    // SAFETY: places of vertices in trees are written, and no others are read.
    unsafe numbers = MutableColumn(unwritten: count)
    sizes = MutableColumn(repeating: 1, count: count)
    try number(control)
  }

  /// The vertices in trees by ascending distance: a counting sort.
  private static func order(
    _ distances: MutableColumn<UInt32>, _ counts: [Int], _ control: RunControl
  ) throws(Cancelled) -> MutableColumn<UInt32> {
    var cursors: [Int] = []
    var total = 0
    for count in counts {
      cursors.append(total)
      total += count
    }
    // SAFETY: as many are written as levels have.
    let order = unsafe MutableColumn<UInt32>(unwritten: total)
    for vertex in 0..<distances.count {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      let distance = distances[vertex]
      if distance == KernelResult.none { continue }
      order[cursors[Int(distance)]] = UInt32(truncatingIfNeeded: vertex)
      cursors[Int(distance)] += 1
    }
    return order
  }

  private func number(_ control: RunControl) throws(Cancelled) {
    for place in stride(from: order.count - 1, through: 0, by: -1) {
      if place & 0xFFFF == 0 { try control.checkCancelled() }
      let vertex = Int(order[place])
      if parents[vertex] != KernelResult.none { sizes[Int(parents[vertex])] &+= sizes[vertex] }
    }
    // Where the next child of each vertex begins.
    // SAFETY: a vertex is met after its parent, and written then.
    let next = unsafe MutableColumn<UInt32>(unwritten: parents.count)
    var root = UInt32(0)
    for place in 0..<order.count {
      if place & 0xFFFF == 0 { try control.checkCancelled() }
      let vertex = Int(order[place])
      let parent = parents[vertex]
      let number: UInt32
      if parent == KernelResult.none {
        number = root
        root &+= sizes[vertex]
      } else {
        number = next[Int(parent)]
        next[Int(parent)] = number &+ sizes[vertex]
      }
      numbers[vertex] = number
      next[vertex] = number &+ 1
    }
  }

  /// For each vertex in a tree the least and the greatest number that it and those below it have arcs to.
  func reach(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> MutableColumn<Reach> {
    let (numbers, targets) = (numbers, graph.targets)
    // SAFETY: written below.
    let reach = unsafe MutableColumn<Reach>(unwritten: graph.vertexCount)
    let ranges = BalancedRanges(graph.offsets)
    try parallelPieces(ranges.count, control) { piece, _ in
      for vertex in ranges[piece] {
        var (least, greatest) = (UInt32.max, UInt32(0))
        for arc in graph.row(vertex) {
          // SAFETY: arcs of a row; whoever is a target is in a tree.
          let number = unsafe numbers[unchecked: Int(targets[unchecked: arc])]
          least = min(least, number)
          greatest = max(greatest, number)
        }
        reach[vertex] = Reach(least: least, greatest: greatest)
      }
    }
    for place in stride(from: order.count - 1, through: 0, by: -1) {
      if place & 0xFFFF == 0 { try control.checkCancelled() }
      let vertex = Int(order[place])
      if parents[vertex] == KernelResult.none { continue }
      let (own, above) = (reach[vertex], reach[Int(parents[vertex])])
      reach[Int(parents[vertex])] = Reach(
        least: min(own.least, above.least), greatest: max(own.greatest, above.greatest))
    }
    return reach
  }
}
