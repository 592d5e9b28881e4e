import GraphStorage

/// Connected components; of a directed graph the weak ones.
///
/// Paper: Sutton, Ben-Nun and Barak, "Optimizing parallel graph connectivity computation via subgraph sampling"
/// (Afforest, 2018). Deviation: the first round of linking needs no atomic operation, because rows ascend: every
/// vertex starts under the smallest of itself and its first neighbour, which is a forest already.
/// Where that leaves no giant, as on a uniform graph, the few roots are linked to the trees of eight neighbours each before
/// any second neighbours are tried: on uniform 20 that takes 8.9 ms, rounds over all second and third neighbours 23 (GAP
/// 21.4), roots with all their neighbours 12. On Kronecker 20 the first forest does: 2.4 ms for 27 of GAP; it took 5.1 while
/// vertices without arcs were drawn too and made its giant look small.
/// Result: for each vertex the smallest vertex of its component; a lone vertex is its own. A parent is never larger
/// than its child, so the smallest vertex of a component is the root of all, whatever the order of threads.
/// - Complexity: O(arcs log vertices) at worst, near linear in practice.
public enum ConnectedComponents {
  static let entry = KernelEntry(
    "connected-components", family: "traversal", summary: "Smallest vertex of each (weak) component",
    bytes: 8.1 * .n + .constant(65_536), operations: .n + 2 * .m
  ) { graph, _, control throws(KernelError) in
    let components = try run(graph, control)
    var count = 0
    for vertex in 0..<components.count where components[vertex] == vertex { count += 1 }
    return .vertices("component", .classes(components), figures: [("components", .integer(count))])
  }

  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Column<UInt32> {
    do throws(Cancelled) { return try components(graph, control) } catch { throw KernelError(error) }
  }

  private static let grain = 8_192
  /// With this share of the vertices in the largest component, the others' arcs are all that is left to read.
  private static let enough = 0.9
  /// The arcs of a root that are tried: few do, and threads that link at the same time wait for each other.
  private static let rootArcs = 8

  static func components(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> Column<UInt32> {
    let vertexCount = graph.vertexCount
    // SAFETY: `start` writes every place before any is read.
    let forest = unsafe ComponentForest(unwritten: vertexCount)
    let heads = try graph.outRows.heads.column(control)
    try start(forest, heads, control)
    try forest.flatten(control)
    var (giant, share) = forest.mostFrequent(heads)
    control.report(0.2)
    if share < Self.enough {
      try linkRoots(forest, graph.outRows, control)
      try forest.flatten(control)
      (giant, share) = forest.mostFrequent(heads)
      control.report(0.4)
    }
    if share < Self.enough {
      try linkHeads(forest, graph.outRows, control)
      try forest.flatten(control)
      giant = forest.mostFrequent(heads).root
      control.report(0.6)
    }
    // Arcs inside the giant say nothing new; those that leave it are seen from their other end. First neighbours are
    // tried again: `start` did nothing with those larger than their vertex.
    let middle = graph.isDirected ? 0.75 : 0.95
    try linkRest(forest, graph.outRows, except: giant, control.part(0.6...middle))
    if graph.isDirected { try linkRest(forest, graph.inRows, except: giant, control.part(middle...0.95)) }
    try forest.flatten(control)
    return forest.parents.values.frozen()
  }

  private static func start(
    _ forest: ComponentForest, _ heads: Column<UInt32>, _ control: RunControl
  ) throws(Cancelled) {
    try parallelRanges(heads.count, grain: grain, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices, each of which has a head; that of an empty row is larger than all.
        unsafe forest.parents.store(min(UInt32(truncatingIfNeeded: vertex), heads[unchecked: vertex]), unchecked: vertex)
      }
    }
  }

  /// Roots are few by now and lie in the memory that is at hand: each is linked to the trees of its neighbours.
  private static func linkRoots(_ forest: ComponentForest, _ out: ArcRows, _ control: RunControl) throws(Cancelled) {
    try parallelRanges(out.vertexCount, grain: grain, control) { range in
      let (offsets, targets) = (out.offsets, out.targets)
      for vertex in range {
        // SAFETY: ranges cover the vertices; rows were validated when the graph was built.
        guard unsafe forest.parents.load(unchecked: vertex) == UInt32(truncatingIfNeeded: vertex) else { continue }
        let arc = unsafe offsets[unchecked: vertex]
        let end = unsafe min(offsets[unchecked: vertex &+ 1], arc &+ rootArcs)
        for arc in arc..<end {
          unsafe forest.link(UInt32(truncatingIfNeeded: vertex), targets[unchecked: arc])
        }
      }
    }
  }

  /// Every vertex is linked to its second and third neighbour.
  private static func linkHeads(_ forest: ComponentForest, _ out: ArcRows, _ control: RunControl) throws(Cancelled) {
    try parallelRanges(out.vertexCount, grain: grain, control) { range in
      let (offsets, targets) = (out.offsets, out.targets)
      for vertex in range {
        // SAFETY: ranges cover the vertices; rows were validated when the graph was built.
        let first = unsafe offsets[unchecked: vertex] &+ 1
        let end = unsafe min(offsets[unchecked: vertex &+ 1], first &+ 2)
        var arc = first
        while arc < end {
          unsafe forest.link(UInt32(truncatingIfNeeded: vertex), targets[unchecked: arc])
          arc &+= 1
        }
      }
    }
  }

  private static func linkRest(
    _ forest: ComponentForest, _ rows: ArcRows, except giant: UInt32, _ control: RunControl
  ) throws(Cancelled) {
    try parallelRanges(rows.vertexCount, grain: grain, control, reporting: true) { range in
      let (offsets, targets) = (rows.offsets, rows.targets)
      for vertex in range {
        // SAFETY: ranges cover the vertices; rows were validated when the graph was built.
        if unsafe forest.parents.load(unchecked: vertex) == giant { continue }
        var arc = unsafe offsets[unchecked: vertex]
        let end = unsafe offsets[unchecked: vertex &+ 1]
        while arc < end {
          unsafe forest.link(UInt32(truncatingIfNeeded: vertex), targets[unchecked: arc])
          arc &+= 1
        }
      }
    }
  }
}
