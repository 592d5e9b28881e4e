import GraphKernels
import GraphStorage
import Testing

@Suite("Triangles")
struct TrianglesTests {
  /// Every triple of vertices looked up in a matrix.
  private static func triples(_ graph: Graph) -> [Int64] {
    let count = graph.vertexCount
    var known = [Bool](repeating: false, count: count * count)
    for vertex in 0..<count { for arc in graph.row(vertex) { known[vertex * count + Int(graph.targets[arc])] = true } }
    var counts = [Int64](repeating: 0, count: count)
    for first in 0..<count {
      for second in first + 1..<max(count, first + 1) where known[first * count + second] {
        for third in second + 1..<max(count, second + 1)
        where known[first * count + third] && known[second * count + third] {
          counts[first] += 1
          counts[second] += 1
          counts[third] += 1
        }
      }
    }
    return counts
  }

  @Test(
    "are those of every triple of vertices, with many hubs, few or none, for any number of threads",
    arguments: [
      (30, 60), (100, 1_200), (150, 6_000), (200, 4_000), (260, 9_000), (300, 19_200), (700, 40_000), (1_100, 90_000),
    ], [UInt64(1), 2])
  func triples(size: (Int, Int), seed: UInt64) throws {
    let graph = ConformanceTests.sample(count: size.0, edges: size.1, seed: seed, directed: false, weighted: false)
    let expected = Self.triples(graph)
    for threads in [1, 2, 8] {
      let result = try Triangles.run(graph, RunControl(threads: ThreadCount(threads)))
      #expect(result.counts == expected)
      #expect(result.total * 3 == expected.reduce(0) { $0 + Int($1) })
    }
  }

  @Test(
    "are all triples where everybody knows everybody",
    arguments: [0, 1, 2, 3, 63, 64, 127, 128, 129, 130, 193, 512, 513, 1_025])
  func complete(count: Int) throws {
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    for first in 0..<count {
      for second in 0..<first {
        sources.append(UInt32(first))
        targets.append(UInt32(second))
      }
    }
    let graph = try Graph(vertexCount: count, sources: sources, targets: targets, directed: false)
    let result = try Triangles.run(graph)
    let pairs = max(0, count - 1) * max(0, count - 2) / 2
    #expect(result.counts == [Int64](repeating: Int64(pairs), count: count))
    #expect(result.total == pairs * count / 3)
  }

  @Test(
    "are those of a ring whose ranks are in no order, of several blocks of hubs, and of more than may be hubs",
    arguments: [1_500, 9_000], [1, 2, 8])
  func ring(count: Int, threads: Int) throws {
    // Everybody knows the 64 next on both sides, and some who know nobody else.
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    var vertexCount = count
    for vertex in 0..<count {
      let lonely = vertexCount..<vertexCount + vertex * 7 % 5
      vertexCount += lonely.count
      for other in (1...64).map({ (vertex + $0) % count }) + Array(lonely) {
        sources.append(UInt32(vertex))
        targets.append(UInt32(other))
      }
    }
    let graph = try Graph(vertexCount: vertexCount, sources: sources, targets: targets, directed: false)
    let result = try Triangles.run(graph, RunControl(threads: ThreadCount(threads)))
    // Of the pairs of neighbours, those at most 64 apart.
    let own = Int64(3 * 64 * 63 / 2)
    #expect(result.counts == (0..<vertexCount).map { $0 < count ? own : 0 })
    #expect(result.total == count * Int(own) / 3)
  }

  @Test("are none in a star and in two halves that only know the other; loops and repetitions make none")
  func none() throws {
    let star = try Graph(
      vertexCount: 300, sources: [UInt32](repeating: 0, count: 299), targets: (1..<300).map { UInt32($0) },
      directed: false)
    #expect(try Triangles.run(star).total == 0)
    let ends = (0..<100).flatMap { left in (100..<200).map { (UInt32(left), UInt32($0)) } }
    let halves = try Graph(vertexCount: 200, sources: ends.map(\.0), targets: ends.map(\.1), directed: false)
    #expect(try Triangles.run(halves).total == 0)
    let repeated = try Graph(
      vertexCount: 4, sources: [0, 1, 1, 2, 0, 0, 2], targets: [1, 0, 2, 2, 2, 2, 3], directed: false)
    #expect(try Triangles.run(repeated).counts == [1, 1, 1, 0])
  }

  @Test("do not depend on the numbers of the vertices")
  func order() throws {
    let edges = ConformanceTests.sample(count: 640, edges: 45_000, seed: 5, directed: false, weighted: false)
    let counts = try Triangles.run(edges).counts
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    for vertex in 0..<640 {
      for arc in edges.row(vertex) {
        sources.append(UInt32(639 - vertex))
        targets.append(639 - edges.targets[arc])
      }
    }
    let turned = try Graph(vertexCount: 640, sources: sources, targets: targets, directed: false)
    #expect(try Triangles.run(turned).counts == counts.reversed())
  }
}
