import GraphKernels
import GraphStorage
import Testing

@Suite("Plain kernels")
struct PlainKernelTests {
  static func random(_ seed: UInt64, directed: Bool) throws -> Graph {
    var generator = SeededGenerator(seed: seed)
    let count = 30
    let arcs = (0..<40).map { _ in (UInt32(generator.below(count)), UInt32(generator.below(count))) }
    return try Graph(vertexCount: count, sources: arcs.map(\.0), targets: arcs.map(\.1), directed: directed)
  }

  @Test("distances equal those of relaxing every arc until nothing changes", arguments: [true, false], [UInt64](1...6))
  func distances(directed: Bool, seed: UInt64) throws {
    let graph = try Self.random(seed, directed: directed)
    var expected = [Int](repeating: Int.max / 2, count: graph.vertexCount)
    expected[0] = 0
    for _ in 0..<graph.vertexCount {
      for vertex in 0..<graph.vertexCount {
        for arc in graph.row(vertex) {
          let target = Int(graph.targets[arc])
          expected[target] = min(expected[target], expected[vertex] + 1)
        }
      }
    }
    let tree = try BreadthFirstSearch.run(graph, source: 0)
    let distances: [Int] = tree.distances.map { $0 < 0 ? Int.max / 2 : Int($0) }
    #expect(distances == expected)
  }

  @Test(
    "components equal the smallest vertex that spreads to a fixed point", arguments: [true, false], [UInt64](1...6))
  func components(directed: Bool, seed: UInt64) throws {
    let graph = try Self.random(seed, directed: directed)
    var labels = (0..<graph.vertexCount).map { UInt32($0) }
    for _ in 0..<graph.vertexCount {
      for vertex in 0..<graph.vertexCount {
        for arc in graph.row(vertex) {
          let target = Int(graph.targets[arc])
          let least = min(labels[vertex], labels[target])
          labels[vertex] = least
          labels[target] = least
        }
      }
    }
    #expect(try Array(ConnectedComponents.run(graph)) == labels)
  }

  @Test("ranks satisfy their own equation and sum to one", arguments: [true, false], [UInt64](1...6))
  func ranks(directed: Bool, seed: UInt64) throws {
    let graph = try Self.random(seed, directed: directed)
    let ranks = try PageRank.run(graph, RunControl(threads: ThreadCount(2)))
    #expect(ranks.converged)
    #expect(abs(ranks.values.reduce(0, +) - 1) < 1e-12)
    var pushed = [Double](repeating: 0, count: graph.vertexCount)
    for vertex in 0..<graph.vertexCount {
      let row = graph.row(vertex)
      if row.isEmpty {
        for other in pushed.indices { pushed[other] += ranks.values[vertex] / Double(graph.vertexCount) }
      }
      for arc in row { pushed[Int(graph.targets[arc])] += ranks.values[vertex] / Double(row.count) }
    }
    for vertex in pushed.indices {
      let expected: Double = 0.15 / Double(graph.vertexCount) + 0.85 * pushed[vertex]
      #expect(abs(ranks.values[vertex] - expected) < 1e-7)
    }
  }
}
