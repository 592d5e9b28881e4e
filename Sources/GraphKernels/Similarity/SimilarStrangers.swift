import GraphStorage

/// For every vertex, the `k` vertices most like it that are not its neighbours, by one of the indices of link
/// prediction.
///
/// Only vertices that share a neighbour are listed, the most alike first, equals by the smaller vertex. Shares are
/// added in ascending order of the shared neighbour, so the result is the same for any number of threads.
/// Vertices of at most 255 neighbours count in bytes; the best stand in a heap whose worst is the bar for the rest.
///
/// Tried and measured, one thread, social graph of 2^18 people (282 M ways of two hops): walking row after row 2.6 s;
/// a block of 64 rows asked for ahead by their first target 1.5 s; by three of their lines 1.2 s (kept). Counters of
/// four bytes instead of one: 1.12 to 1.17 times as long on 2^19 people. Against a list kept by insertion, counters of
/// four bytes and checked access: 5 times as fast on 2^20 people, 3 on Kronecker 18 (two threads, alternated).
enum SimilarStrangers {
  private struct Table {
    /// Places of each vertex in the columns below; `lengths` of them are filled.
    let starts: Column<Int>
    let lengths: MutableColumn<UInt32>
    private var vertices: MutableColumn<UInt32>?
    private var scores: MutableColumn<Double>?
    private(set) var count = 0

    fileprivate init(
      starts: Column<Int>, lengths: MutableColumn<UInt32>, vertices: MutableColumn<UInt32>,
      scores: MutableColumn<Double>
    ) {
      self.starts = starts
      self.lengths = lengths
      self.vertices = vertices
      self.scores = scores
    }

    /// Moves all lists to the front of the columns, one behind the other.
    fileprivate mutating func pack(_ control: RunControl) throws(Cancelled) {
      guard let vertices, let scores else { return }
      for vertex in 0..<lengths.count {
        if vertex & 0xFFFF == 0 { try control.checkCancelled() }
        let start = starts[vertex]
        let length = Int(lengths[vertex])
        if start != count {
          for place in 0..<length {
            vertices[count + place] = vertices[start + place]
            scores[count + place] = scores[start + place]
          }
        }
        count += length
      }
    }

    /// The lists one behind the other. The memory of the columns is given back as soon as it is read.
    fileprivate consuming func rows<Value: BitwiseCopyable & Sendable>(
      _ value: @Sendable (Double) -> Value, _ control: RunControl
    ) throws(Cancelled) -> Rows<Value> {
      let scores = try self.scores?.frozen(count).array(control, value) ?? []
      self.scores = nil
      let targets = try vertices?.frozen(count).array(control) { $0 } ?? []
      vertices = nil
      let lengths = lengths
      let sources = try repeated(vertices: lengths.count, total: count, control) { Int(lengths[$0]) }
      return Rows(sources: sources, targets: targets, scores: scores)
    }
  }

  struct Rows<Value> {
    let sources: [UInt32]
    let targets: [UInt32]
    let scores: [Value]
  }

  static let count = KernelParameter.integer("k", "vertices listed for each vertex at most", 1...1000, default: 10)
  static let bytes: CostFormula = 20 * .parameter("k") * .n + 20 * .n + 12 * .n * .threads
  static let operations: CostFormula = .n + .maximumDegree * .m

  /// - Parameter value: what a row shows of a score.
  /// - Throws: `KernelError.needsUndirected` on a directed graph, `KernelError.cancelled`.
  /// - Precondition: `count >= 1` and `hubCap >= 1`.
  static func run<Value: BitwiseCopyable & Sendable>(
    _ kernel: String, _ graph: Graph, _ index: SimilarityIndex, count: Int, hubCap: Int = Int.max,
    _ control: RunControl, _ value: @Sendable (Double) -> Value
  ) throws(KernelError) -> Rows<Value> {
    precondition(count >= 1 && hubCap >= 1, "a count and a cap are at least 1")
    if graph.isDirected { throw .needsUndirected(kernel: kernel) }
    return try stoppable { () throws(Cancelled) in
      try table(graph, index, count: count, hubCap: hubCap, control).rows(value, control)
    }
  }

