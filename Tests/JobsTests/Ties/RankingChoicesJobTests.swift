import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports
import TestSupport
import Testing
import Ties

@testable import Jobs

@Suite("Pairs, measures and priors of rankings")
struct RankingChoicesJobTests {
  static let context = RunContext(threads: ThreadCount(2))

  @Test("measures are those of sets of contacts, whatever is asked for", arguments: 0..<3)
  func measures(seed: Int) throws {
    try withTemporaryFolder { folder in
      let town = try NoTraceTests.dataset(SmallTown(seed: UInt64(seed), people: 30), folder, "town")
      var request = RankJob.Request(top: 100)
      request.measures = true
      let all = try RankJob.run(town, request, Self.context)
      var contacts: [String: Set<String>] = [:]
      for row in all.rows where row.strength > 0 { contacts[row.person, default: []].insert(row.neighbour) }
      #expect(all.rows.count > 50)
      for row in all.rows {
        let measures = try #require(row.measures)
        let (one, other) = (contacts[row.person] ?? [], contacts[row.neighbour] ?? [])
        let common = one.intersection(other)
        #expect(measures.embeddedness == common.count)
        // Onnela: common over all but the two.
        let either = one.union(other).subtracting([row.person, row.neighbour])
        let overlap = either.isEmpty ? 0 : Double(common.count) / Double(either.count)
        #expect(abs(measures.overlap - overlap) < 1e-12)
        let rarity = common.reduce(0.0) { $0 + 1 / Self.logarithm(contacts[$1]?.count ?? 0) }
        #expect(abs(measures.adamicAdar - rarity) < 1e-9)
        #expect(measures.dispersion == nil)
      }
      // Of one person, of one kind: the same network.
      let person = try #require(all.rows.first?.person)
      (request.person, request.kind, request.dispersion) = (person, "call", true)
      let own = try RankJob.run(town, request, Self.context)
      #expect(own.kind == "call" && !own.rows.isEmpty)
      for row in own.rows {
        let same = try #require(all.rows.first { $0.person == person && $0.neighbour == row.neighbour })
        #expect(row.measures?.embeddedness == same.measures?.embeddedness)
        #expect(row.measures?.dispersion != nil)
      }
      #expect(own.csv.hasPrefix("person,") && own.csv.contains(",adamic_adar,dispersion\r\n"))
      request.person = nil
      let failure = #expect(throws: Failure.self) { try RankJob.run(town, request, Self.context) }
      #expect(failure?.category == .usage)
    }
  }

  @Test("a probability that was fitted to all kinds is not told of one")
  func probability() throws {
    try withTemporaryFolder { folder in
      let town = try NoTraceTests.dataset(SmallTown(seed: 2), folder, "town")
      let file = TieParameterFile(
        .standard, probability: .init(windowHours: 24, steps: [.init(strength: 0, probability: 0.25)]))
      var request = RankJob.Request(top: 3, parameters: file)
      let all = try RankJob.run(town, request, Self.context)
      #expect(all.probabilityHours == 24 && all.rows.allSatisfy { $0.probability == 0.25 })
      request.kind = "message"
      let one = try RankJob.run(town, request, Self.context)
      #expect(one.probabilityHours == nil && !one.rows.isEmpty && one.rows.allSatisfy { $0.probability == nil })
    }
  }

  private static func logarithm(_ count: Int) -> Double {
    // ln by its series of atanh, so that it is not the library's.
    let x = Double(count)
    let y = (x - 1) / (x + 1)
    return 2 * stride(from: 1, to: 400, by: 2).reduce(0.0) { sum, power in
      var term = y
      for _ in 1..<power { term *= y }
      return sum + term / Double(power)
    }
  }

