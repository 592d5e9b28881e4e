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
    let parents = unsafe AtomicColumn(unwritten: vertexCount)
    let heads = try graph.outRows.heads.column(control)
    try start(parents, heads, control)
    try flatten(parents, control)
    var (giant, share) = mostFrequent(parents, heads)
    control.report(0.2)
    if share < Self.enough {
      try linkRoots(parents, graph.outRows, control)
      try flatten(parents, control)
      (giant, share) = mostFrequent(parents, heads)
      control.report(0.4)
    }
    if share < Self.enough {
      try linkHeads(parents, graph.outRows, control)
      try flatten(parents, control)
      giant = mostFrequent(parents, heads).root
      control.report(0.6)
    }
    // Arcs inside the giant say nothing new; those that leave it are seen from their other end. First neighbours are
    // tried again: `start` did nothing with those larger than their vertex.
    let middle = graph.isDirected ? 0.75 : 0.95
    try linkRest(parents, graph.outRows, except: giant, control.part(0.6...middle))
    if graph.isDirected { try linkRest(parents, graph.inRows, except: giant, control.part(middle...0.95)) }
    try flatten(parents, control)
    return parents.values.frozen()
  }

  private static func start(
    _ parents: AtomicColumn, _ heads: Column<UInt32>, _ control: RunControl
  ) throws(Cancelled) {
    try parallelRanges(heads.count, grain: grain, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices, each of which has a head; that of an empty row is larger than all.
        unsafe parents.store(min(UInt32(truncatingIfNeeded: vertex), heads[unchecked: vertex]), unchecked: vertex)
      }
    }
  }

  /// Roots are few by now and lie in the memory that is at hand: each is linked to the trees of its neighbours.
  private static func linkRoots(_ parents: AtomicColumn, _ out: ArcRows, _ control: RunControl) throws(Cancelled) {
    try parallelRanges(out.vertexCount, grain: grain, control) { range in
      let (offsets, targets) = (out.offsets, out.targets)
      for vertex in range {
        // SAFETY: ranges cover the vertices; rows were validated when the graph was built.
        guard unsafe parents.load(unchecked: vertex) == UInt32(truncatingIfNeeded: vertex) else { continue }
        let arc = unsafe offsets[unchecked: vertex]
        let end = unsafe min(offsets[unchecked: vertex &+ 1], arc &+ rootArcs)
        for arc in arc..<end {
          unsafe link(UInt32(truncatingIfNeeded: vertex), targets[unchecked: arc], parents)
        }
      }
    }
  }

  /// Every vertex is linked to its second and third neighbour.
  private static func linkHeads(_ parents: AtomicColumn, _ out: ArcRows, _ control: RunControl) throws(Cancelled) {
    try parallelRanges(out.vertexCount, grain: grain, control) { range in
      let (offsets, targets) = (out.offsets, out.targets)
      for vertex in range {
        // SAFETY: ranges cover the vertices; rows were validated when the graph was built.
        let first = unsafe offsets[unchecked: vertex] &+ 1
        let end = unsafe min(offsets[unchecked: vertex &+ 1], first &+ 2)
        var arc = first
        while arc < end {
          unsafe link(UInt32(truncatingIfNeeded: vertex), targets[unchecked: arc], parents)
          arc &+= 1
        }
      }
    }
  }

  private static func linkRest(
    _ parents: AtomicColumn, _ rows: ArcRows, except giant: UInt32, _ control: RunControl
  ) throws(Cancelled) {
    try parallelRanges(rows.vertexCount, grain: grain, control, reporting: true) { range in
      let (offsets, targets) = (rows.offsets, rows.targets)
      for vertex in range {
        // SAFETY: ranges cover the vertices; rows were validated when the graph was built.
        if unsafe parents.load(unchecked: vertex) == giant { continue }
        var arc = unsafe offsets[unchecked: vertex]
        let end = unsafe offsets[unchecked: vertex &+ 1]
        while arc < end {
          unsafe link(UInt32(truncatingIfNeeded: vertex), targets[unchecked: arc], parents)
          arc &+= 1
        }
      }
    }
  }

  /// Brings two vertices under one root: the larger of two roots is hung under the smaller.
  ///
  /// Both are vertices of the graph that `parents` belongs to, and so is everything `parents` holds.
  @inline(__always) @unsafe
  private static func link(_ first: UInt32, _ second: UInt32, _ parents: AtomicColumn) {
    // SAFETY: vertices, by the contract above.
    var one = unsafe parents.load(unchecked: Int(first))
    var other = unsafe parents.load(unchecked: Int(second))
    while one != other {
      let high = max(one, other)
      let low = min(one, other)
      let above = unsafe parents.load(unchecked: Int(high))
      if above == low { return }
      if above == high, unsafe parents.exchange(high, for: low, unchecked: Int(high)) { return }
      one = unsafe parents.load(unchecked: Int(parents.load(unchecked: Int(high))))
      other = unsafe parents.load(unchecked: Int(low))
    }
  }

  /// Hangs every vertex under its root itself.
  private static func flatten(_ parents: AtomicColumn, _ control: RunControl) throws(Cancelled) {
    try parallelRanges(parents.count, grain: grain * 4, control) { range in
      for vertex in range {
        // SAFETY: all that the column holds are vertices.
        let above = unsafe parents.load(unchecked: vertex)
        var root = unsafe parents.load(unchecked: Int(above))
        if root == above { continue }
        while true {
          let next = unsafe parents.load(unchecked: Int(root))
          if next == root { break }
          root = next
        }
        unsafe parents.store(root, unchecked: vertex)
      }
    }
  }

  /// The root most often met among 1,024 vertices at even distances, and its share of those of them that have out-arcs: most
  /// others have no arcs at all, as many of a Kronecker graph, and cost nothing. Only the speed depends on it.
  private static func mostFrequent(
    _ parents: AtomicColumn, _ heads: Column<UInt32>
  ) -> (root: UInt32, share: Double) {
    let count = parents.count
    let drawn = min(count, 1_024)
    var sample = (0..<drawn).map { $0 * count / drawn }.filter { heads[$0] < count }.map { parents.values[$0] }
    guard !sample.isEmpty else { return (0, 1) }
    sample.sort()
    var best = (root: sample[0], length: 0)
    var runStart = 0
    for place in 0...sample.count where place == sample.count || sample[place] != sample[runStart] {
      if place - runStart > best.length { best = (sample[runStart], place - runStart) }
      runStart = place
    }
    return (best.root, Double(best.length) / Double(sample.count))
  }
}
