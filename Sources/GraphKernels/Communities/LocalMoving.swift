import GraphStorage

/// Moves single vertices to the neighbouring community, or to one of their own, where that raises the quality most.
///
/// Vertices to visit are drawn into batches. All of a batch decide by what held when it began, on any number of
/// threads; then one thread carries the decisions out in a fixed order, each only if it still pays with the masses as
/// they are by then. Who has a neighbour that went elsewhere is visited again in the next sweep: the queue of Leiden,
/// kept as a set.
struct LocalMoving<Links: LinkWeight>: Sendable {
  let level: CommunityLevel<Links>
  let assignment: CommunityAssignment<Links>
  let seed: UInt64
  private let queue: Bitmap
  private let moved: Bitmap
  private let scratch: [LinkSums<Links>]
  private let chosen: MutableColumn<UInt32>
  private let advantages: MutableColumn<Double>

  /// A level may end earlier; by then little happens.
  static var maximumSweeps: Int { 100 }
  /// Stands for a community of one's own.
  private static var alone: UInt32 { .max }
  /// Vertices that one thread decides for at a time.
  private static var grain: Int { 32 }

  init(
    _ level: CommunityLevel<Links>, _ assignment: CommunityAssignment<Links>, seed: UInt64, scratch: [LinkSums<Links>]
  ) {
    self.level = level
    self.assignment = assignment
    self.seed = seed
    self.scratch = scratch
    queue = Bitmap(count: level.count)
    moved = Bitmap(count: level.count)
    // SAFETY: the places of a batch are written when it decides and read only after.
    chosen = unsafe MutableColumn(unwritten: level.count)
    advantages = unsafe MutableColumn(unwritten: level.count)
  }

  /// - Parameters:
  ///   - tolerance: ends with a sweep that raised the quality by less.
  ///   - sweeps: at most so many.
  ///   - pulls: who is to be visited again looks for a neighbour that moved, instead of being told; where nil, if most arcs begin
  ///     at somebody who moved. The same are visited either way.
  /// - Returns: whether anybody moved.
  func run(
    tolerance: Double, sweeps: Int, pulls: Bool? = nil, _ progress: inout CommunityProgress, _ control: RunControl
  ) throws(Cancelled) -> Bool {
    for vertex in 0..<level.count {
      if vertex & 0xF_FFFF == 0 { try control.checkCancelled() }
      // SAFETY: a vertex of the level.
      if unsafe level.arcs(unchecked: vertex) > 0 { unsafe queue.insert(unchecked: vertex) }
    }
    var any = false
    var free = FreeCommunities()
    for sweep in 0..<sweeps {
      progress.step(control)
      let order = try VisitingOrder(queue, seed: seed &+ UInt64(sweep) &* 0x9E37_79B9_7F4A_7C15, control)
      if order.vertices.count == 0 { break }
      try control.checkCancelled()
      queue.removeAll()
      moved.removeAll()
      var gained = 0.0
      var movedArcs = 0
      for batch in 0..<order.batchCount {
        try decide(order, order[batch], control)
        carryOut(order, order[batch], &free, &gained, &movedArcs)
      }
      any = any || movedArcs > 0
      if 2 * gained < tolerance * level.measure.total { break }
      try enqueue(pulls: pulls ?? (2 * movedArcs > level.arcCount), control)
    }
    return any
  }

  private func decide(_ order: VisitingOrder, _ batch: Range<Int>, _ control: RunControl) throws(Cancelled) {
    let pieces = (batch.count + Self.grain - 1) / Self.grain
    if pieces <= 1 {
      try control.checkCancelled()
      decide(order.vertices, batch, scratch[0], control)
      // It may have been left half done.
      try control.checkCancelled()
      return
    }
    try parallelPieces(pieces, control) { piece, worker in
      let first = batch.lowerBound &+ piece &* Self.grain
      decide(order.vertices, first..<min(first &+ Self.grain, batch.upperBound), scratch[worker], control)
    }
  }

  /// For each place the community to go to, and how much more weight leads there than to the own; ends early where
  /// cancelled.
  private func decide(
    _ order: MutableColumn<UInt32>, _ range: Range<Int>, _ links: LinkSums<Links>, _ control: RunControl
  ) {
    look(order, range, links)
    let (targets, weights) = (level.targets, level.weights)
    let communities = assignment.ofTargets
    var place = range.lowerBound
    while place < range.upperBound {
      // The communities around the next few vertices, then their sums.
      var (end, taken) = (place, 0)
      while end < range.upperBound {
        // SAFETY: the order holds vertices of the level; rows lie in the columns; communities are below the count.
        let vertex = unsafe Int(order[unchecked: end])
        if unsafe taken &+ level.arcs(unchecked: vertex) > LinkSums<Links>.most { break }
        unsafe level.forEachRow(of: vertex) { row in
          unsafe links.lookUp(row, targets, communities, at: taken)
          taken &+= row.count
        }
        end &+= 1
      }
      if end == place {
        // SAFETY: as above.
        let vertex = unsafe Int(order[unchecked: place])
        var met = 0
        unsafe level.forEachRow(of: vertex, control) { row in
          met = unsafe links.gather(row, targets, weights, communities, met: met)
        }
        if control.isCancelled { return }
        unsafe choose(vertex, links, met, at: place)
        place &+= 1
        continue
      }
      taken = 0
      while place < end {
        // SAFETY: as above.
        let vertex = unsafe Int(order[unchecked: place])
        var met = 0
        unsafe level.forEachRow(of: vertex) { row in
          met = unsafe links.gather(row, weights, at: taken, met: met)
          taken &+= row.count
        }
        unsafe choose(vertex, links, met, at: place)
        place &+= 1
      }
    }
  }

