import Contacts
import GraphStorage
import Ingest
import People
import Privacy

/// Random datasets with everything that a snapshot must keep, odd ids and odd texts among them. A function of the seed.
struct RandomDataset {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  static let oddTexts = [
    "", "7", "007", "-0", "0", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e3", "0x10",
    "Ångström", "A\u{30A}ngstro\u{308}m", "👩‍👩‍👧‍👦", "zero\u{0}inside", "\u{0}", " ", "line\nbreak",
    "'; DROP TABLE people; --", "NULL",
    "\u{FFFD}", "\u{FEFF}bom", "z" + String(repeating: "long ", count: 5000), "ﷺ",
  ]

  /// - Parameter size: roughly how many of each thing.
  mutating func next(size: Int) -> Dataset {
    var graph = SocialGraph(people: people(random.below(size + 1)))
    let count = graph.people.count
    graph.groups = groups(random.below(size / 2 + 1))
    graph.tags = ids(random.below(size / 2 + 1))
    graph.kinds = EventKinds(
      (0..<1 + random.below(5)).map { number in
        let weight = [0, 0.1, 1, 16, 1.0 / 3, -0.0][random.below(6)]
        return EventKind(name: "kind \(number)", weight: weight, isSymmetric: random.below(2) == 0)
      })
    graph.attributes = AttributeKind.allCases.filter { _ in random.below(3) > 0 }.map { kind in
      let rows = (0..<count).map { _ in
        (0..<random.below(kind == .set || kind == .sensitive ? 4 : 2)).map { _ in
          kind == .numeric ? number() : text()
        }
      }
      return AttributeColumn(name: kind.rawValue, kind: kind, rows: rows)
    }
    if count > 1 { relationships(&graph, size) }
    if count > 0 { ledgers(&graph, size) }
    graph.normalise()
    for _ in 0..<random.below(4) { if let table = derived(count) { graph.keep(table) } }
    return Dataset(
      graph: graph, books: count > 0 ? books(count, size) : .empty, consents: consents(count, size),
      provenance: Provenance(
        format: text(),
        files: (0..<random.below(4)).map { _ in
          InputRecord(name: text(), bytes: amount(), sha256: text(), rows: amount(), rejected: random.below(9))
        },
        notes: (0..<random.below(3)).map { _ in text() }), eventReading: eventReading(), releases: releases())
  }

  /// Answers to different questions, each in a week of its own.
  private mutating func releases() -> ReleaseLedger {
    let releases = (0..<random.below(4)).map { number -> StoredRelease in
      let parts = (0..<1 + random.below(3)).compactMap { _ -> ReleasePart? in
        let axes = (0..<random.below(3)).map { _ in
          ReleaseAxis(name: text(), values: (0..<1 + random.below(4)).map { _ in text() })
        }
        return ReleasePart(
          name: text(), axes: axes, totalAxes: random.below(axes.count + 1), loss: PrivacyLoss(micro: random.below(9)),
          sensitivity: 1 + random.below(50), nanoDelta: random.below(2),
          noisy: (0..<(ReleasePart.cells(axes) ?? 0)).map { _ in
            [0, -1, 1 << 42, -(1 << 42), random.below(500)][random.below(5)]
          })
      }
      let first = [-3, 0, 20_000][random.below(3)] + 7 * number
      return StoredRelease(
        question: ReleaseQuestion(
          subject: random.below(3) == 0 ? .graph : .place(text()), name: "\(number) \(text())", days: first..<first + 7),
        parts: parts)
    }
    return ReleaseLedger(releases: releases) ?? .empty
  }

  /// A number of rows or bytes.
  private mutating func amount() -> Int { [0, 1, 77, 1 << 40, 1 << 53][random.below(5)] }

  /// A time, the first and the last there may be among them.
  private mutating func moment() -> Int64 {
    [-(1 << 56), -1, 0, 1, 1 << 53 + 1, 1 << 56, Int64(random.below(1 << 45))][random.below(7)]
  }

  private mutating func number() -> String {
    ["0", "-0.5", "999999999999999999", "-999999999999999999", "0.000000000000000001", "\(random.below(300))"][
      random.below(6)]
  }

  private mutating func text() -> String {
    random.below(3) == 0 ? Self.oddTexts[random.below(Self.oddTexts.count)] : "text \(random.below(50))"
  }

