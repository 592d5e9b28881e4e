import GraphKernels
import GraphStorage
import Testing

@Suite("K-truss")
struct KTrussTests {
  /// By the definition: for each `k`, edges of fewer than `k - 2` triangles are struck from a matrix until none is left
  /// to strike.
  private static func struck(_ graph: Graph) -> [Int64] {
    let count = graph.vertexCount
    var linked = [[Bool]](repeating: [Bool](repeating: false, count: count), count: count)
    var edges: [(Int, Int)] = []
    for vertex in 0..<count {
      for arc in graph.row(vertex) {
        linked[vertex][Int(graph.targets[arc])] = true
        if Int(graph.targets[arc]) > vertex { edges.append((vertex, Int(graph.targets[arc]))) }
      }
    }
    var truss = edges.map { _ in Int64(2) }
    var size = 3
    while edges.contains(where: { linked[$0.0][$0.1] }) {
      var hasChanged = true
      while hasChanged {
        hasChanged = false
        for (first, second) in edges where linked[first][second] {
          let shared = (0..<count).filter { linked[first][$0] && linked[second][$0] }.count
          if shared < size - 2 {
            linked[first][second] = false
            linked[second][first] = false
            hasChanged = true
          }
        }
      }
      for (place, edge) in edges.enumerated() where linked[edge.0][edge.1] { truss[place] = Int64(size) }
      size += 1
    }
    return truss
  }

  @Test(
    "is what is left when weak edges are struck from a matrix, for any number of threads",
    arguments: [(20, 60), (40, 200), (40, 700), (60, 500)], [UInt64](1...3))
  func struck(size: (Int, Int), seed: UInt64) throws {
    let graph = ConformanceTests.sample(count: size.0, edges: size.1, seed: seed, directed: false, weighted: false)
    let expected = Self.struck(graph)
    for threads in [1, 2, 8] {
      let result = try KTruss.run(graph, RunControl(threads: ThreadCount(threads)))
      #expect(result.truss == expected)
      #expect(result.largest == Int(expected.max() ?? 0))
      let pairs = zip(result.sources, result.targets).map { ($0, $1) }
      #expect(pairs.allSatisfy { $0 < $1 } && pairs.elementsEqual(pairs.sorted(by: <), by: ==))
    }
  }

  @Test("two full groups of 5 and 4 that share a vertex, and a tail")
  func groups() throws {
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    for group in [[0, 1, 2, 3, 4], [4, 5, 6, 7], [7, 8]] as [[UInt32]] {
      for first in group {
        for second in group where first < second {
          sources.append(first)
          targets.append(second)
        }
      }
    }
    let graph = try Graph(vertexCount: 10, sources: sources, targets: targets, directed: false)
    let result = try KTruss.run(graph)
    #expect(result.largest == 5)
    #expect(result.truss == [Int64](repeating: 5, count: 10) + [Int64](repeating: 4, count: 6) + [2])
  }

  @Test("has no rows without edges, and all in one truss where everybody knows everybody", arguments: [0, 1, 2, 3, 65])
  func complete(count: Int) throws {
    let ends = (0..<count).flatMap { first in (0..<first).map { (UInt32(first), UInt32($0)) } }
    let graph = try Graph(vertexCount: count, sources: ends.map(\.0), targets: ends.map(\.1), directed: false)
    let result = try KTruss.run(graph)
    #expect(result.truss == ends.map { _ in Int64(count) })
    #expect(result.largest == (ends.isEmpty ? 0 : count))
  }
}
