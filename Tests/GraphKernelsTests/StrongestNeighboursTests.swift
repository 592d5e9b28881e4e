import GraphKernels
import GraphStorage
import Testing

@Suite("Strongest neighbours")
struct StrongestNeighboursTests {
  @Test("equal the head of each row sorted as a whole", arguments: [true, false], [1, 3, 10, 100])
  func sorted(directed: Bool, count: Int) throws {
    for weighted in [true, false] {
      let graph = ConformanceTests.sample(count: 80, edges: 600, seed: 9, directed: directed, weighted: weighted)
      var sources: [UInt32] = []
      var targets: [UInt32] = []
      var weights: [Double] = []
      for vertex in 0..<graph.vertexCount {
        let row = graph.row(vertex).map { (weight: graph.weights?[$0] ?? 1, target: graph.targets[$0]) }
        for (weight, target) in row.sorted(by: { ($1.weight, $0.target) < ($0.weight, $1.target) }).prefix(count) {
          sources.append(UInt32(vertex))
          targets.append(target)
          weights.append(weight)
        }
      }
      let table = try StrongestNeighbours.run(graph, count: count)
      #expect(table.sources == sources && table.targets == targets && table.weights == weights)
    }
  }

  @Test("a hub with many equal weights lists them by the smaller neighbour", arguments: [1, 32, 33, 500, 3_000])
  func hub(count: Int) throws {
    let leaves = Array(1...UInt32(2_000))
    // Seven weights, ascending along the row within each run of seven.
    let weights = leaves.map { Double($0 % 7 + 1) }
    let graph = try Graph(
      vertexCount: 2_001, sources: leaves.map { _ in 0 }, targets: leaves, weights: weights, directed: true)
    let expected = leaves.sorted { ($1 % 7, $0) < ($0 % 7, $1) }.prefix(count)
    let table = try StrongestNeighbours.run(graph, count: count)
    #expect(table.targets == Array(expected) && table.weights == expected.map { Double($0 % 7 + 1) })
    let plain = try Graph(vertexCount: 2_001, sources: leaves.map { _ in 0 }, targets: leaves, directed: true)
    #expect(try StrongestNeighbours.run(plain, count: count).targets == Array(leaves.prefix(count)))
  }
}
