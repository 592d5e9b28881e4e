import GraphStorage

/// The refinement of Leiden: inside each community, vertices that are still alone merge with what they are tied to.
///
/// What has been joined stays, so every refined community is connected. A vertex merges only if its ties to the rest of
/// its community are at least what chance gives, and only for a gain. Batches decide together, as in `LocalMoving`;
/// when a merge is carried out its gain is at least what was decided by, because what was joined only grew.
/// Deviations from the paper: the best gain is taken, as by the authors' own program, not one at random (their θ → 0);
/// and whether the joined community is itself well tied to the rest is not asked.
enum CommunityRefinement {
  private static let grain = 32

  /// - Returns: refined communities, each inside one of `partition`.
  static func run<Links>(
    _ level: CommunityLevel<Links>, _ partition: CommunityAssignment, seed: UInt64, scratch: [LinkSums<Links>],
    _ control: RunControl
  ) throws(Cancelled) -> CommunityAssignment {
    let refined = try CommunityAssignment(singletonsOf: level, control)
    let members = Bitmap(count: level.count)
    for vertex in 0..<level.count {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      if level.arcs(of: vertex) == 0 || partition.sizes[Int(partition.communities[vertex])] == 1 { continue }
      // SAFETY: a vertex of the level.
      unsafe members.insert(unchecked: vertex)
    }
    let order = try VisitingOrder(members, seed: seed, control)
    // SAFETY: the places of a batch are written when it decides and read only after.
    let chosen = unsafe MutableColumn<UInt32>(unwritten: order.vertices.count)
    let links = unsafe MutableColumn<Double>(unwritten: order.vertices.count)
    let run = Run(level: level, partition: partition, refined: refined, order: order, chosen: chosen, joined: links)
    for number in 0..<order.batchCount {
      let batch = order[number]
      let pieces = (batch.count + grain - 1) / grain
      if pieces <= 1 {
        try control.checkCancelled()
        run.decide(batch, scratch[0], control)
        // It may have been left half done.
        try control.checkCancelled()
      } else {
        try parallelPieces(pieces, control) { piece, worker in
          let first = batch.lowerBound &+ piece &* grain
          run.decide(first..<min(first &+ grain, batch.upperBound), scratch[worker], control)
        }
      }
      run.carryOut(batch)
    }
    return refined
  }

  private struct Run<Links: LinkWeight>: Sendable {
    let level: CommunityLevel<Links>
    let partition: CommunityAssignment
    let refined: CommunityAssignment
    let order: VisitingOrder
    let chosen: MutableColumn<UInt32>
    /// The weight to the chosen.
    let joined: MutableColumn<Double>

    /// Ends early where cancelled.
    func decide(_ range: Range<Int>, _ links: LinkSums<Links>, _ control: RunControl) {
      let (targets, weights) = (level.targets, level.weights)
      let (groups, groupMasses) = (partition.communities, partition.masses)
      let (communities, held, sizes) = (refined.communities, refined.masses, refined.sizes)
      let (masses, scale) = (level.masses, level.measure.scale)
      let order = order.vertices
      let (around, sums) = (links.communities.places, links.sums.places)
      var look = RowLook()
      for place in range {
        // SAFETY: the order holds vertices of the level.
        let vertex = unsafe Int(order[unchecked: place])
        unsafe level.forEachRow(of: vertex) { row in look.at(row.lowerBound ^ row.upperBound) }
        unsafe look.at(Int(communities[unchecked: vertex] ^ UInt32(truncatingIfNeeded: sizes[unchecked: vertex])))
      }
      for place in range {
        // SAFETY: the order holds vertices of the level; rows lie in the columns.
        let vertex = unsafe Int(order[unchecked: place])
        if unsafe Int(communities[unchecked: vertex]) != vertex || sizes[unchecked: vertex] != 1 { continue }
        unsafe level.forEachRow(of: vertex) { row in unsafe level.look(&look, at: row) }
      }
      look.keep(in: links.communities)
      for place in range {
        // SAFETY: the order holds vertices of the level; rows lie in the columns and hold targets; communities of both
        // kinds are below the count; what `links` met stands below the number it gave.
        let vertex = unsafe Int(order[unchecked: place])
        let own = UInt32(truncatingIfNeeded: vertex)
        unsafe chosen[unchecked: place] = own
        // Who is alone is in the community of its own number.
        if unsafe communities[unchecked: vertex] != own || sizes[unchecked: vertex] != 1 { continue }
        let group = unsafe groups[unchecked: vertex]
        if unsafe level.arcs(unchecked: vertex) > 1 << 14, control.isCancelled { return }
        var met = 0
        unsafe level.forEachRow(of: vertex, control) { row in
          met = unsafe links.gather(
            row, targets, weights, refined.ofTargets, in: group, of: partition.ofTargets, outside: own, met: met)
        }
        let mass = unsafe masses[unchecked: vertex]
        let pull = scale * mass
        var inside = 0.0
        var best = own
        var bestScore = 0.0
        var bestSum = 0.0
        // Nobody else is in the own community: what stands there leads out of the group, or to the vertex itself.
        // SAFETY: what was met stands below the number of those met, and is below the count.
        for index in 0..<met {
          let community = unsafe around[unchecked: index]
          let sum = unsafe Links.number(sums[unchecked: Int(community)])
          unsafe sums[unchecked: Int(community)] = .zero
          if community == own { continue }
          inside += sum
          let score = unsafe sum - pull * held[unchecked: Int(community)]
          if score > bestScore || (score == bestScore && best != own && community < best) {
            best = community
            bestScore = score
            bestSum = sum
          }
        }
        // SAFETY: as above.
        if unsafe inside < pull * (groupMasses[unchecked: Int(group)] - mass) { continue }
        unsafe chosen[unchecked: place] = best
        unsafe joined[unchecked: place] = bestSum
      }
    }

    func carryOut(_ batch: Range<Int>) {
      let least = 1e-12 * level.measure.total
      let (held, sizes) = (refined.masses, refined.sizes)
      for place in batch {
        // SAFETY: the order holds vertices of the level; communities are below the count.
        let vertex = unsafe Int(order.vertices[unchecked: place])
        let target = unsafe chosen[unchecked: place]
        // Not where somebody of the batch has joined this one, or has left the place empty.
        if Int(target) == vertex { continue }
        if unsafe sizes[unchecked: vertex] != 1 || sizes[unchecked: Int(target)] == 0 { continue }
        let mass = unsafe level.masses[unchecked: vertex]
        let gain = unsafe joined[unchecked: place] - level.measure.scale * mass * held[unchecked: Int(target)]
        if gain > least { unsafe refined.move(vertex, mass: mass, to: target) }
      }
    }
  }
}
