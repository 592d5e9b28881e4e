// Checks shared by the graphs, on several threads; an error names the first row that breaks the rule.

/// Offsets ascend from 0 to the arc count; rows ascend strictly, inside the vertices, without loops.
/// O(vertices + arcs).
func checkRows(
  offsets: Column<Int>, targets: Column<UInt32>, _ control: RunControl = RunControl()
) throws(GraphError) {
  guard let first = offsets.first, let last = offsets.last, first == 0, last == targets.count else {
    throw .offsetsMalformed(row: 0)
  }
  let vertexCount = offsets.count - 1
  guard vertexCount < Int(UInt32.max) else { throw .tooManyVertices(count: vertexCount) }
  let arcCount = targets.count
  let disorder = try firstRow(vertexCount, control) { rows in
    // SAFETY: `row + 1` is at most the number of vertices.
    let offsets = unsafe offsets.base
    for row in rows {
      let start = unsafe offsets[row]
      let end = unsafe offsets[row &+ 1]
      guard start >= 0, start <= end, end <= arcCount else { return row }
    }
    return nil
  }
  if let disorder { throw .offsetsMalformed(row: disorder) }
  let broken = try firstRow(vertexCount, control) { rows in
    // SAFETY: the first sweep has shown that rows lie inside the arcs.
    let offsets = unsafe offsets.base
    let targets = unsafe targets.base
    for row in rows {
      let start = unsafe offsets[row]
      let end = unsafe offsets[row &+ 1]
      if start == end { continue }
      // Ascending from arc to arc makes the last target the greatest; written without a way out of the loop, so that
      // several arcs are tested at once.
      let itself = UInt32(truncatingIfNeeded: row)
      var faults: UInt32 = unsafe targets[start] == itself ? 1 : 0
      for arc in start &+ 1..<end {
        let target = unsafe targets[arc]
        faults |= (unsafe target <= targets[arc &- 1]) ? 1 : 0
        faults |= target == itself ? 1 : 0
      }
      guard faults == 0, unsafe Int(targets[end &- 1]) < vertexCount else { return row }
    }
    return nil
  }
  if let broken { throw reason(broken, offsets: offsets, targets: targets) }
}

/// Which rule a row breaks first.
private func reason(_ row: Int, offsets: Column<Int>, targets: Column<UInt32>) -> GraphError {
  let vertexCount = offsets.count - 1
  var previous = -1
  for arc in offsets[row]..<offsets[row + 1] {
    let target = Int(targets[arc])
    if target >= vertexCount { return .vertexOutOfRange(row: row) }
    if target == row { return .loop(row: row) }
    if target <= previous { return .rowNotAscending(row: row) }
    previous = target
  }
  return .rowNotAscending(row: row)
}

/// Columns beside the arcs have their length, and weights are positive and finite. O(arcs). Rows must be checked.
func checkColumns(
  offsets: Column<Int>, weights: Column<Double>?, times: Column<Int64>?, _ control: RunControl = RunControl()
) throws(GraphError) {
  let arcs = offsets[offsets.count - 1]
  guard weights.map({ $0.count == arcs }) ?? true, times.map({ $0.count == arcs }) ?? true else {
    throw .columnLengthsDiffer
  }
  guard let weights else { return }
  let broken = try firstRow(offsets.count - 1, control) { rows in
    for row in rows {
      // SAFETY: rows lie inside the arcs, of which each has a weight.
      for arc in unsafe offsets[unchecked: row]..<offsets[unchecked: row &+ 1] {
        let weight = unsafe weights[unchecked: arc]
        guard weight > 0, weight < .infinity else { return row }
      }
    }
    return nil
  }
  if let broken { throw .weightNotPositive(row: broken) }
}

