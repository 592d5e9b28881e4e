import Foundation
import GraphStorage
import People
import Privacy
import Testing

@testable import Ties

/// The evaluation against the plain events of a scenario and against the rankings that people are shown.
@Suite("Ties evaluated by what came next")
struct TieEvaluationTests {
  private static func permitted(_ graph: SocialGraph) -> Permitted<SocialGraph> {
    PolicyGate(graph: graph, consents: ConsentRegister([], declared: .none)).graph(for: .statistics)
  }

  private static let plan = TieEvaluation.Plan(windowHours: 72, cuts: 5)

  @Test("candidates and truth are those of the events, one by one", arguments: 0..<8)
  func candidates(seed: Int) throws {
    let scenario = Scenario(seed: UInt64(seed))
    let evaluation = try TieEvaluation(Self.permitted(try scenario.graph()), Self.plan, threads: ThreadCount(2))
    #expect(!evaluation.states.isEmpty)
    for state in evaluation.states {
      let hour = Int64(state.hour)
      var known: [Int: Set<Int>] = [:]
      var next: [Int: Set<Int>] = [:]
      for event in scenario.events {
        let isShared = event.kind == "contact"
        let at = event.time / 3600
        if at <= hour {
          known[event.actor, default: []].insert(event.target)
          known[event.target, default: []].insert(event.actor)
        } else if at <= hour + 72 {
          next[event.actor, default: []].insert(event.target)
          if isShared { next[event.target, default: []].insert(event.actor) }
        }
      }
      #expect(state.people.map(Int.init) == known.keys.sorted())
      for (place, person) in state.people.enumerated() {
        let range = state.starts[place]..<state.starts[place + 1]
        #expect(range.map { Int(state.neighbours[$0]) } == known[Int(person)]?.sorted())
        let truth = range.filter { state.isRelevant[$0] }.map { Int(state.neighbours[$0]) }
        #expect(truth == known[Int(person)]?.intersection(next[Int(person)] ?? []).sorted())
      }
    }
  }

  @Test("scores of a cut are the strengths that a ranking as of the cut shows", arguments: 0..<4)
  func scoresAreStrengths(seed: Int) throws {
    let graph = try Scenario(seed: UInt64(seed)).graph()
    let permitted = Self.permitted(graph)
    var parameters = TieParameters.standard
    parameters.kindWeights = ["message": 2.5, "contact": 0]
    parameters.burstCap = 1
    let evaluation = try TieEvaluation(permitted, Self.plan, threads: ThreadCount(1))
    for state in evaluation.states {
      let scores = try state.scores(.strength(parameters), kinds: graph.kinds)
      let table = try TieScorer(
        permitted, for: .statistics, parameters: parameters, asOf: Timestamp(hour: AbsoluteHour(state.hour)),
        threads: ThreadCount(1)
      ).allTies()
      for (place, person) in state.people.enumerated() {
        let range = state.starts[place]..<state.starts[place + 1]
        let ties = table.ties(of: PersonIndex(Int(person)))
        #expect(ties.map { table.neighbours[$0] } == range.map { state.neighbours[$0] })
        #expect(ties.map { table.strengths[$0] } == range.map { scores[$0] })
        #expect(ties.map { table.lastContacts[$0] } == range.map { state.last[$0] })
      }
    }
  }

