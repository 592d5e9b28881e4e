import GraphStorage

/// The refinement of Leiden: inside each community, vertices that are still alone merge with what they are tied to.
///
/// What has been joined stays, so every refined community is connected. A vertex merges only if its ties to the rest of
/// its community are at least what chance gives, and only for a gain. Nothing leads from one community into another here,
/// so each is one thread's, which finds its members near each other in cache: see `Leiden`. In large ones batches decide
/// together, as in `LocalMoving`.
/// Deviations from the paper: the best gain is taken, as by the authors' own program, not one at random (their θ → 0);
/// and whether the joined community is itself well tied to the rest is not asked.
enum CommunityRefinement {
  /// So many members of a group have their rows looked at ahead of time, and decide for one thread in a batch.
  private static let grain = 32

  /// - Parameters:
  ///   - partition: communities with numbers below `count`, all of which have members.
  ///   - seed: of the order in which members are visited.
  ///   - most: communities of more members are large; a 64th of all where nil, and not below 1,024.
  /// - Returns: refined communities, each inside one of `partition`.
  static func run<Links>(
    _ level: CommunityLevel<Links>, _ partition: CommunityAssignment<Links>, count: Int, seed: UInt64,
    scratch: [LinkSums<Links>], most: Int? = nil, _ control: RunControl
  ) throws(Cancelled) -> CommunityAssignment<Links> {
    let refined = try CommunityAssignment(singletonsOf: level, control)
    let groups = try LevelGroups(level, partition.communities, count: count, control)
    let run = Run(level: level, partition: partition, refined: refined, groups: groups)
    // So that the thread that has the last one does not keep the others waiting for long. Not by arcs, of which a level
    // without rows of its own has more.
    let most = most ?? max(level.count / 64, 1 << 10)
    try control.checkCancelled()
    let isLarge = (0..<count).map { groups.starts[$0 + 1] - groups.starts[$0] > most }
    try control.checkCancelled()
    let pieces = ArcPieces(count: count, arcs: 1 << 16, rows: 1 << 12) { isLarge[$0] ? 0 : groups.arcs[$0] }
    try parallelPieces(pieces.count, control) { piece, worker in
      for group in pieces[piece] where !isLarge[group] {
        run.refine(group, seed: seed, scratch[worker], control)
      }
    }
    try control.checkCancelled()
    try run.refineTogether((0..<count).filter { isLarge[$0] }, seed: seed, scratch, control)
    return refined
  }

  private struct Run<Links: LinkWeight>: Sendable {
    let level: CommunityLevel<Links>
    let partition: CommunityAssignment<Links>
    let refined: CommunityAssignment<Links>
    let groups: LevelGroups

    /// One thread, one member after the other; ends early where cancelled.
    func refine(_ group: Int, seed: UInt64, _ links: LinkSums<Links>, _ control: RunControl) {
      let members = groups.starts[group]..<groups.starts[group + 1]
      if members.count == 1 { return }
      groups.shuffle(group, seed: seed)
      var first = members.lowerBound
      while first < members.upperBound {
        if control.isCancelled { return }
        let range = first..<min(first &+ CommunityRefinement.grain, members.upperBound)
        look(groups.members, range, links)
        for place in range {
          let vertex = Int(groups.members[place])
          let (target, sum) = choice(vertex, links, control)
          join(vertex, target, sum)
        }
        first = range.upperBound
      }
    }

    /// Members of several large groups, in batches that decide together.
    func refineTogether(
      _ large: [Int], seed: UInt64, _ scratch: [LinkSums<Links>], _ control: RunControl
    ) throws(Cancelled) {
      if large.isEmpty { return }
      let members = Bitmap(count: level.count)
      for group in large {
        for place in groups.starts[group]..<groups.starts[group + 1] {
          if place & 0xFFFF == 0 { try control.checkCancelled() }
          let vertex = Int(groups.members[place])
          // SAFETY: a vertex of the level.
          if level.arcs(of: vertex) > 0 { unsafe members.insert(unchecked: vertex) }
        }
      }
      let order = try VisitingOrder(members, seed: seed, control)
      // SAFETY: the places of a batch are written when it decides and read only after.
      let chosen = unsafe MutableColumn<UInt32>(unwritten: order.vertices.count)
      let joined = unsafe MutableColumn<Double>(unwritten: order.vertices.count)
      for number in 0..<order.batchCount {
        let batch = order[number]
        let pieces = (batch.count + CommunityRefinement.grain - 1) / CommunityRefinement.grain
        try parallelPieces(pieces, control) { piece, worker in
          let first = batch.lowerBound &+ piece &* CommunityRefinement.grain
          let range = first..<min(first &+ CommunityRefinement.grain, batch.upperBound)
          look(order.vertices, range, scratch[worker])
          for place in range {
            (chosen[place], joined[place]) = choice(Int(order.vertices[place]), scratch[worker], control)
          }
        }
        for place in batch { join(Int(order.vertices[place]), chosen[place], joined[place]) }
      }
    }

