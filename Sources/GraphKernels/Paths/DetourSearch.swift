import GraphStorage

/// Shortest ways to one target that begin with a given path and avoid some arcs after it; many in a row.
struct DetourSearch: ~Copyable {
  private let graph: Graph
  private let target: Int
  private let control: RunControl
  /// From each vertex to the target, at most what any way needs but for rounding.
  private let remaining: Column<Double>
  private let lengths: MutableColumn<Double>
  private let parents: MutableColumn<UInt32>
  private var heap: DistanceHeap
  private var touched: [UInt32] = []
  /// No way longer than this is looked for.
  private var bound = Double.infinity

  /// What rounding may hide between a bound and a sum.
  private static let slack = 1 + 1e-9

  init(_ graph: Graph, target: Int, _ control: RunControl) throws(Cancelled) {
    let remaining = try ShortestPaths.distances(
      graph.inRows, back: graph.outRows, graph.inWeights, source: target, control.part(0...0.5))
    let heap = try DistanceHeap(vertexCount: graph.vertexCount, control)
    let lengths = try filledColumn(Double.infinity, count: graph.vertexCount, control)
    let parents = try filledColumn(KernelResult.none, count: graph.vertexCount, control)
    self.graph = graph
    self.target = target
    self.control = control
    self.remaining = remaining
    self.heap = heap
    self.lengths = lengths
    self.parents = parents
  }

  /// Whether some vertex leads to the target, but only over ways longer than the largest number.
  func losesLongWays() throws(Cancelled) -> Bool {
    guard graph.weights != nil else { return false }
    return try GraphKernels.losesLongWays(remaining, graph.inRows, back: graph.outRows, control)
  }

  /// The weight of the arc between two vertices that have one.
  func weight(_ vertex: UInt32, _ next: UInt32) -> Double {
    guard let weights = graph.weights else { return 1 }
    var low = graph.offsets[Int(vertex)]
    var high = graph.offsets[Int(vertex) + 1]
    while high - low > 1 {
      let middle = (low + high) / 2
      if graph.targets[middle] <= next { low = middle } else { high = middle }
    }
    return weights[low]
  }

  /// - Parameters:
  ///   - prefix: a path from the source, not through the target.
  ///   - length: of the prefix.
  ///   - banned: vertices that must not follow the prefix at once.
  ///   - limit: a path longer than this is not wanted.
  mutating func run(
    prefix: [UInt32], length: Double, banned: [UInt32], limit: Double
  ) throws(Cancelled) -> KShortestPaths.Path? {
    guard let last = prefix.last, remaining[Int(last)] < .infinity else { return nil }
    // A length that nothing falls below keeps the search off the prefix.
    for vertex in prefix { lengths[Int(vertex)] = -1 }
    defer { forget(prefix) }
    let guess = walk(from: last, length, banned: banned)
    if guess.isShortest { return KShortestPaths.Path(vertices: prefix + guess.vertices, length: guess.length) }
    if guess.length == .infinity, isCutOff(from: last, banned: banned) { return nil }
    bound = min(guess.length, limit)
    try relax(last, length, banned: banned)
    var steps = 0
    // Bounds are rounded otherwise than sums, so a vertex may fall after it was taken out, and comes back then.
    while heap.least < lengths[target], heap.least <= bound * Self.slack, let vertex = heap.removeFirst() {
      if vertex == target { continue }
      steps += graph.degree(Int(vertex))
      if steps > 1 << 16 {
        try control.checkCancelled()
        steps = 0
      }
      try relax(vertex, lengths[Int(vertex)], banned: [])
    }
    guard lengths[target] < .infinity else { return nil }
    var rest = [UInt32(target)]
    while let vertex = rest.last, parents[Int(vertex)] != last { rest.append(parents[Int(vertex)]) }
    return KShortestPaths.Path(vertices: prefix + rest.reversed(), length: lengths[target])
  }

  /// A way that always goes on to where least remains, off the prefix and itself: mostly a shortest, always a bound.
  private func walk(
    from last: UInt32, _ start: Double, banned: [UInt32]
  ) -> (vertices: [UInt32], length: Double, isShortest: Bool) {
    var vertices: [UInt32] = []
    var (vertex, length, least) = (last, start, 0.0)
    while vertices.count < 256 {
      var (best, bestArc) = (Double.infinity, -1)
      for arc in graph.row(Int(vertex)) {
        let next = graph.targets[arc]
        let whole = (graph.weights?[arc] ?? 1) + remaining[Int(next)]
        if whole < best, lengths[Int(next)] >= 0, vertex != last || !banned.contains(next), !vertices.contains(next) {
          (best, bestArc) = (whole, arc)
        }
      }
      if bestArc < 0 { break }
      if vertices.isEmpty { least = start + best }
      vertex = graph.targets[bestArc]
      vertices.append(vertex)
      length += graph.weights?[bestArc] ?? 1
      if vertex == target { return (vertices, length, length <= least * (1 + 1e-12)) }
    }
    return (vertices, .infinity, false)
  }

  /// Nothing outside the prefix leads to the target, as a short look back from it shows; spares a search of all the
  /// rest where the target hangs on few vertices.
  private func isCutOff(from last: UInt32, banned: [UInt32]) -> Bool {
    var seen: Set<Int> = [target]
    var waiting = [target]
    var budget = 4_096
    while let vertex = waiting.popLast() {
      let arcs = graph.inRow(vertex)
      budget -= arcs.count
      if budget < 0 { return false }
      for arc in arcs {
        let before = Int(graph.inSources[arc])
        if before == Int(last) {
          if !banned.contains(UInt32(vertex)) { return false }
        } else if lengths[before] >= 0, seen.insert(before).inserted {
          waiting.append(before)
        }
      }
    }
    return true
  }

  private mutating func relax(_ vertex: UInt32, _ start: Double, banned: [UInt32]) throws(Cancelled) {
    for arc in graph.row(Int(vertex)) {
      let next = graph.targets[arc]
      let place = Int(next)
      let sum = start + (graph.weights?[arc] ?? 1)
      guard sum < lengths[place], sum + remaining[place] <= bound * Self.slack, sum < .infinity else {
        continue
      }
      if banned.contains(next) { continue }
      if lengths[place] == .infinity { touched.append(next) }
      lengths[place] = sum
      parents[place] = vertex
      if place == target { bound = min(bound, sum) }
      heap.lower(next, to: sum + remaining[place])
    }
  }

  private mutating func forget(_ prefix: [UInt32]) {
    heap.clear(touched)
    for vertex in touched {
      lengths[Int(vertex)] = .infinity
      parents[Int(vertex)] = KernelResult.none
    }
    for vertex in prefix { lengths[Int(vertex)] = .infinity }
    touched.removeAll(keepingCapacity: true)
  }
}
