import GraphStorage

/// Room for the top-down steps of large levels: arcs are sorted by blocks of their targets before any target is looked
/// at, so that each block is one thread's own and fits its cache.
///
/// Paper: Beamer, Asanović and Patterson, "Reducing PageRank communication via propagation blocking" (2017), here for a
/// level. Measured on a uniform graph of scale 20, where one level has 1 M arcs: with atomic operations on parents
/// anywhere a second thread gained nothing, because both write to every line. Two megabytes, used by all levels: eight, and
/// anew for each, were fetched from a system that may take 15 ms to clear them.
struct LevelBlocks: Sendable {
  /// Levels with fewer arcs than this are not worth the sorting.
  static let least = 1 << 13
  /// Arcs of one part of a level, which one thread sorts, and parts that are sorted before their blocks are walked.
  static let partArcs = 1 << 12
  static let partCount = 64
  static let blockCount = 64
  /// Arcs that there is room for, each of eight bytes.
  static let room = partCount * partArcs

  /// A target is in the block of its upper bits.
  let shift: Int
  /// Source and target of arcs, part by part, and in each part block by block.
  let sources: MutableColumn<UInt32>
  let targets: MutableColumn<UInt32>
  /// Where the arcs of each block start in each part, and one place more for the end of the last.
  let starts: MutableColumn<Int>

  init(_ search: LevelSearch) {
    var shift = 0
    while (search.out.vertexCount - 1) >> shift >= Self.blockCount { shift += 1 }
    self.shift = shift
    // SAFETY: a part writes its arcs and starts before they are read.
    unsafe sources = MutableColumn(unwritten: Self.room)
    unsafe targets = MutableColumn(unwritten: Self.room)
    unsafe starts = MutableColumn(unwritten: Self.partCount * (Self.blockCount + 1))
  }

  /// A stretch of the rows of a level: from an arc of the first row to an arc of the last.
  struct Part {
    /// Places in the queue.
    var places: Range<Int>
    /// Arcs of the first row before the part.
    var skipped: Int
    /// Arcs of the part.
    var count: Int
  }

  /// Cuts the rows of `level` from `cursor` on into parts, as many as there is room for; moves the cursor behind them.
  func parts(_ search: LevelSearch, _ level: Range<Int>, _ cursor: inout (place: Int, skipped: Int)) -> [Part] {
    var parts: [Part] = []
    while parts.count < Self.partCount, cursor.place < level.upperBound {
      var part = Part(places: cursor.place..<cursor.place, skipped: cursor.skipped, count: 0)
      while cursor.place < level.upperBound, part.count < Self.partArcs {
        let vertex = Int(search.queue[cursor.place])
        let rest = search.out.offsets[vertex + 1] - search.out.offsets[vertex] - cursor.skipped
        let taken = min(rest, Self.partArcs - part.count)
        part.count += taken
        part.places = part.places.lowerBound..<cursor.place + 1
        if taken < rest {
          cursor.skipped += taken
        } else {
          cursor = (cursor.place + 1, 0)
        }
      }
      parts.append(part)
    }
    return parts
  }
}

extension LevelSearch {
  /// Top-down, as the other `descend`, for a level of many arcs.
  func descend(
    _ level: Range<Int>, depth: Int, in blocks: LevelBlocks
  ) throws(Cancelled) -> (found: Int, arcs: Int) {
    let counters = AtomicWords(repeating: 0, count: 2)
    var cursor = (place: level.lowerBound, skipped: 0)
    while cursor.place < level.upperBound {
      let parts = blocks.parts(self, level, &cursor)
      try parallelPieces(parts.count, control) { [self] number, worker in
        sort(parts[number], number, rooms[worker], blocks)
      }
      try parallelPieces(LevelBlocks.blockCount, control) { [self] block, worker in
        walk(block, parts.count, blocks, depth, rooms[worker], counters, end: level.upperBound)
      }
    }
    return (Int(counters.values[0]), Int(counters.values[1]))
  }

  /// Calls `body` with each row's vertex and those of its arcs that belong to a part.
  @inline(__always)
  private func forRows(_ part: LevelBlocks.Part, _ body: (_ vertex: UInt32, _ arcs: Range<Int>) -> Void) {
    var left = part.count
    var skipped = part.skipped
    for place in part.places {
      // SAFETY: places of the level hold vertices; offsets were validated when the graph was built.
      let vertex = unsafe queue[unchecked: place]
      let first = unsafe out.offsets[unchecked: Int(vertex)] &+ skipped
      let end = unsafe min(out.offsets[unchecked: Int(vertex) &+ 1], first &+ left)
      left &-= end &- first
      skipped = 0
      body(vertex, first..<end)
    }
  }

