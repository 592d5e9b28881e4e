import GraphStorage
import Testing

@testable import GraphKernels

/// What Leiden makes of communities before it makes them vertices.
@Suite("Refinement of communities")
struct CommunityRefinementTests {
  private struct Refined: Equatable {
    var communities: [UInt32]
    var partition: [UInt32]
    /// In which order members are visited, community by community.
    var order: [UInt32]
  }

  private static let seed: UInt64 = 7

  /// Of what Louvain finds, with communities of more than `most` members in batches.
  private static func refined<Links: LinkWeight>(
    _ graph: Graph, _ weights: Column<Links.Arc>?, _: Links.Type, most: Int?, threads: Int = 2
  ) throws -> Refined {
    let control = RunControl(threads: ThreadCount(threads))
    let found = try Louvain.run(graph, control).communities
    let level = try CommunityLevel<Links>.ground(graph, weights: weights, .modularity, resolution: 1, control)
    let start = try CommunityAssignment<Links>(MutableColumn(found.array()), of: level, control)
    let count = try start.compact(control)
    let partition = try CommunityAssignment<Links>(start.communities, of: level, control)
    let refined = try CommunityRefinement.run(
      level, partition, count: count, seed: seed, scratch: LinkSums.forThreads(level, control), most: most, control)
    let groups = try LevelGroups(level, partition.communities, count: count, control)
    for group in 0..<count { groups.shuffle(group, seed: seed) }
    return Refined(
      communities: refined.communities.array(), partition: partition.communities.array(), order: groups.members.array())
  }

  /// Members of each community one after the other, with dictionaries.
  private static func plain(_ graph: Graph, _ partition: [UInt32], order: [UInt32]) -> [UInt32] {
    func weight(_ arc: Int) -> Double { graph.weights?[arc] ?? 1 }
    let strengths = (0..<graph.vertexCount).map { graph.row($0).reduce(0) { $0 + weight($1) } }
    let total = strengths.reduce(0, +)
    var refined = (0..<graph.vertexCount).map { $0 }
    for group in Set(partition).sorted() {
      let members = order.map { Int($0) }.filter { partition[$0] == group }
      let mass = members.reduce(0) { $0 + strengths[$1] }
      for vertex in members {
        let together = members.count { refined[$0] == refined[vertex] }
        if refined[vertex] != vertex || together > 1 { continue }
        var sums: [Int: Double] = [:]
        for arc in graph.row(vertex) where partition[Int(graph.targets[arc])] == group {
          sums[refined[Int(graph.targets[arc])], default: 0] += weight(arc)
        }
        let own = strengths[vertex]
        if sums.values.reduce(0, +) < own * (mass - own) / total { continue }
        let gains = sums.map { community, sum in
          let held = members.reduce(0) { $0 + (refined[$1] == community ? strengths[$1] : 0) }
          return (gain: sum - own * held / total, community: community)
        }
        let best = gains.max { $0.gain < $1.gain || ($0.gain == $1.gain && $0.community > $1.community) }
        if let best, best.gain > 1e-12 * total { refined[vertex] = best.community }
      }
    }
    return refined.map { UInt32($0) }
  }

  private static func samples(_ seed: UInt64) throws -> [Graph] {
    let kronecker = try KroneckerGenerator.edges(scale: 9, edgeFactor: 4, seed: seed, weights: true)
    return [
      try CommunityTests.planted(groups: 12, size: 25, inside: 0.3, between: 0.03, seed: seed),
      try GraphBuilder.build(consume kronecker, BuildPolicy(directed: false)).graph,
    ]
  }

  @Test("is what one finds member by member", arguments: [1, 2, 3] as [UInt64])
  func memberByMember(seed: UInt64) throws {
    for graph in try Self.samples(seed) {
      let found =
        graph.countsLinks
        ? try Self.refined(graph, nil, CountedLinks.self, most: .max)
        : try Self.refined(graph, graph.weights, WeighedLinks.self, most: .max)
      #expect(found.communities == Self.plain(graph, found.partition, order: found.order))
      #expect(found.order.sorted() == (0..<UInt32(graph.vertexCount)).map { $0 } && found.order != found.order.sorted())
      #expect(Set(found.communities).count < graph.vertexCount * 3 / 4)
    }
  }

  @Test(
    "lies inside the communities, is connected and the same for any number of threads, large or small",
    arguments: [0, 30, Int.max])
  func inside(most: Int) throws {
    // The last one has arcs for several pieces, and members for several of a batch.
    for graph in try Self.samples(5) + [
      try CommunityTests.planted(groups: 6, size: 400, inside: 0.05, between: 0.002, seed: 8),
      try CommunityTests.planted(groups: 100, size: 60, inside: 0.4, between: 0.0005, seed: 8),
    ] {
      let runs = try [1, 2, 5].map { try Self.refined(graph, graph.weights, WeighedLinks.self, most: most, threads: $0) }
      #expect(runs[0] == runs[1] && runs[1] == runs[2])
      let (communities, partition) = (runs[0].communities, runs[0].partition)
      for vertex in 0..<graph.vertexCount { #expect(partition[vertex] == partition[Int(communities[vertex])]) }
      // Named by the smallest, as the helper wants it.
      var names: [UInt32: UInt32] = [:]
      for vertex in 0..<UInt32(graph.vertexCount) where names[communities[Int(vertex)]] == nil {
        names[communities[Int(vertex)]] = vertex
      }
      #expect(CommunityTests.areConnected(communities.map { names[$0] ?? 0 }, graph))
      #expect(names.count < graph.vertexCount * 3 / 4)
    }
  }

  @Test("is numbered in the order of the communities")
  func order() throws {
    let control = RunControl(threads: ThreadCount(3))
    let graph = try CommunityTests.planted(groups: 12, size: 25, inside: 0.3, between: 0.03, seed: 2)
    let found = try Self.refined(graph, nil, CountedLinks.self, most: nil)
    let level = try CommunityLevel<CountedLinks>.ground(graph, weights: nil, .modularity, resolution: 1, control)
    let refined = try CommunityAssignment<CountedLinks>(MutableColumn(found.communities), of: level, control)
    let groups = Int(found.partition.max() ?? 0) + 1
    let count = try refined.compact(by: MutableColumn(found.partition), groups, control)
    #expect(count == Set(found.communities).count)
    var community = [UInt32](repeating: .max, count: count)
    var names = [UInt32](repeating: .max, count: count)
    for vertex in 0..<graph.vertexCount {
      let number = Int(refined.communities[vertex])
      if names[number] == .max { (community[number], names[number]) = (found.partition[vertex], found.communities[vertex]) }
      #expect(community[number] == found.partition[vertex] && names[number] == found.communities[vertex])
    }
    #expect(community == community.sorted() && !names.contains(.max))
  }
}
