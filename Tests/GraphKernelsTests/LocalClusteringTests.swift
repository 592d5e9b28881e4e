import GraphKernels
import GraphStorage
import Testing

@Suite("Local clustering")
struct LocalClusteringTests {
  @Test("equals the definition over all ordered pairs of a matrix", arguments: [true, false], [UInt64](1...4))
  func matrix(directed: Bool, seed: UInt64) throws {
    let graph = ConformanceTests.sample(count: 40, edges: 160, seed: seed, directed: directed, weighted: false)
    var matrix = [[Bool]](repeating: [Bool](repeating: false, count: 40), count: 40)
    for vertex in 0..<40 { for arc in graph.row(vertex) { matrix[vertex][Int(graph.targets[arc])] = true } }
    let result = try LocalClustering.run(graph)
    for vertex in 0..<40 {
      let near = (0..<40).filter { matrix[vertex][$0] || matrix[$0][vertex] }
      var links = 0
      for first in near { for second in near where matrix[first][second] { links += 1 } }
      let pairs = near.count * (near.count - 1)
      #expect(result.links[vertex] == links)
      #expect(result.coefficients[vertex] == (pairs == 0 ? 0 : Double(links) / Double(pairs)))
    }
  }

  @Test("four people who all know each other, and one who knows one of them")
  func clique() throws {
    let graph = try Graph(
      vertexCount: 5, sources: [0, 0, 0, 1, 1, 2, 3], targets: [1, 2, 3, 2, 3, 3, 4], directed: false)
    let result = try LocalClustering.run(graph)
    #expect(result.links == [6, 6, 6, 6, 0])
    #expect(result.coefficients == [1, 1, 1, 0.5, 0])
    #expect(abs(result.transitivity - 0.8) < 1e-15)
  }
}
