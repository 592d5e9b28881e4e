import GraphStorage

/// Makes every group of vertices of a level a vertex of another.
enum CommunityAggregation {
  /// - Parameters:
  ///   - base: a level with rows of its own.
  ///   - rooms: where the arcs of the next level go.
  /// - Returns: a level with rows of its own, or, where those would have more than `most` arcs, with those of `base`.
  static func run<Links>(
    _ base: CommunityLevel<Links>, _ groups: LevelGroups, most: Int, _ rooms: inout LevelRooms<Links>,
    _ control: RunControl
  ) throws(Cancelled) -> CommunityLevel<Links> {
    // The rooms hand out what no level holds: this one is read to the end.
    defer { withExtendedLifetime(base) {} }
    let count = groups.count
    // SAFETY: the loop below writes every place of `loops`, `withins` and `masses`, and of the other two where all rows are
    // kept; where not, nobody reads them.
    let begins = unsafe MutableColumn<Int>(unwritten: count)
    let degrees = unsafe MutableColumn<UInt32>(unwritten: count)
    let loops = unsafe MutableColumn<Double>(unwritten: count)
    let withins = unsafe MutableColumn<Double>(unwritten: count)
    let masses = unsafe MutableColumn<Links.Sum>(unwritten: count)
    // Rows come to lie in the order in which threads finish them; what no row takes is never made resident.
    let (targets, weights) = rooms.room(arcs: most)
    let taken = AtomicWords(repeating: 0, count: 1)
    let rows = try LinkSums<Links>.forThreads(count: count, largest: count, control)
    let pieces = ArcPieces(count: count, arcs: 1 << 16, rows: 1 << 12) { groups.arcs[$0] }
    let looks = MutableColumn<UInt64>(repeating: 0, count: control.threads.value)
    try parallelPieces(pieces.count, control) { piece, worker in
      let row = rows[worker]
      let last = groups.starts[pieces[piece].upperBound]
      var looked = groups.starts[pieces[piece].lowerBound]
      for community in pieces[piece] {
        var inside = 0.0
        var mass = Links.Sum.zero
        var within = Links.Sum.zero
        var isLeft = false
        var met = 0
        var read = 0
        // SAFETY: groups are of vertices of the base; `taken` has one place.
        let isFull = unsafe taken.load(unchecked: 0) > most
        for place in unsafe groups.starts[unchecked: community]..<groups.starts[unchecked: community &+ 1] {
          if place == looked {
            looked = min(last, place &+ 32)
            looks[worker] = look(groups.members, place..<looked, base)
          }
          let vertex = unsafe Int(groups.members[unchecked: place])
          if let own = base.loops { inside += unsafe own[unchecked: vertex] }
          mass += unsafe base.masses[unchecked: vertex]
          let arcs = unsafe base.row(vertex)
          if isFull {
            unsafe isLeft = add(arcs, to: community, base, groups, &within) || isLeft
          } else {
            met = unsafe row.gather(arcs, base.targets, base.weights, groups.numbers, met: met)
          }
          read &+= arcs.count
          if read > 1 << 16 {
            if control.isCancelled { return }
            read = 0
          }
        }
        if !isFull {
          // SAFETY: as above; `row` has a sum for each community.
          within = unsafe row.sums[unchecked: community]
          unsafe row.sums[unchecked: community] = .zero
          let range = unsafe keep(row, met, community, targets, weights, taken, most)
          isLeft = !range.isEmpty
          unsafe begins[unchecked: community] = range.lowerBound
          unsafe degrees[unchecked: community] = UInt32(truncatingIfNeeded: range.count)
        }
        // SAFETY: as above. Arcs to the own vertex are what is inside it.
        unsafe loops[unchecked: community] = inside + Links.number(within)
        unsafe withins[unchecked: community] = Links.number(within)
        unsafe masses[unchecked: community] = mass
        if !isLeft { unsafe groups.arcs[unchecked: community] = 0 }
        if control.isCancelled { return }
      }
    }
    let arcCount = Int(taken.values[0])
    if arcCount > most {
      return CommunityLevel(
        begins: base.begins, degrees: base.degrees, targets: base.targets, weights: base.weights, groups: groups,
        within: withins.frozen(), loops: loops.frozen(), masses: masses.frozen(), arcCount: base.arcCount,
        measure: base.measure)
    }
    // What the next ones are added up from stays, and what an earlier level left behind it in the room need not.
    let stays = CommunityLevels.becomesBase(arcCount, of: base)
    return CommunityLevel(
      begins: begins.frozen(), degrees: degrees.frozen(),
      targets: stays ? try targets.trimmed(arcCount, control) : targets.frozen(),
      weights: stays ? try weights.trimmed(arcCount, control) : weights.frozen(), groups: nil, within: nil,
      loops: loops.frozen(), masses: masses.frozen(), arcCount: arcCount, measure: base.measure)
  }

