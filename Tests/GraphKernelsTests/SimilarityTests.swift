import Foundation
import GraphKernels
import GraphStorage
import Testing

/// The indices written over an adjacency matrix, all pairs at once.
private struct SimilarityOracle {
  let near: [[Bool]]
  var count: Int { near.count }

  init(_ graph: Graph) {
    var near = [[Bool]](
      repeating: [Bool](repeating: false, count: graph.vertexCount), count: graph.vertexCount)
    for vertex in 0..<graph.vertexCount {
      for arc in graph.row(vertex) { near[vertex][Int(graph.targets[arc])] = true }
    }
    self.near = near
  }

  func degree(_ vertex: Int) -> Int { near[vertex].count { $0 } }
  func shared(_ first: Int, _ second: Int) -> [Int] { (0..<count).filter { near[first][$0] && near[second][$0] } }

  func score(_ index: SimilarityIndex, _ first: Int, _ second: Int) -> Double {
    let both = shared(first, second)
    switch index {
    case .commonNeighbours: return Double(both.count)
    case .jaccard:
      let either = (0..<count).count { near[first][$0] || near[second][$0] }
      return either == 0 ? 0 : Double(both.count) / Double(either)
    case .adamicAdar:
      return both.filter { degree($0) > 1 }.map { 1 / log(Double(degree($0))) }.reduce(0, +)
    case .resourceAllocation: return both.map { 1 / Double(degree($0)) }.reduce(0, +)
    }
  }

  /// Strangers with a score, sorted as a whole.
  func strangers(_ index: SimilarityIndex, _ vertex: Int) -> [(other: Int, score: Double)] {
    (0..<count).filter { $0 != vertex && !near[vertex][$0] }
      .map { (other: $0, score: score(index, vertex, $0)) }.filter { $0.score > 0 }
      .sorted { ($1.score, $0.other) < ($0.score, $1.other) }
  }
}

@Suite("Indices of link prediction")
struct SimilarityTests {
  struct Rows: Equatable {
    var sources: [UInt32]
    var targets: [UInt32]
    var scores: [Double]
  }

  static func run(_ index: SimilarityIndex, _ graph: Graph, _ count: Int, _ threads: Int) throws -> Rows {
    let control = RunControl(threads: ThreadCount(threads))
    switch index {
    case .commonNeighbours:
      let table = try CommonNeighbours.run(graph, count: count, control)
      return Rows(sources: table.sources, targets: table.targets, scores: table.scores.map(Double.init))
    case .jaccard:
      let table = try JaccardSimilarity.run(graph, count: count, control)
      return Rows(sources: table.sources, targets: table.targets, scores: table.scores)
    case .adamicAdar:
      let table = try AdamicAdar.run(graph, count: count, control)
      return Rows(sources: table.sources, targets: table.targets, scores: table.scores)
    case .resourceAllocation:
      let table = try ResourceAllocation.run(graph, count: count, control)
      return Rows(sources: table.sources, targets: table.targets, scores: table.scores)
    }
  }

  @Test(
    "equal those of an adjacency matrix over all pairs, sorted whole", arguments: SimilarityIndex.allCases,
    [1, 3, 10, 200])
  func matrix(index: SimilarityIndex, count: Int) throws {
    for (vertices, edges, seed) in [(70, 120, 21 as UInt64), (70, 400, 22), (30, 300, 23)] {
      let graph = ConformanceTests.sample(
        count: vertices, edges: edges, seed: seed, directed: false, weighted: seed == 22)
      let oracle = SimilarityOracle(graph)
      let rows = try Self.run(index, graph, count, 2)
      var place = 0
      for vertex in 0..<vertices {
        for (other, score) in oracle.strangers(index, vertex).prefix(count) {
          try #require(place < rows.sources.count)
          #expect(rows.sources[place] == UInt32(vertex) && rows.targets[place] == UInt32(other))
          #expect(rows.scores[place] == score, "the same terms in the same order")
          place += 1
        }
      }
      #expect(place == rows.sources.count)
    }
  }

