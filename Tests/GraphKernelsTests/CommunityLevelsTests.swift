import GraphStorage
import Synchronization
import Testing

@testable import GraphKernels

/// Levels of Louvain and Leiden with rows of their own and without, with counts and with weights.
@Suite("Levels of communities")
struct CommunityLevelsTests {
  private static func partition<Links: LinkWeight>(
    _ graph: Graph, _ weights: Column<Links.Arc>?, _ links: Links.Type, share: Double, threads: Int = 2
  ) throws -> CommunityPartition {
    try partition(graph, weights, links, share: share, RunControl(threads: ThreadCount(threads)))
  }

  private static func leiden<Links: LinkWeight>(
    _ graph: Graph, _ weights: Column<Links.Arc>?, _ links: Links.Type, share: Double, threads: Int
  ) throws -> CommunityPartition {
    let control = RunControl(threads: ThreadCount(threads))
    return try Leiden.partition(graph, weights: weights, links, Leiden.Parameters(), share: share, control)
  }

  private static func partition<Links: LinkWeight>(
    _ graph: Graph, _ weights: Column<Links.Arc>?, _: Links.Type, share: Double, _ control: RunControl
  ) throws -> CommunityPartition {
    var rooms = LevelRooms<Links>()
    var progress = CommunityProgress()
    let ground = try CommunityLevel<Links>.ground(graph, weights: weights, .modularity, resolution: 1, control)
    return try Louvain.partition(ground, Louvain.Parameters(), share: share, &rooms, &progress, control)
  }

  /// Drawn at random: its levels keep nearly all arcs.
  private static func loose(seed: UInt64) throws -> Graph {
    let list = try UniformGenerator.edges(vertexCount: 1 << 10, edgeCount: 6 << 10, seed: seed)
    return try GraphBuilder.build(list, BuildPolicy(directed: false)).graph
  }

  @Test("are the same whether rows are made or those of the level below are walked", arguments: [1, 2, 3] as [UInt64])
  func rowsOrNone(seed: UInt64) throws {
    for graph in [
      try Self.loose(seed: seed),
      try CommunityTests.planted(groups: 20, size: 30, inside: 0.3, between: 0.02, seed: seed),
    ] {
      let expected = try Self.partition(graph, nil, WeighedLinks.self, share: 1, threads: 1)
      #expect(expected.levels > 1)
      for share in [0, 1.0 / 3, 0.9, 1] {
        for threads in [1, 3] {
          #expect(try Self.partition(graph, nil, CountedLinks.self, share: share, threads: threads) == expected)
          #expect(try Self.partition(graph, nil, WeighedLinks.self, share: share, threads: threads) == expected)
        }
      }
    }
  }

  @Test("are the same on a graph of many pieces, of two components and some lone vertices", arguments: [0, 1.0 / 3, 1])
  func manyPieces(share: Double) throws {
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    var generator = SeededGenerator(seed: 3)
    for (first, count, edges) in [(0, 24_000, 180_000), (24_000, 9_000, 60_000)] {
      for _ in 0..<edges {
        sources.append(UInt32(first + generator.below(count)))
        targets.append(UInt32(first + generator.below(count)))
      }
    }
    let graph = try Graph(vertexCount: 33_100, sources: sources, targets: targets, directed: false)
    let expected = try Self.partition(graph, nil, WeighedLinks.self, share: 1, threads: 1)
    #expect(expected.levels > 2)
    for threads in [1, 2, 5] {
      #expect(try Self.partition(graph, nil, CountedLinks.self, share: share, threads: threads) == expected)
      #expect(try Self.partition(graph, nil, WeighedLinks.self, share: share, threads: threads) == expected)
    }
    let plain = try Self.leiden(graph, nil, WeighedLinks.self, share: 1, threads: 1)
    #expect(try Self.leiden(graph, nil, CountedLinks.self, share: share, threads: 3) == plain)
  }

  @Test("are named as far as they rose, though the next one was made and dropped", arguments: [0.0, 1])
  func dropped(share: Double) throws {
    let path = try Graph(vertexCount: 4, sources: [0, 1, 2], targets: [1, 2, 3], directed: false)
    let control = RunControl(threads: ThreadCount(1))
    let ground = try CommunityLevel<CountedLinks>.ground(path, weights: nil, .modularity, resolution: 1, control)
    var rooms = LevelRooms<CountedLinks>()
    var levels = CommunityLevels(ground, share: share)
    try levels.rise(to: try levels.next(MutableColumn([0, 0, 1, 1]), count: 2, &rooms, control), control)
    _ = try levels.next(MutableColumn([0, 0]), count: 1, &rooms, control)
    #expect(try levels.named(control).array() == [0, 0, 2, 2])
  }

