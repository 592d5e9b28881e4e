import GraphStorage

/// Makes every community of a level a vertex of the next.
enum CommunityAggregation {
  /// - Parameter numbers: the vertex of the next level that each vertex becomes, all of `0..<count`.
  static func run(
    _ level: CommunityLevel, _ numbers: MutableColumn<UInt32>, count: Int, _ control: RunControl
  ) throws(Cancelled) -> CommunityLevel {
    let groups = Groups(level, numbers, count: count)
    // SAFETY: the loop below writes every place of the first four; of the other two what it counts into `taken`.
    let begins = unsafe MutableColumn<Int>(unwritten: count)
    let degrees = unsafe MutableColumn<UInt32>(unwritten: count)
    let loops = unsafe MutableColumn<Double>(unwritten: count)
    let masses = unsafe MutableColumn<Double>(unwritten: count)
    // Rows come to lie in the order in which threads finish them; what no row takes is never made resident.
    let targets = unsafe MutableColumn<UInt32>(unwritten: level.arcCount)
    let weights = unsafe MutableColumn<Double>(unwritten: level.arcCount)
    let taken = AtomicWords(repeating: 0, count: 1)
    let rows = (0..<control.threads.value).map { _ in RowSums(count: count) }
    let pieces = ArcPieces(count: count, arcs: 1 << 16, rows: 1 << 12) { groups.arcs[$0] }
    try parallelPieces(pieces.count, control) { piece, worker in
      let row = rows[worker]
      for community in pieces[piece] {
        var inside = 0.0
        var mass = 0.0
        var met = 0
        // SAFETY: groups are of vertices of the level; `taken` has one place; a level's rows together hold no more
        // than its arcs, each of which adds at most one to what was met.
        for place in unsafe groups.starts[unchecked: community]..<groups.starts[unchecked: community &+ 1] {
          let vertex = unsafe Int(groups.members[unchecked: place])
          if let own = level.loops { inside += unsafe own[unchecked: vertex] }
          mass += unsafe level.masses[unchecked: vertex]
          unsafe row.add(level, vertex, numbers, community, &inside, &met)
        }
        let begin = unsafe Int(truncatingIfNeeded: taken.add(UInt64(truncatingIfNeeded: met), unchecked: 0))
        unsafe row.move(met, targets, weights, at: begin)
        unsafe begins[unchecked: community] = begin
        unsafe degrees[unchecked: community] = UInt32(truncatingIfNeeded: met)
        unsafe loops[unchecked: community] = inside
        unsafe masses[unchecked: community] = mass
        if control.isCancelled { return }
      }
    }
    return CommunityLevel(
      begins: begins.frozen(), degrees: degrees.frozen(), targets: targets.frozen(), weights: weights.frozen(),
      loops: loops.frozen(), masses: masses.frozen(), arcCount: Int(taken.values[0]), measure: level.measure)
  }

  /// The vertices of each group, ascending.
  private struct Groups: Sendable {
    let starts: MutableColumn<Int>
    let members: MutableColumn<UInt32>
    /// Arcs of all members together.
    let arcs: MutableColumn<Int>

    init(_ level: CommunityLevel, _ numbers: MutableColumn<UInt32>, count: Int) {
      starts = MutableColumn(repeating: 0, count: count + 1)
      arcs = MutableColumn(repeating: 0, count: count)
      // SAFETY: the last loop writes every place.
      members = unsafe MutableColumn(unwritten: level.count)
      for vertex in 0..<level.count {
        let group = Int(numbers[vertex])
        starts[group] &+= 1
        arcs[group] &+= Int(level.degrees[vertex])
      }
      var sum = 0
      for group in 0...count {
        let size = starts[group]
        starts[group] = sum
        sum &+= size
      }
      for vertex in 0..<level.count {
        let group = Int(numbers[vertex])
        members[starts[group]] = UInt32(truncatingIfNeeded: vertex)
        starts[group] &+= 1
      }
      // Each start has gone on to the next one's.
      var group = count
      while group > 0 {
        starts[group] = starts[group - 1]
        group &-= 1
      }
      starts[0] = 0
    }
  }
}

/// One row of the next level while it is added up; scratch memory of one thread.
private final class RowSums: Sendable {
  private let communities: MutableColumn<UInt32>
  private let sums: MutableColumn<Double>
  /// 1 + where a community stands in the row; all 0 between rows.
  private let places: MutableColumn<UInt32>

  init(count: Int) {
    // SAFETY: written when a community is met, and read only below the number of those met.
    communities = unsafe MutableColumn(unwritten: count)
    sums = unsafe MutableColumn(unwritten: count)
    places = MutableColumn(repeating: 0, count: count)
  }

  // SAFETY: the caller knows `vertex` to be one of the level, `numbers` and `community` to be below the count.
  @inline(__always) @unsafe
  func add(
    _ level: CommunityLevel, _ vertex: Int, _ numbers: MutableColumn<UInt32>, _ community: Int,
    _ inside: inout Double, _ met: inout Int
  ) {
    let (communities, sums, places) = (communities, sums, places)
    let (targets, weights) = (level.targets, level.weights)
    // SAFETY: the caller's promise; a level's rows lie in its columns.
    var arc = unsafe level.begins[unchecked: vertex]
    let end = unsafe arc &+ Int(level.degrees[unchecked: vertex])
    while arc < end {
      // SAFETY: as above; what is met is below the count, and each once.
      let other = unsafe Int(numbers[unchecked: Int(targets[unchecked: arc])])
      let weight = unsafe weights?[unchecked: arc] ?? 1
      arc &+= 1
      if other == community {
        inside += weight
        continue
      }
      let place = unsafe Int(places[unchecked: other])
      if place > 0 {
        unsafe sums[unchecked: place &- 1] += weight
      } else {
        unsafe communities[unchecked: met] = UInt32(truncatingIfNeeded: other)
        unsafe sums[unchecked: met] = weight
        met &+= 1
        unsafe places[unchecked: other] = UInt32(truncatingIfNeeded: met)
      }
    }
  }

  /// Writes the row out and clears what it used.
  // SAFETY: the caller knows that `met` communities were met and fit at `begin`.
  @inline(__always) @unsafe
  func move(_ met: Int, _ targets: MutableColumn<UInt32>, _ weights: MutableColumn<Double>, at begin: Int) {
    for place in 0..<met {
      // SAFETY: the caller's promise.
      let community = unsafe communities[unchecked: place]
      unsafe targets[unchecked: begin &+ place] = community
      unsafe weights[unchecked: begin &+ place] = sums[unchecked: place]
      unsafe places[unchecked: Int(community)] = 0
    }
  }
}