  /// Adds the weight of those arcs of a row that lead into a group, in the order in which `LinkSums` would; says whether
  /// others leave it.
  // SAFETY: the caller knows the row to be one of the level, whose vertices the groups are of.
  @inline(__always) @unsafe
  private static func add<Links>(
    _ row: Range<Int>, to group: Int, _ level: CommunityLevel<Links>, _ groups: LevelGroups, _ sum: inout Links.Sum
  ) -> Bool {
    var isLeft = false
    for arc in row {
      // SAFETY: the caller's promise.
      if unsafe Int(groups.numbers[unchecked: Int(level.targets[unchecked: arc])]) != group {
        isLeft = true
        continue
      }
      if let weights = level.weights { unsafe sum += Links.sum(weights[unchecked: arc]) } else { sum += Links.one }
    }
    return isLeft
  }

  /// Makes the sums that were met a row, unless the rows of all have come to more than `most` arcs; clears them either way.
  /// - Returns: where the row lies, or would.
  // SAFETY: the caller knows `met` to be the number of those met, and the columns to have room for `most` arcs.
  @inline(__always) @unsafe
  private static func keep<Links>(
    _ row: LinkSums<Links>, _ met: Int, _ community: Int, _ targets: MutableColumn<UInt32>,
    _ weights: MutableColumn<Links.Arc>, _ taken: AtomicWords, _ most: Int
  ) -> Range<Int> {
    var arcs = 0
    // SAFETY: what was met stands below the number of those met, and is below the count; `taken` has one place.
    for place in 0..<met {
      let sum = unsafe row.sums[unchecked: Int(row.communities[unchecked: place])]
      // The own community's has been cleared.
      if Links.isNone(sum) == 0 { arcs &+= Links.arcCount(sum) }
    }
    let begin = unsafe Int(truncatingIfNeeded: taken.add(UInt64(truncatingIfNeeded: arcs), unchecked: 0))
    let isKept = begin &+ arcs <= most
    var next = begin
    for place in 0..<met {
      // SAFETY: as above; what is kept lies below `most`.
      let other = unsafe Int(row.communities[unchecked: place])
      let sum = unsafe row.sums[unchecked: other]
      unsafe row.sums[unchecked: other] = .zero
      if other == community || !isKept { continue }
      unsafe Links.write(sum, to: weights, at: next)
      for _ in 0..<Links.arcCount(sum) {
        unsafe targets[unchecked: next] = UInt32(truncatingIfNeeded: other)
        next &+= 1
      }
    }
    return begin..<begin &+ arcs
  }

  /// Looks at the rows of some members ahead of time.
  private static func look<Links>(
    _ members: MutableColumn<UInt32>, _ places: Range<Int>, _ level: CommunityLevel<Links>
  ) -> UInt64 {
    var look = RowLook()
    for place in places {
      // SAFETY: members are vertices of the level.
      let vertex = unsafe Int(members[unchecked: place])
      let row = unsafe level.row(vertex)
      look.at(row.lowerBound ^ row.upperBound)
    }
    for place in places {
      // SAFETY: members are vertices of the level, whose rows lie in its columns.
      let vertex = unsafe Int(members[unchecked: place])
      unsafe level.look(&look, at: level.row(vertex))
    }
    return look.seen
  }
}
