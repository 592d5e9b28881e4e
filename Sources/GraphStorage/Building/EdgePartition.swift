/// The first pass of a build: every listed edge becomes one arc (directed) or two, in the bucket of its row's vertex.
///
/// One sweep counts and checks, one moves. Loops are left out.
enum EdgePartition {
  struct Result: Sendable {
    let buckets: VertexBuckets
    let arcs: BucketedArcs
  }

  /// A part of a piece that one thread walks.
  private struct Block: Sendable {
    let piece: Int
    let range: Range<Int>
  }

  /// Edges between two looks at whether the run is cancelled.
  private static let stretch = 1 << 16

  static func run(_ edges: EdgeList, _ policy: BuildPolicy, _ control: RunControl) throws(GraphError) -> Result {
    let blocks = cut(edges, threads: control.threads.value)
    let granules = VertexBuckets.Granules(vertexCount: edges.vertexCount)
    let counts = MutableColumn<UInt32>(repeating: 0, count: blocks.count * granules.count)
    // The place of the first fault in each block.
    let faults = MutableColumn<Int>(repeating: Int.max, count: blocks.count)
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(blocks.count, control) { number, _ in
        let block = blocks[number]
        for start in stride(from: block.range.lowerBound, to: block.range.upperBound, by: stretch) {
          if control.isCancelled { return }
          let range = start..<min(start + stretch, block.range.upperBound)
          let fault = count(
            edges.pieces[block.piece], range, granules, counts, at: number * granules.count, policy,
            vertexCount: edges.vertexCount)
          if let fault {
            faults[number] = fault
            return
          }
        }
      }
    }
    for (number, block) in blocks.enumerated() where faults[number] != Int.max {
      throw reason(edges.pieces[block.piece], faults[number], vertexCount: edges.vertexCount)
    }
    control.report(0.1)
    let buckets = VertexBuckets(granules, counts: counts, blocks: blocks.count)
    let arcCount = buckets.firstArc[buckets.count]
    // SAFETY: every arc's place is written below.
    let arcs = BucketedArcs(
      keys: unsafe MutableColumn(unwritten: arcCount),
      others: ArcColumns(count: arcCount, weighted: edges.hasWeights, timed: edges.hasTimes))
    try uncancelled { () throws(Cancelled) in
      try parallelPieces(blocks.count, control) { number, _ in
        let block = blocks[number]
        let cursors = MutableColumn<Int>(
          Array(buckets.blockStarts[number * buckets.count..<(number + 1) * buckets.count]))
        for start in stride(from: block.range.lowerBound, to: block.range.upperBound, by: stretch) {
          if control.isCancelled { return }
          let range = start..<min(start + stretch, block.range.upperBound)
          move(edges.pieces[block.piece], range, buckets, cursors, arcs, directed: policy.directed)
        }
      }
    }
    control.report(0.3)
    return Result(buckets: buckets, arcs: arcs)
  }

  private static func cut(_ edges: EdgeList, threads: Int) -> [Block] {
    // A few blocks a thread even out what other programs take; each needs its own counts.
    let grain = min(max(edges.count / (threads * 4) + 1, 1 << 16), 1 << 30)
    var blocks: [Block] = []
    for (number, piece) in edges.pieces.enumerated() {
      for start in stride(from: 0, to: piece.count, by: grain) {
        blocks.append(Block(piece: number, range: start..<min(start + grain, piece.count)))
      }
    }
    return blocks
  }

  /// Counts rows by granule; the index of the first edge that breaks a rule, or nil.
  private static func count(
    _ piece: EdgeList.Piece, _ range: Range<Int>, _ granules: VertexBuckets.Granules, _ counts: MutableColumn<UInt32>,
    at start: Int, _ policy: BuildPolicy, vertexCount: Int
  ) -> Int? {
    let bound = UInt32(truncatingIfNeeded: vertexCount)
    let shift = UInt32(truncatingIfNeeded: granules.shift)
    // SAFETY: `range` lies in the piece, whose columns are equally long; the granule of a vertex below the number of
    // vertices is below the number of granules, and only this thread has this block's counts.
    let sources = unsafe piece.sources.base
    let targets = unsafe piece.targets.base
    let here = unsafe counts.base + start
    let rejectsLoops = policy.loops == .reject
    let both = !policy.directed
    for edge in range {
      let source = unsafe sources[edge]
      let target = unsafe targets[edge]
      guard source < bound, target < bound else { return edge }
      if source == target {
        if rejectsLoops { return edge }
        continue
      }
      unsafe here[Int(source &>> shift)] &+= 1
      if both { unsafe here[Int(target &>> shift)] &+= 1 }
    }
    if let weights = piece.weights {
      // SAFETY: as above.
      let weights = unsafe weights.base
      for edge in range {
        let weight = unsafe weights[edge]
        guard weight > 0, weight < .infinity else { return edge }
      }
    }
    return nil
  }

  private static func reason(_ piece: EdgeList.Piece, _ edge: Int, vertexCount: Int) -> GraphError {
    let source = Int(piece.sources[edge])
    let target = Int(piece.targets[edge])
    if source >= vertexCount || target >= vertexCount { return .vertexOutOfRange(row: source) }
    if let weight = piece.weights?[edge], !(weight > 0 && weight < .infinity) {
      return .weightNotPositive(row: source)
    }
    return .loop(row: source)
  }

  private static func move(
    _ piece: EdgeList.Piece, _ range: Range<Int>, _ buckets: VertexBuckets, _ cursors: MutableColumn<Int>,
    _ arcs: BucketedArcs, directed: Bool
  ) {
    // SAFETY: `range` lies in the piece, whose vertices `count` has checked; a cursor walks the places that the same
    // counts gave to this block and bucket.
    let sources = unsafe piece.sources.base
    let targets = unsafe piece.targets.base
    let bucketOfGranule = unsafe buckets.bucketOfGranule.base
    let cursors = unsafe cursors.base
    let keys = unsafe arcs.keys.base
    let others = unsafe arcs.others.targets.base
    let shift = UInt32(truncatingIfNeeded: buckets.granules.shift)
    if piece.weights == nil && piece.times == nil {
      for edge in range {
        let source = unsafe sources[edge]
        let target = unsafe targets[edge]
        if source == target { continue }
        let bucket = unsafe Int(bucketOfGranule[Int(source &>> shift)])
        let place = unsafe cursors[bucket]
        unsafe cursors[bucket] = place &+ 1
        unsafe keys[place] = UInt16(truncatingIfNeeded: source)
        unsafe others[place] = target
        if directed { continue }
        let twinBucket = unsafe Int(bucketOfGranule[Int(target &>> shift)])
        let twin = unsafe cursors[twinBucket]
        unsafe cursors[twinBucket] = twin &+ 1
        unsafe keys[twin] = UInt16(truncatingIfNeeded: target)
        unsafe others[twin] = source
      }
      return
    }
    // SAFETY: as above; the columns beside the edges are as long as they.
    let weights = unsafe piece.weights?.base
    let times = unsafe piece.times?.base
    let arcWeights = unsafe arcs.others.weights?.base
    let arcTimes = unsafe arcs.others.times?.base
    for edge in range {
      let source = unsafe sources[edge]
      let target = unsafe targets[edge]
      if source == target { continue }
      for direction in 0..<(directed ? 1 : 2) {
        let row = direction == 0 ? source : target
        let bucket = unsafe Int(bucketOfGranule[Int(row &>> shift)])
        let place = unsafe cursors[bucket]
        unsafe cursors[bucket] = place &+ 1
        unsafe keys[place] = UInt16(truncatingIfNeeded: row)
        unsafe others[place] = direction == 0 ? target : source
        if let weights = unsafe weights, let arcWeights = unsafe arcWeights {
          unsafe arcWeights[place] = weights[edge]
        }
        if let times = unsafe times, let arcTimes = unsafe arcTimes { unsafe arcTimes[place] = times[edge] }
      }
    }
  }
}

/// `body`, its cancellation as a `GraphError`.
func uncancelled<Value>(_ body: () throws(Cancelled) -> Value) throws(GraphError) -> Value {
  do throws(Cancelled) { return try body() } catch { throw .cancelled }
}
