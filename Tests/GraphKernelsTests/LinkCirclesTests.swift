import GraphKernels
import GraphStorage
import Testing

@Suite("Circles of one vertex's neighbours")
struct LinkCirclesTests {
  /// At every similarity the parts are found anew, by walking over links that are alike enough.
  static func oracle(_ graph: Graph, _ ego: Int) -> (circles: Set<Set<UInt32>>, density: Double) {
    func near(_ vertex: UInt32) -> Set<UInt32> { Set(graph.row(Int(vertex)).map { graph.targets[$0] }) }
    let net = near(UInt32(ego)).subtracting([UInt32(ego)])
    var links: [[UInt32]] = []
    for one in net.sorted() { for other in near(one).intersection(net).sorted() where one < other { links.append([one, other]) } }
    func similarity(_ first: [UInt32], _ second: [UInt32]) -> Double? {
      let shared = Set(first).intersection(second)
      guard shared.count == 1, let a = Set(first).subtracting(shared).first, let b = Set(second).subtracting(shared).first
      else { return nil }
      let (one, other) = (near(a).intersection(net).union([a]), near(b).intersection(net).union([b]))
      return Double(one.intersection(other).count) / Double(one.union(other).count)
    }
    func parts(_ least: Double) -> [[Int]] {
      var part = [Int?](repeating: nil, count: links.count)
      var parts: [[Int]] = []
      for start in links.indices where part[start] == nil {
        var open = [start]
        var members: [Int] = []
        part[start] = parts.count
        while let link = open.popLast() {
          members.append(link)
          for other in links.indices where part[other] == nil {
            if let alike = similarity(links[link], links[other]), alike >= least {
              part[other] = parts.count
              open.append(other)
            }
          }
        }
        parts.append(members)
      }
      return parts
    }
    func density(_ parts: [[Int]]) -> Double {
      2 / Double(max(1, links.count)) * parts.reduce(0) { sum, part in
        let (m, n) = (Double(part.count), Double(Set(part.flatMap { links[$0] }).count))
        return sum + (n > 2 ? m * (m - (n - 1)) / ((n - 2) * (n - 1)) : 0)
      }
    }
    var levels: Set<Double> = []
    for one in links.indices { for other in links.indices where one < other { if let s = similarity(links[one], links[other]) { levels.insert(s) } } }
    var best: (parts: [[Int]], density: Double) = (links.indices.map { [$0] }, 0)
    for level in levels.sorted(by: >) {
      let parts = parts(level)
      if density(parts) > best.density + 1e-12 { best = (parts, density(parts)) }
    }
    let circles = best.parts.map { part in Set(part.flatMap { links[$0] }) }.filter { $0.count >= 3 }
    return (Set(circles), best.density)
  }

  @Test("are those of the densest cut, found anew at every similarity", arguments: 0..<10)
  func random(seed: Int) throws {
    let graph = try CommunityTests.planted(
      groups: 3, size: 5 + seed % 4, inside: 0.7, between: 0.15, seed: UInt64(seed))
    for ego in stride(from: 0, to: graph.vertexCount, by: 4) {
      let found = try LinkCircles.run(graph, of: ego)
      let expected = Self.oracle(graph, ego)
      #expect(Set(found.circles.map(Set.init)) == expected.circles)
      #expect(abs(found.density - expected.density) < 1e-9)
      #expect(found.circles.allSatisfy { $0 == $0.sorted() && $0.count >= 3 })
      #expect(found.circles.map(\.count) == found.circles.map(\.count).sorted(by: >))
    }
  }

  @Test("overlap in whoever belongs to both")
  func overlap() throws {
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    // 0 knows 1…9; 1…5 all know each other, and so do 5…9.
    for other in 1...9 {
      sources.append(0)
      targets.append(UInt32(other))
    }
    for circle in [1...5, 5...9] {
      for one in circle {
        for other in circle where one < other {
          sources.append(UInt32(one))
          targets.append(UInt32(other))
        }
      }
    }
    let graph = try Graph(vertexCount: 11, sources: sources, targets: targets, directed: false)
    let found = try LinkCircles.run(graph, of: 0)
    #expect(found.circles == [[1, 2, 3, 4, 5], [5, 6, 7, 8, 9]])
    #expect(found.density == 1)
    #expect(try LinkCircles.run(graph, of: 10).circles.isEmpty)
    let directed = try Graph(vertexCount: 2, sources: [0], targets: [1], directed: true)
    #expect(throws: KernelError.self) { try LinkCircles.run(directed, of: 0) }
  }
}
