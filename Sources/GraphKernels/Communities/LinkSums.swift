import GraphStorage

/// Adds up the weights from one vertex to each community around it; scratch memory of one thread.
///
/// One sum a community, and a list of those met, written without a branch: what is new costs no more than what is not.
/// A hash table per row, small enough for the first-level cache, was measured too: 1.4 times slower on Kronecker
/// graphs, because the processor cannot foresee where a probe ends.
final class LinkSums<Links: LinkWeight>: Sendable {
  /// The communities met, in the order of the row.
  let communities: MutableColumn<UInt32>
  /// The weight to each community; all 0 between uses.
  let sums: MutableColumn<Links.Sum>
  /// The weights to the communities met, for who takes them out of `sums`.
  let taken: MutableColumn<Links.Sum>
  /// Communities that the next rows lead to.
  private let ahead: MutableColumn<UInt32>

  /// So many arcs are looked up ahead of time. Their sums lie in so many lines of the second-level cache.
  static var most: Int { 1_024 }

  /// - Parameters:
  ///   - count: communities are below it.
  ///   - largest: no row has more arcs.
  init(count: Int, largest: Int, _ control: RunControl) throws(Cancelled) {
    // SAFETY: places are written when a community is met, and read only below the number of those met. One place more,
    // because the next one is written before it is known to be new.
    communities = unsafe MutableColumn(unwritten: min(largest, count) + 1)
    taken = unsafe MutableColumn(unwritten: min(largest, count) + 1)
    sums = try filledColumn(.zero, count: count, control)
    // SAFETY: `lookUp` writes what it lets `gather` read.
    ahead = unsafe MutableColumn(unwritten: Self.most)
  }

  /// One for each thread.
  static func forThreads(count: Int, largest: Int, _ control: RunControl) throws(Cancelled) -> [LinkSums] {
    try (0..<control.threads.value).map { _ throws(Cancelled) in try LinkSums(count: count, largest: largest, control) }
  }

  static func forThreads(_ level: CommunityLevel<Links>, _ control: RunControl) throws(Cancelled) -> [LinkSums] {
    try forThreads(count: level.count, largest: level.largestDegree, control)
  }

  /// Looks up the communities that a row leads to, and asks for their sums, which `gather` needs soon.
  // SAFETY: the caller knows the row to lie in the column, its targets in `assigned`, communities below the count, and the
  // row to end `place` arcs before `most`.
  @inline(__always) @unsafe
  func lookUp(
    _ row: Range<Int>, _ targets: Column<UInt32>, _ assigned: MutableColumn<UInt32>, at place: Int = 0
  ) {
    let (found, sums) = (ahead.places, sums.places)
    let shift = place &- row.lowerBound
    for arc in row {
      // SAFETY: the caller's promise.
      let community = unsafe assigned[unchecked: Int(targets[unchecked: arc])]
      unsafe found[unchecked: arc &+ shift] = community
      sums.fetch(Int(community))
    }
  }

  /// Sums over a row whose communities were looked up at `place`, on top of the `met` communities met before; gives how many
  /// have been met.
  // SAFETY: the caller knows the row to lie in the column and to have been looked up.
  @inline(__always) @unsafe
  func gather(_ row: Range<Int>, _ weights: Column<Links.Arc>?, at place: Int = 0, met: Int) -> Int {
    var met = met
    let shift = place &- row.lowerBound
    let (places, ahead) = (Places(communities: communities.places, sums: sums.places), ahead.places)
    if let weights {
      for arc in row {
        // SAFETY: the caller's promise; fewer are met than there are communities or arcs.
        unsafe places.add(Links.sum(weights[unchecked: arc]), to: ahead[unchecked: arc &+ shift], &met)
      }
    } else {
      for arc in row {
        // SAFETY: as above.
        unsafe places.add(Links.one, to: ahead[unchecked: arc &+ shift], &met)
      }
    }
    return met
  }

  /// Sums over a row of any length, on top of the `met` communities met before.
  // SAFETY: the caller knows the row to lie in the columns, its targets in `assigned`, and communities below the count.
  @inline(__always) @unsafe
  func gather(
    _ row: Range<Int>, _ targets: Column<UInt32>, _ weights: Column<Links.Arc>?, _ assigned: MutableColumn<UInt32>,
    met: Int
  ) -> Int {
    var met = met
    var arc = row.lowerBound
    while arc < row.upperBound {
      let part = arc..<min(arc &+ Self.most, row.upperBound)
      // SAFETY: the caller's promise; a part has at most `most` arcs.
      unsafe lookUp(part, targets, assigned)
      met = unsafe gather(part, weights, met: met)
      arc = part.upperBound
    }
    return met
  }

  /// The same over arcs to vertices of one group. No other community is looked up.
  // SAFETY: as for `gather`; targets lie in `groups` too.
  @inline(__always) @unsafe
  func gather(
    _ row: Range<Int>, _ targets: Column<UInt32>, _ weights: Column<Links.Arc>?, _ assigned: MutableColumn<UInt32>,
    in group: UInt32, of groups: MutableColumn<UInt32>, met: Int
  ) -> Int {
    var met = met
    let (places, inside) = (Places(communities: communities.places, sums: sums.places), ahead.places)
    var begin = row.lowerBound
    while begin < row.upperBound {
      let end = min(begin &+ Self.most, row.upperBound)
      var count = 0
      for arc in begin..<end {
        // SAFETY: the caller's promise; no more are inside than were looked at, of which there are at most `most`.
        unsafe inside[unchecked: count] = UInt32(truncatingIfNeeded: arc &- begin)
        count &+= unsafe groups[unchecked: Int(targets[unchecked: arc])] == group ? 1 : 0
      }
      for place in 0..<count {
        // SAFETY: as above; fewer are met than there are communities or arcs.
        let arc = unsafe begin &+ Int(inside[unchecked: place])
        let weight = if let weights { unsafe Links.sum(weights[unchecked: arc]) } else { Links.one }
        unsafe places.add(weight, to: assigned[unchecked: Int(targets[unchecked: arc])], &met)
      }
      begin = end
    }
    return met
  }

  private struct Places {
    let communities: MutableColumn<UInt32>.Places
    let sums: MutableColumn<Links.Sum>.Places

    // SAFETY: the caller knows `community` to be below the count and `met` to be the number of those met.
    @inline(__always) @unsafe
    func add(_ weight: Links.Sum, to community: UInt32, _ met: inout Int) {
      // SAFETY: the caller's promise.
      let sum = unsafe sums[unchecked: Int(community)]
      unsafe communities[unchecked: met] = community
      unsafe sums[unchecked: Int(community)] = sum + weight
      // A comparison would become a branch.
      met &+= Links.isNone(sum)
    }
  }
}
