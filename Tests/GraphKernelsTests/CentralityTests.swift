import GraphStorage
import Testing

@testable import GraphKernels

@Suite("Centrality")
struct CentralityTests {
  /// In pieces, with lone vertices; weights are small whole numbers, so that many paths are equally long.
  static func random(_ seed: UInt64, directed: Bool, count: Int = 24, edges: Int = 36, unit: Double = 1) throws -> Graph {
    var generator = SeededGenerator(seed: seed)
    let ends = (0..<edges).map { _ in (UInt32(generator.below(count)), UInt32(generator.below(count))) }
    return try Graph(
      vertexCount: count, sources: ends.map(\.0), targets: ends.map(\.1),
      weights: ends.map { _ in Double(1 + generator.below(3)) * unit }, directed: directed)
  }

  static func path(_ count: Int) throws -> Graph {
    try Graph(
      vertexCount: count, sources: (0..<count - 1).map { UInt32($0) }, targets: (1..<count).map { UInt32($0) },
      directed: false)
  }

  static func star(_ leaves: Int) throws -> Graph {
    try Graph(
      vertexCount: leaves + 1, sources: [UInt32](repeating: 0, count: leaves),
      targets: (1...leaves).map { UInt32($0) }, directed: false)
  }

  @Test(
    "betweenness equals the sum over all pairs of a distance matrix", arguments: [true, false], [UInt64](1...5))
  func betweenness(directed: Bool, seed: UInt64) throws {
    let graph = try Self.random(seed, directed: directed)
    for weighted in [false, true] {
      let oracle = MatrixOracle(graph, weighted: weighted)
      let scale: Double = directed ? 1 : 0.5
      let expected = (0..<graph.vertexCount).map { oracle.betweenness($0) * scale }
      let scores = try Betweenness.run(graph, scale: .paths, weighted: weighted, RunControl(threads: ThreadCount(2)))
      #expect(largestDifference(scores, expected) < 1e-9, "weighted: \(weighted)")
      let shares = try Betweenness.run(graph, weighted: weighted)
      let pairs = Double((graph.vertexCount - 1) * (graph.vertexCount - 2)) * scale
      #expect(largestDifference(shares, expected.map { $0 / pairs }) < 1e-12)
    }
  }

