import GraphStorage
import Synchronization

/// For each vertex, over given sources: how many reach it, the sum of their distances to it and of the inverses.
///
/// Breadth-first search from up to 256 sources at once, a bit each (Then et al., "The more the merrier", 2014), pushed
/// where the frontier's rows are few and pulled otherwise; each thread runs batches of its own. All sums are whole
/// numbers (inverses in fixed point), so they have no order and the batches may be cut to suit the threads.
///
/// Tried and measured on a Kronecker graph of scale 20, two threads: 512 sources take 1.16 times as long as 64, so lanes
/// are nearly free, and batches are filled unless a thread would have none. That is 0.8 ms a source; a search of its own
/// (`BreadthFirstSearch`) took 4.
struct DistanceSums: Sendable {
  /// Sources other than the vertex itself that reach it.
  let reached: MutableColumn<Int>
  let distances: MutableColumn<Int>
  private let inverses: MutableColumn<Int>
  private let shift: Int
  /// The largest distance that was met.
  let farthest: Int

  /// The sum of the inverses; exact to 2^-shift an inverse, where shift is 62 less the bits of the number of sources:
  /// 2^-41 for a million.
  func inverse(_ vertex: Int) -> Double { Double(inverses[vertex]) / Double(1 << shift) }

  /// - Complexity: O(sources / 256 × arcs × levels); 128 bytes a vertex and thread.
  init(_ graph: Graph, sources: [UInt32], _ control: RunControl) throws(Cancelled) {
    let count = graph.vertexCount
    let workers = min(control.threads.value, max(1, sources.count / 32))
    let pieces = max(
      (sources.count + DistanceBatch.width - 1) / DistanceBatch.width, min(workers, sources.count))
    let ranges = evenRanges(sources.count, pieces: max(pieces, 1))
    shift = 62 - (Int.bitWidth - sources.count.leadingZeroBitCount)
    var owned: [DistanceBatch] = []
    for _ in 0..<min(control.threads.value, ranges.count) {
      owned.append(try DistanceBatch(count: count, shift: shift, control))
    }
    let batches = owned
    let progress = WorkProgress(total: ranges.count * DistanceBatch.work, control)
    try parallelPieces(ranges.count, control) { piece, worker in
      batches[worker].add(graph, sources[ranges[piece]], control, progress)
    }
    let first = batches[0]
    try parallelRanges(count, grain: 1 << 14, control) { range in
      for batch in batches.dropFirst() {
        for vertex in range {
          first.reached[vertex] += batch.reached[vertex]
          first.distances[vertex] += batch.distances[vertex]
          first.inverses[vertex] += batch.inverses[vertex]
        }
      }
    }
    reached = first.reached
    distances = first.distances
    inverses = first.inverses
    farthest = batches.reduce(0) { max($0, $1.farthest.load(ordering: .relaxed)) }
  }
}

/// The scratch and the sums of one thread.
private final class DistanceBatch: Sendable {
  typealias Lanes = SIMD4<UInt64>
  static let width = 256
  /// What a batch counts for in the progress of all.
  static let work = 1_024

  let reached: MutableColumn<Int>
  let distances: MutableColumn<Int>
  let inverses: MutableColumn<Int>
  let farthest = Atomic<Int>(0)

  private let shift: Int
  private let seen: MutableColumn<Lanes>
  private let current: MutableColumn<Lanes>
  private let next: MutableColumn<Lanes>
  private let frontier: MutableColumn<UInt32>
  private let found: MutableColumn<UInt32>

  init(count: Int, shift: Int, _ control: RunControl) throws(Cancelled) {
    self.shift = shift
    reached = try filledColumn(0, count: count, control)
    distances = try filledColumn(0, count: count, control)
    inverses = try filledColumn(0, count: count, control)
    seen = try filledColumn(.zero, count: count, control)
    current = try filledColumn(.zero, count: count, control)
    next = try filledColumn(.zero, count: count, control)
    frontier = try filledColumn(0, count: count, control)
    found = try filledColumn(0, count: count, control)
  }

