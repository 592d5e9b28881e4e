import GraphKernels
import GraphStorage
import Testing

@Suite("Core numbers")
struct CoreNumbersTests {
  @Test("equal those of removing, for each k, whoever has fewer than k neighbours", arguments: [UInt64](1...8))
  func removal(seed: UInt64) throws {
    let graph = ConformanceTests.sample(count: 60, edges: 240, seed: seed, directed: false, weighted: seed % 2 == 0)
    var expected = [Int](repeating: 0, count: graph.vertexCount)
    for bound in 1...60 {
      var alive = [Bool](repeating: true, count: graph.vertexCount)
      var changed = true
      while changed {
        changed = false
        for vertex in alive.indices where alive[vertex] {
          if graph.row(vertex).count(where: { alive[Int(graph.targets[$0])] }) < bound {
            alive[vertex] = false
            changed = true
          }
        }
      }
      for vertex in alive.indices where alive[vertex] { expected[vertex] = bound }
    }
    #expect(try CoreNumbers.run(graph) == expected)
  }

  @Test("of a graph whose levels take many stretches, shared by threads or not", arguments: [1, 2, 3, 8])
  func shared(threads: Int) throws {
    // Nearly a million arcs: nobody is taken before the level that most are taken at.
    let graph = ConformanceTests.sample(count: 3_000, edges: 500_000, seed: 4, directed: false, weighted: false)
    var left = (0..<graph.vertexCount).map { graph.row($0).count }
    var (expected, bound) = ([Int](repeating: 0, count: graph.vertexCount), 0)
    var isTaken = [Bool](repeating: false, count: graph.vertexCount)
    for _ in 0..<graph.vertexCount {
      guard let next = left.indices.filter({ !isTaken[$0] }).min(by: { left[$0] < left[$1] }) else { break }
      bound = max(bound, left[next])
      (expected[next], isTaken[next]) = (bound, true)
      for arc in graph.row(next) { left[Int(graph.targets[arc])] -= 1 }
    }
    #expect(try CoreNumbers.run(graph, RunControl(threads: ThreadCount(threads))) == expected)
  }

  @Test("a hub of more arcs than a stretch has, beside a clique", arguments: [1, 3])
  func hub(threads: Int) throws {
    let (leaves, members) = (300_000, 200)
    var (sources, targets) = ([UInt32](repeating: 0, count: leaves), (1...leaves).map { UInt32($0) })
    for one in 1...members {
      for other in 1..<one {
        sources.append(UInt32(one))
        targets.append(UInt32(other))
      }
    }
    let graph = try Graph(vertexCount: leaves + 2, sources: sources, targets: targets, directed: false)
    // The hub knows everybody in the clique too; the last vertex nobody.
    let expected = [members] + (1...leaves).map { $0 <= members ? members : 1 } + [0]
    #expect(try CoreNumbers.run(graph, RunControl(threads: ThreadCount(threads))) == expected)
  }

  @Test("a triangle with a tail and a lone vertex has cores 2, 1 and 0")
  func triangle() throws {
    let graph = try Graph(vertexCount: 5, sources: [0, 1, 2, 2], targets: [1, 2, 0, 3], directed: false)
    #expect(try CoreNumbers.run(graph) == [2, 2, 2, 1, 0])
  }

  @Test(
    "cliques in a chain have their size less one, over many levels and for any number of threads", arguments: [1, 4])
  func cliques(threads: Int) throws {
    var (sources, targets, expected): ([UInt32], [UInt32], [Int]) = ([], [], [])
    for size in [90, 3, 41, 66, 12] {
      let first = expected.count
      for one in first..<first + size {
        // From a clique to the one before it by a single edge, which changes no core.
        let before = one == first && first > 0 ? first - 1 : first
        for other in before..<one {
          sources.append(UInt32(one))
          targets.append(UInt32(other))
        }
      }
      expected += [Int](repeating: size - 1, count: size)
    }
    let graph = try Graph(vertexCount: expected.count, sources: sources, targets: targets, directed: false)
    #expect(try CoreNumbers.run(graph, RunControl(threads: ThreadCount(threads))) == expected)
  }
}
