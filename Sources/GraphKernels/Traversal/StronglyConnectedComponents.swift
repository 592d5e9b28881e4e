import GraphStorage

/// Strongly connected components: vertices that reach each other along the arcs. Of an undirected graph the connected
/// ones.
///
/// Papers: Fleischer, Hendrickson and Pınar, "On identifying strongly connected components in parallel" (2000), for
/// the largest, and Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion, for the rest.
/// What is reached both along and against the arcs from the vertex of the most arcs is one component; in contact graphs
/// it holds nearly all that is in any component of more than one vertex.
/// Tried and measured (directed, 16 arcs a vertex, scale 20, one run): Tarjan's search alone takes 6 times the processor
/// time on a Kronecker graph and 7 times on a uniform one.
/// Result: for each vertex the smallest vertex of its component; a lone vertex is its own.
/// - Complexity: O(vertices + arcs); the search of the rest is one thread's.
public enum StronglyConnectedComponents {
  static let entry = KernelEntry(
    "strongly-connected-components", family: "traversal", summary: "Smallest vertex of each strong component",
    bytes: 8.1 * .n + .constant(65_536) + 20 * .n * .directed + 8 * .levelArcs * .directed, operations: .n + 2 * .m
  ) { graph, _, control throws(KernelError) in
    let components = try run(graph, control)
    return .vertices(
      "component", .classes(components),
      figures: [("components", .integer(components.indices.count { components[$0] == $0 }))])
  }

  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Column<UInt32> {
    guard graph.isDirected else { return try ConnectedComponents.run(graph, control) }
    do throws(Cancelled) {
      let components = try largest(graph, control)
      try rest(components, graph.outRows, control)
      return components.frozen()
    } catch { throw KernelError(error) }
  }

  /// Names the component of the vertex of the most arcs and all vertices that can only be alone; `none` elsewhere.
  private static func largest(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> MutableColumn<UInt32> {
    let count = graph.vertexCount
    let components = MutableColumn<UInt32>(repeating: KernelResult.none, count: count)
    var (pivot, most) = (0, 0)
    for vertex in 0..<count {
      let paths = min(graph.degree(vertex), graph.inRow(vertex).count)
      if paths > most { (pivot, most) = (vertex, paths) }
    }
    if most == 0 {
      for vertex in 0..<count { components[vertex] = UInt32(vertex) }
      return components
    }
    let ahead = try reached(from: pivot, graph.outRows, graph.inRows, control, share: 0...0.3)
    let behind = try reached(from: pivot, graph.inRows, graph.outRows, control, share: 0.3...0.6)
    let names = AtomicColumn(repeating: KernelResult.none, count: 1)
    try parallelRanges(count, grain: 1 << 14, control) { range in
      // SAFETY: ranges cover the vertices.
      for vertex in range where unsafe ahead.contains(unchecked: vertex) && behind.contains(unchecked: vertex) {
        _ = unsafe names.minimum(UInt32(truncatingIfNeeded: vertex), unchecked: 0)
        break
      }
    }
    let name = names.values[0]
    try parallelRanges(count, grain: 1 << 14, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices; offsets have one place more.
        if unsafe ahead.contains(unchecked: vertex) && behind.contains(unchecked: vertex) {
          unsafe components[unchecked: vertex] = name
        } else if unsafe graph.offsets[unchecked: vertex] == graph.offsets[unchecked: vertex &+ 1]
          || graph.inOffsets[unchecked: vertex] == graph.inOffsets[unchecked: vertex &+ 1]
        {
          unsafe components[unchecked: vertex] = UInt32(truncatingIfNeeded: vertex)
        }
      }
    }
    return components
  }

