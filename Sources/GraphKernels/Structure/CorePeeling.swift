import GraphStorage

/// The engine of core numbers: level by level, all vertices with that many neighbours left are taken away by all threads
/// at once, and their neighbours lose one each.
///
/// A stretch of them is taken in two steps: all threads put the neighbours into the inboxes of their owners, then each owner
/// lowers its own, without an atomic operation. `left` ends as the core numbers: a vertex that is taken keeps what it has.
struct CorePeeling {
  private let rows: ArcRows
  private let control: RunControl
  let left: MutableColumn<UInt32>
  /// All that were ever taken, of whom nobody needs to know what they have left: 128 KiB for a million vertices, which stay
  /// in the cache, where what they have left would be fetched for each arc.
  private let gone: Bitmap
  /// What is taken in this level, and then in the steps it leads to.
  private let taken: SharedList
  /// All that may be taken below `bound`, perhaps with some that are taken already.
  private let near: SharedList
  /// The others, at the begin of the window; and room for those of the next.
  private var far: SharedList
  private var nextFar: SharedList
  private let rooms: [MutableColumn<UInt32>]
  /// Nil on one thread.
  private let inboxes: OwnedLists?
  private var takenBefore = 0
  private var bound: UInt32 = 0

  /// Levels whose vertices are gathered in one sweep over all that are left.
  private static let window: UInt32 = 32
  private static let grain = 64
  private static let batch = 256
  /// Arcs that one stretch has at least, where there are so many.
  private static let stretchArcs = 1 << 18
  /// A stretch of fewer arcs is left to one thread.
  private static let shared = 1 << 13

  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    rows = graph.outRows
    self.control = control
    let count = graph.vertexCount
    // SAFETY: written below.
    unsafe left = MutableColumn(unwritten: count)
    gone = Bitmap(count: count)
    let threads = control.threads.value
    taken = SharedList(capacity: count, threads: threads)
    near = SharedList(capacity: count, threads: threads)
    far = SharedList(capacity: count, threads: threads)
    nextFar = SharedList(capacity: count, threads: threads)
    // SAFETY: places are written before they are read.
    rooms = (0..<threads).map { _ in unsafe MutableColumn(unwritten: Self.batch) }
    let (left, offsets) = (left, graph.offsets)
    try parallelRanges(count, grain: 1 << 16, control) { range in
      for vertex in range {
        // SAFETY: ranges cover the vertices; offsets have one place more.
        let degree = unsafe offsets[unchecked: vertex &+ 1] &- offsets[unchecked: vertex]
        unsafe left[unchecked: vertex] = UInt32(truncatingIfNeeded: degree)
      }
    }
    let most = min(graph.arcCount, Self.stretchArcs + graph.shape.maximumDegree)
    inboxes = threads == 1 ? nil : OwnedLists(capacity: most, threads: threads)
  }

  /// To be called once.
  mutating func run() throws(Cancelled) {
    var level: UInt32 = 0
    let count = rows.vertexCount
    var isFirst = true
    while takenBefore + taken.count < count {
      level = try gather(from: level, isFirst: isFirst)
      isFirst = false
      while level < bound {
        try take(level)
        level += 1
        if takenBefore + taken.count == count { break }
        control.report(Double(takenBefore + taken.count) / Double(count))
      }
    }
  }

  /// Puts all that have less than the next bound left into `near`; gives the least that anybody has left.
  private mutating func gather(from level: UInt32, isFirst: Bool) throws(Cancelled) -> UInt32 {
    let (left, far, nextFar, near) = (left, far, nextFar, near)
    let count = isFirst ? rows.vertexCount : far.count
    let grain = 1 << 14
    let pieces = (count + grain - 1) / grain
    let least = AtomicColumn(repeating: UInt32.max, count: 1)
    try parallelPieces(pieces, control) { piece, _ in
      var smallest = UInt32.max
      for place in piece &* grain..<min(count, (piece &+ 1) &* grain) {
        // SAFETY: places of the list hold vertices.
        let vertex = unsafe isFirst ? UInt32(truncatingIfNeeded: place) : far.places[unchecked: place]
        let degree = unsafe left[unchecked: Int(vertex)]
        // Whatever has less was taken.
        if degree >= level { smallest = min(smallest, degree) }
      }
      // SAFETY: one place.
      unsafe _ = least.minimum(smallest, unchecked: 0)
    }
    let first = least.values[0]
    precondition(first != UInt32.max, "somebody is left")
    bound = first > UInt32.max - Self.window ? UInt32.max : first + Self.window
    let bound = bound
    near.removeAll()
    nextFar.removeAll()
    try parallelPieces(pieces, control) { piece, worker in
      for place in piece &* grain..<min(count, (piece &+ 1) &* grain) {
        // SAFETY: as above; `worker` is this thread's number.
        let vertex = unsafe isFirst ? UInt32(truncatingIfNeeded: place) : far.places[unchecked: place]
        let degree = unsafe left[unchecked: Int(vertex)]
        if degree < level { continue }
        if degree < bound { unsafe near.append(vertex, worker) } else { unsafe nextFar.append(vertex, worker) }
      }
      near.flush(worker)
      nextFar.flush(worker)
    }
    swap(&self.far, &self.nextFar)
    return first
  }

  /// Takes all that have `level` left, and those that come down to it.
  private mutating func take(_ level: UInt32) throws(Cancelled) {
    let (left, near, taken, gone) = (left, near, taken, gone)
    takenBefore += taken.count
    taken.removeAll()
    let grain = 1 << 14
    let count = near.count
    try parallelPieces((count + grain - 1) / grain, control) { piece, worker in
      for place in piece &* grain..<min(count, (piece &+ 1) &* grain) {
        // SAFETY: places of the list hold vertices; `worker` is this thread's number.
        let vertex = unsafe near.places[unchecked: place]
        if unsafe left[unchecked: Int(vertex)] == level {
          unsafe taken.append(vertex, worker)
          _ = unsafe gone.insertShared(unchecked: Int(vertex))
        }
      }
      taken.flush(worker)
    }
    // Nobody is a neighbour of those who have none.
    if level == 0 { return }
    var done = 0
    while done < taken.count {
      let (start, end) = (done, taken.count)
      try remove(start..<end, level)
      done = end
    }
  }

  /// Takes one from what the neighbours of some of `taken` have left, where that is more than `level`.
  private func remove(_ places: Range<Int>, _ level: UInt32) throws(Cancelled) {
    var start = places.lowerBound
    while start < places.upperBound {
      let (end, arcs) = stretch(from: start, to: places.upperBound)
      if let inboxes, arcs >= Self.shared {
        try post(start..<end, level, inboxes)
        try lower(level, inboxes)
      } else {
        removeAlone(start..<end, level)
        try control.checkCancelled()
      }
      start = end
    }
  }

  /// As many of `taken` from a place on as have a stretch's arcs, and how many these are.
  private func stretch(from start: Int, to upperBound: Int) -> (end: Int, arcs: Int) {
    var (end, arcs) = (start, 0)
    while end < upperBound, arcs < Self.stretchArcs, end &- start < Self.stretchArcs {
      // SAFETY: places of the list hold vertices, and offsets have one place more.
      let vertex = unsafe Int(taken.places[unchecked: end])
      unsafe arcs &+= rows.offsets[unchecked: vertex &+ 1] &- rows.offsets[unchecked: vertex]
      end &+= 1
    }
    return (end, arcs)
  }

  /// Puts the neighbours that are to be lowered into the inboxes of their owners.
  private func post(_ places: Range<Int>, _ level: UInt32, _ inboxes: OwnedLists) throws(Cancelled) {
    let rooms = rooms
    let grain = min(Self.grain, max(1, places.count / (8 * control.threads.value)))
    try parallelPieces((places.count + grain - 1) / grain, control) { piece, worker in
      let first = places.lowerBound &+ piece &* grain
      let end = min(places.upperBound, first &+ grain)
      // SAFETY: `worker` is this thread's number, and the inboxes have room for a stretch.
      forLeft(first..<end, rooms[worker]) { unsafe inboxes.append($0, worker) }
      inboxes.flush(worker)
    }
  }

  /// Calls `body` with the neighbours of some of `taken` that are not gone when their batch is looked at.
  @inline(__always)
  private func forLeft(_ places: Range<Int>, _ room: MutableColumn<UInt32>, _ body: (UInt32) -> Void) {
    let (offsets, targets, taken, gone) = (rows.offsets, rows.targets, taken, gone.words.places)
    var look = RowLook()
    for place in places {
      // SAFETY: places of the list hold vertices; rows were validated when the graph was built.
      let vertex = unsafe Int(taken.places[unchecked: place])
      unsafe look.at(offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1], targets)
    }
    look.keep(in: room)
    for place in places {
      // SAFETY: as above.
      let vertex = unsafe Int(taken.places[unchecked: place])
      var arc = unsafe offsets[unchecked: vertex]
      let rowEnd = unsafe offsets[unchecked: vertex &+ 1]
      while arc < rowEnd {
        let batchEnd = min(arc &+ Self.batch, rowEnd)
        let count = unsafe gather(targets, arc..<batchEnd, gone, room.places)
        for entry in 0..<count { unsafe body(room[unchecked: entry]) }
        arc = batchEnd
      }
    }
  }

  /// Puts the targets of some arcs, a batch at most, that are not gone into a room, and gives how many; without a branch,
  /// so that reads overlap.
  // SAFETY: the arcs are arcs of the graph, `gone` has a bit for each vertex.
  @inline(__always) @unsafe
  private func gather(
    _ targets: Column<UInt32>, _ arcs: Range<Int>, _ gone: MutableColumn<UInt64>.Places,
    _ room: MutableColumn<UInt32>.Places
  ) -> Int {
    var count = 0
    for arc in arcs {
      // SAFETY: the caller's promise; targets are vertices, and a batch fits the room.
      let target = unsafe targets[unchecked: arc]
      unsafe room[unchecked: count] = target
      let word = unsafe gone[unchecked: Int(target &>> 6)]
      count &+= Int(truncatingIfNeeded: ~(word &>> UInt64(target & 63)) & 1)
    }
    return count
  }

  /// Empties the inboxes: nobody but its owner writes what a vertex has left.
  private func lower(_ level: UInt32, _ inboxes: OwnedLists) throws(Cancelled) {
    let (near, taken) = (near, taken)
    try parallelPieces(inboxes.owners, control) { owner, worker in
      // SAFETY: inboxes hold vertices; `worker` is this thread's number.
      for place in inboxes.places(of: owner) { unsafe lower(inboxes[unchecked: place], level, worker) }
      taken.flush(worker)
      near.flush(worker)
    }
    inboxes.removeAll()
  }

  /// Takes one from what a vertex has left. One that came down to the level in this stretch stays there.
  // SAFETY: the caller knows `target` to be a vertex that no other thread lowers, and `worker` to be its own number.
  @inline(__always) @unsafe
  private func lower(_ target: UInt32, _ level: UInt32, _ worker: Int) {
    // SAFETY: the caller's promise.
    let before = unsafe left[unchecked: Int(target)]
    if before <= level { return }
    unsafe left[unchecked: Int(target)] = before &- 1
    if before == level &+ 1 {
      unsafe taken.append(target, worker)
      _ = unsafe gone.insertShared(unchecked: Int(target))
    }
    if before == bound { unsafe near.append(target, worker) }
  }

  private func removeAlone(_ places: Range<Int>, _ level: UInt32) {
    for first in stride(from: places.lowerBound, to: places.upperBound, by: Self.grain) {
      // SAFETY: no other thread runs.
      forLeft(first..<min(first &+ Self.grain, places.upperBound), rooms[0]) { unsafe lower($0, level, 0) }
    }
    taken.flush(0)
    near.flush(0)
  }
}