  private static func table(
    _ graph: Graph, _ index: SimilarityIndex, count: Int, hubCap: Int, _ control: RunControl
  ) throws(Cancelled) -> Table {
    let vertexCount = graph.vertexCount
    let (starts, largest) = try places(graph, count: count, hubCap: hubCap, control)
    let lengths = MutableColumn<UInt32>(repeating: 0, count: vertexCount)
    // SAFETY: only places that a list holds are read, and those were written.
    let vertices = unsafe MutableColumn<UInt32>(unwritten: starts[vertexCount])
    // SAFETY: as above.
    let scores = unsafe MutableColumn<Double>(unwritten: starts[vertexCount])
    var table = Table(starts: starts, lengths: lengths, vertices: vertices, scores: scores)
    let scratch = Scratch.forThreads(control.threads, vertexCount: vertexCount, largest: largest, index)
    let shares = NeighbourShares(index)
    // A vertex of many arcs is a piece of its own.
    let pieces = BalancedRanges(graph.offsets, weight: 1 << 10)
    let progress = WorkProgress(total: try ways(graph, hubCap: hubCap, control), control.part(0...0.95))
    try parallelPieces(pieces.count, control) { piece, worker in
      let scratch = scratch[worker]
      var walked = 0
      for vertex in pieces[piece] {
        walked &+= ways(graph, vertex, hubCap: hubCap)
        let places = starts[vertex]..<starts[vertex + 1]
        if places.isEmpty { continue }
        var best = BestPlaces(vertices, scores, places: places)
        let isDone: Bool
        if let sums = scratch.sums {
          isDone = list(graph, vertex, sums, hubCap: hubCap, &best, control, share: { shares.share($0) })
        } else if graph.degree(vertex) <= UInt8.max, let few = scratch.few {
          isDone = rank(graph, vertex, few, index, hubCap: hubCap, &best, control)
        } else if let many = scratch.many {
          isDone = rank(graph, vertex, many, index, hubCap: hubCap, &best, control)
        } else {
          isDone = false
        }
        if !isDone { return }
        best.sort()
        lengths[vertex] = UInt32(truncatingIfNeeded: best.held)
      }
      progress.add(walked)
    }
    try table.pack(control)
    return table
  }

  /// Ways of two hops from a vertex.
  private static func ways(_ graph: Graph, _ vertex: Int, hubCap: Int) -> Int {
    graph.row(vertex).reduce(0) { sum, arc in
      let degree = graph.degree(Int(graph.targets[arc]))
      return degree <= hubCap ? sum &+ degree : sum
    }
  }

  /// The same of all vertices: each middle leads from all of its neighbours to all of them.
  private static func ways(_ graph: Graph, hubCap: Int, _ control: RunControl) throws(Cancelled) -> Int {
    var sum = 0
    for middle in 0..<graph.vertexCount {
      if middle & 0xFFFF == 0 { try control.checkCancelled() }
      let degree = graph.degree(middle)
      if degree <= hubCap { sum += degree * degree }
    }
    return sum
  }

  /// The memory of one thread. No vertex shares more neighbours with another than it has, so those of at most 255
  /// count in bytes, which stay in a cache where four bytes a vertex do not.
  private struct Scratch: Sendable {
    var few: TwoHopTally<UInt8>?
    var many: TwoHopTally<UInt32>?
    var sums: TwoHopTally<Double>?

    static func forThreads(
      _ threads: ThreadCount, vertexCount: Int, largest: Int, _ index: SimilarityIndex
    ) -> [Scratch] {
      (0..<threads.value).map { _ in
        // SAFETY: a tally reads only places that it has written.
        let touched = unsafe MutableColumn<UInt32>(unwritten: vertexCount + 1)
        switch index {
        case .adamicAdar, .resourceAllocation:
          return Scratch(sums: TwoHopTally(vertexCount: vertexCount, touched: touched))
        case .commonNeighbours, .jaccard:
          return Scratch(
            few: TwoHopTally(vertexCount: vertexCount, touched: touched),
            many: largest > UInt8.max ? TwoHopTally(vertexCount: vertexCount, touched: touched) : nil)
        }
      }
    }
  }

