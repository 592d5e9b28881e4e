import GraphStorage

/// Which community each vertex of a level is in, and what each community holds. Communities have numbers below the
/// level's count of vertices; some are empty.
///
/// Read by all threads while nobody writes; written by one thread between parallel loops.
struct CommunityAssignment: Sendable {
  let communities: MutableColumn<UInt32>
  let masses: MutableColumn<Double>
  let sizes: MutableColumn<UInt32>

  /// Each vertex for itself.
  init(singletonsOf level: CommunityLevel, _ control: RunControl) throws(Cancelled) {
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
  }

  /// - Parameter communities: numbers below the level's count.
  init(
    _ communities: MutableColumn<UInt32>, of level: CommunityLevel, _ control: RunControl
  ) throws(Cancelled) {
    self.communities = communities
    masses = try filledColumn(0, count: level.count, control)
    sizes = try filledColumn(0, count: level.count, control)
    for vertex in 0..<level.count {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      let community = Int(communities[vertex])
      masses[community] += level.masses[vertex]
      sizes[community] &+= 1
    }
  }

  // SAFETY: the caller knows both to be below the level's count.
  @inline(__always) @unsafe
  func move(_ vertex: Int, mass: Double, to community: UInt32) {
    // SAFETY: the caller's promise; `communities` holds numbers below the count.
    let own = unsafe Int(communities[unchecked: vertex])
    unsafe masses[unchecked: own] -= mass
    unsafe sizes[unchecked: own] &-= 1
    unsafe masses[unchecked: Int(community)] += mass
    unsafe sizes[unchecked: Int(community)] &+= 1
    unsafe communities[unchecked: vertex] = community
  }

  /// Numbers the communities that are not empty 0, 1, … in ascending order, in place; gives how many there are.
  /// Masses and sizes are worthless afterwards.
  func compact(_ control: RunControl) throws(Cancelled) -> Int {
    let count = communities.count
    var next: UInt32 = 0
    for community in 0..<count where sizes[community] > 0 {
      sizes[community] = next
      next &+= 1
    }
    try control.checkCancelled()
    let (communities, numbers) = (communities, sizes)
    try parallelRanges(count, grain: 1 << 15, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices; communities are below the count.
        unsafe communities[unchecked: vertex] = numbers[unchecked: Int(communities[unchecked: vertex])]
      }
    }
    return Int(next)
  }
}
