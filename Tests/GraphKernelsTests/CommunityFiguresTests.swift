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
    let roles = found.roles(in: graph)
    let bridge = roles[2]
    #expect(abs(bridge.participation - 4.0 / 9) < 1e-12 && bridge.withinModule == nil)
    #expect(roles[7].participation == 0)
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

  @Test("roles are those of the definition, vertex by vertex", arguments: 1...4)
  func roles(seed: UInt64) throws {
    let graph = try CommunityTests.planted(groups: 4, size: 9, inside: 0.5, between: 0.12, seed: seed)
    let classes = Column((0..<graph.vertexCount).map { UInt32($0 / 9) })
    let found = try CommunityFigures(graph, classes: classes)
    func links(_ vertex: Int, _ own: Int) -> Double {
      Double(graph.row(vertex).count { Int(graph.targets[$0]) / 9 == own })
    }
    for (vertex, role) in found.roles(in: graph).enumerated() {
      let degree = Double(graph.degree(vertex))
      let spread = degree == 0 ? 0 : 1 - (0...4).reduce(0.0) { $0 + (links(vertex, $1) / degree) * (links(vertex, $1) / degree) }
      #expect(abs(role.participation - spread) < 1e-12)
      let members = (0..<graph.vertexCount).filter { $0 / 9 == vertex / 9 }.map { links($0, vertex / 9) }
      let mean = members.reduce(0, +) / Double(members.count)
      let deviation = (members.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(members.count)).squareRoot()
      if deviation > 0 {
        let z = try #require(role.withinModule)
        #expect(abs(z - (links(vertex, vertex / 9) - mean) / deviation) < 1e-9)
      } else {
        #expect(role.withinModule == nil)
      }
    }
  }

  @Test("directed graphs and classes that are no vertices are refused")
  func refused() throws {
    let directed = try Graph(vertexCount: 2, sources: [0], targets: [1], directed: true)
    #expect(throws: KernelError.self) { try CommunityFigures(directed, classes: Column([0, 1])) }
    let graph = try Graph(vertexCount: 2, sources: [0], targets: [1], directed: false)
    #expect(throws: KernelError.self) { try CommunityFigures(graph, classes: Column([0, 2])) }
  }
}
