import GraphStorage
import People
import Privacy
import Testing

@testable import Ties

@Suite("Rising and fading ties")
struct TieTrendsTests {
  static let since = Timestamp(seconds: 1_700_000_000 + 30 * 86_400)
  static let asOf = Timestamp(seconds: 1_700_000_000 + 50 * 86_400)

  private func trends(
    _ graph: Permitted<SocialGraph>, _ parameters: TieParameters = .standard, of person: PersonIndex? = nil,
    threads: Int = 2
  ) throws -> TieTrends {
    let scorers = try [Self.since, Self.asOf].map {
      try TieScorer(graph, parameters: parameters, asOf: $0, threads: ThreadCount(threads))
    }
    return try TieTrends(from: scorers[0], to: scorers[1], of: person)
  }

  @Test("are those whose share by the float formula moved by a hundredth, the most moved first", arguments: 0..<10)
  func floatFormula(seed: Int) throws {
    let scenario = Scenario(seed: UInt64(seed), count: 150)
    let trends = try trends(serviceGraph(try scenario.graph()))
    for person in 0..<Scenario.people {
      func shares(_ time: Timestamp) -> [Double] {
        let strengths = (0..<Scenario.people).map {
          $0 == person ? 0 : scenario.strength(person, $0, asOf: time.milliseconds / 1000, .standard)
        }
        let total = strengths.reduce(0, +)
        return strengths.map { total > 0 ? $0 / total : 0 }
      }
      let moved = zip(shares(Self.since), shares(Self.asOf)).map { $1 - $0 }
      let found = trends.strongest(Scenario.people, of: PersonIndex(person))
      for change in found.rising + found.fading {
        #expect(abs(change.change - moved[change.neighbour.position]) < 1e-3)
      }
      let (rising, fading) = (Set(found.rising.map(\.neighbour.position)), Set(found.fading.map(\.neighbour.position)))
      for (neighbour, change) in moved.enumerated() where abs(abs(change) - TieTrends.leastChange) > 1e-3 {
        #expect(rising.contains(neighbour) == (change > TieTrends.leastChange))
        #expect(fading.contains(neighbour) == (change < -TieTrends.leastChange))
      }
      #expect(found.rising.map(\.change) == found.rising.map(\.change).sorted(by: >))
      #expect(found.fading.map(\.change) == found.fading.map(\.change).sorted())
      let short = trends.strongest(1, of: PersonIndex(person))
      #expect(short.rising == Array(found.rising.prefix(1)) && short.fading == Array(found.fading.prefix(1)))
    }
  }

  @Test("are the same for one person as among everybody, for any thread count")
  func onePerson() throws {
    let graph = serviceGraph(try Scenario(seed: 3).graph())
    let all = try trends(graph)
    let other = try trends(graph, threads: 8)
    for person in (0..<Scenario.people).map({ PersonIndex($0) }) {
      let expected = all.changes(of: person)
      #expect(try trends(graph, of: person).changes(of: person) == expected)
      #expect(other.changes(of: person) == expected)
      #expect(abs(expected.reduce(0) { $0 + $1.change }) < 1e-9)
    }
  }

  @Test("leave blocked pairs out at both times, and shares are of the others")
  func blocked() throws {
    var graph = try Scenario(seed: 5).graph()
    let (one, other) = (PersonIndex(2), PersonIndex(7))
    let before = try trends(serviceGraph(graph)).changes(of: one)
    #expect(before.contains { $0.neighbour == other })
    graph.blocks = [Block(blocker: other, blocked: one, since: Self.asOf)]
    let after = try trends(serviceGraph(graph)).changes(of: one)
    #expect(after.map(\.neighbour) == before.map(\.neighbour).filter { $0 != other })
    #expect(abs(after.reduce(0) { $0 + $1.earlierShare } - 1) < 1e-12)
    #expect(abs(after.reduce(0) { $0 + $1.laterShare } - 1) < 1e-12)
  }

  @Test("are none for somebody without contacts, and a first contact rises from nothing")
  func edges() throws {
    var scenario = Scenario(seed: 1, count: 0)
    scenario.events = [
      .init(
        time: Self.since.milliseconds / 1000 + 86_400, actor: 0, target: 1, kind: "message", audience: 1, duration: 0)
    ]
    let trends = try trends(serviceGraph(try scenario.graph()))
    let first = trends.strongest(5, of: PersonIndex(0))
    #expect(first.rising.map(\.neighbour) == [PersonIndex(1)] && first.fading.isEmpty)
    #expect(first.rising.first?.earlier == .zero && first.rising.first?.change == 1)
    let nobody = trends.strongest(5, of: PersonIndex(4))
    #expect(nobody.rising.isEmpty && nobody.fading.isEmpty)
  }
}
