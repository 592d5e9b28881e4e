import Contacts
import GraphStorage
import People
import Privacy

@testable import Inference

/// A small population with friends of friends, for tests of suggestions; everybody allows what is asked unless said.
struct SuggestionTown {
  var graph: SocialGraph
  var denials: [ConsentStatement] = []
  var entries: [AddressBookEntry] = []

  init(people: Int, friends: [(Int, Int)]) throws {
    graph = SocialGraph(people: PersonTable(ids: try SuggestionTown.ids(people)))
    graph.friendships = friends.map { Friendship(Self.person($0.0), Self.person($0.1)) }
    graph.normalise()
  }

  static func random(people: Int, friends: Int, seed: UInt64) throws -> SuggestionTown {
    var generator = SeededGenerator(seed: seed)
    var pairs: [(Int, Int)] = []
    for _ in 0..<friends {
      let one = generator.below(people)
      // Circles: most friends live near.
      let other = generator.below(5) == 0 ? generator.below(people) : (one + 1 + generator.below(8)) % people
      if one != other { pairs.append((one, other)) }
    }
    return try SuggestionTown(people: people, friends: pairs)
  }

  static func ids(_ count: Int) throws -> IDTable {
    try table((0..<count).map { "p\(1000 + $0)" })
  }

  static func table(_ ids: [String]) throws -> IDTable {
    var builder = IDTable.Builder()
    for id in ids { _ = builder.insert(id) }
    return builder.finish().table
  }

  static func person(_ number: Int) -> PersonIndex { PersonIndex(number) }

  mutating func deny(_ purpose: Purpose, _ number: Int) {
    denials.append(ConsentStatement(person: Self.person(number), purpose: purpose, answer: .denied))
  }

  mutating func enter(_ owner: Int, _ contact: Int) {
    entries.append(
      AddressBookEntry(
        owner: Self.person(owner), uid: "\(entries.count)", name: nil, keys: [],
        match: .member(Self.person(contact))))
  }

  var permitted: Permitted<SuggestionGraph> {
    PolicyGate(graph: graph, consents: ConsentRegister(denials, declared: .researchDataset))
      .suggestionGraph(AddressBooks(entries: entries, directory: []))
  }

  func network(asOf: Timestamp? = nil, threads: Int = 1) throws -> SuggestionNetwork {
    try SuggestionNetwork(permitted, asOf: asOf, RunControl(threads: ThreadCount(threads)))
  }

  /// Whom a person is suggested, best first.
  func suggested(to number: Int, _ model: SuggestionModel = .standard) throws -> [Suggestion] {
    let control = RunControl(threads: ThreadCount(1))
    return try Suggester(network(), model, control).suggestions(for: Self.person(number), top: 100, control)
  }

  func numbers(to number: Int) throws -> [Int] { try suggested(to: number).map(\.candidate.position) }
}
