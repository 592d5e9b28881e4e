import GraphKernels
import GraphStorage
import Testing

@Suite("Random walks")
struct WalkTests {
  @Test("every step is an arc, and a walk ends early only where no arc leads on", arguments: [true, false])
  func steps(directed: Bool) throws {
    let graph = try CentralityTests.random(5, directed: directed)
    for (weighted, factor) in [(false, 1.0), (true, 1.0), (true, 3.0)] {
      let parameters = RandomWalks.Parameters(
        length: 7, walks: 3, seed: 4, weighted: weighted, backward: factor, outward: 1 / factor)
      let walks = try RandomWalks.run(graph, parameters: parameters, RunControl(threads: ThreadCount(2)))
      #expect(walks.count == 72)
      for number in 0..<walks.count {
        let walk = Array(walks[number])
        #expect(Int(walk[0]) == number / 3)
        for (source, target) in zip(walk, walk.dropFirst()) {
          #expect(graph.row(Int(source)).contains { graph.targets[$0] == target })
        }
        #expect(walk.count == 8 || graph.degree(Int(walk[walk.count - 1])) == 0)
      }
      #expect(walks == (try RandomWalks.run(graph, parameters: parameters, RunControl(threads: ThreadCount(1)))))
    }
  }

  @Test("steps fall in proportion to weights")
  func weights() throws {
    let graph = try Graph(vertexCount: 4, sources: [0, 0, 0], targets: [1, 2, 3], weights: [1, 2, 5], directed: true)
    for (weighted, shares) in [(true, [1.0 / 8, 2.0 / 8, 5.0 / 8]), (false, [1.0 / 3, 1.0 / 3, 1.0 / 3])] {
      let walks = try RandomWalks.run(
        graph, starts: [0], parameters: RandomWalks.Parameters(length: 1, walks: 8_000, seed: 2, weighted: weighted))
      for target in 1...3 {
        let share = Double((0..<walks.count).count { walks[$0].last == UInt32(target) }) / 8_000
        #expect(abs(share - shares[target - 1]) < 0.025)
      }
    }
  }

  @Test("second steps fall as node2vec says")
  func secondOrder() throws {
    // 0 and 1 and 2 form a triangle, 3 hangs on 1: after 0 → 1 the factors are 1/p for 0, 1 for 2 and 1/q for 3.
    let graph = try Graph(vertexCount: 4, sources: [0, 1, 0, 1], targets: [1, 2, 2, 3], directed: false)
    let walks = try RandomWalks.run(
      graph, starts: [0],
      parameters: RandomWalks.Parameters(length: 2, walks: 20_000, seed: 3, backward: 4, outward: 0.5))
    let second = (0..<walks.count).map { Array(walks[$0]) }.filter { $0[1] == 1 }.map { $0[2] }
    #expect(second.count > 9_000)
    for (vertex, factor) in [(UInt32(0), 0.25), (2, 1), (3, 2)] {
      #expect(abs(Double(second.count { $0 == vertex }) / Double(second.count) - factor / 3.25) < 0.025)
    }
  }

  @Test("a walk does not depend on the walks beside it, though some of them end early", arguments: [UInt64](1...4))
  func independence(seed: UInt64) throws {
    let graph = try CentralityTests.random(seed, directed: true, count: 150, edges: 190)
    let starts = (0..<UInt32(150)).map { $0 }
    let parameters = RandomWalks.Parameters(length: 12, seed: seed)
    let all = try RandomWalks.run(graph, starts: starts, parameters: parameters)
    #expect((0..<150).contains { all[$0].count < 13 } && (0..<150).contains { all[$0].count > 4 })
    for count in [1, 63, 64, 65, 130] {
      let some = try RandomWalks.run(graph, starts: Array(starts.prefix(count)), parameters: parameters)
      #expect((0..<count).allSatisfy { some[$0] == all[$0] })
    }
  }
}
