import GraphKernels
import GraphStorage
import Testing

@Suite("Ranking")
struct RankingTests {
  @Test("ranks equal the solution of their equations", arguments: [true, false], [UInt64](1...6))
  func pageRank(directed: Bool, seed: UInt64) throws {
    let graph = try CentralityTests.random(seed, directed: directed)
    let even = [Double](repeating: 1 / 24, count: 24)
    let expected = MatrixOracle(graph).ranks(restart: even, damping: 0.85)
    let ranks = try PageRank.run(
      graph, parameters: PageRank.Parameters(stop: .tolerance(change: 1e-12, maximumRounds: 1_000)))
    #expect(ranks.converged && largestDifference(ranks.values, expected) < 1e-10)
    let rounds = try PageRank.run(graph, parameters: PageRank.Parameters(stop: .rounds(200)))
    #expect(rounds.rounds == 200 && largestDifference(rounds.values, expected) < 1e-10)
  }

  @Test("asked for no change at all, ranks are followed as far as numbers go and are the solution", arguments: [UInt64](1...6))
  func noChange(seed: UInt64) throws {
    let graph = try CentralityTests.random(seed, directed: false)
    let expected = MatrixOracle(graph).ranks(restart: [Double](repeating: 1 / 24, count: 24), damping: 0.85)
    for change in [0, 1e-40, 1e-30] {
      let ranks = try PageRank.run(
        graph, parameters: PageRank.Parameters(stop: .tolerance(change: change, maximumRounds: 5_000)))
      #expect(largestDifference(ranks.values, expected) < 1e-12)
    }
  }

  @Test("personalised ranks equal the solution of their equations", arguments: [true, false], [UInt64](1...6))
  func personalised(directed: Bool, seed: UInt64) throws {
    let graph = try CentralityTests.random(seed, directed: directed)
    for sources in [[0], [3, 5, 11, 5]] as [[UInt32]] {
      var restart = [Double](repeating: 0, count: 24)
      for source in Set(sources) { restart[Int(source)] = 1 / Double(Set(sources).count) }
      for weighted in [false, true] {
        let expected = MatrixOracle(graph, weighted: weighted).ranks(restart: restart, damping: 0.7)
        let ranks = try PersonalisedPageRank.run(
          graph, sources: sources,
          parameters: PageRank.Parameters(damping: 0.7, stop: .tolerance(change: 1e-12, maximumRounds: 1_000)),
          weighted: weighted)
        #expect(ranks.converged && largestDifference(ranks.values, expected) < 1e-10)
      }
    }
  }

  @Test("pushed ranks stay below the true ones, by the residual in total", arguments: [true, false], [UInt64](1...6))
  func push(directed: Bool, seed: UInt64) throws {
    let graph = try CentralityTests.random(seed, directed: directed)
    for (sources, tolerance) in [([2], 0.01), ([1, 7], 1e-3), ([4], 1e-7)] as [([UInt32], Double)] {
      var restart = [Double](repeating: 0, count: 24)
      for source in sources { restart[Int(source)] = 1 / Double(sources.count) }
      let expected = MatrixOracle(graph).ranks(restart: restart, damping: 0.85)
      let ranks = try PersonalisedPageRankPush.run(graph, sources: sources, tolerance: tolerance)
      #expect(ranks.vertices == ranks.vertices.sorted())
      var values = [Double](repeating: 0, count: 24)
      for (vertex, value) in zip(ranks.vertices, ranks.values) { values[Int(vertex)] = value }
      let missing = zip(expected, values).map { $0 - $1 }
      #expect(missing.allSatisfy { $0 > -1e-12 })
      #expect(abs(missing.reduce(0, +) - ranks.residual) < 1e-12)
      for vertex in 0..<24 where !directed {
        #expect(
          missing[vertex] <= tolerance * Double(max(1, graph.degree(vertex))) + 1e-12
            || sources.count > 0 && graph.degree(vertex) == 0)
      }
    }
  }

  @Test("pushing touches no more of a graph because the graph is larger")
  func locality() throws {
    let counts = try [1_000, 100_000].map { count in
      let graph = try CentralityTests.path(count)
      let ranks = try PersonalisedPageRankPush.run(graph, sources: [10], tolerance: 1e-4)
      return [ranks.vertices.count, ranks.pushes]
    }
    #expect(counts[0] == counts[1] && counts[0][0] > 3 && counts[0][0] < 100)
  }
}
