import GraphStorage

/// The engine of core numbers: level by level, all vertices with that many neighbours left are taken away by all threads
/// at once, and their neighbours lose one each.
///
/// `left` ends as the core numbers: a vertex that is taken keeps what it has.
struct CorePeeling {
  private let rows: ArcRows
  private let control: RunControl
  let left: AtomicColumn
  /// What is taken in this level, and then in the steps it leads to.
  private let taken: SharedList
  /// All that may be taken below `bound`, perhaps with some that are taken already.
  private let near: SharedList
  /// The others, at the begin of the window; and room for those of the next.
  private var far: SharedList
  private var nextFar: SharedList
  private let rooms: [MutableColumn<UInt32>]
  private var takenBefore = 0
  private var bound: UInt32 = 0

  /// Levels whose vertices are gathered in one sweep over all that are left.
  private static let window: UInt32 = 32
  private static let grain = 64
  private static let batch = 256

  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    rows = graph.outRows
    self.control = control
    let count = graph.vertexCount
    // SAFETY: written below.
    unsafe left = AtomicColumn(unwritten: count)
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
        unsafe left.store(UInt32(truncatingIfNeeded: degree), unchecked: vertex)
      }
    }
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
        let degree = unsafe left.load(unchecked: Int(vertex))
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
        let degree = unsafe left.load(unchecked: Int(vertex))
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
    let (left, near, taken) = (left, near, taken)
    takenBefore += taken.count
    taken.removeAll()
    let grain = 1 << 14
    let count = near.count
    try parallelPieces((count + grain - 1) / grain, control) { piece, worker in
      for place in piece &* grain..<min(count, (piece &+ 1) &* grain) {
        // SAFETY: places of the list hold vertices; `worker` is this thread's number.
        let vertex = unsafe near.places[unchecked: place]
        if unsafe left.load(unchecked: Int(vertex)) == level { unsafe taken.append(vertex, worker) }
      }
      taken.flush(worker)
    }
    var done = 0
    while done < taken.count {
      let (start, end) = (done, taken.count)
      try remove(start..<end, level)
      done = end
    }
  }

  private func remove(_ places: Range<Int>, _ level: UInt32) throws(Cancelled) {
    let (rows, left, near, taken, rooms, bound) = (rows, left, near, taken, rooms, bound)
    let pieces = (places.count + Self.grain - 1) / Self.grain
    let threads = control.threads.value
    let isAlone = threads == 1 || pieces == 1
    // Each other thread may take one too many for a moment, which must not lead below 0.
    let isLow = Int(level) < threads
    try parallelPieces(pieces, control) { [self] piece, worker in
      let (offsets, targets) = (rows.offsets, rows.targets)
      let room = rooms[worker]
      let first = places.lowerBound &+ piece &* Self.grain
      let end = min(places.upperBound, first &+ Self.grain)
      // The rows lie anywhere in memory: the first look at each is not followed by anything that waits for it.
      var touched: UInt32 = 0
      for place in first..<end {
        // SAFETY: places of the list hold vertices; rows were validated when the graph was built.
        let vertex = unsafe Int(taken.places[unchecked: place])
        let (arc, rowEnd) = unsafe (offsets[unchecked: vertex], offsets[unchecked: vertex &+ 1])
        if arc < rowEnd { touched ^= unsafe targets[unchecked: arc] ^ targets[unchecked: rowEnd &- 1] }
      }
      room[0] = touched
      for place in first..<end {
        // SAFETY: as above; a batch fits the room.
        let vertex = unsafe Int(taken.places[unchecked: place])
        var arc = unsafe offsets[unchecked: vertex]
        let rowEnd = unsafe offsets[unchecked: vertex &+ 1]
        while arc < rowEnd {
          let batchEnd = min(arc &+ Self.batch, rowEnd)
          // Plain reads without a branch, which overlap; the atomic operations then find their lines.
          var count = 0
          while arc < batchEnd {
            let target = unsafe targets[unchecked: arc]
            unsafe room[unchecked: count] = target
            count &+= unsafe left.load(unchecked: Int(target)) > level ? 1 : 0
            arc &+= 1
          }
          for entry in 0..<count {
            let target = unsafe room[unchecked: entry]
            let before: UInt32
            // SAFETY: targets are vertices.
            if isAlone {
              before = unsafe left.load(unchecked: Int(target))
              unsafe left.store(before &- 1, unchecked: Int(target))
            } else if isLow {
              guard let value = unsafe lowered(target, above: level) else { continue }
              before = value
            } else {
              before = unsafe left.add(UInt32.max, unchecked: Int(target))
              if before <= level {
                // Another thread brought it down to the level first: what that left stands.
                unsafe _ = left.add(1, unchecked: Int(target))
                continue
              }
            }
            if before == level &+ 1 { unsafe taken.append(target, worker) }
            if before == bound { unsafe near.append(target, worker) }
          }
        }
      }
      taken.flush(worker)
      near.flush(worker)
    }
  }

  /// Takes one from what `vertex` has left if that is more than `level`; gives what it had, nil where not.
  // SAFETY: `vertex` is one of the graph.
  @inline(__always) @unsafe
  private func lowered(_ vertex: UInt32, above level: UInt32) -> UInt32? {
    // SAFETY: the caller's promise.
    var before = unsafe left.load(unchecked: Int(vertex))
    while before > level {
      if unsafe left.exchange(before, for: before &- 1, unchecked: Int(vertex)) { return before }
      before = unsafe left.load(unchecked: Int(vertex))
    }
    return nil
  }
}
