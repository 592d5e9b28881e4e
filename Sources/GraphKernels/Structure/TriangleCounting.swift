import GraphStorage

/// Triangles through each vertex of an undirected graph.
///
/// Each triangle is found at its vertex `u` of the highest rank, whose row holds the two others.
/// - Both hubs: the rows of the bit matrix of all hubs in `u`'s row are added up bit by bit, eight rows at a time by
///   carry-save adders, only over those words in which the row of `u` has a hub. As the matrix holds both ways, the sum
///   at a hub's bit is the number of its triangles with `u`, and no bits need counting one by one.
/// - One or none a hub: the row of each other vertex in `u`'s row is walked and looked up in the bits of `u`'s row.
///
/// Tried and measured on Kronecker 20 in order of degree, processor seconds: hash marks and no orientation 60; AND and
/// count of bits for each hub of the row 5.6 to 6.6, as a plain build has no instruction to count bits; carry-save
/// adders 2.6 to 3.1. Rows looked at 32 at a time before they are walked (`RowLook`): uniform 20 from 1.17 to 0.46 s,
/// communities of a hundred from 0.95 to 0.60. Beside the GAP Benchmark Suite see Benchmarks; with ids in no order
/// Kronecker 20 takes twice as long.
/// Estimate over measured peak: 1.14 on Kronecker 18, 1.26 on uniform 18, 1.19 on social 18.
struct TriangleCounting: Sendable {
  static let bytes: CostFormula = 48 * .n + 2 * .m + .hubMatrix(degree: TriangleRows.hubDegree) + 4 * .n * .threads
  static let operations: CostFormula = .n + .maximumDegree * .m

  private let rows: TriangleRows
  private let counts: AtomicWords
  /// Triangles of hubs, a stretch a thread.
  private let hubCounts: MutableColumn<UInt64>

