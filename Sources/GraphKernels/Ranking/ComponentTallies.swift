import GraphStorage

/// How many vertices and arcs each component of an undirected graph has. O(vertices + arcs).
struct ComponentTallies: Sendable {
  /// The smallest vertex of each vertex's component.
  let components: Column<UInt32>
  /// By smallest vertex of a component with arcs; all other places hold whatever the memory held.
  let members: AtomicWords
  let arcs: AtomicWords
  /// Vertices without arcs.
  let isolated: Int

  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    let count = graph.vertexCount
    let components = try ConnectedComponents.components(graph, control.silent)
    // SAFETY: the places of smallest vertices are written below, and no others are read. Components are few where a
    // graph is large, so most of this memory is never touched.
    let (members, arcs) = unsafe (AtomicWords(unwritten: count), AtomicWords(unwritten: count))
    let isolated = AtomicWords(repeating: 0, count: 1)
    try parallelRanges(count, grain: 1 << 16, control) { range in
      for vertex in range where components[vertex] == vertex && graph.degree(vertex) > 0 {
        members.values[vertex] = 0
        arcs.values[vertex] = 0
      }
    }
    try parallelRanges(count, grain: 1 << 14, control) { range in
      // Whole numbers, added for a run of vertices of one component at a time: most are of the giant.
      var component = UInt32.max
      var (memberCount, arcCount, isolatedCount) = (0, 0, 0)
      func add() {
        if memberCount == 0 { return }
        members.add(memberCount, at: Int(component))
        arcs.add(arcCount, at: Int(component))
        (memberCount, arcCount) = (0, 0)
      }
      for vertex in range {
        let degree = graph.degree(vertex)
        if degree == 0 {
          isolatedCount += 1
          continue
        }
        if components[vertex] != component {
          add()
          component = components[vertex]
        }
        memberCount += 1
        arcCount += degree
      }
      add()
      isolated.add(isolatedCount)
    }
    (self.components, self.members, self.arcs) = (components, members, arcs)
    self.isolated = Int(isolated.values[0])
  }
}