  private func sort(
    _ part: LevelBlocks.Part, _ number: Int, _ cursors: MutableColumn<UInt32>, _ blocks: LevelBlocks
  ) {
    let targets = out.targets
    let (sortedSources, sortedTargets, starts) = (blocks.sources.places, blocks.targets.places, blocks.starts)
    let counts = cursors.places
    let shift = UInt32(truncatingIfNeeded: blocks.shift)
    var look = RowLook()
    // SAFETY: arcs of rows.
    forRows(part) { _, arcs in unsafe look.at(arcs, targets) }
    look.keep(in: cursors)
    cursors.fill(0, 0..<LevelBlocks.blockCount)
    forRows(part) { _, arcs in
      for arc in arcs {
        // SAFETY: arcs of rows, and targets among the vertices, whose blocks are below the number of blocks.
        unsafe counts[unchecked: Int(targets[unchecked: arc] &>> shift)] &+= 1
      }
    }
    var next = number * LevelBlocks.partArcs
    let table = number * (LevelBlocks.blockCount + 1)
    for block in 0..<LevelBlocks.blockCount {
      starts[table + block] = next
      let count = Int(cursors[block])
      cursors[block] = UInt32(truncatingIfNeeded: next)
      next += count
    }
    starts[table + LevelBlocks.blockCount] = next
    forRows(part) { vertex, arcs in
      for arc in arcs {
        // SAFETY: as above; the counts give each arc a place among those of its part.
        let target = unsafe targets[unchecked: arc]
        let block = Int(target &>> shift)
        let place = unsafe Int(counts[unchecked: block])
        unsafe counts[unchecked: block] = UInt32(truncatingIfNeeded: place &+ 1)
        unsafe sortedSources[unchecked: place] = vertex
        unsafe sortedTargets[unchecked: place] = target
      }
    }
  }

  private func walk(
    _ block: Int, _ partCount: Int, _ blocks: LevelBlocks, _ depth: Int, _ room: MutableColumn<UInt32>,
    _ counters: AtomicWords, end: Int
  ) {
    let (parents, distances, queue) = (parents.values.places, distances.values.places, queue.places)
    let (sources, targets, finds) = (blocks.sources.places, blocks.targets.places, room.places)
    let depth = UInt32(truncatingIfNeeded: depth)
    let none = KernelResult.none
    var found = 0
    var arcs = 0
    func flush() {
      arcs &+= countedArcs(room, 0..<found)
      // SAFETY: a vertex is found once, so all found ones fit the queue; each flush writes a stretch of its own.
      let first = unsafe end &+ Int(counters.add(UInt64(found), unchecked: 0))
      for entry in 0..<found { unsafe queue[unchecked: first &+ entry] = finds[unchecked: entry] }
      found = 0
    }
    for part in 0..<partCount {
      let table = part * (LevelBlocks.blockCount + 1) + block
      let run = blocks.starts[table]..<blocks.starts[table + 1]
      // A part has no more arcs than the room has places.
      if found + run.count >= room.count { flush() }
      var next = found
      for place in run {
        // SAFETY: places that the part has sorted; its targets are vertices of this block, which no other thread
        // touches; the room holds as many found vertices as the run has arcs, and one more.
        let target = unsafe Int(truncatingIfNeeded: targets[unchecked: place])
        let source = unsafe sources[unchecked: place]
        // Without branches, which would wait for the lines of the target: where it was found before, no source is less
        // than its parent, and no depth than its distance.
        let parent = unsafe parents[unchecked: target]
        let distance = unsafe distances[unchecked: target]
        let closed: UInt32 = 0 &- (distance < depth ? 1 : 0)
        unsafe distances[unchecked: target] = min(distance, depth)
        unsafe parents[unchecked: target] = min(parent, source | closed)
        unsafe finds[unchecked: next] = UInt32(truncatingIfNeeded: target)
        next &+= distance == none ? 1 : 0
      }
      found = next
    }
    flush()
    counters.add(arcs, at: 1)
  }
}
