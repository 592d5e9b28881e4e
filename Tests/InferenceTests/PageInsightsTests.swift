import GraphStorage
import People
import Testing

@testable import Inference
@testable import Privacy

@Suite("Insights of pages and groups")
struct PageInsightsTests {
  struct Event {
    let day: Int
    let person: Int
    let group: Int
    let kind: Int
  }

  struct World {
    var graph: SocialGraph
    let events: [Event]
    let cities: [String?]
  }

  static let days = 10..<17

  /// Some people, three places and a tag, events around the window, memberships that begin and end in it.
  static func world(seed: UInt64) throws -> World {
    var random = SeededGenerator(seed: seed)
    let count = 12
    var ids = IDTable.Builder()
    for number in 0..<count { _ = ids.insert("p\(100 + number)") }
    let born: [Birth?] = (0..<count).map { _ in [nil, .year(1950), .year(1940), .year(1963)][random.below(4)] }
    var graph = SocialGraph(
      people: PersonTable(
        ids: ids.finish().table, names: Array(repeating: nil, count: count), born: born,
        joined: Array(repeating: nil, count: count)))
    var groups = IDTable.Builder()
    for number in 0..<3 { _ = groups.insert("g\(number)") }
    graph.groups = GroupTable(
      ids: groups.finish().table, names: [nil, nil, nil], kinds: [.page, .group, .community])
    var tags = IDTable.Builder()
    _ = tags.insert("t")
    graph.tags = tags.finish().table
    let cities = (0..<count).map { _ in [nil, "Alba", "Brod", "Elsewhere"][random.below(4)] }
    graph.attributes = [AttributeColumn(name: "city", kind: .categorical, rows: cities.map { $0.map { [$0] } ?? [] })]
    let events = (0..<400).map { _ in
      Event(
        day: 8 + random.below(11), person: random.below(count), group: random.below(4),
        kind: random.below(graph.kinds.kinds.count))
    }
    graph.placeInteractions = try InteractionLedger.build(
      [
        events.map { event in
          EventRecord(
            time: Timestamp(seconds: Int64(event.day * 86_400 + random.below(86_400))),
            actor: PersonIndex(event.person), target: UInt32(event.group), kind: EventKindIndex(UInt8(event.kind)))
        }
      ], sources: count, targets: 4, symmetricKinds: graph.kinds.kinds.map { _ in false }, threads: ThreadCount(1))
    for _ in 0..<40 {
      let times = [nil, 5, 12, 16, 17, 30].map { $0.map { Timestamp(seconds: Int64($0 * 86_400)) } }
      graph.memberships.append(
        Membership(
          person: PersonIndex(random.below(count)), group: GroupIndex(random.below(3)),
          role: random.below(2) == 0 ? "admin" : nil,
          Period(since: times[random.below(6)], until: times[random.below(6)])))
    }
    graph.normalise()
    return World(graph: graph, events: events, cities: cities)
  }

  static func permitted(_ graph: SocialGraph, without absent: Int? = nil) -> Permitted<SocialGraph> {
    let denial = absent.map {
      [ConsentStatement(person: PersonIndex($0), purpose: .insights, answer: .denied)]
    }
    return PolicyGate(graph: graph, consents: ConsentRegister(denial ?? [], declared: .none)).graph(for: .insights)
  }

  static func grid() throws -> InsightGrid {
    try InsightGrid(ages: [18, 20, 30], attributes: [.init(name: "city", values: ["Alba", "Brod", "Cork"])])
  }

  static func drafts(
    _ graph: SocialGraph, without absent: Int? = nil, _ by: [String], _ measure: InsightMeasure, isBounded: Bool,
    group: Int
  ) throws -> [ReleaseLedger.Draft] {
    try PageInsights(
      permitted(graph, without: absent), days: days, by: by, measure: measure, grid: grid(), isBounded: isBounded
    ).drafts(of: GroupIndex(group), loss: PrivacyLoss(micro: 500_000))
  }

