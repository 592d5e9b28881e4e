/// Checks shared by the graphs: offsets ascend from 0 to the arc count; rows ascend strictly, inside the vertices,
/// without loops. O(vertices + arcs).
func checkRows(offsets: [Int], targets: [UInt32]) throws(GraphError) {
  guard let first = offsets.first, let last = offsets.last, first == 0, last == targets.count else {
    throw .offsetsMalformed(row: 0)
  }
  let vertexCount = offsets.count - 1
  guard vertexCount < Int(UInt32.max) else { throw .tooManyVertices(count: vertexCount) }
  for row in 0..<vertexCount where offsets[row] > offsets[row + 1] || offsets[row + 1] > targets.count {
    throw .offsetsMalformed(row: row)
  }
  for row in 0..<vertexCount {
    var previous = -1
    for arc in offsets[row]..<offsets[row + 1] {
      let target = Int(targets[arc])
      guard target < vertexCount else { throw .vertexOutOfRange(row: row) }
      guard target != row else { throw .loop(row: row) }
      guard target > previous else { throw .rowNotAscending(row: row) }
      previous = target
    }
  }
}
