/// The rows of the opposite direction: row `x` lists every `w` whose row lists `x`, ascending.
///
/// Rows are walked in ascending order and their arcs moved to the bucket of their other end, blocks of rows side by
/// side, then each bucket is spread over its rows in cache. Neither step changes the order of two arcs of one row, so
/// rows come out ascending without any sorting, whatever the order inside the walked rows.
struct RowTransposition: Sendable {
  /// Walked rows, without gaps.
  let rows: LooseRows

  struct Result: Sendable {
    let offsets: Column<Int>
    let targets: Column<UInt32>
    let weights: Column<Double>?
    let times: Column<Int64>?
  }

  private var vertexCount: Int { rows.starts.count - 1 }
  private var arcCount: Int { rows.starts[vertexCount] }

  /// - Parameters:
  ///   - scratch: room for all arcs, other than the rows'; made anew where nil.
  ///   - output: room for all arcs, which may be the rows' own; made anew where nil.
  ///   - share: the progress to report, from and to.
  func run(
    scratch: BucketedArcs? = nil, output: ArcColumns? = nil, share: (Double, Double), _ control: RunControl
  ) throws(GraphError) -> Result {
    let blocks = cut(control.threads.value)
    let granules = VertexBuckets.Granules(vertexCount: vertexCount)
    let counts = MutableColumn<UInt32>(repeating: 0, count: blocks.count * granules.count)
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(blocks.count, control) { number, _ in
        count(blocks[number], granules, counts, at: number * granules.count, control)
      }
    }
    control.report(share.0 + (share.1 - share.0) * 0.25)
    let buckets = VertexBuckets(granules, counts: counts, blocks: blocks.count)
    // SAFETY: every arc's place is written below.
    let arcs =
      scratch
      ?? BucketedArcs(
        keys: unsafe MutableColumn(unwritten: arcCount),
        others: ArcColumns(count: arcCount, weighted: rows.weights != nil, timed: rows.times != nil))
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(blocks.count, control) { number, _ in
        let cursors = MutableColumn<Int>(
          Array(buckets.blockStarts[number * buckets.count..<(number + 1) * buckets.count]))
        move(blocks[number], buckets, cursors, arcs, control)
      }
    }
    control.report(share.0 + (share.1 - share.0) * 0.6)
    let result = try spread(buckets, arcs, output, control)
    control.report(share.1)
    return result
  }

  /// Ranges of rows with about equally many arcs.
  private func cut(_ threads: Int) -> [Range<Int>] {
    let grain = max(arcCount / (threads * 4) + 1, 1 << 16)
    var blocks: [Range<Int>] = []
    var first = 0
    while first < vertexCount {
      // The first row that ends beyond the grain, by bisection.
      var low = first + 1
      var high = vertexCount
      let bound = rows.starts[first] + grain
      while low < high {
        let middle = (low + high) / 2
        if rows.starts[middle] < bound { low = middle + 1 } else { high = middle }
      }
      blocks.append(first..<low)
      first = low
    }
    return blocks
  }

  private func count(
    _ block: Range<Int>, _ granules: VertexBuckets.Granules, _ counts: MutableColumn<UInt32>, at start: Int,
    _ control: RunControl
  ) {
    // SAFETY: rows lie inside the columns and list vertices of the graph; only this thread has this block's counts.
    let targets = unsafe rows.targets.base
    let here = unsafe counts.base + start
    let shift = UInt32(truncatingIfNeeded: granules.shift)
    let arcs = rows.starts[block.lowerBound]..<rows.starts[block.upperBound]
    for stretch in stride(from: arcs.lowerBound, to: arcs.upperBound, by: 1 << 18) {
      if control.isCancelled { return }
      for arc in stretch..<min(stretch + 1 << 18, arcs.upperBound) {
        unsafe here[Int(targets[arc] &>> shift)] &+= 1
      }
    }
  }

  private func move(
    _ block: Range<Int>, _ buckets: VertexBuckets, _ cursors: MutableColumn<Int>, _ arcs: BucketedArcs,
    _ control: RunControl
  ) {
    // SAFETY: as in `count`; a cursor walks the places that the same counts gave to this block and bucket.
    let starts = unsafe rows.starts.base
    let targets = unsafe rows.targets.base
    let weights = unsafe rows.weights?.base
    let times = unsafe rows.times?.base
    let bucketOfGranule = unsafe buckets.bucketOfGranule.base
    let cursors = unsafe cursors.base
    let keys = unsafe arcs.keys.base
    let others = unsafe arcs.others.targets.base
    let arcWeights = unsafe arcs.others.weights?.base
    let arcTimes = unsafe arcs.others.times?.base
    let shift = UInt32(truncatingIfNeeded: buckets.granules.shift)
    let isPlain = rows.weights == nil && rows.times == nil
    for row in block {
      if row & 4095 == 0 && control.isCancelled { return }
      let other = UInt32(truncatingIfNeeded: row)
      for arc in unsafe starts[row]..<starts[row &+ 1] {
        let target = unsafe targets[arc]
        let bucket = unsafe Int(bucketOfGranule[Int(target &>> shift)])
        let place = unsafe cursors[bucket]
        unsafe cursors[bucket] = place &+ 1
        unsafe keys[place] = UInt16(truncatingIfNeeded: target)
        unsafe others[place] = other
        if isPlain { continue }
        // SAFETY: the columns beside the arcs are as long as they.
        if let weights = unsafe weights, let arcWeights = unsafe arcWeights {
          unsafe arcWeights[place] = weights[arc]
        }
        if let times = unsafe times, let arcTimes = unsafe arcTimes { unsafe arcTimes[place] = times[arc] }
      }
    }
  }

  private func spread(
    _ buckets: VertexBuckets, _ arcs: BucketedArcs, _ output: ArcColumns?, _ control: RunControl
  ) throws(GraphError) -> Result {
    // SAFETY: the rows of all buckets cover all vertices.
    let offsets = unsafe MutableColumn<Int>(unwritten: vertexCount + 1)
    offsets[vertexCount] = arcCount
    let spread =
      output ?? ArcColumns(count: arcCount, weighted: rows.weights != nil, timed: rows.times != nil)
    let widest = (0..<buckets.count).map { buckets.vertices($0).count }.max() ?? 0
    let workers = max(min(control.threads.value, buckets.count), 1)
    let cursors = (0..<workers).map { _ in MutableColumn<Int>(repeating: 0, count: widest) }
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(buckets.count, control) { bucket, worker in
        RowGrouping.group(
          arcs, buckets.arcs(bucket), buckets.vertices(bucket), cursors[worker], starts: offsets, into: spread)
      }
    }
    let finished = spread.rows(offsets.frozen(), count: arcCount)
    return Result(
      offsets: finished.starts, targets: finished.targets, weights: finished.weights, times: finished.times)
  }
}