  @Test("dense graphs, whose levels are swept, agree too", arguments: [true, false])
  func denseBetweenness(directed: Bool) throws {
    let graph = try Self.random(9, directed: directed, count: 40, edges: 300)
    let oracle = MatrixOracle(graph)
    let scores = try Betweenness.run(graph, scale: .paths)
    #expect(
      largestDifference(scores, (0..<40).map { oracle.betweenness($0) * (directed ? 1 : 0.5) }) < 1e-9)
  }

  @Test("sources few at a time, in lanes of four, add up to all pairs too", arguments: [true, false], 1...4)
  func fewSources(directed: Bool, size: Int) throws {
    for (count, edges) in [(24, 36), (40, 300)] {
      let graph = try Self.random(UInt64(size), directed: directed, count: count, edges: edges)
      let oracle = MatrixOracle(graph)
      var sums = [Double](repeating: 0, count: count)
      for first in stride(from: 0, to: count, by: size) {
        let sources = (first..<min(first + size, count)).map { UInt32($0) }
        let some = try Betweenness.dependencies(
          graph, sources: sources, weighted: false, kernel: "betweenness", RunControl(threads: ThreadCount(2)))
        for vertex in 0..<count { sums[vertex] += some[vertex] }
      }
      let expected = (0..<count).map { oracle.betweenness($0) }
      #expect(largestDifference(sums, expected) < 1e-9)
    }
  }

  @Test("the estimate knows that four sources take half the memory of more")
  func fewSourcesEstimate() throws {
    let entry = try #require(kernelCatalogue.first { $0.name == "betweenness-sampled" })
    func bytes(_ sources: Int, vertices: Int) throws -> Int {
      let values = try ParameterValues(["sources": .integer(sources)], for: entry.parameters, vertexCount: vertices)
      let shape = GraphShape(vertices: vertices, arcs: 40, maximumDegree: 4, isDirected: true, isWeighted: false)
      return entry.cost(shape, values, threads: ThreadCount(2)).bytes
    }
    #expect(try bytes(4, vertices: 10) == 1_160 && bytes(1, vertices: 10) == 1_160)
    #expect(try bytes(5, vertices: 10) == 2_000 && bytes(256, vertices: 10) == 2_000)
    // Where a graph has fewer vertices than sources are asked for.
    #expect(try bytes(256, vertices: 3) == 348)
  }

  @Test("betweenness of a path and of a star are known")
  func knownBetweenness() throws {
    #expect(try Betweenness.run(Self.path(5), scale: .paths) == [0, 3, 4, 3, 0])
    #expect(try Betweenness.run(Self.star(6)) == [1, 0, 0, 0, 0, 0, 0])
    #expect(try EdgeBetweenness.run(Self.path(4), scale: .paths).values == [3, 4, 3])
  }

  @Test("more paths than a number can count are an error, not a number")
  func tooManyPaths() throws {
    // A chain of 1,100 rhombs has 2^1100 paths.
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    for rhomb in 0..<UInt32(1_100) {
      sources += [3 * rhomb, 3 * rhomb, 3 * rhomb + 1, 3 * rhomb + 2]
      targets += [3 * rhomb + 1, 3 * rhomb + 2, 3 * rhomb + 3, 3 * rhomb + 3]
    }
    let plain = try Graph(vertexCount: 3_301, sources: sources, targets: targets, directed: true)
    let weighted = try Graph(
      vertexCount: 3_301, sources: sources, targets: targets, weights: sources.map { _ in 1 }, directed: true)
    #expect(throws: KernelError.self) { try Betweenness.run(plain) }
    #expect(throws: KernelError.self) { try Betweenness.run(weighted, weighted: true) }
  }

  @Test("edge betweenness equals the sum over all pairs", arguments: [true, false], [UInt64](1...4))
  func edges(directed: Bool, seed: UInt64) throws {
    let graph = try Self.random(seed, directed: directed)
    let oracle = MatrixOracle(graph)
    let scores = try EdgeBetweenness.run(graph, scale: .paths, RunControl(threads: ThreadCount(2)))
    #expect(scores.values.count == graph.edgeCount)
    let expected = zip(scores.sources, scores.targets).map { source, target in
      let there = oracle.betweenness(from: Int(source), to: Int(target))
      return directed ? there : (there + oracle.betweenness(from: Int(target), to: Int(source))) / 2
    }
    #expect(largestDifference(scores.values, expected) < 1e-9)
    #expect(directed || zip(scores.sources, scores.targets).allSatisfy { $0 < $1 })
  }

  @Test("a sample of all sources is exact, and a smaller one keeps its bound", arguments: [UInt64](1...4))
  func sampled(seed: UInt64) throws {
    let graph = try Self.random(seed, directed: false, count: 120, edges: 260)
    let exact = try Betweenness.run(graph)
    let whole = try BetweennessSampled.run(graph, sources: 1_000, seed: seed)
    #expect(whole.sources == 120 && whole.errorBound == 0)
    #expect(largestDifference(whole.values, exact) < 1e-12)
    let half = try BetweennessSampled.run(graph, sources: 60, seed: seed)
    let difference = largestDifference(half.values, exact)
    #expect(difference > 0 && difference <= half.errorBound && half.errorBound < 0.2)
    #expect(half == (try BetweennessSampled.run(graph, sources: 60, seed: seed, RunControl(threads: ThreadCount(1)))))
  }

  @Test("closeness and harmonic closeness follow from a distance matrix", arguments: [true, false], [UInt64](1...5))
  func closeness(directed: Bool, seed: UInt64) throws {
    let graph = try Self.random(seed, directed: directed)
    let count = graph.vertexCount
    let oracle = MatrixOracle(graph)
    let near = (0..<count).map { vertex in
      (0..<count).map { oracle.distances[$0][vertex] }.filter { $0 > 0 && $0 < .infinity }
    }
    let expected = near.map { distances in
      distances.isEmpty
        ? 0 : Double(distances.count) / distances.reduce(0, +) * Double(distances.count) / Double(count - 1)
    }
    let scores = try Closeness.run(graph, RunControl(threads: ThreadCount(2)))
    #expect(largestDifference(scores.values, expected) < 1e-12)
    #expect(scores.errorBound == 0 && scores.farthest == Int(near.flatMap(\.self).max() ?? 0))
    let harmonic = try HarmonicCloseness.run(graph)
    #expect(largestDifference(harmonic.values, near.map { $0.reduce(0) { $0 + 1 / $1 } }) < 1e-10)
  }

  @Test("closeness of more sources than one batch holds, and of a sample within its bound")
  func manySources() throws {
    let graph = try Self.path(700)
    let exact = try Closeness.run(graph, RunControl(threads: ThreadCount(1)))
    #expect(exact == (try Closeness.run(graph, RunControl(threads: ThreadCount(8)))))
    let expected = (0..<700).map { (vertex: Int) -> Double in
      let before = vertex * (vertex + 1) / 2
      let after = (699 - vertex) * (700 - vertex) / 2
      return 699 / Double(before + after)
    }
    #expect(largestDifference(exact.values, expected) < 1e-12)
    let harmonic = try HarmonicCloseness.run(graph)
    let sample = try HarmonicCloseness.run(graph, sources: 300, seed: 7)
    let difference = largestDifference(harmonic.values, sample.values)
    #expect(difference > 0 && difference <= sample.errorBound)
    let means = try Closeness.run(graph, sources: 300, seed: 7)
    let off = zip(exact.values, means.values).map { abs(1 / $0 - 1 / $1) }.max() ?? 0
    #expect(off > 0 && off <= means.errorBound * 699)
  }

  @Test("the eigenvector satisfies its equation", arguments: [true, false], [UInt64](1...4))
  func eigenvector(directed: Bool, seed: UInt64) throws {
    let graph = try Self.random(seed, directed: directed, count: 24, edges: 120)
    for weighted in [false, true] {
      let oracle = MatrixOracle(graph, weighted: weighted)
      let scores = try EigenvectorCentrality.run(graph, weighted: weighted)
      #expect(scores.values.allSatisfy { $0 >= 0 })
      #expect(abs(scores.values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
      for vertex in 0..<graph.vertexCount {
        let pushed = (0..<graph.vertexCount).reduce(0) { $0 + oracle.weights[$1][vertex] * scores.values[$1] }
        #expect(abs(pushed - scores.eigenvalue * scores.values[vertex]) < 1e-6)
      }
    }
    let star = try EigenvectorCentrality.run(Self.star(4))
    #expect(abs(star.eigenvalue - 2) < 1e-9 && abs(star.values[0] - 0.5.squareRoot()) < 1e-9)
  }

  @Test("the eigenvector of several components, of even ones and of none")
  func eigenvectorOfPieces() throws {
    // Two triangles have the same eigenvalue and keep the shares that they begin with; the tie and the vertex alone go.
    let pieces = try Graph(
      vertexCount: 9, sources: [0, 1, 2, 3, 4, 5, 6], targets: [1, 2, 0, 4, 5, 3, 7], directed: false)
    let scores = try EigenvectorCentrality.run(pieces, change: 1e-12)
    #expect(abs(scores.eigenvalue - 2) < 1e-12)
    for vertex in 0..<6 { #expect(abs(scores.values[vertex] - 1 / 6.0.squareRoot()) < 1e-9) }
    for vertex in 6..<9 { #expect(scores.values[vertex] >= 0 && scores.values[vertex] < 1e-9) }
    // Even at the start: nothing is left to do, whatever the tolerance.
    let ring = try Graph(
      vertexCount: 50, sources: (0..<50).map { $0 }, targets: (0..<50).map { ($0 + 1) % 50 }, directed: false)
    let even = try EigenvectorCentrality.run(ring, change: 0)
    #expect(even.rounds == 1 && abs(even.eigenvalue - 2) < 1e-12)
    let empty = try EigenvectorCentrality.run(Graph(vertexCount: 4, sources: [], targets: [], directed: false), change: 0)
    #expect(empty.eigenvalue == 0 && empty.values == [0.5, 0.5, 0.5, 0.5])
    // The leading component holds a thousandth of the vertices.
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    for first in 0..<UInt32(12) {
      for second in first + 1..<12 {
        sources.append(first)
        targets.append(second)
      }
    }
    for vertex in UInt32(12)..<12_000 {
      sources.append(vertex)
      targets.append(vertex + 1 < 12_000 ? vertex + 1 : 12)
    }
    let small = try Graph(vertexCount: 12_000, sources: sources, targets: targets, directed: false)
    let found = try EigenvectorCentrality.run(small)
    #expect(abs(found.eigenvalue - 11) < 1e-9 && abs(found.values[0] - 1 / 12.0.squareRoot()) < 1e-9)
  }

  /// A ring in which everybody is tied to so many on either side; with more ties.
  private static func circulant(
    _ count: Int, reach: Int, alone: Int = 0, more: [(UInt32, UInt32)] = [], weight: Double = 1
  ) throws -> Graph {
    var (sources, targets) = (more.map(\.0), more.map(\.1))
    for vertex in 0..<count {
      for step in 1...reach {
        sources.append(UInt32(vertex))
        targets.append(UInt32((vertex + step) % count))
      }
    }
    if weight == 1 { return try Graph(vertexCount: count + alone, sources: sources, targets: targets, directed: false) }
    return try Graph(
      vertexCount: count + alone, sources: sources, targets: targets, weights: sources.map { _ in weight }, directed: false)
  }

  /// Whether scores are at least 0, of length 1, and the matrix only makes them longer.
  private static func expectEigenvector(_ graph: Graph, _ name: String, maximumRounds: Int = 1_000) throws {
    let weighted = graph.weights != nil
    let scores = try EigenvectorCentrality.run(graph, maximumRounds: maximumRounds, weighted: weighted)
    #expect(scores.values.allSatisfy { $0 >= 0 }, "\(name)")
    #expect(abs(scores.values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12, "\(name)")
    for vertex in 0..<graph.vertexCount {
      let product = graph.row(vertex).reduce(0.0) {
        $0 + (weighted ? graph.weights?[$1] ?? 1 : 1) * scores.values[Int(graph.targets[$1])]
      }
      let off = abs(product - scores.eigenvalue * scores.values[vertex])
      #expect(off <= 1e-7 * scores.eigenvalue, "\(name), \(vertex)")
    }
  }

  @Test("where all vertices are alike but for a few, and weights of any size")
  func eigenvectorOfAlmostRegular() throws {
    for count in [5, 37, 101] { try Self.expectEigenvector(Self.circulant(count, reach: count / 2), "clique \(count)") }
    for (count, reach) in [(1_000, 5), (1_000, 3), (20_000, 3), (20_000, 7)] {
      for alone in [0, 7] {
        try Self.expectEigenvector(Self.circulant(count, reach: reach, alone: alone), "\(count), \(reach), \(alone)")
      }
    }
    try Self.expectEigenvector(Self.circulant(1_000, reach: 1, weight: 0.3), "weights that are not exact")
    try Self.expectEigenvector(Self.circulant(200, reach: 1, alone: 1, more: [(0, 200)]), "a pendant vertex")
    try Self.expectEigenvector(Self.circulant(1_000, reach: 1, more: [(0, 500)]), "a chord")
    try Self.expectEigenvector(Self.circulant(1_000, reach: 2, more: [(0, 500)]), "a chord among four")
    try Self.expectEigenvector(Self.circulant(50, reach: 1), "one round", maximumRounds: 1)
    // Far from settled, where numbers below 0 are left out.
    for change in [1, 0.01, 1e-4] {
      for seed in 1...20 as ClosedRange<UInt64> {
        let scores = try EigenvectorCentrality.run(Self.random(seed, directed: false), change: change)
        #expect(scores.values.allSatisfy { $0 >= 0 })
        #expect(abs(scores.values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
      }
    }
    let plain = try EigenvectorCentrality.run(Self.random(4, directed: false, count: 40, edges: 200), weighted: true)
    for size in [1e-280, 1e-200, 1e-99, 1e99, 1e200, 1e290] {
      let scaled = try Self.random(4, directed: false, count: 40, edges: 200, unit: size)
      let scores = try EigenvectorCentrality.run(scaled, weighted: true)
      #expect(abs(scores.eigenvalue / size - plain.eigenvalue) < 1e-9, "\(size)")
      #expect(largestDifference(scores.values, plain.values) < 1e-9, "\(size)")
    }
    let beyond = try Self.circulant(50, reach: 3, weight: 1e308)
    #expect(throws: KernelError.beyondRange(kernel: "eigenvector-centrality")) {
      try EigenvectorCentrality.run(beyond, weighted: true)
    }
  }

  @Test("three vectors: no other sum of them has a larger Rayleigh quotient", arguments: [UInt64](1...20))
  func rayleighRitz(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let size = 6
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    for row in 0..<size {
      for column in row..<size {
        matrix[row][column] = generator.unit() * 4 - 1
        matrix[column][row] = matrix[row][column]
      }
    }
    var vectors = (0..<3).map { _ in (0..<size).map { _ in generator.unit() - 0.5 } }
    // Tiny beside the others; and of the third nothing is left, or nothing of its own.
    vectors[1] = vectors[1].map { $0 * 1e-9 }
    if seed % 3 == 1 { vectors[2] = vectors[2].map { _ in 0 } }
    if seed % 3 == 2 { vectors[2] = (0..<size).map { vectors[0][$0] - 1e9 * vectors[1][$0] } }
    func inner(_ one: [Double], _ two: [Double]) -> Double { zip(one, two).reduce(0) { $0 + $1.0 * $1.1 } }
    func product(_ vector: [Double]) -> [Double] { matrix.map { inner($0, vector) } }
    func sum(_ shares: [Double]) -> [Double] {
      (0..<size).map { place in (0..<3).reduce(0) { $0 + shares[$1] * vectors[$1][place] } }
    }
    let pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
    let found = RayleighRitz.best(
      inner: pairs.map { inner(vectors[$0.0], vectors[$0.1]) },
      matrix: pairs.map { inner(vectors[$0.0], product(vectors[$0.1])) })
    let best = try #require(found)
    let vector = sum(best.shares)
    #expect(abs(inner(vector, vector) - 1) < 1e-9 && best.shares[0] >= 0)
    #expect(abs(inner(vector, product(vector)) - best.eigenvalue) < 1e-9)
    if seed % 3 != 0 { #expect(best.shares[2] == 0) }
    for _ in 0..<500 {
      let other = sum([generator.unit() - 0.5, (generator.unit() - 0.5) * 1e9, generator.unit() - 0.5])
      #expect(inner(other, product(other)) <= (best.eigenvalue + 1e-9) * inner(other, other))
    }
  }

  @Test("components of one eigenvalue keep the shares that they begin with", arguments: [4, 20, 100, 150, 250, 300])
  func equalEigenvalues(radius: Int) throws {
    // A star of radius² leaves, whose hub adds up that many equal numbers, and a clique. Both have this radius.
    let leaves = UInt32(radius * radius)
    var (sources, targets) = ([UInt32](repeating: 0, count: Int(leaves)), (1...leaves).map { $0 })
    for first in leaves + 1..<leaves + 2 + UInt32(radius) {
      for second in first + 1..<leaves + 2 + UInt32(radius) {
        sources.append(first)
        targets.append(second)
      }
    }
    let count = Int(leaves) + radius + 2
    let graph = try Graph(vertexCount: count, sources: sources, targets: targets, directed: false)
    // What the even vector holds of each: of the star's, (1 + radius) / √2 and so on.
    let hub = Double(1 + radius) / 2
    let length = (2 * hub * hub + Double(radius + 1)).squareRoot()
    for change in [1e-9, 1e-12] {
      let scores = try EigenvectorCentrality.run(graph, change: change)
      #expect(abs(scores.eigenvalue - Double(radius)) < 1e-10 * Double(radius))
      #expect(abs(scores.values[0] - hub / length) < 1e-11)
      #expect(abs(scores.values[1] - hub / length / Double(radius)) < 1e-11)
      #expect(abs(scores.values[count - 1] - 1 / length) < 1e-11)
    }
  }

  @Test("scores that do not settle are an error that says so")
  func notSettled() throws {
    // Nothing lies on a cycle: the scores creep towards the end of the path for ever.
    let arcs = (0..<UInt32(30)).map { $0 }
    let chain = try Graph(vertexCount: 31, sources: arcs, targets: arcs.map { $0 + 1 }, directed: true)
    #expect(throws: KernelError.notSettled(kernel: "eigenvector-centrality", rounds: 200)) {
      try EigenvectorCentrality.run(chain, maximumRounds: 200)
    }
    #expect(throws: KernelError.notSettled(kernel: "hits", rounds: 2)) {
      try HITS.run(Self.path(9), maximumRounds: 2)
    }
    // A path is bipartite: without the identity its even and odd vertices would swap for ever.
    let path = try EigenvectorCentrality.run(Self.path(9), maximumRounds: 2_000)
    #expect(abs(path.eigenvalue - 2 * 0.9510565162951535) < 1e-8)
  }

  @Test("hubs and authorities satisfy their equations", arguments: [true, false], [UInt64](1...4))
  func hits(directed: Bool, seed: UInt64) throws {
    let graph = try Self.random(seed, directed: directed, count: 24, edges: 100)
    for weighted in [false, true] {
      let oracle = MatrixOracle(graph, weighted: weighted)
      let scores = try HITS.run(graph, weighted: weighted)
      #expect(abs(scores.hubs.reduce(0, +) - 1) < 1e-12 && abs(scores.authorities.reduce(0, +) - 1) < 1e-12)
      var hubs = (0..<24).map { row in (0..<24).reduce(0) { $0 + oracle.weights[row][$1] * scores.authorities[$1] } }
      let total = hubs.reduce(0, +)
      hubs = hubs.map { $0 / total }
      #expect(largestDifference(hubs, scores.hubs) < 1e-8)
      var back = (0..<24).map { column in (0..<24).reduce(0) { $0 + oracle.weights[$1][column] * scores.hubs[$1] } }
      let sum = back.reduce(0, +)
      back = back.map { $0 / sum }
      #expect(largestDifference(back, scores.authorities) < 1e-8)
    }
  }

  @Test("assortativity of a graph of many pieces of work is the correlation over all arcs", arguments: [true, false], [1, 3])
  func largeAssortativity(directed: Bool, threads: Int) throws {
    var generator = SeededGenerator(seed: 6)
    func end() -> UInt32 { UInt32(generator.below(generator.below(2) == 0 ? 300 : 30_000)) }
    let ends = (0..<150_000).map { _ in (end(), end()) }
    let graph = try Graph(
      vertexCount: 30_000, sources: ends.map(\.0), targets: ends.map(\.1), directed: directed)
    var (count, first, second, firstSquares, secondSquares, products) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for vertex in 0..<graph.vertexCount {
      let own = Double(graph.degree(vertex))
      for arc in graph.row(vertex) {
        let target = Int(graph.targets[arc])
        let other = Double(graph.inOffsets[target + 1] - graph.inOffsets[target])
        (count, first, second, products) = (count + 1, first + own, second + other, products + own * other)
        (firstSquares, secondSquares) = (firstSquares + own * own, secondSquares + other * other)
      }
    }
    let spread = (firstSquares - first * first / count) * (secondSquares - second * second / count)
    let expected = (products - first * second / count) / spread.squareRoot()
    let found = try #require(try DegreeAssortativity.run(graph, RunControl(threads: ThreadCount(threads))))
    #expect(abs(found - expected) < 1e-9 && abs(found) > 0.01, "\(found) \(expected)")
  }

  @Test("degrees, assortativity, reciprocity and rich clubs equal a count of the matrix", arguments: [UInt64](1...5))
  func counts(seed: UInt64) throws {
    for directed in [true, false] {
      let graph = try Self.random(seed, directed: directed, count: 20, edges: 70)
      let matrix = MatrixOracle(graph, weighted: true).weights
      let outDegree = (0..<20).map { row in (0..<20).count { matrix[row][$0] > 0 } }
      let inDegree = (0..<20).map { column in (0..<20).count { matrix[$0][column] > 0 } }
      let degrees = try DegreeCentrality.run(graph)
      #expect(degrees.outgoing == outDegree.map(Int64.init) && degrees.incoming == inDegree.map(Int64.init))
      #expect(degrees.outStrength == matrix.map { $0.reduce(0, +) })
      #expect(degrees.inStrength == (0..<20).map { column in matrix.reduce(0) { $0 + $1[column] } })
      #expect(
        degrees.share == (0..<20).map { Double(outDegree[$0] + (directed ? inDegree[$0] : 0)) * (1 / Double(19)) })

      let pairs = (0..<20).flatMap { row in (0..<20).filter { matrix[row][$0] > 0 }.map { (row, $0) } }
      let first = pairs.map { Double(outDegree[$0.0]) }
      let second = pairs.map { Double(inDegree[$0.1]) }
      let firstMean = first.reduce(0, +) / Double(pairs.count)
      let secondMean = second.reduce(0, +) / Double(pairs.count)
      let both = zip(first, second).reduce(0) { $0 + ($1.0 - firstMean) * ($1.1 - secondMean) }
      let spread =
        first.reduce(0) { $0 + ($1 - firstMean) * ($1 - firstMean) }
        * second.reduce(0) { $0 + ($1 - secondMean) * ($1 - secondMean) }
      let value = try #require(try DegreeAssortativity.run(graph))
      #expect(abs(value - both / spread.squareRoot()) < 1e-12)

      let mutual = (0..<20).map { row in (0..<20).count { matrix[row][$0] > 0 && matrix[$0][row] > 0 } }
      let shares = try Reciprocity.run(graph)
      #expect(shares.mutual == mutual.map(Int64.init))
      #expect(abs(shares.overall - Double(mutual.reduce(0, +)) / Double(pairs.count)) < 1e-12)
      for vertex in 0..<20 where outDegree[vertex] + inDegree[vertex] > 0 {
        let expected: Double = 2 * Double(mutual[vertex]) / Double(outDegree[vertex] + inDegree[vertex])
        #expect(abs(shares.values[vertex] - expected) < 1e-12)
      }
      if directed { continue }
      let clubs = try RichClub.run(graph)
      for degree in 0...20 {
        let members = (0..<20).filter { outDegree[$0] > degree }
        #expect(members.count < 2 || clubs.members.indices.contains(degree))
        guard clubs.members.indices.contains(degree) else { continue }
        let edges = members.flatMap { row in members.filter { $0 > row && matrix[row][$0] > 0 } }.count
        #expect(clubs.members[degree] == members.count && clubs.edges[degree] == edges)
        #expect(clubs.coefficients[degree] == Double(2 * edges) / Double(members.count * (members.count - 1)))
      }
    }
    #expect(try DegreeAssortativity.run(Self.star(5)).map { abs($0 + 1) < 1e-12 } == true)
    #expect(try DegreeAssortativity.run(Self.path(2)) == nil)
  }
}