  @Test("plain measures count events and days, and recency is the last contact")
  func plainMeasures() throws {
    let scenario = Scenario(seed: 3)
    let graph = try scenario.graph()
    let state = try #require(try TieEvaluation(Self.permitted(graph), Self.plan, threads: ThreadCount(1)).states.last)
    let events = try state.scores(.events, kinds: graph.kinds)
    let days = try state.scores(.activeDays, kinds: graph.kinds)
    for (place, person) in state.people.enumerated() {
      for index in state.starts[place]..<state.starts[place + 1] {
        let neighbour = Int(state.neighbours[index])
        func between(_ one: Int, _ other: Int) -> [Scenario.Event] {
          scenario.events.filter { event in
            event.time / 3600 <= Int64(state.hour)
              && ((event.actor == one && event.target == other)
                || (event.kind == "contact" && event.actor == other && event.target == one))
          }
        }
        let (out, back) = (between(Int(person), neighbour), between(neighbour, Int(person)))
        #expect(events[index] == Int64(out.count + back.count))
        #expect(
          days[index] == Int64(Set(out.map { $0.time / 86_400 }).count + Set(back.map { $0.time / 86_400 }).count))
      }
    }
  }

  @Test("the figures do not depend on the number of threads, and a log without a past is refused")
  func threads() throws {
    let permitted = Self.permitted(try Scenario(seed: 8, count: 2000).graph())
    let rows = try [1, 2, 8].map { threads in
      try TieEvaluation(permitted, Self.plan, threads: ThreadCount(threads)).rows(ContactRanker.standard)
    }
    #expect(rows[0] == rows[1] && rows[0] == rows[2])
    #expect(rows[0].allSatisfy { (0...1).contains($0.ndcg) })
    let short = Self.permitted(try Scenario(seed: 1, count: 1).graph())
    #expect(throws: TieError.tooShort) { try TieEvaluation(short, Self.plan, threads: ThreadCount(1)) }
    let empty = Self.permitted(try Scenario(seed: 1, count: 0).graph())
    #expect(throws: TieError.noContacts) { try TieEvaluation(empty, Self.plan, threads: ThreadCount(1)) }
  }

  /// People who write to their three friends every week on the same day, and to a stranger once on the eve of each cut.
  private static func weeklyRhythm() throws -> SocialGraph {
    var generator = SeededGenerator(seed: 7)
    var scenario = Scenario(seed: 0, count: 0)
    for week in 0..<20 {
      for person in 0..<Scenario.people {
        for step in 1...3 {
          scenario.events.append(
            .init(
              time: 1_700_000_000 + Int64(week * 7 * 86_400 + generator.below(3600)), actor: person,
              target: (person + step) % Scenario.people, kind: "message", audience: 1, duration: 0))
        }
        for _ in 0..<4 {
          scenario.events.append(
            .init(
              time: 1_700_000_000 + Int64(week * 7 * 86_400 + 6 * 86_400 + generator.below(3600)), actor: person,
              target: (person + 4 + generator.below(7)) % Scenario.people, kind: "reaction", audience: 1, duration: 0))
        }
      }
    }
    return try scenario.graph()
  }

  @Test("where old habits foretell better than yesterday, the fit finds it, and held-out cuts agree")
  func fitFindsHabits() throws {
    let permitted = Self.permitted(try Self.weeklyRhythm())
    let plan = TieEvaluation.Plan(windowHours: 7 * 24, cuts: 12)
    let outcomes = try [1, 3].map { threads in
      try DecayFit(TieEvaluation(permitted, plan, threads: ThreadCount(threads))).run()
    }
    #expect(outcomes[0] == outcomes[1])
    let outcome = outcomes[0]
    #expect(!outcome.isDefault)
    #expect(outcome.chosen.fit > outcome.standard.fit)
    #expect(outcome.chosen.guarding >= outcome.standard.guarding)
    #expect(outcome.chosen.heldOut > outcome.standard.heldOut)
    #expect(outcome.fitCuts + outcome.guardCuts + outcome.heldOutCuts == 12)
    // What it says of the chosen parameters is what an evaluation of them says.
    let evaluation = try TieEvaluation(permitted, plan, threads: ThreadCount(2))
    let scores = try evaluation.ndcg(outcome.parameters, cuts: 0..<outcome.fitCuts)
    let means = scores.map { $0.reduce(0, +) / Double($0.count) }
    #expect(abs(means.reduce(0, +) / Double(means.count) - outcome.chosen.fit) < 1e-12)
  }

  @Test("a gain counts only beyond its standard error")
  func gains() {
    #expect(!DecayFit.isGain(from: [[0.5, 0.5], [0.5, 0.5]], to: [[1, 0.5], [0.1, 0.5]]))
    #expect(DecayFit.isGain(from: [[0.5, 0.5], [0.5, 0.5]], to: [[0.6, 0.7], [0.6, 0.5]]))
    #expect(!DecayFit.isGain(from: [[0.5, 0.5]], to: [[0.5, 0.5]]))
    #expect(!DecayFit.isGain(from: [[]], to: [[]]))
  }

  @Test("a fit stops when it is told to, and needs three cuts")
  func fitStops() throws {
    let permitted = Self.permitted(try Self.weeklyRhythm())
    let evaluation = try TieEvaluation(permitted, .init(windowHours: 168, cuts: 6), threads: ThreadCount(2))
    #expect(throws: TieError.stopped) { try DecayFit(evaluation).run(goOn: { false }) }
    let two = try TieEvaluation(permitted, .init(windowHours: 168, cuts: 2), threads: ThreadCount(2))
    #expect(throws: TieError.tooFewCuts(2)) { try DecayFit(two).run() }
  }

  @Test("a weight for a kind that the graph does not have is an error, and a weight of zero takes the kind out")
  func kindWeights() throws {
    let graph = try Scenario(seed: 2).graph()
    var parameters = TieParameters.standard
    parameters.kindWeights = ["telegram": 1]
    #expect(throws: TieError.self) {
      try TieScorer(
        serviceGraph(graph), parameters: parameters, asOf: Timestamp(seconds: TieStrengthTests.asOf),
        threads: ThreadCount(1))
    }
    parameters.kindWeights = Dictionary(uniqueKeysWithValues: graph.kinds.names.map { ($0, 0) })
    let table = try TieScorer(
      serviceGraph(graph), parameters: parameters, asOf: Timestamp(seconds: TieStrengthTests.asOf),
      threads: ThreadCount(1)
    ).allTies()
    #expect(table.strengths.allSatisfy { $0 == 0 })
    parameters.kindWeights = ["message": 17]
    #expect(throws: TieError.self) { try parameters.validate() }
  }
}