    /// Looks at the rows of the vertices that stand in some places of `vertices` ahead of time.
    private func look(_ vertices: MutableColumn<UInt32>, _ range: Range<Int>, _ links: LinkSums<Links>) {
      let (communities, sizes) = (refined.communities, refined.sizes)
      var look = RowLook()
      for place in range {
        // SAFETY: the places hold vertices of the level.
        let vertex = unsafe Int(vertices[unchecked: place])
        unsafe level.forEachRow(of: vertex) { row in look.at(row.lowerBound ^ row.upperBound) }
        unsafe look.at(Int(communities[unchecked: vertex] ^ UInt32(truncatingIfNeeded: sizes[unchecked: vertex])))
      }
      for place in range {
        // SAFETY: as above; rows lie in the columns.
        let vertex = unsafe Int(vertices[unchecked: place])
        if unsafe Int(communities[unchecked: vertex]) != vertex || sizes[unchecked: vertex] != 1 { continue }
        unsafe level.forEachRow(of: vertex) { row in unsafe level.look(&look, at: row) }
      }
      look.keep(in: links.communities)
    }

    /// The refined community that a vertex had best join, and the weight of its ties there; its own where it is not alone,
    /// is not tied well enough, or gains nowhere. Worthless once cancelled.
    private func choice(_ vertex: Int, _ links: LinkSums<Links>, _ control: RunControl) -> (UInt32, Double) {
      let own = UInt32(truncatingIfNeeded: vertex)
      let (targets, weights) = (level.targets, level.weights)
      let (held, around, sums) = (refined.masses.places, links.communities.places, links.sums.places)
      // SAFETY: the vertex is one of the level; rows lie in the columns and hold targets; communities of both kinds are below
      // the count; what `links` met stands below the number it gave. Only what belongs to the vertex's own group is read of
      // `refined`, which another thread may write to for other groups.
      let isAlone = unsafe refined.communities[unchecked: vertex] == own && refined.sizes[unchecked: vertex] == 1
      // Who is alone is in the community of its own number.
      if !isAlone { return (own, 0) }
      let group = unsafe partition.communities[unchecked: vertex]
      if unsafe level.arcs(unchecked: vertex) > 1 << 14, control.isCancelled { return (own, 0) }
      var met = 0
      unsafe level.forEachRow(of: vertex, control) { row in
        met = unsafe links.gather(row, targets, weights, refined.ofTargets, in: group, of: partition.ofTargets, met: met)
      }
      let mass = unsafe Links.number(level.masses[unchecked: vertex])
      let pull = level.measure.scale * mass
      var inside = 0.0
      var best = own
      var bestScore = 0.0
      var bestSum = 0.0
      for index in 0..<met {
        // SAFETY: as above.
        let community = unsafe around[unchecked: index]
        let sum = unsafe Links.number(sums[unchecked: Int(community)])
        unsafe sums[unchecked: Int(community)] = .zero
        // Nobody else is in the own community: what leads there leads to the vertex itself.
        if community == own { continue }
        inside += sum
        let score = unsafe sum - pull * Links.number(held[unchecked: Int(community)])
        if score > bestScore || (score == bestScore && best != own && community < best) {
          best = community
          bestScore = score
          bestSum = sum
        }
      }
      // SAFETY: as above.
      let rest = unsafe Links.number(partition.masses[unchecked: Int(group)]) - mass
      return inside < pull * rest ? (own, 0) : (best, bestSum)
    }

    /// Not where somebody has joined this one since it chose, or has left the place empty.
    private func join(_ vertex: Int, _ target: UInt32, _ sum: Double) {
      if Int(target) == vertex { return }
      // SAFETY: the vertex is one of the level, and the target the number of one.
      if unsafe refined.sizes[unchecked: vertex] != 1 || refined.sizes[unchecked: Int(target)] == 0 { return }
      let mass = unsafe level.masses[unchecked: vertex]
      let held = unsafe Links.number(refined.masses[unchecked: Int(target)])
      let gain = sum - level.measure.scale * Links.number(mass) * held
      if gain > 1e-12 * level.measure.total { unsafe refined.move(vertex, mass: mass, to: target) }
    }
  }
}
