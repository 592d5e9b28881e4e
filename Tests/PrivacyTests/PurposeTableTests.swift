import Contacts
import GraphStorage
import People
import Privacy
import Testing

/// Who allows what, by hand: every purpose against everything that a person can have said about it.
@Suite("Purposes and consents, by hand")
struct PurposeTableTests {
  /// What one person said, oldest first: `g` granted, `d` denied, `p` presumed; a day after it, or undated.
  struct Row {
    let said: String
    /// Of a purpose that rests on consent, where the dataset declares nothing.
    let consent: Bool
    /// The same where the dataset declares it granted.
    let consentByDefault: Bool
    /// Of a purpose that rests on contract or legitimate interest.
    let other: Bool

    init(_ said: String, _ consent: Bool, _ consentByDefault: Bool, _ other: Bool) {
      (self.said, self.consent, self.consentByDefault, self.other) = (said, consent, consentByDefault, other)
    }
  }

  static let rows = [
    // said               consent, default, contract or interest
    Row("", false, true, true),
    Row("g1", true, true, true),
    Row("d1", false, false, false),
    Row("p1", false, false, true),
    Row("g", true, true, true),
    Row("d", false, false, false),
    Row("p", false, false, true),
    // A later statement takes the place of an earlier one.
    Row("g1 d2", false, false, false),
    Row("d1 g2", true, true, true),
    Row("g1 p2", false, false, true),
    Row("d1 p2", false, false, false),
    Row("p1 g2", true, true, true),
    Row("p1 d2", false, false, false),
    Row("g1 d2 g3", true, true, true),
    Row("d1 g2 d3", false, false, false),
    // Of two at one time the less permissive holds.
    Row("g1 d1", false, false, false),
    Row("g1 p1", false, false, true),
    // A dated statement is later than an undated one; but an undated denial holds whatever else was said.
    Row("g d1", false, false, false),
    Row("p g1", true, true, true),
    Row("d g1", false, false, false),
    Row("d g1 g2", false, false, false),
    Row("g d", false, false, false),
  ]

  /// Every purpose and whether it rests on consent (DOMAIN B.3), written out.
  static let purposes: [(Purpose, restsOnConsent: Bool)] = [
    (.service, false), (.suggestions, true), (.inferenceSubject, true), (.inferenceEvidence, true),
    (.contactMatching, true), (.insights, false), (.statistics, false), (.partnerData, true), (.location, true),
    (.advertising, true),
  ]

  static func statements(_ row: Row, _ person: PersonIndex, _ purpose: Purpose) -> [ConsentStatement] {
    row.said.split(separator: " ").map { word in
      let answers: [Character: ConsentStatement.Answer] = ["g": .granted, "d": .denied, "p": .presumed]
      let day = Int64(word.dropFirst())
      return ConsentStatement(
        person: person, purpose: purpose, answer: answers[word[word.startIndex]] ?? .denied,
        time: day.map { Timestamp(seconds: $0 * 86_400) }, version: nil)
    }
  }

  /// One person a row who is grown up, one of unknown age, one who is seventeen; a log that ends in 2020.
  static let ages: [(Birth?, isMinor: Bool)] = [
    (.year(1980), false), (nil, false), (CivilDate(year: 2003, month: 1, day: 1).map(Birth.day), true),
  ]

  static func graph() throws -> SocialGraph {
    var ids = IDTable.Builder()
    let count = rows.count * ages.count
    for number in 0..<count { _ = ids.insert("p\(number)") }
    let people = PersonTable(
      ids: ids.finish().table, names: Array(repeating: Sensitive("N"), count: count),
      born: (0..<count).map { ages[$0 % ages.count].0 }, joined: Array(repeating: nil, count: count))
    var graph = SocialGraph(people: people)
    for number in 1..<count { graph.friendships.append(Friendship(PersonIndex(number - 1), PersonIndex(number))) }
    for number in 0..<count {
      graph.follows.append(
        Follow(
          follower: PersonIndex(number), followee: PersonIndex((number + 1) % count),
          Period(since: Timestamp(seconds: 1_600_000_000), until: nil)))
    }
    graph.attributes = [
      AttributeColumn(name: "city", kind: .categorical, rows: (0..<count).map { ["city \($0 % 5)"] })
    ]
    graph.normalise()
    return graph
  }

