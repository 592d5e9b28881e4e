import GraphStorage

/// The neighbours of a vertex but itself, ascending.
func otherNeighbours(of vertex: Int, in graph: Graph) -> [UInt32] {
  graph.row(vertex).map { graph.targets[$0] }.filter { Int($0) != vertex }
}

/// Which of some vertices are neighbours of one of them, by their places, itself left out; ascending.
/// - Precondition: the vertices ascend.
/// - Complexity: O(vertices + degree).
func neighboursAmong(_ vertices: [UInt32], of place: Int, in graph: Graph) -> [Int] {
  var found: [Int] = []
  var other = 0
  for arc in graph.row(Int(vertices[place])) {
    let target = graph.targets[arc]
    while other < vertices.count, vertices[other] < target { other += 1 }
    if other == vertices.count { break }
    if vertices[other] == target, other != place { found.append(other) }
  }
  return found
}