  @Test("a vertex of more than 255 neighbours, and pairs that share more than 255, are counted in full")
  func large() throws {
    // 0 and 1 share 2..<600, 600 shares with both the first 300 of them; 601 hangs on 2 alone.
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    for middle in 2..<600 {
      sources += [0, 1]
      targets += [UInt32(middle), UInt32(middle)]
      if middle < 302 {
        sources.append(600)
        targets.append(UInt32(middle))
      }
    }
    sources.append(601)
    targets.append(2)
    let graph = try Graph(vertexCount: 602, sources: sources, targets: targets, directed: false)
    let table = try CommonNeighbours.run(graph, count: 3)
    let first = table.sources.indices.filter { table.sources[$0] == 0 }
    #expect(first.map { table.targets[$0] } == [1, 600, 601] && first.map { table.scores[$0] } == [598, 300, 1])
    let jaccard = try JaccardSimilarity.run(graph, count: 1)
    #expect(jaccard.targets[0] == 1 && jaccard.scores[0] == 1)
    let pairs = try PairSimilarity.run(graph, sources: [0, 600, 601, 2], targets: [1, 0, 0, 3])
    #expect(pairs.common == [598, 300, 1, 3])
    let shares: [Double] = [1, Double(300) / 598, Double(1) / 598, 0.75]
    #expect(pairs.jaccard == shares)
  }

  @Test("on a square with a tail the indices are the known ones")
  func square() throws {
    // 0-1-2-3-0 and 3-4: 0 and 2 share 1 (2 neighbours) and 3 (3 neighbours).
    let graph = try Graph(vertexCount: 5, sources: [0, 1, 2, 3, 3], targets: [1, 2, 3, 0, 4], directed: false)
    let pairs = try PairSimilarity.run(graph, sources: [0, 1, 4, 4], targets: [2, 3, 0, 1])
    let third = Double(1) / 3
    #expect(pairs.common == [2, 2, 1, 0])
    #expect(pairs.jaccard == [1, 2 * third, 0.5, 0])
    #expect(pairs.resourceAllocation == [0.5 + third, 1, third, 0])
    #expect(abs(pairs.adamicAdar[0] - 2.352_934_267_515_801) < 1e-15)
    let ranked = try ResourceAllocation.run(graph, count: 1)
    #expect(ranked.sources == [0, 1, 2, 3, 4] && ranked.targets == [2, 3, 0, 1, 0])
  }

  @Test("pairs agree with an adjacency matrix, neighbours and a vertex with itself among them", arguments: [1, 2, 5])
  func pairs(threads: Int) throws {
    let graph = ConformanceTests.sample(count: 60, edges: 260, seed: 31, directed: false, weighted: false)
    let oracle = SimilarityOracle(graph)
    let sources = (0..<3600).map { UInt32($0 / 60) }
    let targets = (0..<3600).map { UInt32($0 % 60) }
    let table = try PairSimilarity.run(
      graph, sources: sources, targets: targets, RunControl(threads: ThreadCount(threads)))
    for pair in 0..<3600 {
      let (first, second) = (pair / 60, pair % 60)
      #expect(Double(table.common[pair]) == oracle.score(.commonNeighbours, first, second))
      #expect(table.jaccard[pair] == oracle.score(.jaccard, first, second))
      #expect(table.adamicAdar[pair] == oracle.score(.adamicAdar, first, second))
      #expect(table.resourceAllocation[pair] == oracle.score(.resourceAllocation, first, second))
    }
  }

  @Test("lists of pairs that differ in length are refused by name")
  func unequal() throws {
    let graph = try Graph(vertexCount: 3, sources: [0], targets: [1], directed: false)
    #expect(throws: KernelError.badParameter(name: "targets", expected: "as many vertices as sources")) {
      try PairSimilarity.run(graph, sources: [0, 1], targets: [1])
    }
  }

  @Test("a star's leaves list each other and its centre nobody")
  func star() throws {
    let graph = try Graph(vertexCount: 5, sources: [0, 0, 0, 0], targets: [1, 2, 3, 4], directed: false)
    for index in SimilarityIndex.allCases {
      let rows = try Self.run(index, graph, 2, 1)
      #expect(rows.sources == [1, 1, 2, 2, 3, 3, 4, 4] && rows.targets == [2, 3, 1, 3, 1, 2, 1, 2])
    }
  }
}
