import GraphStorage

/// The engine of breadth-first searches: levels from a set of sources, top-down or bottom-up, whichever reads less.
///
/// Distances and parents stand in columns whose untouched places hold `KernelResult.none`. A parent is the smallest
/// vertex of the level before that has an arc here: bottom-up it is the first one met in the ascending row, top-down
/// the least of all that offer themselves. Nothing depends on the order in which threads come.
final class LevelSearch: Sendable {
  private let out: ArcRows
  private let back: ArcRows
  private let control: RunControl
  let distances: AtomicColumn
  let parents: AtomicColumn
  /// Every vertex that a top-down level found, in levels; the part after `levelStart` is the current level.
  private let queue: MutableColumn<UInt32>
  private let none = KernelResult.none
  /// What part of the kernel's progress this search is.
  private let share: ClosedRange<Double>

  /// Of Beamer, Asanović and Patterson: bottom-up when the level has more than 1/15 of the arcs not yet looked at,
  /// top-down again when it has shrunk to less than 1/18 of the vertices.
  private static let bottomUpShare = 15
  private static let topDownShare = 18
  /// Vertices of a level that one piece of a top-down step takes.
  private static let levelGrain = 64
  /// Words of 64 vertices that one piece of a bottom-up step takes.
  private static let wordGrain = 64

  /// What a search has found.
  struct Levels {
    /// How many vertices lie at distance 0, 1, 2, …; the last is not 0.
    var counts: [Int]
    /// More vertices lie beyond the depth asked for.
    var isCut: Bool
  }

  init(
    out: ArcRows, back: ArcRows, _ control: RunControl, share: ClosedRange<Double> = 0...1
  ) throws(Cancelled) {
    self.out = out
    self.back = back
    self.control = control
    self.share = share
    let count = out.vertexCount
    // SAFETY: both columns are filled below, before any is read; a place of the queue is written before it is read.
    unsafe distances = AtomicColumn(unwritten: count)
    unsafe parents = AtomicColumn(unwritten: count)
    unsafe queue = MutableColumn(unwritten: count)
    let distances = distances.values
    let parents = parents.values
    try parallelRanges(count, grain: 1 << 18, control) { range in
      distances.fill(KernelResult.none, range)
      parents.fill(KernelResult.none, range)
    }
  }

  /// Runs from `sources` (which may repeat) to at most `maximumDepth` steps. To be called once.
  func run(sources: [UInt32], maximumDepth: Int) throws(Cancelled) -> Levels {
    let vertexCount = out.vertexCount
    var levelStart = 0
    var levelEnd = 0
    for source in sources where distances.values[Int(source)] == none {
      distances.values[Int(source)] = 0
      queue[levelEnd] = source
      levelEnd += 1
    }
    var counts = [levelEnd]
    var reached = levelEnd
    var arcsLeft = out.targets.count
    var levelArcs = queueArcs(levelStart..<levelEnd)
    while levelEnd > levelStart {
      if counts.count > maximumDepth { return Levels(counts: counts, isCut: true) }
      if levelArcs > arcsLeft / Self.bottomUpShare, levelArcs > 4_096 {
        let closed = try closedVertices()
        var level = Bitmap(count: vertexCount)
        var next = Bitmap(count: vertexCount)
        for place in levelStart..<levelEnd {
          // SAFETY: the queue holds vertices.
          unsafe level.insert(unchecked: Int(queue[unchecked: place]))
        }
        var previous = levelEnd - levelStart
        while true {
          let found = try climb(level, into: next, closed, depth: counts.count)
          swap(&level, &next)
          if found == 0 { return Levels(counts: counts, isCut: false) }
          counts.append(found)
          reached += found
          report(reached)
          if counts.count > maximumDepth { return Levels(counts: counts, isCut: true) }
          if found < previous, found < vertexCount / Self.topDownShare { break }
          previous = found
        }
        levelStart = levelEnd
        levelEnd = append(level, at: levelStart)
        levelArcs = queueArcs(levelStart..<levelEnd)
        // The bottom-up levels looked at most arcs: what is left is less than this, so the way back is rarely taken.
        arcsLeft = max(levelArcs, arcsLeft / 2)
      } else {
        arcsLeft -= levelArcs
        let step = try descend(levelStart..<levelEnd, depth: counts.count)
        levelStart = levelEnd
        levelEnd += step.found
        levelArcs = step.arcs
        if step.found > 0 { counts.append(step.found) }
        reached += step.found
        report(reached)
      }
    }
    return Levels(counts: counts, isCut: false)
  }

  private func report(_ reached: Int) {
    let done = Double(reached) / Double(max(out.vertexCount, 1))
    control.report(share.lowerBound + done * (share.upperBound - share.lowerBound))
  }

  private func queueArcs(_ places: Range<Int>) -> Int {
    var sum = 0
    for place in places {
      let vertex = Int(queue[place])
      sum += out.offsets[vertex + 1] - out.offsets[vertex]
    }
    return sum
  }

