import Foundation
import GraphKernels
import GraphStorage
import Testing

@Suite("Candidates two hops away")
struct TwoHopCandidatesTests {
  @Test("equal what sets of neighbours give, over all pairs, sorted whole", arguments: [1, 5, 100], [3, 4] as [UInt64])
  func sets(limit: Int, seed: UInt64) throws {
    let count = 70
    let graph = ConformanceTests.sample(count: count, edges: 260, seed: seed, directed: false, weighted: false)
    let near = (0..<count).map { vertex in Set(graph.row(vertex).map { Int(graph.targets[$0]) }) }
    let isEligible = (0..<count).map { $0 % 7 != 3 }
    let candidates = TwoHopCandidates(graph, isEligible: Column(isEligible), limit: limit)
    for vertex in 0..<count {
      let excluded = [UInt32((vertex + 5) % count), UInt32((vertex + 9) % count)]
      var expected: [(other: Int, allocation: Double, rarity: Double, common: Int, union: Int)] = []
      for other in 0..<count
      where other != vertex && !near[vertex].contains(other) && isEligible[other] && !excluded.contains(UInt32(other)) {
        let shared = near[vertex].intersection(near[other]).sorted()
        if shared.isEmpty { continue }
        expected.append(
          (
            other, shared.reduce(0) { $0 + 1 / Double(near[$1].count) },
            shared.reduce(0) { $0 + 1 / log(Double(near[$1].count)) }, shared.count,
            near[vertex].union(near[other]).count
          ))
      }
      expected.sort { $0.allocation != $1.allocation ? $0.allocation > $1.allocation : $0.other < $1.other }
      let found = try #require(candidates.list(of: UInt32(vertex), excluding: excluded[...], RunControl()))
      #expect(found.map { Int($0.vertex) } == expected.prefix(limit).map(\.other))
      for (one, other) in zip(found, expected) {
        #expect(one.common == other.common && one.resourceAllocation == other.allocation)
        #expect(abs(one.adamicAdar - other.rarity) < 1e-12)
        #expect(abs(one.jaccard - Double(other.common) / Double(other.union)) < 1e-12)
      }
      let reached = candidates.reached(from: UInt32(vertex), excluding: excluded[...], RunControl())
      #expect(reached == expected.map { UInt32($0.other) }.sorted())
    }
  }

  @Test("somebody who is not eligible is still a bridge, and an isolated vertex has no candidate")
  func bridge() throws {
    let edges = EdgeList(vertexCount: 4, sources: Column([0, 1]), targets: Column([1, 2]))
    let graph = try GraphBuilder.build(edges, BuildPolicy(directed: false)).graph
    let candidates = TwoHopCandidates(graph, isEligible: Column([true, false, true, true]), limit: 3)
    #expect(candidates.list(of: 0, excluding: [], RunControl())?.map(\.vertex) == [2])
    #expect(candidates.list(of: 3, excluding: [], RunControl()) == [])
    #expect(candidates.commonNeighbours(0, 2) == [1])
  }
}
