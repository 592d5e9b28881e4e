/// Checks shared by the graphs: offsets ascend from 0 to the arc count; rows ascend strictly, inside the vertices,
/// without loops. O(vertices + arcs).
func checkRows(
  offsets: some RandomAccessCollection<Int> & Sendable, targets: some RandomAccessCollection<UInt32> & Sendable
) throws(GraphError) {
  try checkRows(offsets: Column(Array(offsets)), targets: Column(Array(targets)))
}

/// As above, without a copy.
func checkRows(offsets: Column<Int>, targets: Column<UInt32>) throws(GraphError) {
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

/// Columns beside the arcs have their length, and weights are positive and finite. O(arcs).
func checkColumns(offsets: Column<Int>, weights: Column<Double>?, times: Column<Int64>?) throws(GraphError) {
  let arcs = offsets[offsets.count - 1]
  guard weights.map({ $0.count == arcs }) ?? true, times.map({ $0.count == arcs }) ?? true else {
    throw .columnLengthsDiffer
  }
  guard let weights else { return }
  for row in 0..<offsets.count - 1 {
    for arc in offsets[row]..<offsets[row + 1] where !(weights[arc] > 0 && weights[arc].isFinite) {
      throw .weightNotPositive(row: row)
    }
  }
}

/// Every arc has a twin the other way, equal in weight and time. Rows must ascend. O(vertices + arcs).
func checkTwins(
  offsets: Column<Int>, targets: Column<UInt32>, weights: Column<Double>?, times: Column<Int64>?
) throws(GraphError) {
  // Rows ascend, so the twins of the arcs into `target` are met in the order in which its row lists them.
  let cursors = MutableColumn(Array(offsets.dropLast()))
  for row in 0..<offsets.count - 1 {
    for arc in offsets[row]..<offsets[row + 1] {
      let target = Int(targets[arc])
      let twin = cursors[target]
      guard twin < offsets[target + 1], Int(targets[twin]) == row,
        weights.map({ $0[twin] == $0[arc] }) ?? true, times.map({ $0[twin] == $0[arc] }) ?? true
      else { throw .notSymmetric(row: row) }
      cursors[target] = twin + 1
    }
  }
}
