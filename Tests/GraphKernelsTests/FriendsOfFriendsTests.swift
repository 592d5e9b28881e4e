import GraphKernels
import GraphStorage
import Testing

@Suite("Friends of friends")
struct FriendsOfFriendsTests {
  @Test("equal the intersection of neighbour sets over all pairs, sorted whole", arguments: [1, 4, 100], [6, 1000])
  func sets(count: Int, cap: Int) throws {
    let graph = ConformanceTests.sample(count: 60, edges: 200, seed: 12, directed: false, weighted: false)
    let near = (0..<60).map { vertex in Set(graph.row(vertex).map { Int(graph.targets[$0]) }) }
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    var shared: [Int64] = []
    for vertex in 0..<60 {
      let strangers = (0..<60).filter { $0 != vertex && !near[vertex].contains($0) }
        .map { other in (-near[vertex].intersection(near[other]).count { near[$0].count <= cap }, other) }
        .filter { $0.0 < 0 }.sorted { $0 < $1 }
      for (negated, other) in strangers.prefix(count) {
        sources.append(UInt32(vertex))
        targets.append(UInt32(other))
        shared.append(Int64(-negated))
      }
    }
    let table = try FriendsOfFriends.run(graph, count: count, hubCap: cap, RunControl(threads: ThreadCount(2)))
    #expect(table.sources == sources && table.targets == targets && table.shared == shared)
  }
}