  @Test("the table has every purpose once")
  func complete() {
    #expect(Self.purposes.map(\.0) == Purpose.allCases)
    for (purpose, restsOnConsent) in Self.purposes { #expect((purpose.legalBasis == .consent) == restsOnConsent) }
  }

  @Test(
    "everything that can be said gives the answer of the table, for every purpose and age, in any order of statements",
    arguments: [false, true])
  func table(byDefault: Bool) throws {
    let graph = try Self.graph()
    let declared =
      byDefault ? DeclaredBasis(granted: Set(Purpose.allCases), words: "a survey") : DeclaredBasis.none
    var all: [ConsentStatement] = []
    for (index, row) in Self.rows.enumerated() {
      for age in Self.ages.indices {
        let person = PersonIndex(index * Self.ages.count + age)
        for (purpose, _) in Self.purposes { all += Self.statements(row, person, purpose) }
      }
    }
    var random = SeededGenerator(seed: 11)
    let register = ConsentRegister(all, declared: declared)
    for _ in 0..<3 {
      random.shuffle(&all)
      #expect(ConsentRegister(all, declared: declared) == register)
    }
    let gate = PolicyGate(graph: graph, consents: register)
    for (purpose, restsOnConsent) in Self.purposes {
      let said = register.allowing(purpose, people: graph.people.count)
      let allowed = gate.allowing(purpose)
      for (index, row) in Self.rows.enumerated() {
        let expected = !restsOnConsent ? row.other : byDefault ? row.consentByDefault : row.consent
        for (age, entry) in Self.ages.enumerated() {
          let person = PersonIndex(index * Self.ages.count + age)
          #expect(said.contains(person) == expected, "\(purpose) after '\(row.said)'")
          #expect(
            allowed.contains(person) == (expected && !(restsOnConsent && entry.isMinor)),
            "\(purpose) after '\(row.said)', age \(age)")
        }
      }
    }
  }

  @Test("what was said of one purpose says nothing of another", arguments: Self.purposes.map(\.0))
  func onePurpose(denied: Purpose) throws {
    let graph = try Self.graph()
    let person = PersonIndex(0)
    for (answer, declared) in [
      (ConsentStatement.Answer.denied, DeclaredBasis(granted: Set(Purpose.allCases), words: "w")),
      (.granted, .none),
    ] {
      let register = ConsentRegister(
        [ConsentStatement(person: person, purpose: denied, answer: answer)], declared: declared)
      let silent = ConsentRegister([], declared: declared)
      for (purpose, restsOnConsent) in Self.purposes {
        let allowed = PolicyGate(graph: graph, consents: register).allowing(purpose)
        let before = PolicyGate(graph: graph, consents: silent).allowing(purpose)
        #expect(before.contains(person) == (!restsOnConsent || answer == .denied))
        #expect(allowed.contains(person) == (purpose == denied ? answer == .granted : before.contains(person)))
        for other in 1..<graph.people.count {
          #expect(allowed.contains(PersonIndex(other)) == before.contains(PersonIndex(other)))
        }
      }
    }
  }

