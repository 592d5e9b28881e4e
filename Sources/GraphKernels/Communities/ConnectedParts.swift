import GraphStorage

/// Cuts communities into their connected parts. One thread, because the last level of Leiden is small.
enum ConnectedParts {
  /// - Returns: each part under the number of its smallest vertex.
  static func run<Links>(
    _ level: CommunityLevel<Links>, _ communities: MutableColumn<UInt32>, _ control: RunControl
  ) throws(Cancelled) -> CommunityAssignment<Links> {
    // SAFETY: the loop writes every place.
    let parents = unsafe MutableColumn<UInt32>(unwritten: level.count)
    for vertex in 0..<level.count { parents[vertex] = UInt32(truncatingIfNeeded: vertex) }
    for vertex in 0..<level.count {
      if vertex & 0xFF == 0 { try control.checkCancelled() }
      // SAFETY: a vertex of the level, whose rows hold targets.
      unsafe level.forEachRow(of: vertex) { row in
        for arc in row {
          let other = unsafe level.vertex(Int(level.targets[arc]))
          guard other < vertex, communities[other] == communities[vertex] else { continue }
          let (one, two) = (root(vertex, parents), root(other, parents))
          parents[max(one, two)] = UInt32(truncatingIfNeeded: min(one, two))
        }
      }
    }
    for vertex in 0..<level.count { parents[vertex] = UInt32(truncatingIfNeeded: root(vertex, parents)) }
    return try CommunityAssignment(parents, of: level, control)
  }

  /// The smallest vertex above; halves the path to it.
  private static func root(_ vertex: Int, _ parents: MutableColumn<UInt32>) -> Int {
    var vertex = vertex
    while true {
      let above = Int(parents[vertex])
      if above == vertex { return vertex }
      let next = parents[above]
      parents[vertex] = next
      vertex = Int(next)
    }
  }
}
