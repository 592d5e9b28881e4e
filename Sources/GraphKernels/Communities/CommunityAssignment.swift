import GraphStorage

/// Which community each vertex of a level is in, and what each community holds. Communities have numbers below the
/// level's count of vertices; some are empty.
///
/// Read by all threads while nobody writes; written by one thread between parallel loops, or, of communities that only its own
/// vertices can join, by one thread each (`CommunityRefinement`).
struct CommunityAssignment<Links: LinkWeight>: Sendable {
  let communities: MutableColumn<UInt32>
  /// The community of what each number in the level's rows stands for: the same memory, where that is a vertex.
  let ofTargets: MutableColumn<UInt32>
  let masses: MutableColumn<Links.Sum>
  let sizes: MutableColumn<UInt32>
  private let groups: LevelGroups?
  private let memberships: LevelGroups.Places?

  /// Each vertex for itself.
  init(singletonsOf level: CommunityLevel<Links>, _ control: RunControl) throws(Cancelled) {
    let count = level.count
    // SAFETY: the loop writes every place of the two.
    communities = unsafe MutableColumn(unwritten: count)
    masses = unsafe MutableColumn(unwritten: count)
    sizes = try filledColumn(1, count: count, control)
    for vertex in 0..<count {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      communities[vertex] = UInt32(truncatingIfNeeded: vertex)
      masses[vertex] = level.masses[vertex]
    }
    groups = level.groups
    memberships = groups?.places
    ofTargets = try composed(groups?.numbers, communities, control)
  }

  /// - Parameter communities: numbers below the level's count.
  init(
    _ communities: MutableColumn<UInt32>, of level: CommunityLevel<Links>, _ control: RunControl
  ) throws(Cancelled) {
    self.communities = communities
    masses = try filledColumn(.zero, count: level.count, control)
    sizes = try filledColumn(0, count: level.count, control)
    for vertex in 0..<level.count {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      let community = Int(communities[vertex])
      masses[community] += level.masses[vertex]
      sizes[community] &+= 1
    }
    groups = level.groups
    memberships = groups?.places
    ofTargets = try composed(groups?.numbers, communities, control)
  }

  // SAFETY: the caller knows both to be below the level's count.
  @inline(__always) @unsafe
  func move(_ vertex: Int, mass: Links.Sum, to community: UInt32) {
    // SAFETY: the caller's promise; `communities` holds numbers below the count.
    let own = unsafe Int(communities[unchecked: vertex])
    unsafe masses[unchecked: own] -= mass
    unsafe sizes[unchecked: own] &-= 1
    unsafe masses[unchecked: Int(community)] += mass
    unsafe sizes[unchecked: Int(community)] &+= 1
    unsafe communities[unchecked: vertex] = community
    guard let memberships else { return }
    for place in unsafe memberships.range(vertex) {
      unsafe ofTargets[unchecked: Int(memberships.members[unchecked: place])] = community
    }
  }

  /// Numbers the communities that are not empty 0, 1, … in ascending order, in place; gives how many there are.
  /// All else is worthless afterwards.
  func compact(_ control: RunControl) throws(Cancelled) -> Int {
    var next: UInt32 = 0
    try forEachNotEmpty(control) { number, _ in
      number = next
      next &+= 1
    }
    try renumber(control)
    return Int(next)
  }

  /// The same in the order of the groups that communities are part of, so that what is tied has numbers near each other:
  /// what is added up from it, and the rows of the next level, then lie near each other too.
  /// - Parameters:
  ///   - groups: of each vertex; of a community that of the vertex with its number.
  ///   - groupCount: groups are below it.
  func compact(by groups: MutableColumn<UInt32>, _ groupCount: Int, _ control: RunControl) throws(Cancelled) -> Int {
    let next = try filledColumn(UInt32(0), count: groupCount, control)
    try forEachNotEmpty(control) { _, community in next[Int(groups[community])] &+= 1 }
    var total: UInt32 = 0
    for group in 0..<groupCount {
      let size = next[group]
      next[group] = total
      total &+= size
    }
    try forEachNotEmpty(control) { number, community in
      let group = Int(groups[community])
      number = next[group]
      next[group] &+= 1
    }
    try renumber(control)
    return Int(total)
  }

  /// The communities that are not empty, ascending, each with the place in `sizes` where its new number belongs.
  @inline(__always)
  private func forEachNotEmpty(_ control: RunControl, _ body: (inout UInt32, Int) -> Void) throws(Cancelled) {
    for community in 0..<communities.count {
      if community & 0xFFFF == 0 { try control.checkCancelled() }
      if sizes[community] != 0 { body(&sizes[community], community) }
    }
  }

  /// `sizes` holds the new number of each community.
  private func renumber(_ control: RunControl) throws(Cancelled) {
    let (communities, numbers) = (communities, sizes)
    try parallelRanges(communities.count, grain: 1 << 15, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices; communities are below the count.
        unsafe communities[unchecked: vertex] = numbers[unchecked: Int(communities[unchecked: vertex])]
      }
    }
  }
}

/// First one map, then the other: `second[first[place]]` at each place; `second` itself where `first` is nil.
/// - Precondition: the values of `first` are places of `second`.
func composed(
  _ first: MutableColumn<UInt32>?, _ second: MutableColumn<UInt32>, _ control: RunControl
) throws(Cancelled) -> MutableColumn<UInt32> {
  guard let first else { return second }
  // SAFETY: the loop writes every place.
  let both = unsafe MutableColumn<UInt32>(unwritten: first.count)
  try parallelRanges(first.count, grain: 1 << 15, control) { range in
    for place in range {
      // SAFETY: ranges cover the first map, whose values are places of the second.
      unsafe both[unchecked: place] = second[unchecked: Int(first[unchecked: place])]
    }
  }
  return both
}
