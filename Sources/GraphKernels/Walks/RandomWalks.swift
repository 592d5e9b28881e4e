import GraphStorage

/// Random walks along the arcs, from every vertex or from given ones.
///
/// A step takes each arc with the same probability or in proportion to its weight. With p or q other than 1 it takes
/// the step before into account (node2vec: Grover and Leskovec 2016): going back counts 1/p, to a neighbour of the last
/// vertex 1, farther 1/q. A candidate is drawn by weight and accepted in proportion to that factor (rejection, as
/// KnightKing, Yang et al. 2019), so no table of pairs is built; in directed graphs neighbour means an arc from the
/// last vertex. Each walk has a stream of random numbers of its own: the same walks for any number of threads.
///
/// Tried and measured: plain walks go in groups of 64, all by one step before the next, so that their cache misses overlap. It takes 0.23 of
/// the time of one walk after the other on a Kronecker graph of scale 20, where the walk waits for its arc 84 % of it.
/// Result: for each walk its vertices, the start first; it ends early at a vertex without out-arcs.
/// - Complexity: O(1) expected a step, O(log degree) with weights or p, q, times max(1, p, 1/p, q, 1/q) for rejections;
///   8 bytes an arc with weights.
public enum RandomWalks {
  public struct Parameters: Codable, Hashable, Sendable {
    /// Steps; 0 or more.
    public var length: Int
    /// Walks from each start.
    public var walks: Int
    public var seed: UInt64
    public var isWeighted: Bool
    /// Return parameter p, above 0; a large one avoids going back.
    public var backward: Double
    /// In-out parameter q, above 0; a large one stays near.
    public var outward: Double

    public init(
      length: Int = 10, walks: Int = 1, seed: UInt64 = 1, weighted: Bool = false, backward: Double = 1,
      outward: Double = 1
    ) {
      precondition(length >= 0 && walks >= 0 && backward > 0 && outward > 0, "lengths and factors are positive")
      self.length = length
      self.walks = walks
      self.seed = seed
      isWeighted = weighted
      self.backward = backward
      self.outward = outward
    }
  }

  public struct Walks: Equatable, Sendable {
    /// Walk `i` has the places `i * stride..<(i + 1) * stride`; `KernelResult.none` after its end.
    public let vertices: [UInt32]
    /// Length + 1.
    public let stride: Int

    public var count: Int { vertices.count / stride }

    public subscript(walk: Int) -> ArraySlice<UInt32> {
      vertices[walk * stride..<(walk + 1) * stride].prefix { $0 != KernelResult.none }
    }
  }

  static let entry = KernelEntry(
    "random-walks", family: "walks", summary: "Random walks from every vertex, plain, weighted or as node2vec's",
    parameters: [
      .integer("length", "steps of a walk", 0...100_000, default: 10),
      .integer("walks", "walks from each vertex", 1...100_000, default: 1),
      .integer("seed", "of the walks", 0...Int.max, default: 1),
      .flag("weighted", "take arcs in proportion to their weights"),
      .real("p", "return parameter: a large one avoids going back", 0.001...1000, default: 1),
      .real("q", "in-out parameter: a large one stays near", 0.001...1000, default: 1),
    ],
    bytes: 24 * .n * .parameter("walks") * .parameter("length") + 24 * .n * .parameter("walks") + 8 * .n
      + 8 * .m * .parameter("weighted"),
    operations: .n * .parameter("walks") * .parameter("length") + .n + .m * .parameter("weighted")
  ) { graph, values, control throws(KernelError) in
    let walks = try run(
      graph,
      parameters: Parameters(
        length: values.integer("length"), walks: values.integer("walks"), seed: UInt64(values.integer("seed")),
        weighted: values.flag("weighted"), backward: values.real("p"), outward: values.real("q")),
      control.part(0...0.9))
    return try stoppable { () throws(Cancelled) in try table(walks, control.part(0.9...1)) }
  }

  /// - Parameter starts: nil takes every vertex, ascending.
  /// - Precondition: `starts` are vertices of `graph`.
  public static func run(
    _ graph: Graph, starts: [UInt32]? = nil, parameters: Parameters = Parameters(),
    _ control: RunControl = RunControl()
  ) throws(KernelError) -> Walks {
    let starts = starts ?? (0..<graph.vertexCount).map { UInt32(truncatingIfNeeded: $0) }
    precondition(starts.allSatisfy { Int($0) < graph.vertexCount }, "walks start at vertices")
    let stride = parameters.length + 1
    let count = starts.count * parameters.walks
    let array = try stoppable { () throws(Cancelled) in
      let vertices = try filledColumn(KernelResult.none, count: count * stride, control)
      let sums = parameters.isWeighted ? try runningSums(graph, control) : nil
      let walker = Walker(graph: graph, sums: sums, parameters: parameters)
      let grain = max(1, (1 << 12) / stride)
      let parts = 64
      for part in 0..<parts {
        control.report(Double(part) / Double(parts))
        let first = count * part / parts
        try parallelRanges(count * (part + 1) / parts - first, grain: grain, control) { range in
          if walker.isPlain {
            for group in Swift.stride(from: range.lowerBound, to: range.upperBound, by: Walker.group) {
              let walks = first + group..<first + min(group + Walker.group, range.upperBound)
              walker.walkTogether(walks, starts, into: vertices, control)
            }
            return
          }
          for walk in range {
            let walk = first + walk
            walker.walk(
              from: starts[walk / parameters.walks], stream: UInt64(walk), into: vertices, at: walk * stride, control)
          }
        }
      }
      return try vertices.array(control)
    }
    return Walks(vertices: array, stride: stride)
  }

