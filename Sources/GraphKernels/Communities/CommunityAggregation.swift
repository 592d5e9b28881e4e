import GraphStorage

/// Makes every community of a level a vertex of the next.
enum CommunityAggregation {
  /// - Parameters:
  ///   - numbers: the vertex of the next level that each vertex becomes, all of `0..<count`.
  ///   - rooms: where the arcs of the next level go.
  static func run(
    _ level: CommunityLevel, _ numbers: MutableColumn<UInt32>, count: Int, _ rooms: inout LevelRooms,
    _ control: RunControl
  ) throws(Cancelled) -> CommunityLevel {
    // The rooms hand out what no level holds: this one is read to the end.
    defer { withExtendedLifetime(level) {} }
    let groups = try Groups(level, numbers, count: count, control)
    // SAFETY: the loop below writes every place of the first four; of the other two what it counts into `taken`.
    let begins = unsafe MutableColumn<Int>(unwritten: count)
    let degrees = unsafe MutableColumn<UInt32>(unwritten: count)
    let loops = unsafe MutableColumn<Double>(unwritten: count)
    let masses = unsafe MutableColumn<Double>(unwritten: count)
    // Rows come to lie in the order in which threads finish them; what no row takes is never made resident.
    let (targets, weights) = rooms.room(arcs: level.arcCount)
    let taken = AtomicWords(repeating: 0, count: 1)
    var scratch: [LinkSums] = []
    for _ in 0..<control.threads.value {
      scratch.append(try LinkSums(count: count, largest: count, control))
    }
    let rows = scratch
    let pieces = ArcPieces(count: count, arcs: 1 << 16, rows: 1 << 12) { groups.arcs[$0] }
    let looks = MutableColumn<UInt64>(repeating: 0, count: control.threads.value)
    try parallelPieces(pieces.count, control) { piece, worker in
      let row = rows[worker]
      let last = groups.starts[pieces[piece].upperBound]
      var looked = groups.starts[pieces[piece].lowerBound]
      for community in pieces[piece] {
        var inside = 0.0
        var mass = 0.0
        var met = 0
        var read = 0
        // SAFETY: groups are of vertices of the level; `taken` has one place; a level's rows together hold no more
        // than its arcs, each of which adds at most one to what was met.
        for place in unsafe groups.starts[unchecked: community]..<groups.starts[unchecked: community &+ 1] {
          if place == looked {
            looked = min(last, place &+ 32)
            looks[worker] = look(groups.members, place..<looked, level)
          }
          let vertex = unsafe Int(groups.members[unchecked: place])
          if let own = level.loops { inside += unsafe own[unchecked: vertex] }
          mass += unsafe level.masses[unchecked: vertex]
          let begin = unsafe level.begins[unchecked: vertex]
          let arcs = unsafe begin..<begin &+ Int(level.degrees[unchecked: vertex])
          met = unsafe row.gather(arcs, level.targets, level.weights, numbers, met: met)
          read &+= arcs.count
          if read > 1 << 16 {
            if control.isCancelled { return }
            read = 0
          }
        }
        // Arcs to the own vertex become what is inside it.
        let within = unsafe row.sums[unchecked: community]
        inside += within
        let begin = unsafe Int(
          truncatingIfNeeded: taken.add(UInt64(truncatingIfNeeded: within > 0 ? met &- 1 : met), unchecked: 0))
        var next = begin
        // SAFETY: as above; what was met stands below the number of those met.
        for place in 0..<met {
          let other = unsafe Int(row.communities[unchecked: place])
          let sum = unsafe row.sums[unchecked: other]
          unsafe row.sums[unchecked: other] = 0
          if other == community { continue }
          unsafe targets[unchecked: next] = UInt32(truncatingIfNeeded: other)
          unsafe weights[unchecked: next] = sum
          next &+= 1
        }
        // SAFETY: as above.
        unsafe begins[unchecked: community] = begin
        unsafe degrees[unchecked: community] = UInt32(truncatingIfNeeded: next &- begin)
        unsafe loops[unchecked: community] = inside
        unsafe masses[unchecked: community] = mass
        if control.isCancelled { return }
      }
    }
    return CommunityLevel(
      begins: begins.frozen(), degrees: degrees.frozen(), targets: targets.frozen(), weights: weights.frozen(),
      loops: loops.frozen(), masses: masses.frozen(), arcCount: Int(taken.values[0]), measure: level.measure)
  }

  /// Looks at the rows of some members ahead of time.
  private static func look(
    _ members: MutableColumn<UInt32>, _ places: Range<Int>, _ level: CommunityLevel
  ) -> UInt64 {
    var look = RowLook()
    for place in places {
      // SAFETY: members are vertices of the level.
      let vertex = unsafe Int(members[unchecked: place])
      unsafe look.at(level.begins[unchecked: vertex] ^ Int(level.degrees[unchecked: vertex]))
    }
    for place in places {
      // SAFETY: members are vertices of the level, whose rows lie in its columns.
      let vertex = unsafe Int(members[unchecked: place])
      let begin = unsafe level.begins[unchecked: vertex]
      unsafe look.at(begin..<begin &+ Int(level.degrees[unchecked: vertex]), level.targets, level.weights)
    }
    return look.seen
  }

  /// The vertices of each group, ascending.
  private struct Groups: Sendable {
    let starts: MutableColumn<Int>
    let members: MutableColumn<UInt32>
    /// Arcs of all members together.
    let arcs: MutableColumn<Int>

    init(
      _ level: CommunityLevel, _ numbers: MutableColumn<UInt32>, count: Int, _ control: RunControl
    ) throws(Cancelled) {
      starts = MutableColumn(repeating: 0, count: count + 1)
      arcs = MutableColumn(repeating: 0, count: count)
      // SAFETY: the last loop writes every place.
      members = unsafe MutableColumn(unwritten: level.count)
      for vertex in 0..<level.count {
        if vertex & 0xFFFF == 0 { try control.checkCancelled() }
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
        if vertex & 0xFFFF == 0 { try control.checkCancelled() }
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
