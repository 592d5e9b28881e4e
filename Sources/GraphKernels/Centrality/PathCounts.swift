import GraphStorage
import Synchronization

/// One number for each source of a batch.
protocol PathLanes: SIMD, BitwiseCopyable, Sendable where Scalar == Double {
  /// The sum, lane by lane: by the concrete type, for which it is a few instructions and no loop.
  static func sum(_ left: Self, _ right: Self) -> Self
}

extension SIMD4: PathLanes where Scalar == Double {
  @inline(__always) static func sum(_ left: Self, _ right: Self) -> Self { left + right }
}

extension SIMD8: PathLanes where Scalar == Double {
  @inline(__always) static func sum(_ left: Self, _ right: Self) -> Self { left + right }
}

/// Shortest paths from all sources, in batches.
enum PathBatches {
  /// Adds, for each vertex, the dependency of each source on it (Brandes' δ), and for each arc the share of paths over
  /// it where `arcScores` is given.
  /// - Returns: false where there are more paths than a floating-point number can count.
  static func add(
    _ graph: Graph, sources: [UInt32], to scores: MutableColumn<Double>, arcScores: MutableColumn<Double>? = nil,
    _ control: RunControl
  ) throws(Cancelled) -> Bool {
    lanes(sources: sources.count) == SIMD4<Double>.scalarCount
      ? try add(graph, sources, scores, arcScores, SIMD4<Double>.self, control)
      : try add(graph, sources, scores, arcScores, SIMD8<Double>.self, control)
  }

  /// How many of so many sources are counted at once.
  static func lanes(sources: Int) -> Int {
    sources <= SIMD4<Double>.scalarCount ? SIMD4<Double>.scalarCount : SIMD8<Double>.scalarCount
  }

  private static func add<Lanes: PathLanes>(
    _ graph: Graph, _ sources: [UInt32], _ scores: MutableColumn<Double>, _ arcScores: MutableColumn<Double>?,
    _: Lanes.Type, _ control: RunControl
  ) throws(Cancelled) -> Bool {
    let batch = try PathCounts<Lanes>(graph, control)
    for start in stride(from: 0, to: sources.count, by: Lanes.scalarCount) {
      let end = min(start + Lanes.scalarCount, sources.count)
      let own = control.part(Double(start) / Double(sources.count)...Double(end) / Double(sources.count))
      guard try batch.add(sources: sources[start..<end], to: scores, arcScores: arcScores, own) else { return false }
    }
    return true
  }
}

/// Shortest paths from a few sources at once, counted and then divided among the vertices that lie on them.
///
/// Brandes (2001) by levels, both directions pulled: a vertex of level l adds up, over its whole row and without a
/// test, values that are kept 0 outside level l − 1 (counts, forward) or l + 1 (shares, backward). Eight sources (four
/// where there are no more) are the lanes of one vector, so a row is read once for all lanes that meet the vertex on the
/// same level, and one cache line serves eight sources (as the bits of Then et al., "The more the merrier", 2014).
/// A level whose rows out are few is found by pushing first (a byte of lanes an arc), others by sweeping all vertices
/// that some lane has not met.
///
/// Every sum runs in row order on one thread: the same bits for any number of threads, and for any order in which the
/// vertices of a level are found.
///
/// Tried and measured (16 sources, two threads, processor time in one run): four lanes take 0.94 of the time of eight on
/// a Kronecker graph of scale 20 but 1.18 on a uniform one, two lanes 0.76 and 1.5: eight are best where it takes
/// longest. Four sources alone take 0.6 to 0.7 of the time in lanes of four. A source took 1/7 of the time of GAP's `bc` on
/// the Kronecker graph (sources without arcs not counted), 1/5 on the uniform graph and 1/4 on communities of about a hundred.
final class PathCounts<Lanes: PathLanes>: Sendable {
  private let graph: Graph
  private let inRanges: BalancedRanges
  /// Paths from the source of each lane; once a level is done backward, (1 + dependency) / paths.
  private let paths: MutableColumn<Lanes>
  /// The values of the current level, 0 elsewhere.
  private let current: MutableColumn<Lanes>
  /// Lanes that have met the vertex, a bit each.
  private let seen: MutableColumn<UInt8>
  /// Lanes that meet it on the next level, while that is being found by pushing.
  private let pushed: AtomicColumn
  private let swept: MutableColumn<UInt8>
  /// The vertices of all levels, one level after the other, and their lanes. At most one entry a vertex and lane.
  private let vertices: MutableColumn<UInt32>
  private let lanes: MutableColumn<UInt8>
  private let end = Atomic<Int>(0)
  private let overflowed = Atomic<Bool>(false)
  /// For each set of lanes 1 in them and 0 in the others.
  private let ones: MutableColumn<Lanes>