  @Test("whoever objects to rankings stands in no pair and moves none", arguments: 0..<6)
  func pairsNoTrace(seed: Int) throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: UInt64(seed))
      let person = "p\(seed)"
      func pairs(_ dataset: Dataset) throws -> PairReport {
        try PairsJob.run(dataset, PairsJob.Request(top: 40, explain: true), Self.context)
      }
      let with = try pairs(try NoTraceTests.dataset(town, folder, "with"))
      #expect(with.rows.count == 40 && with.rows.contains { $0.first == person || $0.second == person })
      town.consents.append((person, "service", false))
      let left = try pairs(try NoTraceTests.dataset(town, folder, "left"))
      let never = try pairs(try NoTraceTests.dataset(town.without(person), folder, "never"))
      #expect(left.csv == never.csv && left.rows == never.rows)
    }
  }

  @Test("each other's contact counts where both allow contact matching, and then alone")
  func mutualContacts() throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: 9)
      town.contacts = [("p0", "p1@example.org"), ("p1", "p0@example.org"), ("p2", "p3@example.org")]
      town.consents.removeAll { $0.1 == "contact-matching" || $0.1 == "service" }
      for person in ["p0", "p1", "p2", "p3"] {
        town.consents.append((person, "contact-matching", true))
        town.born[person] = 1980
      }
      town.blocks = []
      var parameters = TieParameters.standard
      parameters.mutualContactPrior = 7
      func strengths(_ town: SmallTown, _ parameters: TieParameters, _ name: String) throws -> [String: Double] {
        let report = try RankJob.run(
          try NoTraceTests.dataset(town, folder, name),
          RankJob.Request(top: 100, parameters: TieParameterFile(parameters)), Self.context)
        return Dictionary(uniqueKeysWithValues: report.rows.map { ("\($0.person) \($0.neighbour)", $0.strength) })
      }
      let bare = try strengths(town, .standard, "bare")
      let found = try strengths(town, parameters, "found")
      for key in Set(bare.keys).union(found.keys) {
        let isMutual = key == "p0 p1" || key == "p1 p0"
        #expect((found[key] ?? 0) - (bare[key] ?? 0) == (isMutual ? 7 : 0), "\(key)")
      }
      #expect(found["p0 p1"] != nil)
      town.consents.append(("p1", "contact-matching", false))
      #expect(try strengths(town, parameters, "denied") == bare)
    }
  }

  @Test("circles are of one's friends, and a friend who blocked one is in none")
  func circles() throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: 4)
      town.consents.removeAll { $0.1 == "service" }
      town.blocks = []
      let group = (0..<6).map { "p\($0)" }
      town.friendships = group.flatMap { one in group.filter { one < $0 }.map { (one, $0) } } + [("p0", "p9")]
      let dataset = try NoTraceTests.dataset(town, folder, "town")
      let report = try CirclesJob.run(dataset, .init(person: "p0"), Self.context)
      #expect(report.friends == 6 && report.circles.map { $0.map(\.id) } == [["p1", "p2", "p3", "p4", "p5"]])
      #expect(report.others.map(\.id) == ["p9"])
      town.blocks = [("p3", "p0")]
      town.consents.append(("p4", "service", false))
      let less = try CirclesJob.run(
        try NoTraceTests.dataset(town, folder, "less"), .init(person: "p0"), Self.context)
      #expect(less.friends == 4 && less.circles.map { $0.map(\.id) } == [["p1", "p2", "p5"]])
      #expect(throws: Failure.self) { try CirclesJob.run(dataset, .init(person: "nobody"), Self.context) }
    }
  }

  @Test("communities are compared with what people state, by the same seeds the same on any thread count")
  func evaluation() throws {
    try withTemporaryFolder { folder in
      let town = try NoTraceTests.dataset(SmallTown(seed: 5, people: 90), folder, "town")
      let request = EvaluateCommunitiesJob.Request(CommunitiesJobTests.request(), seeds: 3)
      let report = try EvaluateCommunitiesJob.run(town, request, RunContext(threads: ThreadCount(1)))
      #expect(report.rows.map(\.method) == CommunitiesJob.Method.allCases.map(\.rawValue))
      #expect(report.attributes.map(\.name) == ["city"])
      for row in report.rows {
        #expect((0...1).contains(row.agreements[0].mutualInformation) && row.leastModularity <= row.modularity)
      }
      #expect(report.rows[0].disconnected == 0)
      // What one run says of itself stands in the mean of one.
      let one = try EvaluateCommunitiesJob.run(
        town, EvaluateCommunitiesJob.Request(CommunitiesJobTests.request(), seeds: 1), Self.context)
      let single = try CommunitiesJobTests.run(town)
      #expect(one.rows[0].modularity == single.modularity && one.rows[0].leastModularity == single.modularity)
      #expect(try EvaluateCommunitiesJob.run(town, request, RunContext(threads: ThreadCount(8))) == report)
      let unknown = EvaluateCommunitiesJob.Request(CommunitiesJobTests.request(), attribute: "shoe_size")
      #expect(throws: Failure.self) { try EvaluateCommunitiesJob.run(town, unknown, Self.context) }
    }
  }
}