  private static func reached(
    from pivot: Int, _ rows: ArcRows, _ back: ArcRows, _ control: RunControl, share: ClosedRange<Double>
  ) throws(Cancelled) -> Bitmap {
    let search = try LevelSearch(out: rows, back: back, control, share: share)
    _ = try search.run(sources: [UInt32(pivot)], maximumDepth: rows.vertexCount)
    let reached = Bitmap(count: rows.vertexCount)
    let distances = search.distances.values
    try parallelRanges(reached.words.count, grain: 1_024, control) { words in
      for vertex in words.lowerBound &<< 6..<min(rows.vertexCount, words.upperBound &<< 6) {
        // SAFETY: `vertex` is below the count; each word belongs to one piece.
        if unsafe distances[unchecked: vertex] != KernelResult.none { unsafe reached.insert(unchecked: vertex) }
      }
    }
    return reached
  }

  /// Tarjan's search through the vertices not named yet.
  private static func rest(
    _ components: MutableColumn<UInt32>, _ rows: ArcRows, _ control: RunControl
  ) throws(Cancelled) {
    let count = rows.vertexCount
    let none = KernelResult.none
    // When each was met, lowered to the earliest that it leads back to.
    let low = MutableColumn<UInt32>(repeating: none, count: count)
    // SAFETY: stacks; a place is written before it is read, and a vertex stands in each at most once.
    let open = unsafe MutableColumn<UInt32>(unwritten: count)
    let path = unsafe MutableColumn<UInt32>(unwritten: count)
    let entered = unsafe MutableColumn<UInt32>(unwritten: count)
    let cursors = unsafe MutableColumn<Int>(unwritten: count)
    let (offsets, targets) = (rows.offsets, rows.targets)
    var (openCount, depth, clock) = (0, 0, UInt32(0))
    var breath = 0
    for root in 0..<count {
      // SAFETY: vertices, and stacks of vertices, as above; rows were validated when the graph was built.
      if unsafe components[unchecked: root] != none { continue }
      var next = UInt32(truncatingIfNeeded: root)
      repeat {
        if next != none {
          unsafe low[unchecked: Int(next)] = clock
          unsafe path[unchecked: depth] = next
          unsafe entered[unchecked: depth] = clock
          unsafe cursors[unchecked: depth] = offsets[unchecked: Int(next)]
          unsafe open[unchecked: openCount] = next
          depth &+= 1
          openCount &+= 1
          clock &+= 1
          next = none
        }
        let vertex = unsafe path[unchecked: depth &- 1]
        let start = unsafe cursors[unchecked: depth &- 1]
        let end = unsafe offsets[unchecked: Int(vertex) &+ 1]
        var arc = start
        var least = unsafe low[unchecked: Int(vertex)]
        while arc < end {
          let target = unsafe targets[unchecked: arc]
          if unsafe components[unchecked: Int(target)] == none {
            let met = unsafe low[unchecked: Int(target)]
            if met == none {
              // This arc is looked at again when its target is done.
              next = target
              break
            }
            least = min(least, met)
          }
          arc &+= 1
        }
        // SAFETY: `depth` is above 0, and `vertex` a vertex.
        unsafe cursors[unchecked: depth &- 1] = arc
        unsafe low[unchecked: Int(vertex)] = least
        breath &+= arc &- start &+ 1
        if breath > 1 << 16 {
          try control.checkCancelled()
          control.report(0.6 + 0.4 * Double(root) / Double(count))
          breath = 0
        }
        if next == none {
          depth &-= 1
          // SAFETY: `vertex` is open still, so the way down through the open ones ends at it, above 0.
          if unsafe least == entered[unchecked: depth] {
            // Nothing met earlier was reached: this vertex and all that are open above it are one component.
            var name = vertex
            var place = openCount
            repeat {
              place &-= 1
              name = unsafe min(name, open[unchecked: place])
            } while unsafe open[unchecked: place] != vertex
            while openCount > place {
              openCount &-= 1
              unsafe components[unchecked: Int(open[unchecked: openCount])] = name
            }
          }
        }
      } while depth > 0
    }
  }
}