/// Every arc has a twin the other way, equal in weight and time. Rows must be checked.
///
/// Compares two sums, over the arcs to greater vertices and over those to smaller ones, of a 64-bit mixture of both
/// ends, weight and time under a key drawn for this call: rows hold no arc twice, so equal sets of edges have equal
/// sums, and different ones have not, but for one chance in about 2^64 that no file can be made to hit. Where they
/// differ, the row is sought by walking the twins.
/// O(vertices + arcs).
func checkTwins(
  offsets: Column<Int>, targets: Column<UInt32>, weights: Column<Double>?, times: Column<Int64>?,
  _ control: RunControl = RunControl()
) throws(GraphError) {
  let sums = try arcSums(offsets: offsets, targets: targets, weights: weights, times: times, control)
  if sums.up == sums.down { return }
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

/// The in-rows hold exactly the arcs of the rows, the other way round, with their weights. Both must be checked.
/// By sums, as in `checkTwins`. O(vertices + arcs).
func checkOpposite(
  offsets: Column<Int>, targets: Column<UInt32>, weights: Column<Double>?, inOffsets: Column<Int>,
  inSources: Column<UInt32>, inWeights: Column<Double>?, _ control: RunControl
) throws(GraphError) {
  guard inOffsets.count == offsets.count, inSources.count == targets.count else { throw .columnLengthsDiffer }
  let key = ArcKey()
  let sums = try arcSums(offsets: offsets, targets: targets, weights: weights, times: nil, control, key)
  let opposite = try arcSums(offsets: inOffsets, targets: inSources, weights: inWeights, times: nil, control, key)
  guard sums.up == opposite.down, sums.down == opposite.up else { throw .notSymmetric(row: 0) }
}

/// What the mixture of an arc depends on; never the result of a check.
private struct ArcKey: Sendable {
  let first: UInt64
  let second: UInt64

  init() {
    var generator = SystemRandomNumberGenerator()
    first = generator.next()
    second = generator.next() | 1
  }

  @inline(__always)
  func mixed(_ low: UInt64, _ high: UInt64, _ weight: UInt64, _ time: UInt64) -> UInt64 {
    let edge = fold((low &<< 32 | high) ^ first, second)
    return weight | time == 0 ? edge : fold(edge ^ weight, second ^ time) &+ edge
  }

  @inline(__always)
  private func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    // Without the last factor a product of 0 would be reached too easily.
    return (product.high ^ product.low) &* 0x9E37_79B9_7F4A_7C15 ^ left
  }
}

/// Sums of the mixtures of the arcs to greater and to smaller vertices.
private func arcSums(
  offsets: Column<Int>, targets: Column<UInt32>, weights: Column<Double>?, times: Column<Int64>?,
  _ control: RunControl, _ key: ArcKey = ArcKey()
) throws(GraphError) -> (up: UInt64, down: UInt64) {
  let vertexCount = offsets.count - 1
  let pieces = (vertexCount + rowGrain - 1) / rowGrain
  let ups = MutableColumn<UInt64>(repeating: 0, count: pieces)
  let downs = MutableColumn<UInt64>(repeating: 0, count: pieces)
  try uncancelled { () throws(Cancelled) in
    try parallelRanges(vertexCount, grain: rowGrain, control) { rows in
      // SAFETY: rows lie inside the arcs, and the columns beside them have their length.
      let offsets = unsafe offsets.base
      let targets = unsafe targets.base
      let weights = unsafe weights?.base
      let times = unsafe times?.base
      var up: UInt64 = 0
      var down: UInt64 = 0
      for row in rows {
        let vertex = UInt64(truncatingIfNeeded: row)
        for arc in unsafe offsets[row]..<offsets[row &+ 1] {
          let target = unsafe UInt64(targets[arc])
          let weight = unsafe weights?[arc].bitPattern ?? 0
          let time = unsafe UInt64(bitPattern: times?[arc] ?? 0)
          let isUp = target > vertex
          let mixed = key.mixed(isUp ? vertex : target, isUp ? target : vertex, weight, time)
          up &+= isUp ? mixed : 0
          down &+= isUp ? 0 : mixed
        }
      }
      ups[rows.lowerBound / rowGrain] = up
      downs[rows.lowerBound / rowGrain] = down
    }
  }
  return (ups.frozen().reduce(0, &+), downs.frozen().reduce(0, &+))
}

private let rowGrain = 1 << 11

/// The first row that `fault` finds, or nil.
private func firstRow(
  _ count: Int, _ control: RunControl, _ fault: @Sendable (Range<Int>) -> Int?
) throws(GraphError) -> Int? {
  let faults = MutableColumn<Int>(repeating: Int.max, count: (count + rowGrain - 1) / rowGrain)
  try uncancelled { () throws(Cancelled) in
    try parallelRanges(count, grain: rowGrain, control) { rows in
      if let row = fault(rows) { faults[rows.lowerBound / rowGrain] = row }
    }
  }
  guard let row = faults.frozen().min(), row != Int.max else { return nil }
  return row
}
