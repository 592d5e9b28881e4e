import GraphStorage

/// Fills `ranks` with a guess of the PageRank of an undirected graph: the right mass for each component, and inside a
/// component, beside the restarts, in proportion to the degrees.
///
/// A walk that never restarts has exactly that share, so it is near where components mix fast. The mass of components
/// matters: what is wrong there shrinks by no more than damping a round, whereas inside the giant of a social graph a
/// round halves the error. Sums to 1 up to rounding.
/// - Complexity: O(vertices + arcs); 20 bytes a vertex, given back.
func fillByDegree(
  _ ranks: MutableColumn<Double>, _ graph: Graph, _ damping: Double, _ control: RunControl
) throws(Cancelled) {
  let count = graph.vertexCount
  let components = try ConnectedComponents.components(graph, control.silent)
  let members = AtomicWords(repeating: 0, count: count)
  let arcs = AtomicWords(repeating: 0, count: count)
  let sinks = AtomicWords(repeating: 0, count: 1)
  try parallelRanges(count, grain: 1 << 14, control) { range in
    // Whole numbers, added for a run of vertices of one component at a time: most are of the giant.
    var component = components[range.lowerBound]
    var (memberCount, arcCount, sinkCount) = (0, 0, 0)
    for vertex in range {
      if components[vertex] != component {
        members.add(memberCount, at: Int(component))
        arcs.add(arcCount, at: Int(component))
        (memberCount, arcCount) = (0, 0)
        component = components[vertex]
      }
      let degree = graph.degree(vertex)
      memberCount += 1
      arcCount += degree
      if degree == 0 { sinkCount += 1 }
    }
    members.add(memberCount, at: Int(component))
    arcs.add(arcCount, at: Int(component))
    sinks.add(sinkCount)
  }
  // What every vertex is given in a round by restarts and by sinks, which hold this and nothing else.
  let base = (1 - damping) / (Double(count) - damping * Double(sinks.values[0]))
  let (memberCounts, arcCounts) = (members.values, arcs.values)
  try parallelRanges(count, grain: 1 << 14, control) { range in
    for vertex in range {
      let component = Int(components[vertex])
      let degree = Double(graph.degree(vertex))
      let mass = Double(memberCounts[component]) * base / (1 - damping)
      ranks[vertex] = degree == 0 ? base : base + damping * mass * (degree / Double(arcCounts[component]))
    }
  }
}
