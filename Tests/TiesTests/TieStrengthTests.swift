import Foundation
import GraphStorage
import People
import Privacy
import Testing

@testable import Ties

/// A random log among few people, as plain events, and strengths by the float formula of DOMAIN C.1.
struct Scenario {
  struct Event {
    var time: Int64
    var actor: Int
    var target: Int
    var kind: String
    var audience: UInt32
    var duration: UInt32
  }

  static let people = 12
  static let names = (0..<people).map { "p\(10 + $0)" }
  var events: [Event] = []

  init(seed: UInt64, count: Int = 400, days: Int = 60) {
    var generator = SeededGenerator(seed: seed)
    let kinds = ["message", "call", "comment", "reaction", "contact", "profile_view"]
    for _ in 0..<count {
      let actor = generator.below(Self.people)
      let target = (actor + 1 + generator.below(Self.people - 1)) % Self.people
      events.append(
        Event(
          time: 1_700_000_000 + Int64(generator.below(days * 86_400)), actor: actor, target: target,
          kind: kinds[generator.below(kinds.count)], audience: UInt32(1 + generator.below(12)),
          duration: UInt32(generator.below(3) * 20)))
    }
  }

  func graph() throws -> SocialGraph {
    var builder = IDTable.Builder()
    for name in Self.names { _ = builder.insert(name) }
    var graph = SocialGraph(people: PersonTable(ids: builder.finish().table))
    let records = try events.map { event in
      EventRecord(
        time: Timestamp(seconds: event.time), actor: PersonIndex(event.actor), target: UInt32(event.target),
        kind: try #require(graph.kinds.index(of: event.kind)), audience: event.audience,
        durationSeconds: event.duration)
    }
    graph.interactions = try InteractionLedger.build(
      [records], sources: Self.people, targets: Self.people, symmetricKinds: graph.kinds.kinds.map(\.isSymmetric),
      threads: ThreadCount(2))
    return graph
  }

  /// s(u, v), in floating point, event by event.
  func strength(_ u: Int, _ v: Int, asOf: Int64, _ parameters: TieParameters) -> Double {
    let weights = Dictionary(uniqueKeysWithValues: EventKinds.defaults.map { ($0.name, $0) })
    func directed(_ from: Int, _ to: Int) -> Double {
      var sum = 0.0
      for event in events {
        guard let kind = weights[event.kind] else { continue }
        let matches =
          (event.actor == from && event.target == to) || (kind.isSymmetric && event.actor == to && event.target == from)
        let age = Double(asOf / 3600 - event.time / 3600)
        guard matches, age >= 0 else { continue }
        let phi = event.duration == 0 ? 1 : min(parameters.durationCap, 1 + log2(1 + Double(event.duration) / 60))
        let weight = kind.weight * pow(Double(event.audience), -parameters.groupDiscount) * phi
        for term in parameters.kernel { sum += weight * term.amplitude * pow(2, -age / (term.halfLifeDays * 24)) }
      }
      return sum
    }
    return directed(u, v) + parameters.reciprocity * directed(v, u)
  }
}

func serviceGraph(_ graph: SocialGraph, _ statements: [ConsentStatement] = []) -> Permitted<SocialGraph> {
  PolicyGate(graph: graph, consents: ConsentRegister(statements, declared: .none)).graph(for: .service)
}