  @Test(
    "what the gate hands out for a purpose holds nothing of anybody who does not allow it",
    arguments: Self.purposes.map(\.0))
  func handedOut(purpose: Purpose) throws {
    let graph = try Self.graph()
    let denied = stride(from: 0, to: graph.people.count, by: 3).map { PersonIndex($0) }
    let register = ConsentRegister(
      denied.map { ConsentStatement(person: $0, purpose: purpose, answer: .denied) },
      declared: DeclaredBasis(granted: Set(Purpose.allCases), words: "a survey"))
    let gate = PolicyGate(graph: graph, consents: register)
    let permitted = gate.graph(for: purpose)
    #expect(permitted.purpose == purpose)
    #expect(permitted.basis == "a survey, and people's own statements")
    let inside = (0..<graph.people.count).filter { gate.allowing(purpose).contains(PersonIndex($0)) }
    #expect(!inside.isEmpty && inside.count < graph.people.count)
    let set = Set(inside)
    let column = try #require(permitted.value.attribute("city"))
    for number in 0..<graph.people.count {
      let person = PersonIndex(number)
      #expect(column.codes(of: person).isEmpty == !set.contains(number))
      #expect((permitted.value.people.names[number] == nil) == !set.contains(number))
      #expect(permitted.value.people.born[number] == (set.contains(number) ? graph.people.born[number] : nil))
    }
    let friends = graph.friendships.filter { set.contains($0.first.position) && set.contains($0.second.position) }
    #expect(permitted.value.friendships == friends)
    let follows = graph.follows.filter { set.contains($0.follower.position) && set.contains($0.followee.position) }
    #expect(permitted.value.follows == follows)
  }

  @Test("of whoever is restricted nothing is handed out for anything, whatever they allowed")
  func restricted() throws {
    let all = Self.purposes.map(\.0)
    var graph = try Self.graph()
    var held = PersonSet(universe: graph.people.count)
    for number in stride(from: 1, to: graph.people.count, by: 4) { held.insert(PersonIndex(number)) }
    let people = graph.people
    graph.people = PersonTable(
      ids: people.ids, names: people.names, born: people.born, joined: people.joined, restricted: held)
    let register = ConsentRegister(
      held.positions.flatMap { position in
        all.map { ConsentStatement(person: PersonIndex(position), purpose: $0, answer: .granted) }
      }, declared: DeclaredBasis(granted: Set(all), words: "a survey"))
    let gate = PolicyGate(graph: graph, consents: register)
    let before = PolicyGate(graph: try Self.graph(), consents: register)
    for purpose in all {
      #expect(gate.allowing(purpose) == before.allowing(purpose).subtracting(held), "\(purpose)")
      let handed = gate.graph(for: purpose).value
      let city = try #require(handed.attribute("city"))
      for position in held.positions {
        let person = PersonIndex(position)
        #expect(city.codes(of: person).isEmpty && handed.people.names[person.position] == nil)
        #expect(!handed.friendships.contains { $0.first == person || $0.second == person })
        #expect(!handed.follows.contains { $0.follower == person || $0.followee == person })
      }
    }
    let inference = gate.inferenceGraph().value
    #expect(inference.subjects.intersection(held).count == 0 && inference.evidence.intersection(held).count == 0)
    #expect(inference.subjects.count > 0 && inference.evidence.count > 0)
    let city = try #require(inference.graph.attribute("city"))
    for position in held.positions { #expect(city.codes(of: PersonIndex(position)).isEmpty) }
  }

  @Test("the basis in words: what is declared, what people said, or what the law gives")
  func words() throws {
    let graph = try Self.graph()
    func basis(_ purpose: Purpose, _ statements: [ConsentStatement], _ declared: DeclaredBasis) -> String {
      PolicyGate(graph: graph, consents: ConsentRegister(statements, declared: declared)).basis(of: purpose)
    }
    let own = [ConsentStatement(person: PersonIndex(0), purpose: .location, answer: .granted)]
    #expect(basis(.location, [], .none) == "none declared")
    #expect(basis(.location, own, .none) == "people's own consent")
    #expect(basis(.advertising, own, .none) == "none declared")
    #expect(basis(.location, [], .researchDataset) == "research-dataset")
    #expect(basis(.location, own, .researchDataset) == "research-dataset, and people's own statements")
    #expect(basis(.advertising, own, .researchDataset) == "none declared")
    #expect(basis(.service, own, .none) == "contract")
    #expect(basis(.insights, [], .none) == "legitimate interest, objectable")
    #expect(basis(.statistics, [], .none) == "legitimate interest, objectable")
  }
}