  @Test("without rows stop at whichever question whether to stop is answered with yes")
  func stops() throws {
    let graph = try Self.loose(seed: 5)
    let asked = Atomic<Int>(0)
    let whole = try Self.partition(graph, nil, CountedLinks.self, share: 0, RunControl(
      threads: ThreadCount(1), cancellation: Cancellation { asked.add(1, ordering: .relaxed).newValue < 0 }))
    #expect(whole.levels > 1)
    let all = asked.load(ordering: .relaxed)
    for last in stride(from: 0, to: all, by: max(1, all / 40)) {
      asked.store(0, ordering: .relaxed)
      let control = RunControl(
        threads: ThreadCount(1), cancellation: Cancellation { asked.add(1, ordering: .relaxed).newValue > last })
      #expect(throws: Cancelled.self) {
        try Self.partition(graph, nil, CountedLinks.self, share: 0, control)
      }
      #expect(asked.load(ordering: .relaxed) == last + 1)
    }
  }

  @Test("take whole weights as counts of edges")
  func wholeWeights() throws {
    // Sums of whole numbers are exact in any order, so that weights too give the same with rows and without.
    let plain = try Self.loose(seed: 9)
    var generator = SeededGenerator(seed: 4)
    var edges: [(UInt32, UInt32, Double)] = []
    for vertex in 0..<plain.vertexCount {
      for arc in plain.row(vertex) where plain.targets[arc] > UInt32(vertex) {
        edges.append((UInt32(vertex), plain.targets[arc], Double(generator.below(900) + 1)))
      }
    }
    let graph = try Graph(
      vertexCount: plain.vertexCount, sources: edges.map(\.0), targets: edges.map(\.1), weights: edges.map(\.2),
      directed: false)
    let expected = try Self.partition(graph, graph.weights, WeighedLinks.self, share: 1)
    #expect(expected.levels > 1)
    #expect(try Self.partition(graph, graph.weights, WeighedLinks.self, share: 0) == expected)
    #expect(try Louvain.run(graph) == expected)
  }

  @Test("keep a count above 255 as several arcs, no more than were counted", arguments: [1, 2, 254, 255, 256, 510, 511, 70_000])
  func largeCounts(sum: UInt32) {
    let arcs = CountedLinks.arcCount(sum)
    #expect(arcs <= Int(sum))
    let column = MutableColumn<UInt8>(repeating: 0, count: arcs + 2)
    // SAFETY: room for as many arcs as it says, behind one place and before another.
    unsafe CountedLinks.write(sum, to: column, at: 1)
    #expect(column.array().reduce(0) { $0 + Int($1) } == Int(sum))
    #expect(column[0] == 0 && column[arcs + 1] == 0 && (1...arcs).allSatisfy { column[$0] > 0 })
  }

  @Test("count more than 255 edges between two communities")
  func manyBetween() throws {
    // Four groups, each two cliques of 60 that know each other well: the cliques merge first, by 1,200 edges.
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    var generator = SeededGenerator(seed: 7)
    for first in 0..<480 {
      for second in first + 1..<480 {
        let chance = first / 60 == second / 60 ? 1 : first / 120 == second / 120 ? 0.33 : 0.01
        if generator.unit() < chance {
          sources.append(UInt32(first))
          targets.append(UInt32(second))
        }
      }
    }
    let graph = try Graph(vertexCount: 480, sources: sources, targets: targets, directed: false)
    let counted = try Self.partition(graph, nil, CountedLinks.self, share: 1)
    #expect(counted == (try Self.partition(graph, nil, WeighedLinks.self, share: 1)))
    #expect(counted == (try Self.partition(graph, nil, CountedLinks.self, share: 0)))
    #expect(counted.communities.array() == (0..<480).map { UInt32($0 / 120 * 120) })
    #expect(abs(counted.quality - (try Modularity.value(graph, classes: counted.communities))) < 1e-12)
  }
}