@Suite("Tie strength")
struct TieStrengthTests {
  @Test("data permitted for one purpose make no ties for another, and none for inference without an inference graph")
  func purposes() async throws {
    await #expect(processExitsWith: .failure) {
      let gate = PolicyGate(graph: try Scenario(seed: 1).graph(), consents: ConsentRegister([], declared: .none))
      _ = try TieScorer(
        gate.graph(for: .statistics), asOf: Timestamp(seconds: TieStrengthTests.asOf), threads: ThreadCount(1))
    }
    await #expect(processExitsWith: .failure) {
      let gate = PolicyGate(graph: try Scenario(seed: 1).graph(), consents: ConsentRegister([], declared: .none))
      _ = try TieScorer(
        gate.graph(for: .inferenceEvidence), for: .inferenceEvidence, asOf: Timestamp(seconds: TieStrengthTests.asOf),
        threads: ThreadCount(1))
    }
    let gate = PolicyGate(graph: try Scenario(seed: 1).graph(), consents: ConsentRegister([], declared: .none))
    let time = Timestamp(seconds: Self.asOf)
    #expect(try TieScorer(gate.graph(for: .service), asOf: time, threads: ThreadCount(1)).purpose == .service)
    let other = try TieScorer(gate.graph(for: .statistics), for: .statistics, asOf: time, threads: ThreadCount(1))
    #expect(other.purpose == .statistics)
    let inference = try TieScorer.forInference(gate.inferenceGraph(), asOf: time, threads: ThreadCount(1))
    // Nobody allowed it, so there is nothing to weigh.
    #expect(try inference.purpose == .inferenceEvidence && inference.allTies().tieCount == 0)
  }

  static let asOf = Int64(1_700_000_000 + 50 * 86_400)

  @Test("is the float formula within the stated bound, for all pairs", arguments: 0..<10)
  func floatFormula(seed: Int) throws {
    let scenario = Scenario(seed: UInt64(seed))
    var parameters = TieParameters.standard
    if seed % 2 == 1 {
      parameters.kernel = [
        .init(amplitude: 30, halfLifeDays: 1), .init(amplitude: 5, halfLifeDays: 7),
        .init(amplitude: 1, halfLifeDays: 30),
      ]
      parameters.reciprocity = 0.3
      parameters.groupDiscount = 1
    }
    let scorer = try TieScorer(
      serviceGraph(try scenario.graph()), parameters: parameters, asOf: Timestamp(seconds: Self.asOf),
      threads: ThreadCount(2))
    let table = try scorer.allTies()
    for person in 0..<Scenario.people {
      var found: [Int: Double] = [:]
      for index in table.ties(of: PersonIndex(person)) {
        found[Int(table.neighbours[index])] = Double(table.strengths[index]) * 0x1p-30
      }
      for other in 0..<Scenario.people where other != person {
        let expected = scenario.strength(person, other, asOf: Self.asOf, parameters)
        // 400 events at most; w ≤ 8, K ≤ 64: 400 · (8 · 2⁻³¹ + 64 · 2⁻²¹ + 2⁻³¹)
        let bound = 400 * (8 * 0x1p-31 + 64 * 0x1p-21 + 0x1p-31)
        #expect(abs((found[other] ?? 0) - expected) <= bound)
      }
    }
  }

  @Test("ranks by strength, then last contact, then id; shares sum to one; tiers are 5, 15, 50, 150")
  func ranking() throws {
    let scenario = Scenario(seed: 42)
    let scorer = try TieScorer(
      serviceGraph(try scenario.graph()), asOf: Timestamp(seconds: Self.asOf), threads: ThreadCount(2))
    let table = try scorer.allTies()
    for position in 0..<Scenario.people {
      let person = PersonIndex(position)
      let all = table.strongest(nil, of: person)
      #expect(abs(all.reduce(0) { $0 + $1.share } - 1) < 1e-12)
      #expect(all.map(\.rank) == Array(1...all.count))
      let sorted = all.sorted { left, right in
        (right.strength.rawValue, right.lastContact?.milliseconds ?? .min, left.neighbour.rawValue)
          < (left.strength.rawValue, left.lastContact?.milliseconds ?? .min, right.neighbour.rawValue)
      }
      #expect(all == sorted)
      for limit in 0...all.count + 1 {
        #expect(table.strongest(limit, of: person) == Array(all.prefix(limit)))
        #expect(try scorer.strongestTies(limit, of: person) == Array(all.prefix(limit)))
        #expect(table.strongest(limit, threads: ThreadCount(1 + limit % 3))[position] == Array(all.prefix(limit)))
      }
    }
    #expect(table.strongest(3, threads: ThreadCount(3)).flatMap { $0 }.allSatisfy { $0.tier == 5 })
  }

  @Test("has the same bytes at 1, 2 and 8 threads")
  func threads() throws {
    let permitted = serviceGraph(try Scenario(seed: 5, count: 3000).graph())
    let tables = try [1, 2, 8].map {
      try TieScorer(permitted, asOf: Timestamp(seconds: Self.asOf), threads: ThreadCount($0)).allTies()
    }
    #expect(tables[0] == tables[1] && tables[1] == tables[2])
  }

  @Test("has the same bytes after another kernel was tried, for shuffled events, and in ten batches")
  func kernelChange() throws {
    let scenario = Scenario(seed: 6, count: 2000)
    let asOf = Timestamp(seconds: Self.asOf)
    func ties(_ permitted: Permitted<SocialGraph>, _ parameters: TieParameters, _ threads: Int) throws -> TieTable {
      try TieScorer(permitted, parameters: parameters, asOf: asOf, threads: ThreadCount(threads)).allTies()
    }
    let permitted = serviceGraph(try scenario.graph())
    let before = try ties(permitted, .standard, 2)
    var other = TieParameters.standard
    other.kernel = [.init(amplitude: 1, halfLifeDays: 3)]
    #expect(try ties(permitted, other, 2) != before)
    #expect(try ties(permitted, .standard, 1) == before)
    var generator = SeededGenerator(seed: 4)
    var shuffled = scenario
    generator.shuffle(&shuffled.events)
    #expect(try ties(serviceGraph(try shuffled.graph()), .standard, 8) == before)
    var graph = try scenario.graph()
    graph.interactions = .empty(sources: Scenario.people, targets: Scenario.people)
    for range in evenRanges(shuffled.events.count, pieces: 10) {
      var batch = shuffled
      batch.events = Array(shuffled.events[range])
      graph.interactions = try graph.interactions.merged(with: batch.graph().interactions, threads: ThreadCount(2))
    }
    #expect(try ties(serviceGraph(graph), .standard, 2) == before)
  }

  @Test("is explained by parts that sum to it, a shared event counted once")
  func explanation() throws {
    let scenario = Scenario(seed: 11)
    let scorer = try TieScorer(
      serviceGraph(try scenario.graph()), asOf: Timestamp(seconds: Self.asOf), threads: ThreadCount(1))
    let table = try scorer.allTies()
    for tie in table.strongest(nil, of: PersonIndex(0)) {
      let explanation = scorer.explanation(of: tie.person, and: tie.neighbour)
      let sum = explanation.parts.reduce(0) { $0 + $1.contribution }
      #expect(abs(sum - tie.strength.value) < 1e-6)
      for part in explanation.parts {
        let expected = scenario.events.count { event in
          guard event.kind == part.kind, event.time / 3600 <= Self.asOf / 3600 else { return false }
          let sent = event.actor == 0 && event.target == tie.neighbour.position
          let received = event.target == 0 && event.actor == tie.neighbour.position
          return part.direction == .sent ? sent : part.direction == .received ? received : sent || received
        }
        #expect(part.count == expected)
      }
    }
  }

  @Test("leaves out blocked, muted and reported pairs in both directions, recent partings, and objectors")
  func exclusions() throws {
    var graph = try Scenario(seed: 3, count: 3000).graph()
    let asOf = Timestamp(seconds: Self.asOf)
    func ago(_ days: Int64) -> Timestamp { Timestamp(seconds: Self.asOf - days * 86_400) }
    graph.blocks = [
      Block(blocker: PersonIndex(0), blocked: PersonIndex(1)),
      Block(blocker: PersonIndex(2), blocked: PersonIndex(0), kind: .mute),
      Block(blocker: PersonIndex(0), blocked: PersonIndex(3), kind: .report),
    ]
    graph.friendships = [
      Friendship(PersonIndex(0), PersonIndex(4), Period(since: nil, until: ago(89))),
      Friendship(PersonIndex(0), PersonIndex(5), Period(since: nil, until: ago(91))),
      Friendship(PersonIndex(0), PersonIndex(6), Period(since: nil, until: ago(20))),
      Friendship(PersonIndex(0), PersonIndex(6), Period(since: ago(10), until: nil)),
    ]
    graph.follows = [
      Follow(follower: PersonIndex(7), followee: PersonIndex(0), Period(since: nil, until: ago(1)))
    ]
    let permitted = serviceGraph(
      graph, [ConsentStatement(person: PersonIndex(8), purpose: .service, answer: .denied)])
    let table = try TieScorer(permitted, asOf: asOf, threads: ThreadCount(2)).allTies()
    func neighbours(_ person: Int) -> Set<Int> {
      Set(table.ties(of: PersonIndex(person)).map { Int(table.neighbours[$0]) })
    }
    #expect(neighbours(0) == [5, 6, 9, 10, 11])
    for excluded in [1, 2, 3, 4, 7] { #expect(!neighbours(excluded).contains(0)) }
    #expect(neighbours(8).isEmpty)
    #expect(neighbours(1).count == 9)
  }

  @Test("before the newest event leaves later events out, and without events nobody is ranked")
  func asOf() throws {
    let scenario = Scenario(seed: 21)
    let early = Int64(1_700_000_000 + 9 * 86_400)
    var past = scenario
    past.events.removeAll { $0.time / 3600 > early / 3600 }
    let whole = try TieScorer(
      serviceGraph(try scenario.graph()), asOf: Timestamp(seconds: early), threads: ThreadCount(1)
    ).allTies()
    let cut = try TieScorer(
      serviceGraph(try past.graph()), asOf: Timestamp(seconds: early), threads: ThreadCount(1)
    ).allTies()
    // All of it: the last contacts are exact at any time.
    #expect(whole == cut)
    past.events = []
    let none = try TieScorer(
      serviceGraph(try past.graph()), asOf: Timestamp(seconds: early), threads: ThreadCount(1)
    ).allTies()
    #expect(none.tieCount == 0)
  }

  @Test("erasing a person is an exact subtraction")
  func erasure() throws {
    let scenario = Scenario(seed: 8)
    let graph = try scenario.graph()
    var rest = scenario
    rest.events.removeAll { $0.actor == 4 || $0.target == 4 }
    var kept = PersonSet(universe: Scenario.people, all: true)
    kept.remove(PersonIndex(4))
    let asOf = Timestamp(seconds: Self.asOf)
    let erased = try TieScorer(serviceGraph(graph.projected(kept)), asOf: asOf, threads: ThreadCount(1)).allTies()
    let rebuilt = try TieScorer(serviceGraph(try rest.graph()), asOf: asOf, threads: ThreadCount(1)).allTies()
    #expect(erased == rebuilt)
  }

  @Test("refuses parameters outside their ranges and strengths that do not fit")
  func refusals() throws {
    let permitted = serviceGraph(try Scenario(seed: 1, count: 10).graph())
    var parameters = TieParameters.standard
    parameters.reciprocity = .nan
    #expect(throws: TieError.parameter(name: "reciprocity", demand: "lies in 0 … 4")) {
      try TieScorer(permitted, parameters: parameters, asOf: Timestamp(seconds: 0), threads: ThreadCount(1))
    }
    #expect(throws: TieError.parameter(name: "time", demand: "lies in 1970 or later")) {
      try TieScorer(permitted, asOf: Timestamp(seconds: -1), threads: ThreadCount(1))
    }
    // One pair, 2³² − 1 calls in this hour: 3 · 11 · 2³⁰ · 2³² does not fit 63 bits.
    var graph = try Scenario(seed: 1, count: 0).graph()
    let kind = try #require(graph.kinds.index(of: "call"))
    graph.interactions = InteractionLedger(
      pairStarts: [0] + Array(repeating: 1, count: Scenario.people), pairTargets: [1], pairLast: [0],
      rowStarts: [0, 1],
      rowHours: [0], rowClasses: [0], rowCounts: [.max],
      classes: [EventClass(rawKey: UInt32(kind.rawValue) << 16 | 1 << 8)],
      targetCount: Scenario.people)
    let overflowing = graph
    #expect(throws: TieError.overflow) {
      try TieScorer(serviceGraph(overflowing), asOf: Timestamp(seconds: 0), threads: ThreadCount(1)).allTies()
    }
  }
}