  /// - Returns: triangles through each vertex.
  /// - Complexity: O(edges^1.5) at worst.
  static func run(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> MutableColumn<UInt64> {
    let counting = TriangleCounting(
      rows: try TriangleRows(graph, control), counts: AtomicWords(repeating: 0, count: graph.vertexCount),
      threads: control.threads.value)
    control.report(0.1)
    try counting.count(control.part(0.1...1))
    return counting.counts.values
  }

  private init(rows: TriangleRows, counts: AtomicWords, threads: Int) {
    self.rows = rows
    self.counts = counts
    hubCounts = MutableColumn(repeating: 0, count: rows.hubs.count * threads)
  }

  private func count(_ control: RunControl) throws(Cancelled) {
    let vertexCount = counts.count
    let grain = 32
    var longest = 0
    for vertex in 0..<vertexCount { longest = max(longest, rows.starts[vertex + 1] - rows.starts[vertex]) }
    let scratch = (0..<control.threads.value).map { [longest] _ in Scratch(rows, longest: longest) }
    try parallelPieces((vertexCount + grain - 1) / grain, control, reporting: true) { piece, worker in
      let first = piece &* grain
      for vertex in first..<min(vertexCount, first &+ grain) {
        if control.isCancelled { return }
        count(vertex, scratch[worker], hubStart: worker &* rows.hubs.count, control)
      }
    }
    for place in 0..<hubCounts.count {
      counts.add(Int(hubCounts[place]), at: Int(rows.hubs[place % rows.hubs.count]))
    }
  }

  /// What one thread needs beside the rows; all bits are 0 between two vertices.
  final class Scratch: Sendable {
    /// A bit for each vertex in the row that is no hub: 128 KiB for a million vertices, which stay in the cache.
    let near: MutableColumn<UInt64>
    /// Place in the row, from its first that is no hub; means something only where `near` has the bit.
    let marks: MutableColumn<UInt32>
    /// A bit for each hub in the row.
    let bits: MutableColumn<UInt64>
    /// The words of `bits` that are not 0, in the order in which they were met.
    let words: MutableColumn<UInt32>
    /// Where each of them stands in `words`.
    let places: MutableColumn<UInt32>
    /// Binary digits of the sums, lowest first: `levels` runs of as many words as there are words.
    let planes: MutableColumn<UInt64>
    /// Triangles with the vertex at hand, by place in its row.
    let found: MutableColumn<UInt32>
    static let levels = 17

    /// - Parameter longest: the length of the longest row.
    init(_ rows: TriangleRows, longest: Int) {
      let vertexCount = rows.hubEnds.count
      near = MutableColumn(repeating: 0, count: (vertexCount + 63) / 64)
      // SAFETY: a mark is written when the bit of `near` is set, and only read where it is.
      marks = unsafe MutableColumn(unwritten: vertexCount)
      bits = MutableColumn(repeating: 0, count: rows.wordsPerHub)
      words = MutableColumn(repeating: 0, count: max(rows.wordsPerHub, 1))
      places = MutableColumn(repeating: 0, count: rows.wordsPerHub)
      planes = MutableColumn(repeating: 0, count: rows.wordsPerHub * Self.levels)
      found = MutableColumn(repeating: 0, count: longest)
    }
  }

  private func count(_ vertex: Int, _ scratch: Scratch, hubStart: Int, _ control: RunControl) {
    // SAFETY: a vertex.
    let start = unsafe rows.starts[unchecked: vertex]
    let middle = unsafe rows.hubEnds[unchecked: vertex]
    let end = unsafe rows.starts[unchecked: vertex &+ 1]
    if end &- start < 2 { return }
    var sum = 0
    if middle &- start < 16 {
      sum = pairs(start..<middle, scratch, hubStart: hubStart)
    } else {
      sum = planes(start..<middle, scratch, hubStart: hubStart, control)
    }
    if middle < end { sum &+= others(start, middle, end, scratch, hubStart: hubStart, control) }
    // SAFETY: a vertex.
    if sum > 0 { _ = unsafe counts.add(UInt64(truncatingIfNeeded: sum), unchecked: vertex) }
  }

  /// Triangles of two hubs in a short row: every pair is looked up.
  private func pairs(_ row: Range<Int>, _ scratch: Scratch, hubStart: Int) -> Int {
    let (targets, matrix, stride) = (rows.targets, rows.matrix, rows.wordsPerHub)
    let (found, hubCounts) = (scratch.found, hubCounts)
    var sum: UInt32 = 0
    var first = row.lowerBound
    while first < row.upperBound {
      // SAFETY: `row` lies inside the rows, holds hubs, and is not longer than the longest row.
      let hub = unsafe Int(targets[unchecked: first])
      let bits = hub &* stride
      var own: UInt32 = 0
      var second = row.lowerBound
      while second < first {
        let other = unsafe targets[unchecked: second]
        let word = unsafe matrix[unchecked: bits &+ Int(other &>> 6)]
        let bit = UInt32(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: other & 63)) & 1
        own &+= bit
        unsafe found[unchecked: second &- row.lowerBound] &+= bit
        second &+= 1
      }
      unsafe found[unchecked: first &- row.lowerBound] = own
      sum &+= own
      first &+= 1
    }
    for place in 0..<row.count {
      // SAFETY: as above; only this thread has this stretch of the hubs' counts.
      let hub = unsafe Int(targets[unchecked: row.lowerBound &+ place])
      unsafe hubCounts[unchecked: hubStart &+ hub] &+= UInt64(found[unchecked: place])
    }
    return Int(sum)
  }

  /// Triangles of two hubs in a long row: the matrix rows of all its hubs are added up bit by bit.
  private func planes(_ row: Range<Int>, _ scratch: Scratch, hubStart: Int, _ control: RunControl) -> Int {
    let (targets, matrix, stride) = (rows.targets, rows.matrix, rows.wordsPerHub)
    let (bits, words, places, planes) = (scratch.bits, scratch.words, scratch.places, scratch.planes)
    let hubCounts = hubCounts
    var width = 0
    var arc = row.lowerBound
    while arc < row.upperBound {
      // SAFETY: `row` lies inside the rows and holds hubs; there is a place for each word.
      let hub = unsafe targets[unchecked: arc]
      let word = Int(hub &>> 6)
      if unsafe bits[unchecked: word] == 0 {
        unsafe words[unchecked: width] = UInt32(truncatingIfNeeded: word)
        unsafe places[unchecked: word] = UInt32(truncatingIfNeeded: width)
        width &+= 1
      }
      unsafe bits[unchecked: word] |= 1 &<< UInt64(truncatingIfNeeded: hub & 63)
      arc &+= 1
    }
    let levels = Int.bitWidth &- row.count.leadingZeroBitCount
    planes.fill(0, 0..<levels * width)
    arc = row.lowerBound
    while arc &+ 8 <= row.upperBound {
      if control.isCancelled { break }
      // SAFETY: eight hubs of the row, whose matrix rows have `stride` words; `levels` holds the row's length, which no
      // sum exceeds, so `carry` is 0 behind the last plane.
      unsafe addEight(arc, width, levels, targets, matrix, stride, words, planes)
      arc &+= 8
    }
    while arc < row.upperBound {
      // SAFETY: as above, one hub at a time.
      let bits = unsafe Int(targets[unchecked: arc]) &* stride
      for place in 0..<width {
        var carry = unsafe matrix[unchecked: bits &+ Int(words[unchecked: place])]
        var plane = place
        while carry != 0, plane < levels &* width {
          let digit = unsafe planes[unchecked: plane]
          unsafe planes[unchecked: plane] = digit ^ carry
          carry &= digit
          plane &+= width
        }
      }
      arc &+= 1
    }
    var sum = 0
    arc = row.lowerBound
    while arc < row.upperBound {
      // SAFETY: as above; only this thread has this stretch of the hubs' counts.
      let hub = unsafe targets[unchecked: arc]
      var plane = unsafe Int(places[unchecked: Int(hub &>> 6)])
      let shift = UInt64(truncatingIfNeeded: hub & 63)
      var own: UInt64 = 0
      for level in 0..<levels {
        own |= unsafe ((planes[unchecked: plane] &>> shift) & 1) &<< UInt64(truncatingIfNeeded: level)
        plane &+= width
      }
      unsafe hubCounts[unchecked: hubStart &+ Int(hub)] &+= own
      unsafe bits[unchecked: Int(hub &>> 6)] = 0
      sum &+= Int(truncatingIfNeeded: own)
      arc &+= 1
    }
    // Each pair of hubs was counted at both.
    return sum / 2
  }

