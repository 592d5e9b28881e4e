import GraphStorage

/// Takes the edges of fewest triangles away, level by level, until none is left.
///
/// Paper: Kabir and Madduri, "Parallel k-truss decomposition on multicore systems" (PKT, 2017). The edges of the least
/// support left are taken together; each triangle over them takes one from the support of what remains of it, but never
/// below the level; those that come down to the level are taken in the next round. Deviations: levels without edges are
/// passed over; a search ends with as many triangles as the level says there are; rows and the list of edges are
/// shortened when a quarter is gone; few edges of a long row are looked up in it and do not have it marked.
/// Tried and measured, two threads: sorting all edges that arrive in a round 10.4 s on social 20; walking the list again
/// where they are many 5.2 s (one thread 9.1), and no difference on Kronecker 16 (0.47 s; one thread 0.83). Kronecker 18
/// 4.1 s, 20 23.3 s. Estimate over measured peak: 1.3 on uniform 18, 1.4 on social 18; Kronecker 18 was stopped after
/// six seconds, at 1.45.
/// An edge's support when it is taken is unique, so no order of threads matters.
final class TrussPeeling: Sendable {
  private enum State {
    static let here: UInt8 = 0
    static let taken: UInt8 = 1
    static let gone: UInt8 = 2
  }

  private let rows: TrussRows
  private let supports: AtomicColumn
  private let states: MutableColumn<UInt8>
  /// Edges that come down to the level in this round, as many as `arrived` says.
  private let arrivals: MutableColumn<UInt32>
  private let arrived = AtomicWords(repeating: 0, count: 1)
  /// For each thread the places of a marked row, from 1.
  private let marks: [MutableColumn<UInt32>]
  private static let grain = 64

  /// Leaves in `supports` the triangles over each edge in the truss in which it is last.
  /// - Complexity: O(edges^1.5 log edges) at worst.
  static func run(_ rows: TrussRows, _ supports: AtomicColumn, _ control: RunControl) throws(Cancelled) {
    try TrussPeeling(rows, supports, control).peel(control)
  }

  private init(_ rows: TrussRows, _ supports: AtomicColumn, _ control: RunControl) throws(Cancelled) {
    self.rows = rows
    self.supports = supports
    states = try filledColumn(State.here, count: rows.edgeCount, control)
    // SAFETY: places are read up to `arrived`, each written when that was counted up.
    arrivals = unsafe MutableColumn(unwritten: rows.edgeCount)
    marks = try (0..<control.threads.value).map { _ throws(Cancelled) in
      try filledColumn(UInt32(0), count: rows.starts.count - 1, control)
    }
  }

  private func peel(_ control: RunControl) throws(Cancelled) {
    let total = rows.edgeCount
    // SAFETY: the loop writes every place.
    let left = unsafe MutableColumn<UInt32>(unwritten: total)
    // SAFETY: places are read up to the number that `take` has written.
    let taken = unsafe MutableColumn<UInt32>(unwritten: total)
    try parallelRanges(total, grain: 1 << 16, control) { range in
      for edge in range { left[edge] = UInt32(truncatingIfNeeded: edge) }
    }
    var listed = total
    var remaining = total
    while remaining > 0 {
      let (level, first) = try take(left, listed, taken, control)
      var count = first
      while count > 0 {
        let frontier = taken
        try parallelRanges(count, grain: 1 << 14, control) { [states] range in
          for place in range { states[Int(frontier[place])] = State.taken }
        }
        if level > 0 {
          try parallelPieces((count + Self.grain - 1) / Self.grain, control) { [count] piece, worker in
            let first = piece &* Self.grain
            drop(frontier, first..<min(count, first &+ Self.grain), level, marks[worker], control)
          }
        }
        try parallelRanges(count, grain: 1 << 14, control) { [states] range in
          for place in range { states[Int(frontier[place])] = State.gone }
        }
        remaining -= count
        control.report(Double(total - remaining) / Double(total))
        count = Int(truncatingIfNeeded: arrived.values[0])
        arrived.values[0] = 0
        // In order of their numbers, edges of one row stand together; where many arrived, they are found again in order.
        if count > listed / 64 {
          count = try take(left, listed, taken, control).count
        } else {
          let sorted = try arrivals.frozen(count).array().sortedInSteps(control)
          for place in 0..<count { taken[place] = sorted[place] }
        }
      }
      if remaining < listed - listed / 4 {
        var kept = 0
        for place in 0..<listed {
          if place & 0xFFFF == 0 { try control.checkCancelled() }
          let edge = left[place]
          if states[Int(edge)] == State.here {
            left[kept] = edge
            kept += 1
          }
        }
        listed = kept
        try rows.remove(states, control)
      }
    }
  }

