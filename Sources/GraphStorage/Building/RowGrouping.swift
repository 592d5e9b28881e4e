/// The second pass of a build: inside each bucket, in cache, arcs go to their rows, and repetitions become one.
///
/// Repetitions are found without sorting: a mark for each vertex of the graph (one column of them a thread) names the
/// row that last listed it. So nothing is ever cleared, and the test nearly always says no, which processors foresee.
enum RowGrouping {
  struct Result: Sendable {
    /// Where each row starts in `arcs`.
    let starts: Column<Int>
    /// Without repetitions.
    let degrees: MutableColumn<UInt32>
    let arcs: ArcColumns
  }

  static func run(
    _ partition: EdgePartition.Result, vertexCount: Int, _ policy: BuildPolicy, _ control: RunControl
  ) throws(GraphError) -> Result {
    let buckets = partition.buckets
    let arcs = partition.arcs
    let rows = ArcColumns(
      count: arcs.keys.count, weighted: arcs.others.weights != nil, timed: arcs.others.times != nil)
    // SAFETY: each vertex lies in one bucket, which writes its places.
    let starts = unsafe MutableColumn<Int>(unwritten: vertexCount)
    let degrees = unsafe MutableColumn<UInt32>(unwritten: vertexCount)
    let faults = MutableColumn<Int>(repeating: Int.max, count: buckets.count)
    let widest = (0..<buckets.count).map { buckets.vertices($0).count }.max() ?? 0
    let workers = min(control.threads.value, buckets.count)
    let scratch = (0..<max(workers, 1)).map { _ in
      RowMerge(vertexCount: vertexCount, rows, policy)
    }
    let cursors = (0..<max(workers, 1)).map { _ in MutableColumn<Int>(repeating: 0, count: widest) }
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(buckets.count, control) { bucket, worker in
        let vertices = buckets.vertices(bucket)
        let range = buckets.arcs(bucket)
        group(arcs, range, vertices, cursors[worker], starts: starts, into: rows)
        let fault = scratch[worker].run(vertices, starts: starts, ends: cursors[worker], degrees: degrees, control)
        if let fault { faults[bucket] = fault }
      }
    }
    if let row = faults.frozen().min(), row != Int.max {
      throw policy.duplicates == .reject ? .duplicate(row: row) : .weightNotPositive(row: row)
    }
    return Result(starts: starts.frozen(), degrees: degrees, arcs: rows)
  }

  /// Counting sort of one bucket by row. Afterwards the cursors stand at the ends of the rows.
  static func group(
    _ arcs: BucketedArcs, _ range: Range<Int>, _ vertices: Range<Int>, _ cursors: MutableColumn<Int>,
    starts: MutableColumn<Int>, into arcRows: ArcColumns
  ) {
    cursors.fill(0, 0..<vertices.count)
    let base = UInt16(truncatingIfNeeded: vertices.lowerBound)
    // SAFETY: the keys of a bucket are the low bits of its vertices, so their distance from the first is below their
    // number; cursors walk the places that the keys themselves were counted for.
    let cursor = unsafe cursors.base
    let keys = unsafe arcs.keys.base
    let others = unsafe arcs.others.targets.base
    let rows = unsafe arcRows.targets.base
    for arc in range { unsafe cursor[Int(keys[arc] &- base)] &+= 1 }
    let starts = unsafe starts.base
    var next = range.lowerBound
    for (number, vertex) in vertices.enumerated() {
      let length = unsafe cursor[number]
      unsafe starts[vertex] = next
      unsafe cursor[number] = next
      next &+= length
    }
    if arcs.others.weights == nil && arcs.others.times == nil {
      for arc in range {
        let row = unsafe Int(keys[arc] &- base)
        let place = unsafe cursor[row]
        unsafe cursor[row] = place &+ 1
        unsafe rows[place] = others[arc]
      }
      return
    }
    // SAFETY: as above; the columns beside the arcs are as long as they.
    let arcWeights = unsafe arcs.others.weights?.base
    let arcTimes = unsafe arcs.others.times?.base
    let rowWeights = unsafe arcRows.weights?.base
    let rowTimes = unsafe arcRows.times?.base
    for arc in range {
      let row = unsafe Int(keys[arc] &- base)
      let place = unsafe cursor[row]
      unsafe cursor[row] = place &+ 1
      unsafe rows[place] = others[arc]
      if let arcWeights = unsafe arcWeights, let rowWeights = unsafe rowWeights {
        unsafe rowWeights[place] = arcWeights[arc]
      }
      if let arcTimes = unsafe arcTimes, let rowTimes = unsafe rowTimes { unsafe rowTimes[place] = arcTimes[arc] }
    }
  }
}
