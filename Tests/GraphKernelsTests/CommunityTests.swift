import GraphKernels
import GraphStorage
import Testing

@Suite("Louvain and Leiden")
struct CommunityTests {
  enum Method: CaseIterable {
    case louvain
    case leiden

    func run(
      _ graph: Graph, resolution: Double = 1, quality: CommunityQuality = .modularity, seed: UInt64 = 1,
      iterations: Int = 2, levels: Int = 20, threads: Int = 2
    ) throws -> CommunityPartition {
      let control = RunControl(threads: ThreadCount(threads))
      switch self {
      case .louvain:
        return try Louvain.run(
          graph,
          parameters: .init(resolution: resolution, quality: quality, maximumLevels: levels, seed: seed), control)
      case .leiden:
        return try Leiden.run(
          graph,
          parameters: .init(
            resolution: resolution, quality: quality, maximumLevels: levels, iterations: iterations, seed: seed),
          control)
      }
    }
  }

  /// Groups of `size` in a row, tied at random inside and between, and one vertex without ties.
  static func planted(groups: Int, size: Int, inside: Double, between: Double, seed: UInt64) throws -> Graph {
    var generator = SeededGenerator(seed: seed)
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    for first in 0..<groups * size {
      for second in first + 1..<groups * size
      where generator.unit() < (first / size == second / size ? inside : between) {
        sources.append(UInt32(first))
        targets.append(UInt32(second))
      }
    }
    return try Graph(vertexCount: groups * size + 1, sources: sources, targets: targets, directed: false)
  }

  /// Whether one can walk between any two of a community without leaving it.
  static func areConnected(_ communities: [UInt32], _ graph: Graph) -> Bool {
    var reached = [Bool](repeating: false, count: graph.vertexCount)
    for start in 0..<graph.vertexCount where Int(communities[start]) == start {
      var open = [start]
      reached[start] = true
      while let vertex = open.popLast() {
        for arc in graph.row(vertex) {
          let other = Int(graph.targets[arc])
          if !reached[other], communities[other] == communities[vertex] {
            reached[other] = true
            open.append(other)
          }
        }
      }
    }
    return reached.allSatisfy { $0 }
  }

  @Test("planted groups are found and named by their smallest member", arguments: Method.allCases)
  func planted(method: Method) throws {
    let graph = try Self.planted(groups: 4, size: 20, inside: 0.5, between: 0.02, seed: 5)
    let found = try method.run(graph)
    var expected: [UInt32] = (0..<80).map { vertex in UInt32(vertex / 20 * 20) }
    expected.append(80)
    #expect(found.communities.array() == expected)
    #expect(found.communityCount == 5)
  }

  @Test("planted groups of a graph large enough for batches are found", arguments: Method.allCases)
  func plantedInBatches(method: Method) throws {
    let graph = try Self.planted(groups: 30, size: 40, inside: 0.4, between: 0.003, seed: 6)
    let found = try method.run(graph)
    let expected = (0..<1_201).map { UInt32($0 / 40 * 40) }
    #expect(PartitionComparison(found.communities, Column(expected)).normalizedMutualInformation > 0.99)
  }

  @Test("Zachary's club: Leiden reaches the optimum 0.4198 for most seeds, Louvain comes within 2 percent of it")
  func karate() throws {
    let graph = try Karate.graph()
    let leiden = try (1...10).map { try Method.leiden.run(graph, seed: $0, iterations: 10).quality }
    #expect(leiden.count { $0 > 0.41978 } >= 6 && leiden.allSatisfy { $0 > 0.415 && $0 < 0.41980 }, "\(leiden)")
    let louvain = try (1...10).map { try Method.louvain.run(graph, seed: $0).quality }
    #expect(louvain.allSatisfy { $0 > 0.4114 && $0 < 0.41980 }, "\(louvain)")
  }

