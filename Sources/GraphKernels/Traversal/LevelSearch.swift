import GraphStorage

/// The engine of breadth-first searches: levels from a set of sources, top-down or bottom-up, whichever reads less.
///
/// Distances and parents stand in columns whose untouched places hold `KernelResult.none`. A parent is the smallest
/// vertex of the level before that has an arc here: bottom-up it is the first one met in the ascending row, top-down
/// the least of all that offer themselves. Nothing depends on the order in which threads come.
final class LevelSearch: Sendable {
  let out: ArcRows
  private let back: ArcRows
  /// Who is first to point at each vertex; the vertex count, which is in no level, where nobody does.
  private let heads: Column<UInt32>
  /// Nobody points at the vertices from here on.
  private let backEnd: Int
  let control: RunControl
  let distances: AtomicColumn
  let parents: AtomicColumn
  /// Every vertex that a top-down level found, in levels; the part after `levelStart` is the current level.
  let queue: MutableColumn<UInt32>
  private let none = KernelResult.none
  /// A room for each thread: a batch of targets, then those found and not yet in the queue.
  let rooms: [MutableColumn<UInt32>]
  /// What part of the kernel's progress this search is.
  private let share: ClosedRange<Double>

  /// Of Beamer, Asanović and Patterson: bottom-up when the level has more than 1/15 of the arcs not yet looked at,
  /// top-down again when it has shrunk to less than 1/18 of the vertices.
  private static let bottomUpShare = 15
  private static let topDownShare = 18
  /// Fewer found vertices than this part of all, and no more than these, are inserted into the sets of a bottom-up step one
  /// by one.
  private static let queuedShare = 32
  private static let mostQueued = 1 << 18
  /// Vertices of a level that one piece of a top-down step takes.
  private static let levelGrain = 64
  /// Words of 64 vertices that one piece of a bottom-up step takes.
  private static let wordGrain = 64
  /// Arcs whose targets are looked at together, so that the misses of the cache overlap.
  static let batch = 256
  /// Where a batch finds more than this, the arcs of every so many are counted for all.
  private static let counted = 16
  /// Vertices that a thread finds before it writes them into the queue.
  static let foundCount = 4_096

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
    heads = try back.heads.column(control)
    backEnd = back.offsets.partitioningIndex { $0 == back.targets.count }
    // SAFETY: both columns are filled below, before any is read; a place of the queue is written before it is read.
    unsafe distances = AtomicColumn(unwritten: count)
    unsafe parents = AtomicColumn(unwritten: count)
    unsafe queue = MutableColumn(unwritten: count, pages: .ordinary)
    // SAFETY: places are written before they are read.
    rooms = (0..<control.threads.value).map { _ in
      unsafe MutableColumn(unwritten: Self.batch + Self.foundCount + Self.batch)
    }
    let distances = distances.values
    let parents = parents.values
    try parallelRanges(count, grain: 1 << 18, control) { range in
      distances.fill(KernelResult.none, range)
      parents.fill(KernelResult.none, range)
    }
  }

  /// Runs from `sources` (which may repeat) to at most `maximumDepth` steps. To be called once.
  func run(sources: [UInt32], maximumDepth: Int) throws(Cancelled) -> Levels {
    // As long as the search runs, a source has a parent that no vertex undercuts.
    for source in sources { parents.values[Int(source)] = 0 }
    let levels = try search(sources: sources, maximumDepth: maximumDepth)
    for source in sources { parents.values[Int(source)] = none }
    return levels
  }

  private func search(sources: [UInt32], maximumDepth: Int) throws(Cancelled) -> Levels {
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
    var blocks: LevelBlocks?
    // Whether the queue has all that were found, also those of bottom-up levels.
    var isQueueWhole = true
    while levelEnd > levelStart {
      if counts.count > maximumDepth { return Levels(counts: counts, isCut: true) }
      if levelArcs > arcsLeft / Self.bottomUpShare, levelArcs > 4_096 {
        let closed = Bitmap(count: vertexCount)
        // With room for the vertex that stands for nobody.
        var level = Bitmap(count: vertexCount + 1)
        var next = Bitmap(count: vertexCount + 1)
        if isQueueWhole, levelEnd < min(vertexCount / Self.queuedShare, Self.mostQueued) {
          for place in 0..<levelEnd { closed.insert(Int(queue[place])) }
          for place in levelStart..<levelEnd { level.insert(Int(queue[place])) }
        } else {
          try fill(closed, level, depth: counts.count - 1)
        }
        isQueueWhole = false
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
        let level = levelStart..<levelEnd
        let step: (found: Int, arcs: Int)
        if levelArcs < LevelBlocks.least {
          step = try descend(level, depth: counts.count)
        } else {
          let room = blocks ?? LevelBlocks(self)
          blocks = room
          step = try descend(level, depth: counts.count, in: room)
        }
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
    let (out, queue, rooms, end) = (out, queue, rooms, level.upperBound)
    let pieces = (level.count + Self.levelGrain - 1) / Self.levelGrain
    try parallelPieces(pieces, control) { piece, worker in
      let offsets = out.offsets
      let room = rooms[worker]
      let firstFound = Self.batch
      var found = firstFound
      var arcs = 0
      func flush() {
        // SAFETY: a vertex is found once, so all found ones fit the queue; each flush writes a stretch of its own.
        var place = unsafe end &+ Int(counters.add(UInt64(found &- firstFound), unchecked: 0))
        for entry in firstFound..<found {
          unsafe queue[unchecked: place] = room[unchecked: entry]
          place &+= 1
        }
        found = firstFound
      }
      let first = level.lowerBound &+ piece &* Self.levelGrain
      for place in first..<min(first &+ Self.levelGrain, level.upperBound) {
        // SAFETY: places of the level hold vertices; offsets were validated when the graph was built.
        let vertex = unsafe queue[unchecked: place]
        var arc = unsafe offsets[unchecked: Int(vertex)]
        let rowEnd = unsafe offsets[unchecked: Int(vertex) &+ 1]
        while arc < rowEnd {
          let batchEnd = min(arc &+ Self.batch, rowEnd)
          arcs &+= offer(vertex, arc..<batchEnd, depth, room, &found)
          arc = batchEnd
          if found >= firstFound &+ Self.foundCount { flush() }
        }
      }
      flush()
      counters.add(arcs, at: 1)
    }
    return (Int(counters.values[0]), Int(counters.values[1]))
  }

  /// Offers `vertex` as a parent to the targets of `arcs`, a batch at most; appends those it finds to `room` and gives
  /// about how many arcs they have.
  @inline(__always)
  private func offer(
    _ vertex: UInt32, _ arcs: Range<Int>, _ depth: Int, _ room: MutableColumn<UInt32>, _ found: inout Int
  ) -> Int {
    let (targets, distances, parents) = (out.targets, distances, parents)
    let depth = UInt32(truncatingIfNeeded: depth)
    // Plain reads without a branch, which overlap; the atomic operations below, which do not, then find their lines.
    var candidates = 0
    for arc in arcs {
      // SAFETY: arcs of a row and their targets were validated when the graph was built; a batch fits the room.
      let target = unsafe targets[unchecked: arc]
      unsafe room[unchecked: candidates] = target
      candidates &+= unsafe parents.load(unchecked: Int(target)) > vertex ? 1 : 0
    }
    let firstNew = found
    for place in 0..<candidates {
      // SAFETY: as above; the room holds a batch more than is found before it is emptied.
      let target = unsafe room[unchecked: place]
      let parent = unsafe parents.load(unchecked: Int(target))
      // Found on an earlier level; on this level the distance is this one or not yet written, which compares as more.
      if unsafe parent != KernelResult.none && distances.load(unchecked: Int(target)) < depth { continue }
      if unsafe parents.lower(to: vertex, unchecked: Int(target)) == KernelResult.none {
        unsafe room[unchecked: found] = target
        found &+= 1
      }
    }
    for place in firstNew..<found {
      // SAFETY: as above.
      unsafe distances.store(depth, unchecked: Int(room[unchecked: place]))
    }
    return countedArcs(room, firstNew..<found)
  }

  /// About how many arcs the vertices at some places of `room` have: of many, some stand for all, as only the choice of
  /// direction depends on it.
  @inline(__always)
  func countedArcs(_ room: MutableColumn<UInt32>, _ places: Range<Int>) -> Int {
    let offsets = out.offsets
    let step = places.count > Self.counted ? Self.counted : 1
    var sum = 0
    var place = places.lowerBound
    while place < places.upperBound {
      // SAFETY: the room holds vertices at these places.
      let target = unsafe Int(room[unchecked: place])
      sum &+= unsafe offsets[unchecked: target &+ 1] &- offsets[unchecked: target]
      place &+= step
    }
    return sum &* step
  }

  /// Fills `closed` with the vertices already found, which a bottom-up step need not look at, and `level` with those at
  /// `depth`.
  private func fill(_ closed: Bitmap, _ level: Bitmap, depth: Int) throws(Cancelled) {
    let vertexCount = out.vertexCount
    let distances = distances
    let depth = UInt32(truncatingIfNeeded: depth)
    try parallelRanges(closed.words.count, grain: 512, control) { words in
      for word in words {
        var closedBits: UInt64 = 0
        var levelBits: UInt64 = 0
        let first = word &<< 6
        // SAFETY: `first` and the vertices after it are below the vertex count; each word belongs to one piece.
        for vertex in first..<min(vertexCount, first &+ 64) {
          let distance = unsafe distances.load(unchecked: vertex)
          let shift = UInt64(truncatingIfNeeded: vertex & 63)
          closedBits |= (distance != KernelResult.none ? 1 : 0) &<< shift
          levelBits |= (distance == depth ? 1 : 0) &<< shift
        }
        unsafe closed.words[unchecked: word] = closedBits
        unsafe level.words[unchecked: word] = levelBits
      }
    }
  }

  /// Bottom-up: every vertex not yet found looks for the first of its row that is in `level`. Overwrites `next`.
  private func climb(_ level: Bitmap, into next: Bitmap, _ closed: Bitmap, depth: Int) throws(Cancelled) -> Int {
    let counter = AtomicWords(repeating: 0, count: 1)
    let (back, heads, backEnd, rooms) = (back, heads, backEnd, rooms)
    let (distances, parents) = (distances.values.places, parents.values.places)
    let (levelWords, closedWords, nextWords) = (level.words.places, closed.words.places, next.words.places)
    let depth = UInt32(truncatingIfNeeded: depth)
    let wordCount = closed.words.count
    let pieces = (wordCount + Self.wordGrain - 1) / Self.wordGrain
    try parallelPieces(pieces, control) { piece, worker in
      let (offsets, targets) = (back.offsets, back.targets)
      let room = rooms[worker].places
      /// 1 where the level has `target`, otherwise 0.
      @inline(__always) func inLevel(_ target: UInt32) -> UInt64 {
        // SAFETY: targets are vertices (established by `Graph`), and a head at most their number; the level has room.
        unsafe (levelWords[unchecked: Int(target &>> 6)] &>> UInt64(target & 63)) & 1
      }
      /// Gives an open vertex its parent where `bit` is 1; where it is 0, it stays without, as it was.
      @inline(__always) func write(_ target: UInt32, _ bit: UInt64, _ vertex: Int) {
        let open = UInt32(truncatingIfNeeded: bit) &- 1
        // SAFETY: a vertex of a word of this piece.
        unsafe parents[unchecked: vertex] = target | open
        unsafe distances[unchecked: vertex] = depth | open
      }
      var found = 0
      for word in piece &* Self.wordGrain..<min(wordCount, (piece &+ 1) &* Self.wordGrain) {
        // SAFETY: each word belongs to one piece; the bits of vertices without a row are masked away.
        var open = unsafe ~closedWords[unchecked: word]
        let first = word &<< 6
        if first &+ 64 > backEnd {
          open &= first < backEnd ? (1 &<< UInt64(truncatingIfNeeded: backEnd & 63)) &- 1 : 0
        }
        var bits: UInt64 = 0
        var empty: UInt64 = 0
        // What is found, nobody can foresee, and a branch on it is guessed wrong half of the time: so there is none where
        // the heads of all are looked at, and then the second neighbours of those that have one. The few that are left
        // walk the rest of their rows, which are near by then.
        var missed = 0
        while open != 0 {
          let shift = open.trailingZeroBitCount
          open &= open &- 1
          // SAFETY: an open vertex of this word; 64 fit the room.
          let target = unsafe heads[unchecked: first &+ shift]
          let bit = inLevel(target)
          write(target, bit, first &+ shift)
          bits |= bit &<< UInt64(truncatingIfNeeded: shift)
          unsafe room[unchecked: missed] = UInt32(truncatingIfNeeded: first &+ shift)
          missed &+= 1 &- Int(truncatingIfNeeded: bit)
        }
        var longer = 0
        for place in 0..<missed {
          // SAFETY: as above; rows were validated when the graph was built. No place is written before it is read.
          let vertex = unsafe room[unchecked: place]
          let start = unsafe offsets[unchecked: Int(vertex)]
          let length = unsafe offsets[unchecked: Int(vertex) &+ 1] &- start
          targets.fetch(start &+ 1)
          empty |= (length == 0 ? 1 : 0) &<< UInt64(vertex & 63)
          unsafe room[unchecked: longer] = vertex
          longer &+= length > 1 ? 1 : 0
        }
        var left = 0
        for place in 0..<longer {
          // SAFETY: as above; the row has two neighbours.
          let vertex = unsafe Int(room[unchecked: place])
          let start = unsafe offsets[unchecked: vertex]
          let target = unsafe targets[unchecked: start &+ 1]
          let bit = inLevel(target)
          write(target, bit, vertex)
          bits |= bit &<< UInt64(truncatingIfNeeded: vertex & 63)
          unsafe room[unchecked: left] = UInt32(truncatingIfNeeded: vertex)
          left &+= 1 &- Int(truncatingIfNeeded: bit)
        }
        for place in 0..<left {
          // SAFETY: as above.
          let vertex = unsafe Int(room[unchecked: place])
          var arc = unsafe offsets[unchecked: vertex] &+ 2
          let end = unsafe offsets[unchecked: vertex &+ 1]
          while arc < end {
            let target = unsafe targets[unchecked: arc]
            if inLevel(target) != 0 {
              write(target, 1, vertex)
              bits |= 1 &<< UInt64(truncatingIfNeeded: vertex & 63)
              break
            }
            arc &+= 1
          }
        }
        unsafe nextWords[unchecked: word] = bits
        unsafe closedWords[unchecked: word] |= bits | empty
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