  /// For each vertex as many places as it can fill, and the largest degree.
  private static func places(
    _ graph: Graph, count: Int, hubCap: Int, _ control: RunControl
  ) throws(Cancelled) -> (starts: Column<Int>, largest: Int) {
    let vertexCount = graph.vertexCount
    let starts = MutableColumn<Int>(repeating: 0, count: vertexCount + 1)
    try parallelRanges(vertexCount, grain: 1 << 12, control) { range in
      for vertex in range {
        var reached = 0
        for arc in graph.row(vertex) {
          let degree = graph.degree(Int(graph.targets[arc]))
          if degree <= hubCap { reached &+= degree &- 1 }
          if reached >= count { break }
        }
        starts[vertex + 1] = min(reached, count)
      }
    }
    var largest = 0
    for vertex in 0..<vertexCount {
      if vertex & 0xFFFF == 0 { try control.checkCancelled() }
      starts[vertex + 1] &+= starts[vertex]
      largest = max(largest, graph.degree(vertex))
    }
    return (starts.frozen(), largest)
  }

  /// By the number of shared neighbours, as it is or over the union. False where told to stop.
  @inline(__always)
  private static func rank<Count: TwoHopAmount & FixedWidthInteger>(
    _ graph: Graph, _ vertex: Int, _ tally: TwoHopTally<Count>, _ index: SimilarityIndex, hubCap: Int,
    _ best: inout BestPlaces, _ control: RunControl
  ) -> Bool {
    guard let held = tally.collect(graph, vertex, hubCap: hubCap, control, share: { _ in 1 }) else { return false }
    guard index == .jaccard else {
      return keep(held, tally, &best, control, bar: { Count(floor: $0) }, score: { amount, _ in amount.score })
    }
    let degree = graph.degree(vertex)
    // A union has at least `degree` vertices, so a score needs at least its share of `degree` in common.
    return keep(
      held, tally, &best, control, bar: { Count(floor: $0 * Double(degree)) },
      score: { amount, other in
        SimilarityIndex.jaccard(shared: amount.score, degree, graph.degree(Int(other)))
      })
  }

  @inline(__always)
  private static func list(
    _ graph: Graph, _ vertex: Int, _ tally: TwoHopTally<Double>, hubCap: Int, _ best: inout BestPlaces,
    _ control: RunControl, share: (Int) -> Double
  ) -> Bool {
    guard let held = tally.collect(graph, vertex, hubCap: hubCap, control, share: share) else { return false }
    return keep(held, tally, &best, control, bar: { Double(floor: $0) }, score: { amount, _ in amount })
  }

  /// Offers all touched vertices that have something, and leaves the tally with nothing.
  @inline(__always)
  private static func keep<Amount: TwoHopAmount>(
    _ held: Int, _ tally: TwoHopTally<Amount>, _ best: inout BestPlaces, _ control: RunControl,
    bar: (Double) -> Amount, score: (Amount, UInt32) -> Double
  ) -> Bool {
    let amounts = tally.amounts
    let touched = tally.touched
    var least = best.bar.map(bar) ?? Amount.least
    var next = 0
    while next < held {
      if control.isCancelled { return false }
      let end = min(held, next &+ 1 << 15)
      while next < end {
        // SAFETY: `next` is below `held`, and what was touched is a vertex.
        let other = unsafe touched[unchecked: next]
        // SAFETY: as above.
        let amount = unsafe amounts[unchecked: Int(other)]
        // SAFETY: as above.
        unsafe amounts[unchecked: Int(other)] = .nothing
        next &+= 1
        if amount < least { continue }
        if best.offer(other, score(amount, other)), let reached = best.bar { least = bar(reached) }
      }
    }
    return true
  }
}
