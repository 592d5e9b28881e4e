import GraphStorage
import Ingest
import People
import Privacy
import Reports
import TestSupport
import Testing

@testable import Jobs

@Suite("Communities of people")
struct CommunitiesJobTests {
  static func request(_ change: (inout CommunitiesJob.Request) -> Void = { _ in }) -> CommunitiesJob.Request {
    var request = CommunitiesJob.Request(SocialProjection(purpose: .statistics, edges: .friends))
    (request.minimum, request.nameMinimum) = (5, 5)
    change(&request)
    return request
  }

  static func run(
    _ dataset: Dataset, threads: Int = 2, _ change: (inout CommunitiesJob.Request) -> Void = { _ in }
  ) throws -> CommunityReport {
    try CommunitiesJob.run(dataset, request(change), RunContext(threads: ThreadCount(threads)))
  }

  @Test("a remainder of fewer than k people takes the smallest row with it")
  func complement() {
    #expect(CommunitiesJob.shownCount([40, 30, 30], minimum: 30) == 3)
    #expect(CommunitiesJob.shownCount([40, 35, 29, 1], minimum: 30) == 2)
    #expect(CommunitiesJob.shownCount([40, 35, 29], minimum: 30) == 1)
    #expect(CommunitiesJob.shownCount([40, 1], minimum: 30) == 0)
    #expect(CommunitiesJob.shownCount([29, 29], minimum: 30) == 0)
    #expect(CommunitiesJob.shownCount([], minimum: 30) == 0)
  }

  @Test("bands of sizes hold k people each, roles too, and nothing is left that a difference would tell")
  func bands() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<300 {
      let sizes = (0..<random.below(40)).map { _ in 1 + random.below(random.below(3) == 0 ? 90 : 6) }.sorted(by: >)
      let minimum = 5 + random.below(30)
      let bands = CommunitiesJob.sizeBands(sizes, minimum: minimum)
      #expect(bands.allSatisfy { $0.people >= minimum && $0.from <= $0.to })
      #expect(zip(bands, bands.dropFirst()).allSatisfy { $0.to < $1.from })
      guard !bands.isEmpty else {
        #expect(sizes.reduce(0, +) < minimum)
        continue
      }
      for band in bands {
        let inside = sizes.filter { $0 >= band.from && $0 <= band.to }
        #expect(band.communities == inside.count && band.people == inside.reduce(0, +))
      }
      #expect(bands.reduce(0) { $0 + $1.people } == sizes.reduce(0, +))
    }
  }

  @Test("groups name communities as what people state does, but none that tells of a special category")
  func groupNames() throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: 3, people: 90)
      for person in town.people { town.consents.append((person, "inference-evidence", true)) }
      town.memberships = town.people.enumerated().map { ($1, "g\($0 % 3)") }
      let names = ["Rowing club", "Chess evenings", "Diabetes: living with the disease"]
      town.groupNames = Dictionary(uniqueKeysWithValues: names.enumerated().map { ("g\($0)", $1) })
      let report = try Self.run(NoTraceTests.dataset(town, folder, "town"))
      let found = Set(report.rows.flatMap(\.names))
      #expect(found.contains("group Rowing club") || found.contains("group Chess evenings"))
      #expect(!found.contains { $0.contains("Diabetes") })
      for person in town.people { town.consents.append((person, "inference-evidence", false)) }
      #expect(try Self.run(NoTraceTests.dataset(town, folder, "none")).rows.allSatisfy { $0.names.isEmpty })
    }
  }

  @Test("no row is of fewer than k people, no remainder either, for any k and any method", arguments: 1...4)
  func gate(seed: UInt64) throws {
    try withTemporaryFolder { folder in
      let town = try NoTraceTests.dataset(SmallTown(seed: seed, people: 60), folder, "town")
      for method in CommunitiesJob.Method.allCases {
        for minimum in [5, 8, 12, 20] {
          let report = try Self.run(town) { ($0.method, $0.minimum) = (method, minimum) }
          #expect(report.rows.allSatisfy { $0.size >= minimum })
          #expect(report.withheldPeople.map { $0 >= minimum } ?? true)
        }
      }
    }
  }

  @Test("the same report on one, two and eight threads")
  func threads() throws {
    try withTemporaryFolder { folder in
      let town = try NoTraceTests.dataset(SmallTown(seed: 5, people: 90), folder, "town")
      for edges in [SocialProjection.Edges.friends, .ties] {
        let one = try Self.run(town, threads: 1) { $0.projection.edges = edges }
        #expect(!one.rows.isEmpty && one.allConnected)
        for threads in [2, 8] {
          #expect(try Self.run(town, threads: threads) { $0.projection.edges = edges } == one)
        }
      }
    }
  }

  @Test("what people state who are no evidence names no community")
  func names() throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: 3, people: 90)
      // Everybody is evidence, then nobody.
      for person in town.people { town.consents.append((person, "inference-evidence", true)) }
      let named = try Self.run(NoTraceTests.dataset(town, folder, "all"))
      #expect(named.rows.contains { row in row.names.contains { $0.hasPrefix("city ") } })
      for person in town.people { town.consents.append((person, "inference-evidence", false)) }
      let bare = try Self.run(NoTraceTests.dataset(town, folder, "none"))
      #expect(!bare.rows.isEmpty && bare.rows.allSatisfy { $0.names.isEmpty })
    }
  }

  @Test("directed edges, a small k and too few people are refused")
  func refused() throws {
    try withTemporaryFolder { folder in
      let town = try NoTraceTests.dataset(SmallTown(seed: 3), folder, "town")
      for (category, change) in [
        (Failure.Category.usage, { $0.projection.edges = .follows }), (.usage, { $0.minimum = 4 }),
        (.usage, { $0.resolution = 0 }), (.refused, { $0.minimum = 30 }),
      ] as [(Failure.Category, (inout CommunitiesJob.Request) -> Void)] {
        let failure = #expect(throws: Failure.self) { try Self.run(town, change) }
        #expect(failure?.category == category)
      }
    }
  }
}
