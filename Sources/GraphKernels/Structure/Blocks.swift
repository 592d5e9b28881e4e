import GraphStorage

/// The blocks of an undirected graph, its parts that no single vertex holds together (biconnected components): which block
/// the edge to each vertex's parent in a breadth-first tree belongs to.
///
/// Papers: Tarjan and Vishkin, "An efficient parallel biconnectivity algorithm" (1985); Dong, Wang, Gu and Sun, "Provably fast
/// and space-efficient parallel biconnectivity" (2023), whose skeleton this is: vertices stand for their tree edges, and are
/// joined along edges beside the tree, and with their parent where an edge leads from below them out of what is below the
/// parent. Deviation: the tree is breadth-first, so that no edge beside it leads to an ancestor, and all of them join. The order
/// of siblings is free, and no result shows it.
///
/// Tried and measured, Kronecker and social, scale 20, two threads: one depth-first search (Hopcroft and Tarjan 1973), which
/// waits for memory at each of its steps, 190 and 450 ms for articulation points; this 52 to 60 and 108. A breadth-first search is a
/// tenth of that, the pass for least and greatest numbers a quarter, joining two fifths.
/// - Complexity: O(vertices + arcs); passes over arcs by all threads, over the tree from level to level by one.
struct Blocks {
  /// In the tree; `KernelResult.none` for the smallest vertex of each component.
  let parents: MutableColumn<UInt32>
  /// For each vertex that has a parent, the smallest vertex of those whose tree edges are in the same block as its own; itself
  /// for the others.
  let labels: MutableColumn<UInt32>

  private static let grain = 1 << 13
  /// Arcs of each vertex that are tried before the others: what they join need not be looked at again.
  private static let firstArcs = 4

  /// - Parameter graph: undirected.
  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    let tree = try NumberedTree(graph, control)
    control.report(0.4)
    let reach = try tree.reach(graph, control)
    control.report(0.6)
    let forest = try ComponentForest(count: graph.vertexCount, control)
    let (parents, numbers, sizes) = (tree.parents, tree.numbers, tree.sizes)
    try parallelRanges(graph.vertexCount, grain: Self.grain, control) { range in
      for vertex in range {
        let parent = parents[vertex]
        if parent == KernelResult.none { continue }
        let first = numbers[Int(parent)]
        let (least, greatest) = (reach[vertex].least, reach[vertex].greatest)
        // SAFETY: vertices of the graph.
        if least < first || greatest >= first &+ sizes[Int(parent)] {
          unsafe forest.link(UInt32(truncatingIfNeeded: vertex), parent)
        }
      }
    }
    try Self.join(graph, parents, forest, control) { row in
      row.lowerBound..<min(row.upperBound, row.lowerBound &+ Self.firstArcs)
    }
    try forest.flatten(control)
    control.report(0.8)
    let giant = forest.mostFrequent(try graph.outRows.heads.column(control)).root
    // An edge between two of the giant says nothing new; one that leaves it is seen from its other end.
    try Self.join(graph, parents, forest, except: giant, control) { $0 }
    try forest.flatten(control)
    (self.parents, labels) = (parents, forest.parents.values)
  }

  /// Joins the ends of edges beside the tree.
  /// - Parameter arcs: those of a row that are looked at.
  private static func join(
    _ graph: Graph, _ parents: MutableColumn<UInt32>, _ forest: ComponentForest, except giant: UInt32? = nil,
    _ control: RunControl, arcs: @Sendable (Range<Int>) -> Range<Int>
  ) throws(Cancelled) {
    let (offsets, targets) = (graph.offsets, graph.targets)
    try parallelRanges(graph.vertexCount, grain: grain, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices; rows were validated when the graph was built.
        let own = UInt32(truncatingIfNeeded: vertex)
        if unsafe forest.parents.load(unchecked: vertex) == giant { continue }
        let parent = unsafe parents[unchecked: vertex]
        for arc in unsafe arcs(offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1]) {
          let target = unsafe targets[unchecked: arc]
          if target == parent { continue }
          if unsafe parents[unchecked: Int(target)] == own { continue }
          unsafe forest.link(own, target)
        }
      }
    }
  }
}
