import GraphStorage

/// Vertices of one level in groups, each of which is a vertex of another.
struct LevelGroups: Sendable {
  /// The group of each vertex.
  let numbers: MutableColumn<UInt32>
  /// Where each group begins in `members`, and the end of the last.
  let starts: MutableColumn<Int>
  /// Vertices by group, ascending in each until it is shuffled.
  let members: MutableColumn<UInt32>
  /// Arcs of all members of each group together; 0 for one that no arc leaves, once `CommunityAggregation` has seen it.
  let arcs: MutableColumn<Int>

  var count: Int { arcs.count }

  /// The same for a loop, where holding the columns again at each turn would cost more than what the turn does. Whoever uses
  /// it holds the groups.
  struct Places: Sendable {
    let numbers: MutableColumn<UInt32>.Places
    let starts: MutableColumn<Int>.Places
    let members: MutableColumn<UInt32>.Places
    let arcs: MutableColumn<Int>.Places

    /// Where the members of a group stand.
    // SAFETY: the caller knows `group` to be one.
    @inline(__always) @unsafe func range(_ group: Int) -> Range<Int> {
      // SAFETY: the caller's promise; there is one start more than groups.
      unsafe starts[unchecked: group]..<starts[unchecked: group &+ 1]
    }
  }

  var places: Places {
    Places(numbers: numbers.places, starts: starts.places, members: members.places, arcs: arcs.places)
  }

  /// Puts the members of a group in an order drawn by the seed and the group.
  func shuffle(_ group: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: group))
    let members = members
    generator.shuffle(starts[group]..<starts[group + 1]) { one, other in
      (members[one], members[other]) = (members[other], members[one])
    }
  }

  /// - Parameter numbers: all of `0..<count`.
  init<Links>(
    _ level: CommunityLevel<Links>, _ numbers: MutableColumn<UInt32>, count: Int, _ control: RunControl
  ) throws(Cancelled) {
    self.numbers = numbers
    starts = try filledColumn(0, count: count + 1, control)
    arcs = try filledColumn(0, count: count, control)
    // SAFETY: the last loop over vertices writes every place.
    members = unsafe MutableColumn(unwritten: level.count)
    for vertex in 0..<level.count {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      let group = Int(numbers[vertex])
      starts[group] &+= 1
      arcs[group] &+= level.arcs(of: vertex)
    }
    var sum = 0
    for group in 0...count {
      if group & 0xF_FFFF == 0 { try control.checkCancelled() }
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