  /// Lists the edges of the least support left, ascending.
  private func take(
    _ left: MutableColumn<UInt32>, _ listed: Int, _ taken: MutableColumn<UInt32>, _ control: RunControl
  ) throws(Cancelled) -> (level: UInt32, count: Int) {
    let grain = 1 << 15
    let pieces = (listed + grain - 1) / grain
    let least = MutableColumn<UInt32>(repeating: .max, count: pieces)
    let counts = MutableColumn<Int>(repeating: 0, count: pieces + 1)
    let (states, supports) = (states, supports.values)
    try parallelPieces(pieces, control) { piece, _ in
      var (lowest, count) = (UInt32.max, 0)
      for place in piece &* grain..<min(listed, piece &* grain &+ grain) {
        // SAFETY: a place of the list, and an edge.
        let edge = unsafe Int(left[unchecked: place])
        guard unsafe states[unchecked: edge] == State.here else { continue }
        let support = unsafe supports[unchecked: edge]
        if support < lowest { (lowest, count) = (support, 0) }
        count &+= support == lowest ? 1 : 0
      }
      least[piece] = lowest
      counts[piece + 1] = count
    }
    var level = UInt32.max
    for piece in 0..<pieces { level = min(level, least[piece]) }
    for piece in 0..<pieces { counts[piece + 1] = counts[piece] + (least[piece] == level ? counts[piece + 1] : 0) }
    try parallelPieces(pieces, control) { [level] piece, _ in
      var next = counts[piece]
      if next == counts[piece + 1] { return }
      for place in piece &* grain..<min(listed, piece &* grain &+ grain) {
        // SAFETY: as above; `taken` has room for all edges.
        let edge = unsafe left[unchecked: place]
        guard unsafe states[unchecked: Int(edge)] == State.here, unsafe supports[unchecked: Int(edge)] == level
        else { continue }
        unsafe taken[unchecked: next] = edge
        next &+= 1
      }
    }
    return (level, counts[pieces])
  }

  /// Takes the edges at `places` of `frontier` out of the triangles that they are in.
  private func drop(
    _ frontier: MutableColumn<UInt32>, _ places: Range<Int>, _ level: UInt32, _ marks: MutableColumn<UInt32>,
    _ control: RunControl
  ) {
    let (starts, ends, targets) = (rows.starts, rows.ends, rows.targets)
    var first = places.lowerBound
    while first < places.upperBound {
      // The edges of one row, and whether walking the other ends' rows is worth marking it.
      let rank = rows.smaller(of: Int(frontier[first]))
      let bound = rows.edgeStarts[rank + 1]
      var (last, steps) = (first, 0)
      while last < places.upperBound, Int(frontier[last]) < bound {
        let other = Int(rows.larger[Int(frontier[last])])
        steps &+= ends[other] &- starts[other]
        last &+= 1
      }
      let (start, end) = (starts[rank], ends[rank])
      let isMarked = end - start < 8 * steps
      if isMarked {
        for arc in start..<end {
          // SAFETY: members of the row.
          unsafe marks[unchecked: Int(targets[unchecked: arc])] = UInt32(truncatingIfNeeded: arc &- start &+ 1)
        }
      }
      for place in first..<last {
        if control.isCancelled { break }
        drop(Int(frontier[place]), rank, level, isMarked ? marks : nil)
      }
      if isMarked {
        for arc in start..<end {
          // SAFETY: as above.
          unsafe marks[unchecked: Int(targets[unchecked: arc])] = 0
        }
      }
      first = last
    }
  }

  /// - Parameter marks: places in the row of `rank`, from 1; nil where it is to be searched.
  private func drop(_ edge: Int, _ rank: Int, _ level: UInt32, _ marks: MutableColumn<UInt32>?) {
    let (starts, targets, edges) = (rows.starts, rows.targets, rows.edges)
    let other = Int(rows.larger[edge])
    let (own, its) = (rows.ends[rank] - starts[rank], rows.ends[other] - starts[other])
    var found: UInt32 = 0
    if let marks, its < 16 * own {
      let start = starts[rank]
      for arc in starts[other]..<rows.ends[other] {
        // SAFETY: a row; a mark is a place of the other row, from 1.
        let mark = unsafe Int(marks[unchecked: Int(targets[unchecked: arc])])
        if mark == 0 { continue }
        found &+= unsafe weaken(edge, Int(edges[unchecked: start &+ mark &- 1]), Int(edges[unchecked: arc]), level)
        if found == level { return }
      }
    } else {
      let (short, long) = own < its ? (rank, other) : (other, rank)
      for arc in starts[short]..<rows.ends[short] {
        // SAFETY: a row.
        guard let twin = unsafe rows.place(of: targets[unchecked: arc], in: long) else { continue }
        // SAFETY: places of two rows.
        found &+= unsafe weaken(edge, Int(edges[unchecked: twin]), Int(edges[unchecked: arc]), level)
        if found == level { return }
      }
    }
  }

  /// Takes the triangle of `edge` with two others away.
  /// - Returns: 1, or 0 where it was gone.
  @inline(__always)
  private func weaken(_ edge: Int, _ first: Int, _ second: Int, _ level: UInt32) -> UInt32 {
    // SAFETY: edges.
    let (one, two) = unsafe (states[unchecked: first], states[unchecked: second])
    if one == State.gone || two == State.gone { return 0 }
    // Of two edges that are taken, the one of the smaller number takes the third along.
    if one == State.here, two == State.here || edge < second { weaken(first, level) }
    if two == State.here, one == State.here || edge < first { weaken(second, level) }
    return 1
  }

  @inline(__always)
  private func weaken(_ edge: Int, _ level: UInt32) {
    // SAFETY: an edge. A thread that finds the support at the level puts it back, so it never reads as more than it is.
    let before = unsafe supports.load(unchecked: edge)
    if before <= level { return }
    // SAFETY: as above.
    let held = unsafe supports.add(.max, unchecked: edge)
    if held == level &+ 1 {
      let place = unsafe Int(truncatingIfNeeded: arrived.add(1, unchecked: 0))
      // SAFETY: an edge arrives once, and there is room for all.
      unsafe arrivals[unchecked: place] = UInt32(truncatingIfNeeded: edge)
    } else if held <= level {
      // SAFETY: as above.
      _ = unsafe supports.add(1, unchecked: edge)
    }
  }
}
