import GraphStorage

/// Triangles through each vertex of an undirected graph.
///
/// Each triangle is found at its vertex `u` of the highest rank, whose row holds the two others.
/// - Both hubs: the rows of the bit matrix of all hubs in `u`'s row are added up bit by bit (`BitMatrix`), block by block
///   of its columns and in each block for a few thousand `u`, so that the block stays in the cache. As the matrix holds
///   both ways, the sum at a hub's bit is the number of its triangles with `u`, and no bits need counting one by one.
/// - One or none a hub: the row of each other vertex in `u`'s row is walked and looked up in the bits of `u`'s row.
///
/// Tried and measured on Kronecker 20 in order of degree, processor seconds: hash marks and no orientation 60; AND and
/// count of bits for each hub of the row 5.6 to 6.6, as a plain build has no instruction to count bits; carry-save
/// adders, eight rows at a time, over the words in which the row of `u` has a hub 2.6 to 3.1; over lines of the cache,
/// by sixteen, with registers as wide as the processor has 2.4; by columns 1.8; with at most 8,192 hubs 1.3. Rows looked
/// at 32 at a time before they are walked (`RowLook`): uniform 20 from 1.17 to 0.46 s, communities of a hundred from
/// 0.95 to 0.60. Beside the GAP Benchmark Suite see Benchmarks; with ids in no order Kronecker 20 takes 1.7 times as
/// long. Estimate over measured peak: 1.28 on Kronecker 20.
struct TriangleCounting: Sendable {
  static let bytes: CostFormula =
    48 * .n + 2 * .m + .hubMatrix(degree: TriangleRows.hubDegree) + (4 * .n + .constant(180_000)) * .threads
  static let operations: CostFormula = .n + .maximumDegree * .m

  /// Hubs in a row that is long; in a shorter one every pair of hubs is looked up.
  private static let longRow = 16
  /// Vertices whose rows are added up together, at most.
  private static let groupSize = 4_096

  private let rows: TriangleRows
  private let counts: AtomicWords
  /// Triangles of hubs, a stretch a thread.
  private let hubCounts: MutableColumn<UInt64>