  private mutating func eventReading() -> EventReading {
    var reading = EventReading.standard
    for column in ["actor", "time"] where random.below(3) == 0 { reading.columns[column] = text() }
    for _ in 0..<random.below(3) { reading.keepDays[text()] = 1 + random.below(36_500) }
    reading.times = TimeUnit.allCases[random.below(TimeUnit.allCases.count)]
    if random.below(2) == 0 { reading.until = Timestamp(milliseconds: Int64(random.below(1 << 45))) }
    return reading
  }

  private mutating func optionalText() -> String? { random.below(3) == 0 ? nil : text() }
  private mutating func time() -> Timestamp? { random.below(3) == 0 ? nil : Timestamp(milliseconds: moment()) }
  private mutating func period() -> Period { Period(since: time(), until: time()) }
  private mutating func person(_ count: Int) -> PersonIndex { PersonIndex(random.below(count)) }

  private mutating func ids(_ count: Int) -> IDTable {
    var builder = IDTable.Builder()
    while builder.count < count {
      let id = random.below(4) == 0 ? text() : "\(random.below(2) == 0 ? "p" : "")\(random.next() % 100_000)"
      _ = builder.insert(id)
    }
    if random.below(8) == 0 {
      let bytes: [UInt8] = [0xC3, 0x28, 0xFF]  // Not UTF-8.
      _ = builder.insert(bytes.span)
    }
    return builder.finish().table
  }

  private mutating func people(_ count: Int) -> PersonTable {
    let ids = ids(count)
    var (names, born, joined): ([Sensitive<String>?], [Birth?], [CivilDate?]) = ([], [], [])
    for _ in 0..<ids.count {
      names.append(optionalText().map { Sensitive($0) })
      born.append(
        [nil, .year(1980), .year([-1_000_000, 0, 9999, 1_000_000][random.below(4)]), .day(day())][random.below(4)])
      joined.append(random.below(2) == 0 ? nil : day())
    }
    var restricted = PersonSet(universe: ids.count)
    if random.below(2) == 0 {
      for position in 0..<ids.count where random.below(3) == 0 { restricted.insert(PersonIndex(position)) }
    }
    return PersonTable(ids: ids, names: names, born: born, joined: joined, restricted: restricted)
  }

  private mutating func day() -> CivilDate {
    CivilDate(daysSince1970: [0, -719_528, 2_932_896, 2_932_897, -800_000, random.below(20_000)][random.below(6)])
  }

  private mutating func groups(_ count: Int) -> GroupTable {
    let ids = ids(count)
    let names = (0..<ids.count).map { _ in optionalText() }
    return GroupTable(ids: ids, names: names, kinds: names.map { _ in GroupKind.allCases[random.below(3)] })
  }

  private mutating func relationships(_ graph: inout SocialGraph, _ size: Int) {
    let (count, groups, tags) = (graph.people.count, graph.groups.count, graph.tags.count)
    for _ in 0..<random.below(2 * size) {
      let (one, other) = (person(count), person(count))
      if one != other { graph.friendships.append(Friendship(one, other, period())) }
      graph.follows.append(Follow(follower: person(count), followee: person(count), period()))
      if random.below(3) == 0 {
        let kind = Block.Kind.allCases[random.below(3)]
        graph.blocks.append(Block(blocker: person(count), blocked: person(count), kind: kind, since: time()))
      }
      if groups > 0 {
        let role = [nil, "", "owner"][random.below(3)]
        let group = GroupIndex(random.below(groups))
        graph.memberships.append(Membership(person: person(count), group: group, role: role, period()))
      }
      if tags > 0 {
        graph.tagUses.append(TagUse(person: person(count), tag: TagIndex(random.below(tags)), time: time()))
      }
    }
  }

  private mutating func ledgers(_ graph: inout SocialGraph, _ size: Int) {
    graph.interactions = ledger(graph.people.count, targets: graph.people.count, graph.kinds, size)
    graph.placeInteractions = ledger(
      graph.people.count, targets: graph.groups.count + graph.tags.count, graph.kinds, size, isPlace: true)
  }

  /// Other events of the same people and places.
  mutating func replaceLedgers(_ graph: inout SocialGraph, _ size: Int) { ledgers(&graph, size) }

