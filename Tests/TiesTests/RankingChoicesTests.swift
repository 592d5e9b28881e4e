import GraphStorage
import People
import Testing

@testable import Privacy
@testable import Ties

/// Rankings of pairs, of one kind of event, with priors, and what two people do towards each other.
@Suite("Rankings by choice")
struct RankingChoicesTests {
  static let asOf = Timestamp(seconds: TieStrengthTests.asOf)
  static let parameters = TieParameters.standard

  private func scorer(
    _ graph: SocialGraph, _ parameters: TieParameters = .standard, contacts: Permitted<[MutualContact]>? = nil,
    only kind: String? = nil, threads: Int = 2
  ) throws -> TieScorer {
    try TieScorer(
      serviceGraph(graph), parameters: parameters, contacts: contacts, only: kind, asOf: Self.asOf,
      threads: ThreadCount(threads))
  }

  @Test("the strongest pairs are all pairs sorted by the mean of both strengths, on any thread count", arguments: 0..<6)
  func pairs(seed: Int) throws {
    let scenario = Scenario(seed: UInt64(seed), count: 60)
    let table = try scorer(try scenario.graph()).allTies()
    struct Expected { var first: Int, second: Int, strength: Double, last: Int64 }
    var all: [Expected] = []
    for first in 0..<Scenario.people {
      for second in first + 1..<Scenario.people {
        guard let tie = table.strongest(nil, of: PersonIndex(first)).first(where: { $0.neighbour.position == second })
        else { continue }
        let back = try #require(
          table.strongest(nil, of: PersonIndex(second)).first { $0.neighbour.position == first })
        all.append(
          Expected(
            first: first, second: second, strength: (tie.strength.value + back.strength.value) / 2,
            last: tie.lastContact?.milliseconds ?? .min))
      }
    }
    all.sort { ($1.strength, $1.last, $0.first, $0.second) < ($0.strength, $0.last, $1.first, $1.second) }
    for count in [1, 7, 500] {
      let found = try table.strongestPairs(count, threads: ThreadCount(2))
      #expect(found.count == min(count, all.count))
      #expect(found.map(\.rank) == Array(1...found.count))
      for (pair, expected) in zip(found, all) {
        #expect(pair.first.position == expected.first && pair.second.position == expected.second)
        #expect(pair.strength == expected.strength)
        let formula = scenario.strength(
          expected.first, expected.second, asOf: TieStrengthTests.asOf, Self.parameters)
          + scenario.strength(expected.second, expected.first, asOf: TieStrengthTests.asOf, Self.parameters)
        #expect(abs(pair.strength - formula / 2) < 1e-2)
        let tie = try #require(
          table.strongest(nil, of: pair.second).first { $0.neighbour == pair.first })
        #expect(pair.secondShare == tie.share)
      }
      for threads in [1, 8] {
        #expect(try table.strongestPairs(count, threads: ThreadCount(threads)) == found)
      }
    }
  }

  @Test("one kind alone ranks as a log with that kind alone does", arguments: 0..<8)
  func oneKind(seed: Int) throws {
    let scenario = Scenario(seed: UInt64(seed))
    let graph = try scenario.graph()
    for kind in ["call", "contact", "reaction"] {
      var alone = scenario
      alone.events.removeAll { $0.kind != kind }
      #expect(!alone.events.isEmpty)
      let found = try scorer(graph, only: kind)
      let expected = try scorer(try alone.graph())
      let table = try expected.allTies()
      #expect(try found.allTies() == table)
      for person in (0..<Scenario.people).map({ PersonIndex($0) }) {
        #expect(try found.strongestTies(nil, of: person) == table.strongest(nil, of: person))
        for tie in table.strongest(nil, of: person) {
          let explained = found.explanation(of: person, and: tie.neighbour)
          #expect(explained == expected.explanation(of: person, and: tie.neighbour))
          #expect(explained.parts.allSatisfy { $0.kind == kind })
        }
      }
    }
    #expect(throws: TieError.noKind("calls", known: graph.kinds.names)) { try scorer(graph, only: "calls") }
  }

  @Test("reciprocity is the weaker direction by the stronger, by the float formula", arguments: 0..<6)
  func directions(seed: Int) throws {
    let scenario = Scenario(seed: UInt64(seed), count: 120)
    let scorer = try scorer(try scenario.graph())
    var oneWay = Self.parameters
    oneWay.reciprocity = 0
    for one in 0..<Scenario.people {
      for other in 0..<Scenario.people where other != one {
        let found = try scorer.directions(of: PersonIndex(one), and: PersonIndex(other))
        let sent = scenario.strength(one, other, asOf: TieStrengthTests.asOf, oneWay)
        let received = scenario.strength(other, one, asOf: TieStrengthTests.asOf, oneWay)
        #expect(abs(found.sent.value - sent) < 1e-2 && abs(found.received.value - received) < 1e-2)
        if sent > 1, received > 1 {
          let reciprocity = try #require(found.reciprocity)
          #expect(abs(reciprocity - min(sent, received) / max(sent, received)) < 1e-2)
        }
        #expect(try scorer.directions(of: PersonIndex(other), and: PersonIndex(one)).reciprocity == found.reciprocity)
      }
    }
    #expect(TieDirections(sent: .zero, received: .zero).reciprocity == nil)
    #expect(TieDirections(sent: Strength(rawValue: 5), received: .zero).reciprocity == 0)
  }

  @Test("each other's contact and friendship add their priors, once each, and are told")
  func priors() throws {
    var graph = try Scenario(seed: 2, count: 30).graph()
    let (one, friend, contact, both) = (PersonIndex(0), PersonIndex(3), PersonIndex(5), PersonIndex(8))
    graph.friendships = [friend, both].map { Friendship(one, $0) }
    var parameters = Self.parameters
    let bare = try scorer(graph).allTies()
    (parameters.friendPrior, parameters.mutualContactPrior) = (2, 0.5)
    let contacts = Permitted([MutualContact(contact, one), MutualContact(one, both)], purpose: .service, basis: "test")
    let scorer = try scorer(graph, parameters, contacts: contacts)
    for tied in [scorer, try self.scorer(graph, parameters, contacts: contacts, threads: 1)] {
      let table = try tied.allTies()
      func strength(_ table: TieTable, _ person: PersonIndex, _ other: PersonIndex) -> Double {
        table.strongest(nil, of: person).first { $0.neighbour == other }?.strength.value ?? 0
      }
      for (other, prior) in [(friend, 2.0), (contact, 0.5), (both, 2.5), (PersonIndex(1), 0)] {
        #expect(strength(table, one, other) == strength(bare, one, other) + prior)
        #expect(strength(table, other, one) == strength(bare, other, one) + prior)
        let grounds = tied.explanation(of: one, and: other).priors
        #expect(grounds.reduce(0) { $0 + $1.contribution } == prior)
        #expect(grounds.contains { $0.ground == "friendship" } == (prior >= 2))
        #expect(grounds.contains { $0.ground == "each other's contact" } == (prior == 0.5 || prior == 2.5))
      }
      #expect(try tied.strongestTies(nil, of: one) == table.strongest(nil, of: one))
    }
    // One kind of event alone has no priors.
    let kind = try self.scorer(graph, parameters, contacts: contacts, only: "call")
    #expect(try kind.allTies() == (try self.scorer(graph, only: "call")).allTies())
    #expect(throws: TieError.self) { try self.scorer(graph, parameters) }
  }
}