  /// - Returns: triangles through each vertex.
  /// - Complexity: O(edges^1.5) at worst.
  static func run(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> MutableColumn<UInt64> {
    let rows = try TriangleRows(graph, control)
    // SAFETY: filled below.
    let counts = unsafe AtomicWords(unwritten: graph.vertexCount)
    try parallelRanges(graph.vertexCount, grain: 1 << 17, control) { counts.values.fill(0, $0) }
    let counting = TriangleCounting(rows: rows, counts: counts, threads: control.threads.value)
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
    var long: [UInt32] = []
    for vertex in 0..<vertexCount {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      let start = rows.starts[vertex]
      longest = max(longest, rows.starts[vertex + 1] - start)
      if rows.hubEnds[vertex] - start >= Self.longRow { long.append(UInt32(vertex)) }
    }
    let scratch = (0..<control.threads.value).map { [longest] _ in Scratch(rows, longest: longest) }
    let groups = evenRanges(long.count, pieces: max(long.count / Self.groupSize + 1, 4 * control.threads.value))
    try parallelPieces(groups.count, control.part(0...0.7), reporting: true) { [long] piece, worker in
      add(long[groups[piece]], scratch[worker], hubStart: worker &* rows.hubs.count, control)
    }
    try parallelPieces((vertexCount + grain - 1) / grain, control.part(0.7...1), reporting: true) { piece, worker in
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
    /// Binary digits of the sums of a block.
    let planes: MutableColumn<UInt64>
    /// Where in its row each vertex of a group goes on, and twice the triangles it has so far.
    let cursors = MutableColumn<Int>(repeating: 0, count: TriangleCounting.groupSize)
    let sums = MutableColumn<Int>(repeating: 0, count: TriangleCounting.groupSize)
    /// Triangles with the vertex at hand, by place in its row.
    let found: MutableColumn<UInt32>

    /// - Parameter longest: the length of the longest row.
    init(_ rows: TriangleRows, longest: Int) {
      let vertexCount = rows.hubEnds.count
      near = MutableColumn(repeating: 0, count: (vertexCount + 63) / 64)
      // SAFETY: a mark is written when the bit of `near` is set, and only read where it is.
      marks = unsafe MutableColumn(unwritten: vertexCount)
      bits = MutableColumn(repeating: 0, count: rows.matrix.rowCount / 64)
      planes = MutableColumn(repeating: 0, count: BitMatrix.mostLevels * BitMatrix.blockWords)
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
    if middle &- start < Self.longRow { sum = pairs(start..<middle, scratch, hubStart: hubStart) }
    if middle < end { sum &+= others(start, middle, end, scratch, hubStart: hubStart, control) }
    // SAFETY: a vertex.
    if sum > 0 { _ = unsafe counts.add(UInt64(truncatingIfNeeded: sum), unchecked: vertex) }
  }

  /// Triangles of two hubs in a short row: every pair is looked up.
  private func pairs(_ row: Range<Int>, _ scratch: Scratch, hubStart: Int) -> Int {
    let (targets, matrix, rowCount) = (rows.targets, rows.matrix.words, rows.matrix.rowCount)
    let (found, hubCounts) = (scratch.found, hubCounts)
    var sum: UInt32 = 0
    var first = row.lowerBound
    while first < row.upperBound {
      // SAFETY: `row` lies inside the rows, holds hubs, and is not longer than the longest row.
      let hub = unsafe Int(targets[unchecked: first])
      var own: UInt32 = 0
      var second = row.lowerBound
      while second < first {
        let other = unsafe Int(targets[unchecked: second])
        let word = unsafe matrix[unchecked: BitMatrix.word(row: hub, column: other, rowCount: rowCount)]
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

  /// Triangles of two hubs in the long rows of a group of vertices: block by block of the matrix, which then stays in
  /// the cache, the matrix rows of all hubs of a row are added up bit by bit.
  private func add(_ group: ArraySlice<UInt32>, _ scratch: Scratch, hubStart: Int, _ control: RunControl) {
    let (starts, hubEnds, targets, matrix) = (rows.starts, rows.hubEnds, rows.targets, rows.matrix)
    let (cursors, sums, planes) = (scratch.cursors, scratch.sums, scratch.planes)
    for (place, vertex) in group.enumerated() {
      cursors[place] = starts[Int(vertex)]
      sums[place] = 0
    }
    for block in 0..<matrix.blockCount {
      let end = UInt32(truncatingIfNeeded: (block &+ 1) &* BitMatrix.blockColumns)
      for (place, vertex) in group.enumerated() {
        // SAFETY: vertices of the graph, in a group for which there is room; `row` lies inside the rows and holds hubs.
        let row = unsafe starts[unchecked: Int(vertex)]..<hubEnds[unchecked: Int(vertex)]
        let first = unsafe cursors[unchecked: place]
        var last = first
        while unsafe last < row.upperBound && targets[unchecked: last] < end { last &+= 1 }
        if last == first { continue }
        if control.isCancelled { return }
        let levels = BitMatrix.levels(row.count)
        unsafe matrix.sum(block: block, of: targets, row, into: planes, levels: levels)
        var sum = 0
        for arc in first..<last {
          // SAFETY: as above; only this thread has this stretch of the hubs' counts.
          let hub = unsafe Int(targets[unchecked: arc])
          let shift = UInt64(truncatingIfNeeded: hub & 63)
          var word = hub / 64 % BitMatrix.blockWords
          var own: UInt64 = 0
          for level in 0..<levels {
            own |= unsafe ((planes[unchecked: word] &>> shift) & 1) &<< UInt64(truncatingIfNeeded: level)
            word &+= BitMatrix.blockWords
          }
          unsafe hubCounts[unchecked: hubStart &+ hub] &+= own
          sum &+= Int(truncatingIfNeeded: own)
        }
        unsafe cursors[unchecked: place] = last
        unsafe sums[unchecked: place] &+= sum
      }
    }
    // Each pair of hubs was counted at both.
    for (place, vertex) in group.enumerated() { counts.add(sums[place] / 2, at: Int(vertex)) }
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
    look.keep(in: scratch.found)
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