  /// - Parameter progress: given `work` in all.
  func add(_ graph: Graph, _ sources: ArraySlice<UInt32>, _ control: RunControl, _ progress: WorkProgress) {
    let count = graph.vertexCount
    var left = Self.work
    defer { progress.add(left) }
    for start in stride(from: 0, to: count, by: 1 << 16) {
      if control.isCancelled { return }
      seen.fill(.zero, start..<min(start + 1 << 16, count))
      current.fill(.zero, start..<min(start + 1 << 16, count))
    }
    var full = Lanes.zero
    var size = 0
    for (lane, source) in sources.enumerated() {
      let vertex = Int(source)
      if seen[vertex] == .zero {
        frontier[size] = source
        size += 1
      }
      seen[vertex][lane >> 6] |= 1 << UInt64(lane & 63)
      current[vertex] = seen[vertex]
      full[lane >> 6] |= 1 << UInt64(lane & 63)
    }
    var level = 0
    while size > 0 {
      level += 1
      var arcs = 0
      for place in 0..<size {
        if place & 0xFFFF == 0, control.isCancelled { return }
        arcs &+= graph.degree(Int(frontier[place]))
      }
      let new = arcs &* 8 < graph.arcCount ? push(graph, size, control) : pull(graph, full, control)
      guard let new else { return }
      for place in 0..<size {
        if place & 0xFFFF == 0, control.isCancelled { return }
        current[Int(frontier[place])] = .zero
      }
      guard settle(new, level, control) else { return }
      size = new
      // Nobody knows how many levels follow: each is taken for a quarter of what is left.
      progress.add(left / 4)
      left -= left / 4
    }
    farthest.max(level - 1, ordering: .relaxed)
  }

  /// Vertices found; nil where cancelled.
  private func push(_ graph: Graph, _ size: Int, _ control: RunControl) -> Int? {
    let (offsets, targets) = (graph.offsets, graph.targets)
    let (seen, next, current, frontier, found) = (seen, next, current, frontier, found)
    var count = 0
    var arcs = 0
    // SAFETY: the frontier names vertices; rows lie in the arcs, targets in the vertices (established by `Graph`); a
    // vertex is found once a level, so `found` has room.
    for place in 0..<size {
      let vertex = unsafe Int(truncatingIfNeeded: frontier[unchecked: place])
      let lanes = unsafe current[unchecked: vertex]
      let row = unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1]
      for arc in row {
        let target = unsafe targets[unchecked: arc]
        let index = Int(truncatingIfNeeded: target)
        let bits = unsafe lanes & ~seen[unchecked: index]
        if bits == .zero { continue }
        let old = unsafe next[unchecked: index]
        if old == .zero {
          unsafe found[unchecked: count] = target
          count &+= 1
        }
        unsafe next[unchecked: index] = old | bits
      }
      arcs &+= row.count &+ 1
      if arcs > 1 << 16 {
        arcs = 0
        if control.isCancelled { return nil }
      }
    }
    return count
  }

  private func pull(_ graph: Graph, _ full: Lanes, _ control: RunControl) -> Int? {
    let (offsets, sources) = (graph.inOffsets, graph.inSources)
    let (seen, next, current, found) = (seen, next, current, found)
    var count = 0
    var arcs = 0
    // SAFETY: rows lie in the arcs, their ends in the vertices (established by `Graph`).
    for vertex in 0..<graph.vertexCount {
      let open = unsafe full & ~seen[unchecked: vertex]
      if open == .zero { continue }
      var lanes = Lanes.zero
      let row = unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1]
      for arc in row {
        unsafe lanes |= current[unchecked: Int(truncatingIfNeeded: sources[unchecked: arc])]
        if lanes & open == open { break }
      }
      lanes &= open
      if lanes != .zero {
        unsafe next[unchecked: vertex] = lanes
        unsafe found[unchecked: count] = UInt32(truncatingIfNeeded: vertex)
        count &+= 1
      }
      arcs &+= row.count &+ 1
      if arcs > 1 << 16 {
        arcs = 0
        if control.isCancelled { return nil }
      }
    }
    return count
  }

  /// Makes the `count` vertices found the frontier, and adds what they met on `level`; false where cancelled.
  private func settle(_ count: Int, _ level: Int, _ control: RunControl) -> Bool {
    let inverse = ((1 << shift) + level / 2) / level
    for place in 0..<count {
      if place & 0x3FFF == 0, control.isCancelled { return false }
      let vertex = Int(found[place])
      let lanes = next[vertex]
      next[vertex] = .zero
      seen[vertex] |= lanes
      current[vertex] = lanes
      frontier[place] = found[place]
      let met =
        lanes[0].nonzeroBitCount &+ lanes[1].nonzeroBitCount &+ lanes[2].nonzeroBitCount &+ lanes[3].nonzeroBitCount
      reached[vertex] &+= met
      distances[vertex] &+= met &* level
      inverses[vertex] &+= met &* inverse
    }
    return true
  }
}