  @Test("the quality given is that of the communities given, by definition over all pairs", arguments: Method.allCases)
  func quality(method: Method) throws {
    for (name, graph) in ConformanceTests.samples where !graph.isDirected {
      for resolution in [0.3, 1, 2.5] {
        let found = try method.run(graph, resolution: resolution)
        let classes = found.communities.array()
        let expected = ModularityTests.ofPairs(graph, classes, resolution: resolution)
        #expect(abs(found.quality - expected) < 1e-12, "\(name), resolution \(resolution)")
        #expect(
          found.quality >= ModularityTests.ofPairs(
            graph, (0..<UInt32(graph.vertexCount)).map { $0 }, resolution: resolution) - 1e-12, "\(name)")
      }
    }
  }

  @Test("under the constant Potts model too", arguments: Method.allCases)
  func constantPotts(method: Method) throws {
    let graph = try Self.planted(groups: 6, size: 12, inside: 0.7, between: 0.02, seed: 9)
    let found = try method.run(graph, resolution: 0.3, quality: .constantPotts)
    var sum = 0.0
    for first in 0..<graph.vertexCount {
      let tied = Set(graph.row(first).map { Int(graph.targets[$0]) })
      for second in 0..<graph.vertexCount where first != second {
        if found.communities[first] == found.communities[second] { sum += (tied.contains(second) ? 1 : 0) - 0.3 }
      }
    }
    #expect(abs(found.quality - sum / Double(graph.arcCount)) < 1e-12)
    #expect(found.communities.array() == (0..<73).map { UInt32($0 / 12 * 12) })
  }

  @Test("every community of Leiden is connected, also where the levels end early", arguments: [UInt64](1...8))
  func connected(seed: UInt64) throws {
    for edges in [250, 600, 3_000] {
      let graph = ConformanceTests.sample(
        count: 1_500, edges: edges, seed: seed, directed: false, weighted: seed % 2 == 0)
      for levels in [1, 2, 20] {
        // Two begin with Louvain, whose communities need not be.
        for iterations in 1...3 {
          let found = try Leiden.run(
            graph, parameters: .init(maximumLevels: levels, iterations: iterations, seed: seed))
          #expect(
            Self.areConnected(found.communities.array(), graph), "\(edges) edges, \(levels) levels, \(iterations)")
        }
      }
    }
  }

  @Test("the same for 1, 2 and 5 threads on a graph of many batches", arguments: Method.allCases)
  func threads(method: Method) throws {
    let edges = try KroneckerGenerator.edges(scale: 12, edgeFactor: 4, weights: true)
    let graph = try GraphBuilder.build(consume edges, BuildPolicy(directed: false)).graph
    let runs = try [1, 2, 5].map { try method.run(graph, threads: $0) }
    #expect(runs[0] == runs[1] && runs[1] == runs[2])
    #expect(abs(runs[0].quality - (try Modularity.value(graph, classes: runs[0].communities))) < 1e-10)
  }

  @Test("more resolution gives more communities", arguments: Method.allCases)
  func resolution(method: Method) throws {
    let graph = try Self.planted(groups: 8, size: 20, inside: 0.5, between: 0.05, seed: 3)
    let counts = try [0.2, 1, 5].map { try method.run(graph, resolution: $0).communityCount }
    #expect(counts[0] < counts[1] && counts[1] < counts[2], "\(counts)")
  }

  @Test("a further iteration of Leiden never lowers the quality", arguments: [UInt64](1...4))
  func iterations(seed: UInt64) throws {
    let graph = ConformanceTests.sample(count: 400, edges: 1_600, seed: seed, directed: false, weighted: true)
    // Two begin otherwise.
    let qualities = try [1, 3, 6].map { iterations in
      // With this tolerance iterations are alike, whether they are the last or not.
      try Leiden.run(graph, parameters: .init(tolerance: 0, iterations: iterations, seed: seed)).quality
    }
    #expect(qualities == qualities.sorted(), "\(qualities)")
  }
}