  /// Looks at what is known of some vertices, and at their rows, ahead of time; not at more rows than stay in cache.
  private func look(_ order: MutableColumn<UInt32>, _ range: Range<Int>, _ links: LinkSums<Links>) {
    let (sums, held) = (links.sums.places, assignment.masses.places)
    var look = RowLook()
    for place in range {
      // SAFETY: the order holds vertices of the level; communities are below the count.
      let vertex = unsafe Int(order[unchecked: place])
      level.masses.fetch(vertex)
      let own = unsafe Int(assignment.communities[unchecked: vertex])
      sums.fetch(own)
      held.fetch(own)
      if unsafe level.arcs(unchecked: vertex) > LinkSums<Links>.most { continue }
      unsafe level.forEachRow(of: vertex) { row in look.at(row.lowerBound ^ row.upperBound) }
    }
    for place in range {
      // SAFETY: the order holds vertices of the level; rows lie in the columns.
      let vertex = unsafe Int(order[unchecked: place])
      // Longer ones the processor reads ahead itself, and there are few.
      if unsafe level.arcs(unchecked: vertex) > LinkSums<Links>.most { continue }
      unsafe level.forEachRow(of: vertex) { row in unsafe level.look(&look, at: row) }
    }
    look.keep(in: links.communities)
  }

  /// Of the communities that `links` met, the one to go to.
  // SAFETY: the caller knows `vertex` to be one of the level, `place` to be one of the order, and that `links` met so many.
  @inline(__always) @unsafe
  private func choose(_ vertex: Int, _ links: LinkSums<Links>, _ met: Int, at place: Int) {
    let (held, around) = (assignment.masses.places, links.communities.places)
    let (sums, taken) = (links.sums.places, links.taken.places)
    // SAFETY: the caller's promise; communities are below the count; what was met stands below the number of those met.
    let own = unsafe assignment.communities[unchecked: vertex]
    let mass = unsafe Links.number(level.masses[unchecked: vertex])
    let pull = level.measure.scale * mass
    var inside = unsafe Links.number(sums[unchecked: Int(own)])
    if let within = level.within { inside -= unsafe within[unchecked: vertex] }
    // So that it scores less below than with what is known of it here.
    unsafe sums[unchecked: Int(own)] = .zero
    // What the own community holds without the vertex.
    var bestScore = unsafe inside - pull * (Links.number(held[unchecked: Int(own)]) - mass)
    var best = own
    var bestSum = inside
    // Most weight leads to one that is hardly ever beaten, and no score is above its sum: of few others is it asked
    // what they hold, which lies anywhere in memory.
    var most = Links.Sum.zero
    var first = 0
    for index in 0..<met {
      let community = unsafe Int(around[unchecked: index])
      let sum = unsafe sums[unchecked: community]
      unsafe sums[unchecked: community] = .zero
      unsafe taken[unchecked: index] = sum
      if sum > most { (most, first) = (sum, index) }
    }
    // That one first; asked once more in its turn it changes nothing.
    for turn in 0..<(met == 0 ? 0 : met &+ 1) {
      // SAFETY: as above.
      let index = turn == 0 ? first : turn &- 1
      let sum = unsafe Links.number(taken[unchecked: index])
      if sum < bestScore { continue }
      let community = unsafe around[unchecked: index]
      let score = unsafe sum - pull * Links.number(held[unchecked: Int(community)])
      if score > bestScore || (score == bestScore && best != own && community < best) {
        best = community
        bestScore = score
        bestSum = sum
      }
    }
    // SAFETY: as above.
    if bestScore < 0, unsafe assignment.sizes[unchecked: Int(own)] > 1 {
      best = Self.alone
      bestSum = 0
    }
    unsafe chosen[unchecked: place] = best
    unsafe advantages[unchecked: place] = bestSum - inside
  }

