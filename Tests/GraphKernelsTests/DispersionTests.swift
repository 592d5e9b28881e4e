import Foundation
import GraphStorage
import Testing

@testable import GraphKernels

@Suite("Dispersion of common neighbours")
struct DispersionTests {
  /// The paper's definitions over sets, as NetworkX has them.
  static func oracle(_ graph: Graph, _ ego: Int) -> [Dispersion.Row] {
    func neighbours(_ vertex: Int) -> Set<Int> {
      Set(graph.row(vertex).map { Int(graph.targets[$0]) }).subtracting([vertex])
    }
    let net = neighbours(ego)
    func apart(_ one: Int, _ other: Int, _ center: Int) -> Bool {
      if neighbours(one).contains(other) { return false }
      let shared = neighbours(one).intersection(neighbours(other)).intersection(net.union([ego]))
      return shared.subtracting([ego, center]).isEmpty
    }
    func pairs(_ center: Int) -> [(Int, Int)] {
      let shared = neighbours(center).intersection(net).sorted()
      return shared.flatMap { one in shared.filter { $0 > one }.map { (one, $0) } }
        .filter { apart($0.0, $0.1, center) }
    }
    var values = Dictionary(uniqueKeysWithValues: net.map { ($0, 1.0) })
    for _ in 0..<3 {
      var next: [Int: Double] = [:]
      for center in net {
        let shared = neighbours(center).intersection(net)
        let own = shared.reduce(0.0) { $0 + (values[$1] ?? 0) * (values[$1] ?? 0) }
        let crossed = pairs(center).reduce(0.0) { $0 + (values[$1.0] ?? 0) * (values[$1.1] ?? 0) }
        next[center] = shared.isEmpty ? 0 : (own + 2 * crossed) / Double(shared.count)
      }
      values = next
    }
    return net.sorted().map { center in
      let shared = neighbours(center).intersection(net).count
      let dispersion = pairs(center).count
      return Dispersion.Row(
        neighbour: UInt32(center), embeddedness: shared, dispersion: dispersion,
        normalised: dispersion == 0 ? 0 : pow(Double(dispersion), 0.61) / Double(shared + 5),
        recursive: values[center] ?? 0)
    }
  }

  @Test("is the paper's over sets, on random graphs of any density", arguments: 0..<12)
  func random(seed: Int) throws {
    let graph = try CommunityTests.planted(
      groups: 3, size: 4 + seed * 2, inside: 0.5, between: 0.1 + Double(seed % 3) * 0.1, seed: UInt64(seed))
    for ego in stride(from: 0, to: graph.vertexCount, by: 3) {
      let found = try Dispersion.run(graph, of: ego)
      let expected = Self.oracle(graph, ego)
      #expect(found.map(\.neighbour) == expected.map(\.neighbour))
      #expect(found.map(\.embeddedness) == expected.map(\.embeddedness))
      #expect(found.map(\.dispersion) == expected.map(\.dispersion))
      for (one, other) in zip(found, expected) {
        #expect(abs(one.recursive - other.recursive) <= 1e-9 * max(1, other.recursive))
        #expect(abs(one.normalised - other.normalised) < 1e-12)
      }
    }
  }

  @Test("finds the one who is tied to circles that know nothing of each other")
  func partner() throws {
    // 0 has two circles, 1…4 and 5…8, and 9, who knows half of each.
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    func tie(_ one: UInt32, _ other: UInt32) {
      sources.append(one)
      targets.append(other)
    }
    for other in 1...9 { tie(0, UInt32(other)) }
    for circle in [1...4, 5...8] {
      for one in circle { for other in circle where one < other { tie(UInt32(one), UInt32(other)) } }
    }
    for other in [1, 2, 5, 6] { tie(9, UInt32(other)) }
    let graph = try Graph(vertexCount: 10, sources: sources, targets: targets, directed: false)
    let rows = try Dispersion.run(graph, of: 0)
    #expect(rows.max { $0.recursive < $1.recursive }?.neighbour == 9)
    #expect(rows.first { $0.neighbour == 9 }?.dispersion == 4)
    let alone = try Graph(vertexCount: 2, sources: [], targets: [], directed: false)
    #expect(try Dispersion.run(alone, of: 1).isEmpty)
    let directed = try Graph(vertexCount: 2, sources: [0], targets: [1], directed: true)
    #expect(throws: KernelError.self) { try Dispersion.run(directed, of: 0) }
  }
}
