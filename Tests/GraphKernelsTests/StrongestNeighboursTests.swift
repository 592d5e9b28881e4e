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
}