  private func carryOut(
    _ order: VisitingOrder, _ batch: Range<Int>, _ free: inout FreeCommunities, _ gained: inout Double,
    _ movedArcs: inout Int
  ) {
    let scale = level.measure.scale
    let least = 1e-12 * level.measure.total
    let (communities, held, sizes) = (assignment.communities, assignment.masses, assignment.sizes)
    for place in batch {
      let next = place &+ 12
      // SAFETY: as below.
      if next < batch.upperBound { unsafe ask(Int(order.vertices[unchecked: next]), chosen[unchecked: next]) }
      // SAFETY: the order holds vertices of the level; communities are below the count.
      let vertex = unsafe Int(order.vertices[unchecked: place])
      let own = unsafe communities[unchecked: vertex]
      var target = unsafe chosen[unchecked: place]
      if target == own { continue }
      let mass = unsafe level.masses[unchecked: vertex]
      let left = unsafe Links.number(held[unchecked: Int(own)] - mass)
      var joined = 0.0
      if target == Self.alone {
        if unsafe sizes[unchecked: Int(own)] == 1 { continue }
        target = free.next(sizes)
      } else {
        // Somebody of the same batch may have left it empty.
        if unsafe sizes[unchecked: Int(target)] == 0 {
          unsafe queue.insert(unchecked: vertex)
          continue
        }
        joined = unsafe Links.number(held[unchecked: Int(target)])
      }
      // SAFETY: as above.
      let gain = unsafe advantages[unchecked: place] - scale * Links.number(mass) * (joined - left)
      if gain <= least {
        unsafe queue.insert(unchecked: vertex)
        continue
      }
      unsafe assignment.move(vertex, mass: mass, to: target)
      unsafe moved.insert(unchecked: vertex)
      gained += gain
      movedArcs &+= unsafe level.arcs(unchecked: vertex)
    }
  }

  /// Asks for what a move changes, which lies anywhere in memory: a third less for the moves of the first sweep of a graph
  /// of a million vertices.
  // SAFETY: the caller knows `vertex` to be one of the level.
  @inline(__always) @unsafe
  private func ask(_ vertex: Int, _ target: UInt32) {
    let (held, sizes) = (assignment.masses.places, assignment.sizes.places)
    // SAFETY: the caller's promise.
    let own = unsafe assignment.communities[unchecked: vertex]
    if target == own { return }
    held.fetch(Int(own))
    sizes.fetch(Int(own))
    held.fetch(Int(target))
    sizes.fetch(Int(target))
  }

  /// Adds to the queue the neighbours of those who moved, unless they are together now.
  /// - Parameter pulls: each vertex looks for such a neighbour, and soon finds one where most have moved, instead of being told
  ///   by all.
  private func enqueue(pulls: Bool, _ control: RunControl) throws(Cancelled) {
    let pieces = level.pieces()
    try parallelPieces(pieces.count, control) { piece, _ in
      for vertex in pieces[piece] {
        // SAFETY: pieces cover the vertices.
        if pulls {
          if unsafe !queue.contains(unchecked: vertex) && isLeft(vertex, control) {
            _ = unsafe queue.insertShared(unchecked: vertex)
          }
        } else if unsafe moved.contains(unchecked: vertex) {
          enqueueNeighbours(of: vertex, control)
        }
      }
    }
  }

  // The caller knows `vertex` to be one of the level.
  @inline(__always)
  private func enqueueNeighbours(of vertex: Int, _ control: RunControl) {
    let (targets, ofTargets) = (level.targets, assignment.ofTargets)
    // SAFETY: the caller's promise; rows lie in the columns and hold targets.
    let community = unsafe assignment.communities[unchecked: vertex]
    unsafe level.forEachRow(of: vertex, control) { row in
      for arc in row {
        let target = unsafe Int(targets[unchecked: arc])
        let other = unsafe level.vertex(target)
        if unsafe !queue.contains(unchecked: other), unsafe ofTargets[unchecked: target] != community {
          _ = unsafe queue.insertShared(unchecked: other)
        }
      }
    }
  }

  /// Whether a neighbour moved and is in another community.
  // The caller knows `vertex` to be one of the level.
  @inline(__always)
  private func isLeft(_ vertex: Int, _ control: RunControl) -> Bool {
    let (targets, ofTargets) = (level.targets, assignment.ofTargets)
    var found = false
    // SAFETY: the caller's promise; rows lie in the columns and hold targets.
    let community = unsafe assignment.communities[unchecked: vertex]
    unsafe level.forEachRow(of: vertex, control) { row in
      if found { return }
      for arc in row {
        let target = unsafe Int(targets[unchecked: arc])
        if unsafe ofTargets[unchecked: target] != community, unsafe moved.contains(unchecked: level.vertex(target)) {
          found = true
          return
        }
      }
    }
    return found
  }
}

/// Finds empty communities, round and round.
private struct FreeCommunities {
  private var cursor = 0

  /// - Precondition: one is empty; so it is while a community has two members.
  mutating func next(_ sizes: MutableColumn<UInt32>) -> UInt32 {
    while true {
      cursor = cursor + 1 < sizes.count ? cursor + 1 : 0
      if sizes[cursor] == 0 { return UInt32(truncatingIfNeeded: cursor) }
    }
  }
}

/// Progress of a run whose length nobody knows: each step goes a part of the way that is left.
struct CommunityProgress {
  private var share = 0.0

  mutating func step(_ control: RunControl) {
    control.report(share)
    share += (0.95 - share) * 0.08
  }
}