  /// Adds the matrix rows of the eight hubs from `arc` to the planes, at least four of them.
  // SAFETY: the caller knows the eight hubs, `width` words and `levels * width` places to exist.
  @inline(__always) @unsafe private func addEight(
    _ arc: Int, _ width: Int, _ levels: Int, _ targets: Column<UInt32>, _ matrix: Column<UInt64>, _ stride: Int,
    _ words: MutableColumn<UInt32>, _ planes: MutableColumn<UInt64>
  ) {
    // SAFETY: the caller's promise.
    let row0 = unsafe Int(targets[unchecked: arc]) &* stride
    let row1 = unsafe Int(targets[unchecked: arc &+ 1]) &* stride
    let row2 = unsafe Int(targets[unchecked: arc &+ 2]) &* stride
    let row3 = unsafe Int(targets[unchecked: arc &+ 3]) &* stride
    let row4 = unsafe Int(targets[unchecked: arc &+ 4]) &* stride
    let row5 = unsafe Int(targets[unchecked: arc &+ 5]) &* stride
    let row6 = unsafe Int(targets[unchecked: arc &+ 6]) &* stride
    let row7 = unsafe Int(targets[unchecked: arc &+ 7]) &* stride
    var place = 0
    while place < width {
      // SAFETY: the caller's promise.
      let word = unsafe Int(words[unchecked: place])
      var ones = unsafe planes[unchecked: place]
      var twos = unsafe planes[unchecked: place &+ width]
      var fours = unsafe planes[unchecked: place &+ 2 &* width]
      let twoA = unsafe carry(&ones, matrix[unchecked: row0 &+ word], matrix[unchecked: row1 &+ word])
      let twoB = unsafe carry(&ones, matrix[unchecked: row2 &+ word], matrix[unchecked: row3 &+ word])
      let fourA = carry(&twos, twoA, twoB)
      let twoC = unsafe carry(&ones, matrix[unchecked: row4 &+ word], matrix[unchecked: row5 &+ word])
      let twoD = unsafe carry(&ones, matrix[unchecked: row6 &+ word], matrix[unchecked: row7 &+ word])
      let fourB = carry(&twos, twoC, twoD)
      var eights = carry(&fours, fourA, fourB)
      unsafe planes[unchecked: place] = ones
      unsafe planes[unchecked: place &+ width] = twos
      unsafe planes[unchecked: place &+ 2 &* width] = fours
      var plane = place &+ 3 &* width
      let end = levels &* width
      while plane < end {
        let digit = unsafe planes[unchecked: plane]
        unsafe planes[unchecked: plane] = digit ^ eights
        eights &= digit
        plane &+= width
      }
      place &+= 1
    }
  }

  /// Adds three bits in each place; the low digit stays in `digit`, the high one is given back.
  @inline(__always) private func carry(_ digit: inout UInt64, _ first: UInt64, _ second: UInt64) -> UInt64 {
    let half = digit ^ first
    let high = (digit & first) | (half & second)
    digit = half ^ second
    return high
  }