  /// Small, because a few rows hold most arcs.
  private static var grain: Int { 64 }

  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    self.graph = graph
    inRanges = BalancedRanges(graph.inOffsets)
    let count = graph.vertexCount
    paths = try filledColumn(.zero, count: count, control)
    current = try filledColumn(.zero, count: count, control)
    seen = try filledColumn(0, count: count, control)
    // SAFETY: filled by the next line.
    pushed = unsafe AtomicColumn(unwritten: count)
    try pushed.values.fill(0, control)
    swept = try filledColumn(0, count: count, control)
    // SAFETY: an entry is written (at the place reserved for it) before `end` of the level lets anybody read it.
    vertices = unsafe MutableColumn(unwritten: count * Lanes.scalarCount)
    lanes = unsafe MutableColumn(unwritten: count * Lanes.scalarCount)
    ones = MutableColumn(
      (0..<1 << Lanes.scalarCount).map { bits in
        var lanes = Lanes.zero
        for lane in 0..<Lanes.scalarCount where bits >> lane & 1 == 1 { lanes[lane] = 1 }
        return lanes
      })
  }

  /// Adds, for each vertex, the dependency of each source on it (Brandes' δ), and for each arc the share of paths over
  /// it where `arcScores` is given.
  /// - Parameter sources: at most one a lane.
  /// - Returns: false where there are more paths than a floating-point number can count.
  func add(
    sources: ArraySlice<UInt32>, to scores: MutableColumn<Double>, arcScores: MutableColumn<Double>? = nil,
    _ control: RunControl
  ) throws(Cancelled) -> Bool {
    let starts = try countForward(sources, control)
    if overflowed.load(ordering: .relaxed) { return false }
    control.report(0.5)
    try shareBackward(starts, scores, arcScores, control)
    control.report(1)
    let entries = starts[starts.count - 1]
    let (paths, current, seen, vertices) = (paths, current, seen, vertices)
    try parallelRanges(entries, grain: 1 << 12, control) { range in
      // SAFETY: the first `entries` entries are written, and name vertices.
      for entry in range {
        let vertex = unsafe Int(truncatingIfNeeded: vertices[unchecked: entry])
        unsafe paths[unchecked: vertex] = .zero
        unsafe current[unchecked: vertex] = .zero
        unsafe seen[unchecked: vertex] = 0
      }
    }
    return true
  }

  // MARK: Forward

  /// Where each level begins among the entries, and the end.
  private func countForward(_ sources: ArraySlice<UInt32>, _ control: RunControl) throws(Cancelled) -> [Int] {
    precondition(sources.count <= Lanes.scalarCount, "one lane a source")
    let full = UInt8(truncatingIfNeeded: (1 << sources.count) - 1)
    var count = 0
    for (lane, source) in sources.enumerated() {
      let vertex = Int(source)
      if seen[vertex] == 0 {
        vertices[count] = source
        count += 1
      }
      seen[vertex] |= 1 << UInt8(lane)
      paths[vertex] += ones[1 << lane]
    }
    for entry in 0..<count {
      let vertex = Int(vertices[entry])
      lanes[entry] = seen[vertex]
      current[vertex] = paths[vertex]
    }
    var starts = [0, count]
    var openArcs = graph.arcCount
    while true {
      let frontier = starts[starts.count - 2]..<starts[starts.count - 1]
      end.store(frontier.upperBound, ordering: .relaxed)
      if try arcs(of: frontier, control) &* 4 < openArcs {
        try push(frontier, control)
        try pull(frontier.upperBound..<end.load(ordering: .relaxed), control)
      } else {
        try sweep(full, control)
      }
      try publish(from: frontier, to: 0..<0, control)
      let level = frontier.upperBound..<end.load(ordering: .relaxed)
      if level.isEmpty { return starts }
      openArcs -= try meet(level, full, control)
      control.report(0.5 - 0.5 * Double(max(openArcs, 0)) / Double(max(graph.arcCount, 1)))
      try publish(from: 0..<0, to: level, control)
      starts.append(level.upperBound)
    }
  }

  private func arcs(of entries: Range<Int>, _ control: RunControl) throws(Cancelled) -> Int {
    let (vertices, graph) = (vertices, graph)
    let total = Atomic<Int>(0)
    try parallelRanges(entries.count, grain: 1 << 14, control) { range in
      let offsets = graph.offsets
      var sum = 0
      for place in range {
        // SAFETY: entries of a finished level are written and name vertices.
        let vertex = unsafe Int(truncatingIfNeeded: vertices[unchecked: entries.lowerBound &+ place])
        unsafe sum &+= offsets[unchecked: vertex &+ 1] &- offsets[unchecked: vertex]
      }
      total.wrappingAdd(sum, ordering: .relaxed)
    }
    return total.load(ordering: .relaxed)
  }

  /// Lists the vertices that the frontier reaches first, and leaves their lanes in `pushed`.
  private func push(_ frontier: Range<Int>, _ control: RunControl) throws(Cancelled) {
    try parallelRanges(frontier.count, grain: Self.grain, control) { range in
      var found: [UInt32] = []
      let (offsets, targets) = (graph.offsets, graph.targets)
      let (seen, pushed) = (seen, pushed)
      // SAFETY: entries are written and name vertices; rows lie in the arcs, targets in the vertices (`Graph`).
      for place in range {
        let entry = frontier.lowerBound &+ place
        let vertex = unsafe Int(truncatingIfNeeded: vertices[unchecked: entry])
        let mask = unsafe lanes[unchecked: entry]
        for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
          let target = unsafe targets[unchecked: arc]
          let index = Int(truncatingIfNeeded: target)
          let bits = unsafe UInt32(truncatingIfNeeded: mask & ~seen[unchecked: index])
          if bits == 0 { continue }
          var old = unsafe pushed.load(unchecked: index)
          while old & bits != bits {
            if unsafe pushed.exchange(old, for: old | bits, unchecked: index) {
              if old == 0 { found.append(target) }
              break
            }
            old = unsafe pushed.load(unchecked: index)
          }
        }
      }
      var place = end.wrappingAdd(found.count, ordering: .relaxed).oldValue
      for vertex in found {
        vertices[place] = vertex
        place &+= 1
      }
    }
  }

  /// Counts the paths of the vertices that were found by pushing.
  private func pull(_ level: Range<Int>, _ control: RunControl) throws(Cancelled) {
    try parallelRanges(level.count, grain: Self.grain, control) { range in
      let (vertices, lanes, paths, ones) = (vertices, lanes, paths, ones)
      for place in range {
        let entry = level.lowerBound &+ place
        // SAFETY: entries of this level are written and name vertices; there is a mask for each set of lanes.
        let vertex = unsafe Int(truncatingIfNeeded: vertices[unchecked: entry])
        let mask = unsafe UInt8(truncatingIfNeeded: pushed.load(unchecked: vertex))
        unsafe pushed.store(0, unchecked: vertex)
        unsafe lanes[unchecked: entry] = mask
        let sum = inSum(vertex) * (unsafe ones[unchecked: Int(mask)])
        if !(sum.sum() < .infinity) { overflowed.store(true, ordering: .relaxed) }
        unsafe paths[unchecked: vertex] += sum
      }
    }
  }

  /// Counts the paths of every vertex that some lane has not met, and lists those met now.
  private func sweep(_ full: UInt8, _ control: RunControl) throws(Cancelled) {
    try parallelPieces(inRanges.count, control) { piece, _ in
      let (seen, swept, paths, ones, vertices, lanes) = (seen, swept, paths, ones, vertices, lanes)
      let range = inRanges[piece]
      var count = 0
      // SAFETY: ranges lie in the vertices; there is a mask for each set of lanes.
      for vertex in range {
        let met = unsafe seen[unchecked: vertex]
        var mask: UInt8 = 0
        if met != full {
          let sum = inSum(vertex)
          for lane in 0..<Lanes.scalarCount { mask |= (sum[lane] > 0 ? 1 : 0) &<< UInt8(truncatingIfNeeded: lane) }
          mask &= ~met
          if mask != 0 {
            let new = unsafe sum * ones[unchecked: Int(mask)]
            if !(new.sum() < .infinity) { overflowed.store(true, ordering: .relaxed) }
            unsafe paths[unchecked: vertex] += new
            count &+= 1
          }
        }
        unsafe swept[unchecked: vertex] = mask
      }
      if count == 0 { return }
      var place = end.wrappingAdd(count, ordering: .relaxed).oldValue
      // SAFETY: `count` places were reserved; a vertex has at most one entry a lane, so they lie in the column.
      for vertex in range {
        let mask = unsafe swept[unchecked: vertex]
        if mask == 0 { continue }
        unsafe vertices[unchecked: place] = UInt32(truncatingIfNeeded: vertex)
        unsafe lanes[unchecked: place] = mask
        place &+= 1
      }
    }
  }

  /// Marks the lanes of a new level as met; the in-arcs of vertices that all lanes have met now.
  private func meet(_ level: Range<Int>, _ full: UInt8, _ control: RunControl) throws(Cancelled) -> Int {
    let closed = Atomic<Int>(0)
    try parallelRanges(level.count, grain: 1 << 12, control) { range in
      let offsets = graph.inOffsets
      var arcs = 0
      for place in range {
        let entry = level.lowerBound &+ place
        // SAFETY: entries of this level are written and name vertices, each one once.
        let vertex = unsafe Int(truncatingIfNeeded: vertices[unchecked: entry])
        let met = unsafe seen[unchecked: vertex] | lanes[unchecked: entry]
        unsafe seen[unchecked: vertex] = met
        if met == full { unsafe arcs &+= offsets[unchecked: vertex &+ 1] &- offsets[unchecked: vertex] }
      }
      closed.wrappingAdd(arcs, ordering: .relaxed)
    }
    return closed.load(ordering: .relaxed)
  }

  // MARK: Backward

  private func shareBackward(
    _ starts: [Int], _ scores: MutableColumn<Double>, _ arcScores: MutableColumn<Double>?, _ control: RunControl
  ) throws(Cancelled) {
    // The forward pass left `current` at 0 everywhere: nothing lies behind the last level.
    var behind = 0..<0
    for level in (0..<starts.count - 1).reversed() {
      let entries = starts[level]..<starts[level + 1]
      if level == 0 && arcScores == nil { break }
      try share(entries, last: behind.isEmpty, isSource: level == 0, scores, arcScores, control)
      try publish(from: behind, to: 0..<0, control)
      try publish(from: 0..<0, to: entries, control)
      behind = entries
      control.report(1 - 0.5 * Double(entries.lowerBound) / Double(starts[starts.count - 1]))
    }
  }

  private func share(
    _ entries: Range<Int>, last: Bool, isSource: Bool, _ scores: MutableColumn<Double>,
    _ arcScores: MutableColumn<Double>?, _ control: RunControl
  ) throws(Cancelled) {
    try parallelRanges(entries.count, grain: last ? 1 << 12 : Self.grain, control) { range in
      let (vertices, lanes, paths, ones) = (vertices, lanes, paths, ones)
      for place in range {
        let entry = entries.lowerBound &+ place
        // SAFETY: entries are written and name vertices, each one once in a level; there is a mask for each set of lanes.
        let vertex = unsafe Int(truncatingIfNeeded: vertices[unchecked: entry])
        let mask = unsafe ones[unchecked: Int(lanes[unchecked: entry])]
        let counts = unsafe paths[unchecked: vertex]
        let own = counts * mask
        var dependency = Lanes.zero
        if !last {
          dependency = outSum(vertex) * own
          if let arcScores { addShares(vertex, own, to: arcScores) }
          if !isSource { unsafe scores[unchecked: vertex] += dependency.sum() }
        }
        let others = 1 - mask
        unsafe paths[unchecked: vertex] = counts * others + (mask + dependency) / (own + others)
      }
    }
  }

  private func addShares(_ vertex: Int, _ own: Lanes, to arcScores: MutableColumn<Double>) {
    let (offsets, targets, current) = (graph.offsets, graph.targets, current)
    // SAFETY: rows lie in the arcs, targets in the vertices (established by `Graph`); one score an arc.
    for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
      let share = unsafe own * current[unchecked: Int(truncatingIfNeeded: targets[unchecked: arc])]
      unsafe arcScores[unchecked: arc] += share.sum()
    }
  }

  // MARK: Both ways

  /// Clears `current` at one level, or sets it to the paths of another.
  private func publish(from old: Range<Int>, to new: Range<Int>, _ control: RunControl) throws(Cancelled) {
    try parallelRanges(max(old.count, new.count), grain: 1 << 12, control) { range in
      let (vertices, lanes, paths, current, ones) = (vertices, lanes, paths, current, ones)
      // SAFETY: entries of finished levels are written and name vertices; there is a mask for each set of lanes.
      for place in range {
        if old.isEmpty {
          let entry = new.lowerBound &+ place
          let vertex = unsafe Int(truncatingIfNeeded: vertices[unchecked: entry])
          unsafe current[unchecked: vertex] = paths[unchecked: vertex] * ones[unchecked: Int(lanes[unchecked: entry])]
        } else {
          let vertex = unsafe Int(truncatingIfNeeded: vertices[unchecked: old.lowerBound &+ place])
          unsafe current[unchecked: vertex] = .zero
        }
      }
    }
  }

  @inline(__always) private func inSum(_ vertex: Int) -> Lanes {
    rowSum(vertex, graph.inOffsets, graph.inSources)
  }

  @inline(__always) private func outSum(_ vertex: Int) -> Lanes {
    rowSum(vertex, graph.offsets, graph.targets)
  }

  @inline(__always)
  private func rowSum(_ vertex: Int, _ offsets: Column<Int>, _ others: Column<UInt32>) -> Lanes {
    let current = current
    var sum = Lanes.zero
    // SAFETY: rows lie in the arcs, their ends in the vertices (established by `Graph`).
    for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
      sum = unsafe Lanes.sum(sum, current[unchecked: Int(truncatingIfNeeded: others[unchecked: arc])])
    }
    return sum
  }
}
