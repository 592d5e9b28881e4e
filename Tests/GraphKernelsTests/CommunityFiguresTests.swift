import GraphKernels
import GraphStorage
import Testing

@Suite("Figures of communities")
struct CommunityFiguresTests {
  @Test("density, conductance, parts and roles of a graph done by hand")
  func byHand() throws {
    // A triangle 0 1 2, a pair 3 4 that is tied to it once, a pair 5 6 in the class of 3 and 4, and 7 alone.
    let graph = try Graph(
      vertexCount: 8, sources: [0, 1, 0, 3, 2, 5], targets: [1, 2, 2, 4, 3, 6], directed: false)
    let found = try CommunityFigures(graph, classes: Column([0, 0, 0, 3, 3, 3, 3, 7]))
    #expect(found.communities.map(\.first) == [3, 0, 7] && found.communities.map(\.size) == [4, 3, 1])
    #expect(found.communities.map(\.ties) == [2, 3, 0] && found.communities.map(\.parts) == [2, 1, 1])
    #expect(found.communities.map(\.density) == [2.0 / 6, 1, nil])
    // One tie leaves; the strengths are 5 and 7, of which 5 is the smaller.
    #expect(found.communities.map(\.conductance) == [0.2, 0.2, nil])
    #expect(found.communities.map(\.insideShare) == [0.8, 6.0 / 7, nil])
    #expect(found.positions == [1, 1, 1, 0, 0, 0, 0, 2])
    let bridge = found.role(of: 2, in: graph)
    #expect(abs(bridge.participation - 4.0 / 9) < 1e-12 && bridge.withinModule == nil)
    #expect(found.role(of: 7, in: graph).participation == 0)
  }

  @Test("Leiden's communities are of one part and their figures add up to its quality", arguments: 1...6)
  func quality(seed: UInt64) throws {
    let graph = try CommunityTests.planted(groups: 5, size: 18, inside: 0.3, between: 0.05, seed: seed)
    let partition = try Leiden.run(graph)
    let found = try CommunityFigures(graph, classes: partition.communities)
    #expect(found.communities.allSatisfy { $0.parts == 1 })
    #expect(found.communities.reduce(0) { $0 + $1.size } == graph.vertexCount)
    let total = Double(graph.arcCount)
    let sum = found.communities.reduce(0.0) {
      $0 + $1.inside / total - ($1.strength / total) * ($1.strength / total)
    }
    #expect(abs(sum - partition.quality) < 1e-9)
  }

  @Test("directed graphs and classes that are no vertices are refused")
  func refused() throws {
    let directed = try Graph(vertexCount: 2, sources: [0], targets: [1], directed: true)
    #expect(throws: KernelError.self) { try CommunityFigures(directed, classes: Column([0, 1])) }
    let graph = try Graph(vertexCount: 2, sources: [0], targets: [1], directed: false)
    #expect(throws: KernelError.self) { try CommunityFigures(graph, classes: Column([0, 2])) }
  }
}