  /// For each arc the sum of the weights of its row up to and with it.
  private static func runningSums(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> MutableColumn<Double>? {
    guard let weights = graph.weights else { return nil }
    let sums = try filledColumn(0.0, count: graph.arcCount, control)
    let ranges = BalancedRanges(graph.offsets)
    try parallelPieces(ranges.count, control) { piece, _ in
      for vertex in ranges[piece] {
        var sum = 0.0
        for arc in graph.row(vertex) {
          sum += weights[arc]
          sums[arc] = sum
        }
      }
    }
    return sums
  }

  /// A row a step: the number of the walk, that of the step, and the vertex.
  private static func table(_ walks: Walks, _ control: RunControl) throws(Cancelled) -> KernelResult {
    var numbers: [Int64] = []
    var steps: [Int64] = []
    var vertices: [UInt32] = []
    var rows = 0
    let step = 1 << 16
    for start in stride(from: 0, to: walks.vertices.count, by: step) {
      try control.checkCancelled()
      rows += walks.vertices[start..<min(start + step, walks.vertices.count)].count { $0 != KernelResult.none }
    }
    numbers.reserveCapacity(rows)
    steps.reserveCapacity(rows)
    vertices.reserveCapacity(rows)
    for (place, vertex) in walks.vertices.enumerated() {
      if place & 0xFFFF == 0 {
        try control.checkCancelled()
        control.report(Double(place) / Double(walks.vertices.count))
      }
      if vertex == KernelResult.none { continue }
      numbers.append(Int64(place / walks.stride))
      steps.append(Int64(place % walks.stride))
      vertices.append(vertex)
    }
    return KernelResult(
      rows: .list(count: rows),
      columns: [("walk", .integers(numbers)), ("step", .integers(steps)), ("vertex", .vertices(Column(vertices)))])
  }
}

/// Takes the steps of one walk after the other.
private struct Walker: Sendable {
  let graph: Graph
  /// Running sums of the weights of each row; nil where all arcs count the same.
  let sums: MutableColumn<Double>?
  let parameters: RandomWalks.Parameters

  static let group = 64

  /// Every arc of a row is as good as another, whatever the step before.
  var isPlain: Bool { sums == nil && parameters.backward == 1 && parameters.outward == 1 }

  /// Plain walks with one step of each before the next of any; the same as `walk` for each of them.
  func walkTogether(
    _ walks: Range<Int>, _ starts: [UInt32], into vertices: MutableColumn<UInt32>, _ control: RunControl
  ) {
    let (offsets, targets, stride) = (graph.offsets, graph.targets, parameters.length + 1)
    var generators = walks.map { SeededGenerator(seed: parameters.seed, stream: UInt64($0)) }
    var places = walks.map { $0 * stride }
    var current = walks.map { starts[$0 / parameters.walks] }
    var arcs = [Int](repeating: 0, count: walks.count)
    var going = walks.count
    for index in 0..<going { vertices[places[index]] = current[index] }
    for step in 0..<parameters.length {
      if step & 0x3F == 0x3F, control.isCancelled { return }
      var index = 0
      while index < going {
        let vertex = Int(current[index])
        let start = offsets[vertex]
        let degree = offsets[vertex + 1] - start
        if degree == 0 {
          // Ended: the last of those that go on takes its place, and its turn now.
          going -= 1
          generators[index] = generators[going]
          places[index] = places[going]
          current[index] = current[going]
        } else {
          arcs[index] = start &+ generators[index].below(degree)
          index += 1
        }
      }
      for index in 0..<going {
        let next = targets[arcs[index]]
        current[index] = next
        places[index] += 1
        vertices[places[index]] = next
      }
    }
  }

  func walk(
    from start: UInt32, stream: UInt64, into vertices: MutableColumn<UInt32>, at place: Int, _ control: RunControl
  ) {
    var generator = SeededGenerator(seed: parameters.seed, stream: stream)
    let isSecondOrder = parameters.backward != 1 || parameters.outward != 1
    let most = max(1, 1 / parameters.backward, 1 / parameters.outward)
    var current = start
    var last: UInt32?
    vertices[place] = start
    for step in 0..<parameters.length {
      let row = graph.row(Int(current))
      if row.isEmpty { return }
      if step & 0xFFF == 0xFFF, control.isCancelled { return }
      var next = graph.targets[arc(of: row, &generator)]
      if isSecondOrder, let last {
        while generator.unit() * most >= factor(next, last: last) {
          next = graph.targets[arc(of: row, &generator)]
        }
      }
      vertices[place + step + 1] = next
      last = current
      current = next
    }
  }

  private func factor(_ next: UInt32, last: UInt32) -> Double {
    if next == last { return 1 / parameters.backward }
    return graph.hasArc(from: last, to: next) ? 1 : 1 / parameters.outward
  }

  private func arc(of row: Range<Int>, _ generator: inout SeededGenerator) -> Int {
    guard let sums else { return row.lowerBound &+ generator.below(row.count) }
    let goal = generator.unit() * sums[row.upperBound &- 1]
    var low = row.lowerBound
    var high = row.upperBound &- 1
    while low < high {
      let middle = (low &+ high) &>> 1
      if sums[middle] > goal { high = middle } else { low = middle &+ 1 }
    }
    return low
  }
}

extension Graph {
  /// O(log degree).
  fileprivate func hasArc(from source: UInt32, to target: UInt32) -> Bool {
    var low = offsets[Int(source)]
    var high = offsets[Int(source) + 1]
    while low < high {
      let middle = (low &+ high) &>> 1
      if targets[middle] < target { low = middle &+ 1 } else { high = middle }
    }
    return low < offsets[Int(source) + 1] && targets[low] == target
  }
}