  /// Triangles in which the vertex between the others is no hub.
  private func others(
    _ start: Int, _ middle: Int, _ end: Int, _ scratch: Scratch, hubStart: Int, _ control: RunControl
  ) -> Int {
    let (starts, hubEnds, targets) = (rows.starts, rows.hubEnds, rows.targets)
    let (near, marks, bits) = (scratch.near, scratch.marks, scratch.bits)
    let (found, hubCounts) = (scratch.found, hubCounts)
    for arc in start..<middle {
      // SAFETY: hubs of the row.
      let hub = unsafe targets[unchecked: arc]
      unsafe bits[unchecked: Int(hub &>> 6)] |= 1 &<< UInt64(truncatingIfNeeded: hub & 63)
    }
    for arc in middle..<end {
      // SAFETY: vertices of the row, which is not longer than `found`.
      let vertex = unsafe targets[unchecked: arc]
      unsafe near[unchecked: Int(vertex &>> 6)] |= 1 &<< UInt64(truncatingIfNeeded: vertex & 63)
      unsafe marks[unchecked: Int(vertex)] = UInt32(truncatingIfNeeded: arc &- middle)
      unsafe found[unchecked: arc &- middle] = 0
    }
    var sum = 0
    var look = RowLook()
    var looked = middle
    for arc in middle..<end {
      if arc & 63 == 0, control.isCancelled { break }
      if arc == looked {
        looked = min(arc &+ 32, end)
        // SAFETY: vertices of the row and their rows.
        unsafe look.at(arc..<looked, of: rows, hubsToo: start < middle)
      }
      // SAFETY: vertices of the row and their rows; only this thread has this stretch of the hubs' counts.
      let vertex = unsafe Int(targets[unchecked: arc])
      let between = unsafe hubEnds[unchecked: vertex]
      var own: UInt64 = 0
      var other = unsafe starts[unchecked: vertex]
      if start < middle {
        while other < between {
          let hub = unsafe targets[unchecked: other]
          let bit = unsafe (bits[unchecked: Int(hub &>> 6)] &>> UInt64(truncatingIfNeeded: hub & 63)) & 1
          own &+= bit
          unsafe hubCounts[unchecked: hubStart &+ Int(hub)] &+= bit
          other &+= 1
        }
      }
      other = between
      let last = unsafe starts[unchecked: vertex &+ 1]
      while other < last {
        let third = unsafe targets[unchecked: other]
        if unsafe (near[unchecked: Int(third &>> 6)] &>> UInt64(truncatingIfNeeded: third & 63)) & 1 != 0 {
          own &+= 1
          unsafe found[unchecked: Int(marks[unchecked: Int(third)])] &+= 1
        }
        other &+= 1
      }
      unsafe found[unchecked: arc &- middle] &+= UInt32(truncatingIfNeeded: own)
      sum &+= Int(truncatingIfNeeded: own)
    }
    look.keep(in: scratch.words)
    for arc in middle..<end {
      // SAFETY: vertices of the row.
      let vertex = unsafe Int(targets[unchecked: arc])
      unsafe near[unchecked: vertex &>> 6] = 0
      let own = unsafe found[unchecked: arc &- middle]
      if own > 0 { _ = unsafe counts.add(UInt64(own), unchecked: vertex) }
    }
    for arc in start..<middle {
      // SAFETY: hubs of the row.
      unsafe bits[unchecked: Int(targets[unchecked: arc] &>> 6)] = 0
    }
    return sum
  }
}

extension RowLook {
  /// Where the rows of some vertices are, first, so that how long they are is known without waiting; then the rows.
  // SAFETY: the caller knows `arcs` to be places behind the hubs of a row.
  @inline(__always) @unsafe
  fileprivate mutating func at(_ arcs: Range<Int>, of rows: TriangleRows, hubsToo: Bool) {
    let (starts, hubEnds, targets) = (rows.starts, rows.hubEnds, rows.targets)
    for arc in arcs {
      // SAFETY: the caller's promise; what stands there are vertices.
      let vertex = unsafe Int(targets[unchecked: arc])
      unsafe at(starts[unchecked: vertex] ^ hubEnds[unchecked: vertex])
    }
    for arc in arcs {
      // SAFETY: as above.
      let vertex = unsafe Int(targets[unchecked: arc])
      let first = unsafe hubsToo ? starts[unchecked: vertex] : hubEnds[unchecked: vertex]
      unsafe at(first..<starts[unchecked: vertex &+ 1], targets)
    }
  }
}
