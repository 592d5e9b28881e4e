/// The second pass of a build: inside each bucket, in cache, arcs go to their rows, and repetitions become one.
///
/// Repetitions are found without sorting: a place for each vertex of the graph (one such column a thread) holds where
/// in the current row it was last written, and counts only if the row indeed has the vertex there (Briggs and Torczon,
/// "An efficient representation for sparse sets", 1993). So nothing is ever cleared.
enum RowGrouping {
  struct Result: Sendable {
    let rows: LooseRows
    /// Without repetitions.
    let degrees: MutableColumn<UInt32>
    /// The memory of `rows`, for whoever has no more use for them.
    let targets: MutableColumn<UInt32>
  }

  static func run(
    _ partition: EdgePartition.Result, vertexCount: Int, _ policy: BuildPolicy, _ control: RunControl
  ) throws(GraphError) -> Result {
    let buckets = partition.buckets
    let arcs = partition.arcs
    let count = arcs.others.count
    // SAFETY: a bucket's rows fill the places of its arcs exactly; each vertex lies in one bucket.
    let starts = unsafe MutableColumn<Int>(unwritten: vertexCount)
    let degrees = unsafe MutableColumn<UInt32>(unwritten: vertexCount)
    let targets = unsafe MutableColumn<UInt32>(unwritten: count)
    let weights = arcs.weights.map { _ in unsafe MutableColumn<Double>(unwritten: count) }
    let times = arcs.times.map { _ in unsafe MutableColumn<Int64>(unwritten: count) }
    let faults = MutableColumn<Int>(repeating: Int.max, count: buckets.count)
    let widest = (0..<buckets.count).map { buckets.vertices($0).count }.max() ?? 0
    let workers = min(control.threads.value, buckets.count)
    let scratch = (0..<max(workers, 1)).map { _ in
      RowMerge(vertexCount: vertexCount, targets: targets, weights: weights, times: times, policy)
    }
    let cursors = (0..<max(workers, 1)).map { _ in MutableColumn<Int>(repeating: 0, count: widest) }
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(buckets.count, control) { bucket, worker in
        let vertices = buckets.vertices(bucket)
        let range = buckets.arcs(bucket)
        group(
          arcs, range, vertices, cursors[worker], starts: starts, targets: targets, weights: weights, times: times)
        let merge = scratch[worker]
        for (number, vertex) in vertices.enumerated() {
          if number & 1023 == 0 && control.isCancelled { return }
          let start = starts[vertex]
          // After the scatter a cursor stands at the end of its row.
          let length = merge.row(start..<cursors[worker][number])
          guard let length else {
            faults[bucket] = vertex
            return
          }
          degrees[vertex] = UInt32(truncatingIfNeeded: length)
        }
      }
    }
    if let row = faults.frozen().min(), row != Int.max {
      throw policy.duplicates == .reject ? .duplicate(row: row) : .weightNotPositive(row: row)
    }
    return Result(
      rows: LooseRows(
        starts: starts.frozen(), targets: targets.frozen(), weights: weights?.frozen(), times: times?.frozen()),
      degrees: degrees, targets: targets)
  }

  /// Counting sort of one bucket by row. Afterwards the cursors stand at the ends of the rows.
  static func group(
    _ arcs: BucketedArcs, _ range: Range<Int>, _ vertices: Range<Int>, _ cursors: MutableColumn<Int>,
    starts: MutableColumn<Int>, targets: MutableColumn<UInt32>, weights: MutableColumn<Double>?,
    times: MutableColumn<Int64>?
  ) {
    cursors.fill(0, 0..<vertices.count)
    let base = UInt16(truncatingIfNeeded: vertices.lowerBound)
    // SAFETY: the keys of a bucket are the low bits of its vertices, so their distance from the first is below their
    // number; cursors walk the places that the keys themselves were counted for.
    let cursor = unsafe cursors.base
    let keys = unsafe arcs.keys.base
    let others = unsafe arcs.others.base
    let rows = unsafe targets.base
    for arc in range { unsafe cursor[Int(keys[arc] &- base)] &+= 1 }
    var next = range.lowerBound
    for (number, vertex) in vertices.enumerated() {
      let length = unsafe cursor[number]
      starts[vertex] = next
      unsafe cursor[number] = next
      next &+= length
    }
    if arcs.weights == nil && arcs.times == nil {
      for arc in range {
        let row = unsafe Int(keys[arc] &- base)
        let place = unsafe cursor[row]
        unsafe cursor[row] = place &+ 1
        unsafe rows[place] = others[arc]
      }
      return
    }
    let arcWeights = unsafe arcs.weights?.base
    let arcTimes = unsafe arcs.times?.base
    let rowWeights = unsafe weights?.base
    let rowTimes = unsafe times?.base
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