  @Test("unbounded counts are those of the list of events", arguments: [1, 2, 3] as [UInt64])
  func oracle(seed: UInt64) throws {
    let world = try Self.world(seed: seed)
    let kinds = world.graph.kinds.kinds.count
    let places = ["Alba": 0, "Brod": 1]
    for group in 0..<3 {
      let own = world.events.filter { $0.group == group && Self.days.contains($0.day) }
      for measure in InsightMeasure.allCases {
        let drafts = try Self.drafts(world.graph, ["day", "city"], measure, isBounded: false, group: group)
        var (totals, cells): ([String: [Int]], [String: [Int]]) = ([:], [:])
        for event in own {
          // In January 1970 whoever was born in 1963 is a minor, and among "other".
          let isMinor = world.graph.people.born[event.person] == .year(1963)
          let city = isMinor ? 3 : world.cities[event.person].flatMap { places[$0] } ?? 3
          totals["\(event.kind) \(event.day)", default: []].append(event.person)
          cells["\(event.kind) \(event.day) \(city)", default: []].append(event.person)
        }
        func number(_ people: [Int]?) -> Int { measure == .people ? Set(people ?? []).count : (people ?? []).count }
        for kind in 0..<kinds {
          for (place, day) in Self.days.enumerated() {
            #expect(drafts[2].counts.counts[kind * 7 + place] == number(totals["\(kind) \(day)"]))
            for city in 0..<4 {
              #expect(
                drafts[3].counts.counts[(kind * 7 + place) * 4 + city] == number(cells["\(kind) \(day) \(city)"]))
            }
          }
        }
        #expect(drafts[1].counts.counts == [Set(own.map(\.person)).count])
      }
      let (first, end) = (Timestamp(seconds: 10 * 86_400), Timestamp(seconds: 17 * 86_400))
      let memberships = world.graph.memberships.filter { $0.group.position == group }
      let members = memberships.filter {
        ($0.period.since ?? first) < end && ($0.period.until ?? end) >= end
      }
      let joined = memberships.filter { $0.period.since.map { $0 >= first && $0 < end } ?? false }
      let left = memberships.filter { $0.period.until.map { $0 >= first && $0 < end } ?? false }
      let audience = try Self.drafts(world.graph, [], .people, isBounded: false, group: group)[0].counts.counts
      #expect(audience == [members, joined, left].map { Set($0.map(\.person)).count })
    }
  }

  @Test(
    "a person who objects changes no table by more than its noise is made for, and leaves no other trace",
    arguments: [4, 5] as [UInt64])
  func neighbours(seed: UInt64) throws {
    let world = try Self.world(seed: seed)
    var widest = [0, 0, 0, 0]
    for measure in InsightMeasure.allCases {
      for group in 0..<3 {
        let all = try Self.drafts(world.graph, ["age_band", "day"], measure, isBounded: true, group: group)
        #expect(all.map(\.loss.micro).reduce(0, +) == 500_000)
        #expect(all.map(\.counts.sensitivity) == (measure == .people ? [2, 1, 4, 4] : [2, 1, 40, 40]))
        for person in 0..<world.graph.people.count {
          let rest = try Self.drafts(
            world.graph, without: person, ["age_band", "day"], measure, isBounded: true, group: group)
          for table in all.indices {
            let (with, without) = (all[table].counts.counts, rest[table].counts.counts)
            #expect(zip(with, without).allSatisfy { $0 >= $1 })
            let change = zip(with, without).reduce(0) { $0 + $1.0 - $1.1 }
            #expect(change <= all[table].counts.sensitivity ?? 0)
            if measure == .people { widest[table] = max(widest[table], change) }
          }
        }
      }
    }
    #expect(widest == [2, 1, 4, 4])
  }

  @Test("minors, the unknown and the undeclared are one cell; ages count on the last day")
  func ages() throws {
    var world = try Self.world(seed: 6)
    // 17 on the last day, 1970-01-17; 18 on that day; a year alone, which may still be 19.
    let born: [Birth?] = [
      CivilDate(year: 1952, month: 1, day: 18).map(Birth.day), CivilDate(year: 1952, month: 1, day: 17).map(Birth.day),
      .year(1950), nil,
    ]
    let count = 4
    var ids = IDTable.Builder()
    for number in 0..<count { _ = ids.insert("q\(number)") }
    var graph = SocialGraph(
      people: PersonTable(
        ids: ids.finish().table, names: Array(repeating: nil, count: count), born: born,
        joined: Array(repeating: nil, count: count)))
    graph.groups = world.graph.groups
    graph.attributes = [AttributeColumn(name: "city", kind: .categorical, rows: Array(repeating: ["Alba"], count: 4))]
    graph.placeInteractions = try InteractionLedger.build(
      [
        (0..<count).map {
          EventRecord(
            time: Timestamp(seconds: 11 * 86_400), actor: PersonIndex($0), target: 0, kind: EventKindIndex(0))
        }
      ], sources: count, targets: 3, symmetricKinds: graph.kinds.kinds.map { _ in false }, threads: ThreadCount(1))
    world.graph = graph
    let ages = try Self.drafts(graph, ["age_band"], .people, isBounded: false, group: 0)[3]
    #expect(ages.axes[1].values == ["18-19", "20-29", "30+", "other"])
    #expect(Array(ages.counts.counts.prefix(4)) == [2, 0, 0, 2])
    let cities = try Self.drafts(graph, ["city"], .people, isBounded: false, group: 0)[3]
    #expect(cities.axes[1].values == ["Alba", "Brod", "Cork", "other"])
    #expect(Array(cities.counts.counts.prefix(4)) == [3, 0, 0, 1])
  }

  @Test("what may not be asked is refused")
  func refusals() throws {
    var graph = try Self.world(seed: 7).graph
    let rows = Array(repeating: ["x"], count: graph.people.count)
    graph.attributes += [
      AttributeColumn(name: "religion", kind: .sensitive, rows: rows),
      AttributeColumn(name: "interests", kind: .set, rows: rows),
      AttributeColumn(name: "team", kind: .categorical, rows: rows),
    ]
    func refusal(_ by: [String]) throws -> InsightError? {
      do throws(InsightError) {
        _ = try PageInsights(
          Self.permitted(graph), days: Self.days, by: by, measure: .people, grid: .standard, isBounded: true)
        return nil
      } catch { return error }
    }
    #expect(try refusal(["religion"]) == .sensitive("religion"))
    #expect(try refusal(["interests"]) == .setValued("interests"))
    #expect(try refusal(["team"]) == .undeclared("team"))
    #expect(try refusal(["nothing"]) == .noSuchDimension("nothing", known: ["day", "age_band", "city", "team"]))
    #expect(try refusal(["day", "day"]) == .dimensionTwice("day"))
    #expect(try refusal(["day", "age_band"]) == nil)
    for ages in [[], [17, 30], [30, 30], [30, 20], [18, 121]] {
      #expect(throws: InsightError.self) { try InsightGrid(ages: ages, attributes: []) }
    }
    for values in [[], ["other"], ["a", "a"]] {
      #expect(throws: InsightError.self) {
        try InsightGrid(ages: nil, attributes: [.init(name: "city", values: values)])
      }
    }
  }
}
