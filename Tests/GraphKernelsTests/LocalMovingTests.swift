import GraphStorage
import Testing

@testable import GraphKernels

/// The moving of vertices between communities, on which Louvain and Leiden stand.
@Suite("Local moving")
struct LocalMovingTests {
  /// Communities after so many sweeps, each vertex beginning by itself.
  private static func moved<Links: LinkWeight>(
    _ graph: Graph, _ weights: Column<Links.Arc>?, _: Links.Type, sweeps: Int, pulls: Bool?, threads: Int
  ) throws -> [UInt32] {
    let control = RunControl(threads: ThreadCount(threads))
    let level = try CommunityLevel<Links>.ground(graph, weights: weights, .modularity, resolution: 1, control)
    let assignment = try CommunityAssignment(singletonsOf: level, control)
    let moving = LocalMoving(level, assignment, seed: 3, scratch: try LinkSums.forThreads(level, control))
    var progress = CommunityProgress()
    _ = try moving.run(tolerance: 0, sweeps: sweeps, pulls: pulls, &progress, control)
    return assignment.communities.array()
  }

  @Test(
    "visits the same again, whether they are told or look for themselves", arguments: [2, 3, 5, 20],
    [(2_000, 6_000), (300, 20_000), (4_000, 4_000)])
  func bothWays(sweeps: Int, size: (count: Int, edges: Int)) throws {
    let graph = try CentralityTests.random(UInt64(size.edges), directed: false, count: size.count, edges: size.edges)
    let plain = try Self.moved(graph, nil, CountedLinks.self, sweeps: sweeps, pulls: nil, threads: 2)
    #expect(Set(plain).count < size.count)
    for threads in [1, 3] {
      for pulls in [false, true] {
        #expect(try Self.moved(graph, nil, CountedLinks.self, sweeps: sweeps, pulls: pulls, threads: threads) == plain)
      }
    }
    let told = try Self.moved(graph, graph.weights, WeighedLinks.self, sweeps: sweeps, pulls: false, threads: 2)
    let asked = try Self.moved(graph, graph.weights, WeighedLinks.self, sweeps: sweeps, pulls: true, threads: 2)
    #expect(told == asked && told != plain)
  }
}