  private mutating func ledger(
    _ sources: Int, targets: Int, _ kinds: EventKinds, _ size: Int, isPlace: Bool = false
  ) -> InteractionLedger {
    let events = (0..<(targets == 0 ? 0 : random.below(5 * size))).map { _ in
      EventRecord(
        time: Timestamp(milliseconds: Int64(random.below(2) == 0 ? random.below(7_258_118_400_000) : random.below(1 << 24))),
        actor: person(sources), target: UInt32(random.below(targets)),
        kind: EventKindIndex(UInt8(random.below(kinds.kinds.count))), audience: UInt32(1 + random.below(300)),
        durationSeconds: UInt32(random.below(3) == 0 ? random.below(1 << 32) : 0))
    }
    let symmetric = kinds.kinds.map { !isPlace && $0.isSymmetric }
    let ledger = try? InteractionLedger.build(
      [events], sources: sources, targets: targets, symmetricKinds: symmetric, threads: ThreadCount(1))
    return ledger ?? .empty(sources: sources, targets: targets)
  }

  /// Values of some of the people; each class is named by its first person.
  private mutating func derived(_ count: Int) -> DerivedTable? {
    let people = (0..<count).filter { _ in random.below(4) > 0 }.map { PersonIndex($0) }
    if people.isEmpty { return nil }
    func fact(_ name: String, _ value: DerivedFact.Value) -> DerivedFact { DerivedFact(name: name, value: value) }
    let columns: [(String, DerivedColumn.Values)] = [
      ("count", .integers(people.map { _ in [0, -1, .max, .min, Int64(random.below(9))][random.below(5)] })),
      ("share", DerivedColumn.reals(people.map { _ in [0, -0.0, .infinity, 1.0 / 3, -1e-308, 5e300][random.below(6)] })),
      ("next", .people(people.map { _ in random.below(3) == 0 ? .max : people[random.below(people.count)].rawValue })),
      ("class", .classes(Self.classes(people, &random))),
    ]
    return DerivedTable(
      kernel: "kernel-\(random.below(3))",
      parameters: [
        fact("from", .people([people[random.below(people.count)]])), fact("rounds", .integer([0, -7, .max][random.below(3)])),
        fact("damping", .real([0.85, 1e-9, 1e22][random.below(3)])), fact("mode", .text(text())),
        fact("whole", .flag(random.below(2) == 0)),
      ], edges: "friends", purpose: Purpose.allCases[random.below(Purpose.allCases.count)].rawValue, basis: text(),
      asOf: time(), figures: [fact("sum", .real(0.1 + 0.2)), fact("steps", .integer(4))], people: people,
      columns: columns.filter { _ in random.below(4) > 0 }.map { DerivedColumn(name: $0.0, values: $0.1) },
      universe: count)
  }

  private static func classes(_ people: [PersonIndex], _ random: inout SeededGenerator) -> [UInt32] {
    var first: [Int: UInt32] = [:]
    return people.map { person in
      let number = random.below(5)
      first[number] = first[number] ?? person.rawValue
      return first[number] ?? person.rawValue
    }
  }

  private mutating func key() -> IdentifierKey {
    IdentifierKey(prefixOf: .of([UInt8(random.below(40))]))
  }

  private mutating func books(_ count: Int, _ size: Int) -> AddressBooks {
    let entries = (0..<random.below(size)).map { _ in
      AddressBookEntry(
        owner: person(count), uid: optionalText(), name: optionalText().map { Sensitive($0) },
        keys: (0..<random.below(4)).map { _ in key() },
        match: [.pending, .conflict, .ownCard, .withheld, .member(person(count))][random.below(5)])
    }
    let directory = (0..<random.below(size)).map { _ in
      AddressBooks.DirectoryEntry(key: key(), person: person(count))
    }
    return AddressBooks(entries: entries, directory: directory)
  }

  private mutating func consents(_ count: Int, _ size: Int) -> ConsentRegister {
    let answers: [ConsentStatement.Answer] = [.granted, .denied, .presumed]
    let statements = (0..<(count == 0 ? 0 : random.below(size))).map { number in
      ConsentStatement(
        person: person(count), purpose: Purpose.allCases[random.below(Purpose.allCases.count)],
        answer: answers[random.below(3)], time: time(),
        version: [nil, "v\(number)"][random.below(2)])
    }
    let granted = Set(Purpose.allCases.filter { _ in random.below(2) == 0 })
    return ConsentRegister(statements, declared: DeclaredBasis(granted: granted, words: text()))
  }
}
