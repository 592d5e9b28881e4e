/// The rows of the opposite direction: row `x` lists every `w` whose row lists `x`, ascending.
///
/// Rows are walked in ascending order and their arcs moved to the bucket of their other end, blocks of rows side by
/// side, then each bucket is spread over its rows in cache. Neither step changes the order of two arcs of one row, so
/// rows come out ascending without any sorting. With a relabelling the walk goes by the new numbers and the other ends
/// are renumbered on the way, so that a transposition relabels and sorts at once.
struct RowTransposition: Sendable {
  /// Walked rows, by the number they were given under.
  let rows: LooseRows
  /// Where the walked rows would start without gaps, by new number, and the number of arcs.
  let walkOffsets: Column<Int>
  /// Nil where vertices keep their numbers.
  let relabelling: Relabelling?

  struct Result: Sendable {
    let offsets: Column<Int>
    let targets: Column<UInt32>
    let weights: Column<Double>?
    let times: Column<Int64>?
  }

  private var vertexCount: Int { walkOffsets.count - 1 }
  private var arcCount: Int { walkOffsets[vertexCount] }

  /// - Parameters:
  ///   - offsets: of the result, where they are known.
  ///   - arcs: scratch memory for all arcs with the same columns; made anew where nil.
  ///   - share: the progress to report, from and to.
  func run(
    offsets known: Column<Int>?, arcs scratch: BucketedArcs? = nil, share: (Double, Double), _ control: RunControl
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
    let arcs = scratch ?? BucketedArcs(count: arcCount, weighted: rows.weights != nil, timed: rows.times != nil)
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(blocks.count, control) { number, _ in
        let cursors = MutableColumn<Int>(
          Array(buckets.blockStarts[number * buckets.count..<(number + 1) * buckets.count]))
        move(blocks[number], buckets, cursors, arcs, control)
      }
    }
    control.report(share.0 + (share.1 - share.0) * 0.6)
    let result = try spread(buckets, arcs, known, control)
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
      let bound = walkOffsets[first] + grain
      while low < high {
        let middle = (low + high) / 2
        if walkOffsets[middle] < bound { low = middle + 1 } else { high = middle }
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
    // SAFETY: rows lie inside the columns and list vertices of the graph; a relabelling is a permutation of them; only
    // this thread has this block's counts.
    let walk = unsafe walkOffsets.base
    let starts = unsafe rows.starts.base
    let targets = unsafe rows.targets.base
    let oldOfNew = unsafe relabelling?.oldOfNew.base
    let newOfOld = unsafe relabelling?.newOfOld.base
    let here = unsafe counts.base + start
    let shift = UInt32(truncatingIfNeeded: granules.shift)
    for row in block {
      if row & 4095 == 0 && control.isCancelled { return }
      let length = unsafe walk[row &+ 1] &- walk[row]
      if let oldOfNew = unsafe oldOfNew, let newOfOld = unsafe newOfOld {
        let first = unsafe starts[Int(oldOfNew[row])]
        for arc in first..<first &+ length { unsafe here[Int(newOfOld[Int(targets[arc])] &>> shift)] &+= 1 }
      } else {
        let first = unsafe starts[row]
        for arc in first..<first &+ length { unsafe here[Int(targets[arc] &>> shift)] &+= 1 }
      }
    }
  }

  private func move(
    _ block: Range<Int>, _ buckets: VertexBuckets, _ cursors: MutableColumn<Int>, _ arcs: BucketedArcs,
    _ control: RunControl
  ) {
    // SAFETY: as in `count`; a cursor walks the places that the same counts gave to this block and bucket.
    let walk = unsafe walkOffsets.base
    let starts = unsafe rows.starts.base
    let targets = unsafe rows.targets.base
    let weights = unsafe rows.weights?.base
    let times = unsafe rows.times?.base
    let oldOfNew = unsafe relabelling?.oldOfNew.base
    let newOfOld = unsafe relabelling?.newOfOld.base
    let bucketOfGranule = unsafe buckets.bucketOfGranule.base
    let cursors = unsafe cursors.base
    let keys = unsafe arcs.keys.base
    let others = unsafe arcs.others.base
    let arcWeights = unsafe arcs.weights?.base
    let arcTimes = unsafe arcs.times?.base
    let shift = UInt32(truncatingIfNeeded: buckets.granules.shift)
    let isPlain = rows.weights == nil && rows.times == nil
    for row in block {
      if row & 4095 == 0 && control.isCancelled { return }
      let length = unsafe walk[row &+ 1] &- walk[row]
      let first: Int
      if let oldOfNew = unsafe oldOfNew {
        first = unsafe starts[Int(oldOfNew[row])]
      } else {
        first = unsafe starts[row]
      }
      let other = UInt32(truncatingIfNeeded: row)
      for arc in first..<first &+ length {
        var target = unsafe targets[arc]
        if let newOfOld = unsafe newOfOld { target = unsafe newOfOld[Int(target)] }
        let bucket = unsafe Int(bucketOfGranule[Int(target &>> shift)])
        let place = unsafe cursors[bucket]
        unsafe cursors[bucket] = place &+ 1
        unsafe keys[place] = UInt16(truncatingIfNeeded: target)
        unsafe others[place] = other
        if isPlain { continue }
        if let weights = unsafe weights, let arcWeights = unsafe arcWeights {
          unsafe arcWeights[place] = weights[arc]
        }
        if let times = unsafe times, let arcTimes = unsafe arcTimes { unsafe arcTimes[place] = times[arc] }
      }
    }
  }

  private func spread(
    _ buckets: VertexBuckets, _ arcs: BucketedArcs, _ known: Column<Int>?, _ control: RunControl
  ) throws(GraphError) -> Result {
    // SAFETY: the rows of all buckets cover all vertices and all arcs.
    let offsets = unsafe MutableColumn<Int>(unwritten: vertexCount + 1)
    let targets = unsafe MutableColumn<UInt32>(unwritten: arcCount)
    let weights = rows.weights.map { _ in unsafe MutableColumn<Double>(unwritten: arcCount) }
    let times = rows.times.map { _ in unsafe MutableColumn<Int64>(unwritten: arcCount) }
    offsets[vertexCount] = arcCount
    let widest = (0..<buckets.count).map { buckets.vertices($0).count }.max() ?? 0
    let workers = max(min(control.threads.value, buckets.count), 1)
    let cursors = (0..<workers).map { _ in MutableColumn<Int>(repeating: 0, count: widest) }
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(buckets.count, control) { bucket, worker in
        RowGrouping.group(
          arcs, buckets.arcs(bucket), buckets.vertices(bucket), cursors[worker], starts: offsets, targets: targets,
          weights: weights, times: times)
      }
    }
    return Result(
      offsets: known ?? offsets.frozen(), targets: targets.frozen(), weights: weights?.frozen(),
      times: times?.frozen())
  }
}
