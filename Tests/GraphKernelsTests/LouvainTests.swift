import GraphKernels
import GraphStorage
import Testing

@Suite("Louvain")
struct LouvainTests {
  /// Q by its definition, over all pairs.
  static func modularity(_ graph: WeightedGraph, _ communities: [UInt32]) -> Double {
    let strengths = (0..<graph.vertexCount).map { graph.row($0).reduce(0.0) { $0 + graph.weights[$1] } }
    let total = strengths.reduce(0, +)
    var sum = 0.0
    for first in 0..<graph.vertexCount {
      for second in 0..<graph.vertexCount where communities[first] == communities[second] {
        sum += (graph.weight(from: first, to: second) ?? 0) - strengths[first] * strengths[second] / total
      }
    }
    return sum / total
  }

  @Test("planted groups are found, named by their smallest member, and Q agrees with its definition")
  func planted() throws {
    var generator = SeededGenerator(seed: 5)
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    for first in 0..<80 {
      for second in first + 1..<80 where generator.unit() < (first / 20 == second / 20 ? 0.5 : 0.02) {
        sources.append(UInt32(first))
        targets.append(UInt32(second))
      }
    }
    let graph = try WeightedGraphBuilder.build(
      vertexCount: 81, sources: sources, targets: targets, weights: sources.map { _ in 1 }, symmetric: true)
    let result = Louvain.run(graph)
    var expected: [UInt32] = (0..<80).map { vertex in UInt32(vertex / 20 * 20) }
    expected.append(80)
    #expect(result.communities == expected)
    #expect(abs(result.modularity - Self.modularity(graph, result.communities)) < 1e-12)
  }

  @Test("on random weighted graphs Q agrees with its definition and beats one community", arguments: [UInt64](1...6))
  func random(seed: UInt64) throws {
    let graph = try RandomCase(seed: seed, count: 40).graph
    let result = Louvain.run(graph)
    #expect(abs(result.modularity - Self.modularity(graph, result.communities)) < 1e-12)
    #expect(result.modularity > 0.2)
    for (vertex, community) in result.communities.enumerated() {
      #expect(community <= vertex && result.communities[Int(community)] == community)
    }
  }
}
