extension Relabelling {
  /// In the order in which a breadth-first search meets the vertices, along arcs of both directions.
  ///
  /// Each component is begun at its vertex of greatest degree (the smallest of equal ones), components in descending
  /// order of that degree; neighbours are met ascending. One thread. (Cuthill and McKee begin at a small degree and
  /// order neighbours by degree, which narrows the band of a matrix; here near neighbours are what counts.)
  /// - Throws: `Cancelled` alone.
  /// - Complexity: O(vertices + arcs).
  public static func byBreadthFirst(
    _ graph: Graph, _ control: RunControl = RunControl()
  ) throws(Cancelled) -> Relabelling {
    let count = graph.vertexCount
    let starts = try byDegree(graph, control).oldOfNew
    let none = UInt32.max
    let newOfOld = MutableColumn<UInt32>(repeating: none, count: count)
    let oldOfNew = MutableColumn<UInt32>(repeating: none, count: count)
    var met = 0
    var done = 0
    func meet(_ vertex: UInt32) {
      guard newOfOld[Int(vertex)] == none else { return }
      newOfOld[Int(vertex)] = UInt32(truncatingIfNeeded: met)
      oldOfNew[met] = vertex
      met += 1
    }
    for start in starts {
      meet(start)
      while done < met {
        if done & 1023 == 0 { try control.checkCancelled() }
        let vertex = Int(oldOfNew[done])
        done += 1
        for arc in graph.row(vertex) { meet(graph.targets[arc]) }
        if graph.isDirected { for arc in graph.inRow(vertex) { meet(graph.inSources[arc]) } }
      }
    }
    return Relabelling(trustedOldOfNew: oldOfNew.frozen(), newOfOld: newOfOld.frozen())
  }
}