  /// Top-down: every vertex of the level offers itself to its targets.
  private func descend(_ level: Range<Int>, depth: Int) throws(Cancelled) -> (found: Int, arcs: Int) {
    let counters = AtomicWords(repeating: 0, count: 2)
    let (out, queue, distances, parents) = (out, queue, distances, parents)
    let depth = UInt32(truncatingIfNeeded: depth)
    let end = level.upperBound
    try parallelRanges(level.count, grain: Self.levelGrain, control) { range in
      let (offsets, targets) = (out.offsets, out.targets)
      var found: [UInt32] = []
      var arcs = 0
      for place in level.lowerBound &+ range.lowerBound..<level.lowerBound &+ range.upperBound {
        // SAFETY: places of the level hold vertices; offsets and targets were validated when the graph was built.
        let vertex = unsafe queue[unchecked: place]
        for arc in unsafe offsets[unchecked: Int(vertex)]..<offsets[unchecked: Int(vertex) &+ 1] {
          let target = unsafe Int(targets[unchecked: arc])
          // Found on an earlier level; one of this level (or none) compares as not less.
          if unsafe distances.load(unchecked: target) < depth { continue }
          if unsafe parents.lower(to: vertex, unchecked: target) == KernelResult.none {
            unsafe distances.store(depth, unchecked: target)
            found.append(UInt32(truncatingIfNeeded: target))
            arcs &+= unsafe offsets[unchecked: target &+ 1] &- offsets[unchecked: target]
          }
        }
      }
      // SAFETY: a vertex is found once, so all found ones fit the queue; each piece writes a stretch of its own.
      var place = unsafe end &+ Int(counters.add(UInt64(found.count), unchecked: 0))
      for vertex in found {
        unsafe queue[unchecked: place] = vertex
        place &+= 1
      }
      counters.add(arcs, at: 1)
    }
    return (Int(counters.values[0]), Int(counters.values[1]))
  }

  /// The vertices that a bottom-up step need not look at: already found, or without arcs from anyone.
  private func closedVertices() throws(Cancelled) -> Bitmap {
    let vertexCount = out.vertexCount
    let closed = Bitmap(count: vertexCount)
    let (offsets, distances) = (back.offsets, distances)
    try parallelRanges(closed.words.count, grain: 1_024, control) { words in
      for word in words {
        var bits: UInt64 = 0
        for vertex in word &<< 6..<min(vertexCount, (word &+ 1) &<< 6) {
          // SAFETY: `vertex` is below the vertex count; each word belongs to one piece.
          let isClosed =
            unsafe distances.load(unchecked: vertex) != KernelResult.none
            || offsets[unchecked: vertex] == offsets[unchecked: vertex &+ 1]
          bits |= (isClosed ? 1 : 0) &<< UInt64(truncatingIfNeeded: vertex & 63)
        }
        unsafe closed.words[unchecked: word] = bits
      }
    }
    return closed
  }

  /// Bottom-up: every vertex not yet found looks for the first of its row that is in `level`. Overwrites `next`.
  private func climb(_ level: Bitmap, into next: Bitmap, _ closed: Bitmap, depth: Int) throws(Cancelled) -> Int {
    let vertexCount = out.vertexCount
    let counter = AtomicWords(repeating: 0, count: 1)
    let (back, distances, parents) = (back, distances, parents)
    let depth = UInt32(truncatingIfNeeded: depth)
    try parallelRanges(closed.words.count, grain: Self.wordGrain, control) { words in
      let (offsets, targets) = (back.offsets, back.targets)
      var found = 0
      for word in words {
        // SAFETY: each word belongs to one piece; the bits of the last word beyond the vertices are masked away.
        var open = unsafe ~closed.words[unchecked: word]
        let first = word &<< 6
        if first &+ 64 > vertexCount { open &= (1 &<< UInt64(truncatingIfNeeded: vertexCount & 63)) &- 1 }
        var bits: UInt64 = 0
        while open != 0 {
          let vertex = first &+ open.trailingZeroBitCount
          let bit = open & (0 &- open)
          open ^= bit
          // SAFETY: `vertex` is below the vertex count; rows were validated when the graph was built.
          var arc = unsafe offsets[unchecked: vertex]
          let end = unsafe offsets[unchecked: vertex &+ 1]
          while arc < end {
            let target = unsafe targets[unchecked: arc]
            if unsafe level.contains(unchecked: Int(target)) {
              unsafe parents.store(target, unchecked: vertex)
              unsafe distances.store(depth, unchecked: vertex)
              bits |= bit
              break
            }
            arc &+= 1
          }
        }
        unsafe next.words[unchecked: word] = bits
        unsafe closed.words[unchecked: word] |= bits
        found &+= bits.nonzeroBitCount
      }
      counter.add(found)
    }
    return Int(counter.values[0])
  }

  /// Writes the vertices of `level` into the queue from `start` on; gives the end.
  private func append(_ level: Bitmap, at start: Int) -> Int {
    var end = start
    for word in 0..<level.words.count {
      var bits = level.words[word]
      while bits != 0 {
        queue[end] = UInt32(truncatingIfNeeded: word &<< 6 &+ bits.trailingZeroBitCount)
        end += 1
        bits &= bits &- 1
      }
    }
    return end
  }
}
