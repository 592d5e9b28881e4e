import GraphStorage
import People
import Privacy
import Testing

@testable import Inference

@Suite("Suggestions of people one may know")
struct SuggestionTests {
  /// 0 and 4 have the friends 1, 2, 3 in common; 5 hangs on 1.
  private static let friends = [(0, 1), (0, 2), (0, 3), (4, 1), (4, 2), (4, 3), (1, 5)]

  private static func town() throws -> SuggestionTown { try SuggestionTown(people: 9, friends: friends) }

  @Test("strangers with friends in common are listed, the most and rarest first; the reason counts them")
  func plain() throws {
    let found = try Self.town().suggested(to: 0)
    #expect(found.map(\.candidate.position) == [4, 5])
    #expect(found.map(\.mutualFriends) == [3, 1] && found.map(\.rank) == [1, 2])
    #expect(found.allSatisfy { (0...1).contains($0.probability) })
    // Parts add up to the whole, and nothing is told of mutual friends by themselves.
    for one in found {
      #expect(abs(one.parts.reduce(0) { $0 + $1.contribution } - one.logOdds) < 1e-9)
      #expect(one.parts.map(\.source) == [.base, .network] && one.parts[1].count == one.mutualFriends)
    }
    #expect(try Self.town().numbers(to: 8) == [])
  }

  @Test("a block, mute or report either way takes a pair out", arguments: Block.Kind.allCases, [true, false])
  func blocks(kind: Block.Kind, isByViewer: Bool) throws {
    var town = try Self.town()
    let (one, other) = isByViewer ? (0, 4) : (4, 0)
    town.graph.blocks = [Block(blocker: PersonIndex(one), blocked: PersonIndex(other), kind: kind)]
    #expect(try town.numbers(to: 0) == [5] && town.numbers(to: 4) == [5])
  }

  @Test("a blocked friend is no bridge")
  func blockedBridge() throws {
    var town = try Self.town()
    town.graph.blocks = [Block(blocker: PersonIndex(1), blocked: PersonIndex(0))]
    let found = try town.suggested(to: 0)
    #expect(found.map(\.candidate.position) == [4] && found[0].mutualFriends == 2)
  }

  @Test("who does not allow suggestions is neither asked, nor suggested, nor a bridge")
  func consent() throws {
    var town = try Self.town()
    town.deny(.suggestions, 4)
    #expect(try town.numbers(to: 0) == [5] && town.numbers(to: 4) == [])
    town = try Self.town()
    town.deny(.suggestions, 1)
    let found = try town.suggested(to: 0)
    #expect(found.map(\.candidate.position) == [4] && found[0].mutualFriends == 2)
  }

  @Test("a minor is neither asked, nor suggested, nor a bridge")
  func minors() throws {
    var town = try Self.town()
    let old = Birth.year(1980)
    for (young, expected) in [(4, [5]), (1, [4])] {
      town.graph.people = PersonTable(
        ids: town.graph.people.ids, names: town.graph.people.names,
        born: (0..<9).map { $0 == young ? .year(2014) : old }, joined: town.graph.people.joined)
      town.graph.tags = .empty
      town.graph.follows = [
        Follow(
          follower: PersonIndex(6), followee: PersonIndex(7),
          Period(since: Timestamp(seconds: 1_750_000_000), until: nil))
      ]
      #expect(try town.numbers(to: 0) == expected && town.numbers(to: young) == [])
    }
  }

  @Test("a friendship or follow that ended takes a pair out, one that began again does not; who is followed is known")
  func parted() throws {
    let past = Period(since: nil, until: Timestamp(seconds: 1_600_000_000))
    let now = Timestamp(seconds: 1_700_000_000)
    var town = try Self.town()
    town.graph.friendships.append(Friendship(PersonIndex(0), PersonIndex(4), past))
    town.graph.normalise()
    let control = RunControl()
    func asked(_ town: SuggestionTown) throws -> [Int] {
      try Suggester(town.network(asOf: now), .standard, control).suggestions(for: PersonIndex(0), top: 9, control)
        .map(\.candidate.position)
    }
    #expect(try asked(town) == [5])
    town = try Self.town()
    town.graph.follows = [Follow(follower: PersonIndex(4), followee: PersonIndex(0), past)]
    #expect(try asked(town) == [5])
    town.graph.follows = [Follow(follower: PersonIndex(0), followee: PersonIndex(4))]
    #expect(try asked(town) == [5])
    town.graph.follows = [Follow(follower: PersonIndex(4), followee: PersonIndex(0))]
    #expect(try asked(town) == [4, 5])
    // Both ways they are joined, and lead to one another's friends.
    town.graph.follows = [
      Follow(follower: PersonIndex(0), followee: PersonIndex(6)),
      Follow(follower: PersonIndex(6), followee: PersonIndex(0)),
    ]
    town.graph.friendships.append(Friendship(PersonIndex(6), PersonIndex(7)))
    #expect(try Set(asked(town)) == [4, 5, 7])
  }

  @Test("own book entries are candidates; what stands in another's book is not, and makes no bridge")
  func books() throws {
    var town = try Self.town()
    town.enter(0, 7)
    town.enter(8, 0)
    town.enter(6, 0)
    town.enter(6, 7)
    let found = try town.suggested(to: 0)
    #expect(Set(found.map(\.candidate.position)) == [4, 5, 7])
    #expect(found.filter(\.isInBook).map(\.candidate.position) == [7])
    // 6 has both 0 and 7 in the book: nothing follows for these two.
    #expect(try town.numbers(to: 7) == [])
    town.deny(.contactMatching, 7)
    #expect(try Set(town.numbers(to: 0)) == [4, 5])
  }

  @Test("small groups join their people, large ones and pages do not")
  func groups() throws {
    var town = try Self.town()
    let ids = try SuggestionTown.table(["circle", "page"])
    town.graph.groups = GroupTable(ids: ids, names: [nil, nil], kinds: [.group, .page])
    town.graph.memberships = [0, 7].map { Membership(person: PersonIndex($0), group: GroupIndex(0)) }
    town.graph.memberships += [0, 8].map { Membership(person: PersonIndex($0), group: GroupIndex(1)) }
    town.graph.normalise()
    let found = try town.suggested(to: 0)
    #expect(Set(found.map(\.candidate.position)) == [4, 5, 7])
    #expect(found.first { $0.candidate.position == 7 }?.sharedGroups == 1)
    var options = SuggestionNetwork.Options()
    options.largestGroup = 2
    town.graph.memberships.append(Membership(person: PersonIndex(6), group: GroupIndex(0)))
    town.graph.normalise()
    let network = try SuggestionNetwork(town.permitted, options: options, RunControl())
    #expect(network.groups.companions(of: 0) == [])
  }

  @Test("who gave no sign of life for long is not suggested but still a bridge")
  func inactive() throws {
    var town = try Self.town()
    let long = Timestamp(seconds: 1_500_000_000)
    let now = Timestamp(seconds: 1_700_000_000)
    town.graph.follows = [
      Follow(follower: PersonIndex(4), followee: PersonIndex(8), Period(since: long, until: nil)),
      Follow(follower: PersonIndex(1), followee: PersonIndex(8), Period(since: long, until: nil)),
    ]
    let control = RunControl()
    let found = try Suggester(town.network(asOf: now), .standard, control)
      .suggestions(for: PersonIndex(0), top: 9, control)
    #expect(found.map(\.candidate.position) == [5])
  }

  @Test("everybody at once gives what each alone gives, for any number of threads and order of facts")
  func sameBytes() throws {
    let town = try SuggestionTown.random(people: 300, friends: 1_200, seed: 4)
    let model = try Self.fitted(town)
    var lists: [[Suggestion]] = []
    for threads in [1, 2, 8] {
      let control = RunControl(threads: ThreadCount(threads))
      lists.append(try Suggester(town.network(threads: threads), model, control).everybody(top: 5, control))
    }
    #expect(lists[0] == lists[1] && lists[0] == lists[2] && lists[0].count > 1_000)
    let control = RunControl()
    let suggester = try Suggester(town.network(), model, control)
    let alone = try (0..<300).flatMap { try suggester.suggestions(for: PersonIndex($0), top: 5, control) }
    #expect(alone == lists[0])
    var shuffled = town
    shuffled.graph.friendships.reverse()
    shuffled.graph.normalise()
    #expect(try Self.fitted(shuffled) == model)
  }

  private static func fitted(_ town: SuggestionTown) throws -> SuggestionModel {
    let control = RunControl(threads: ThreadCount(2))
    let hidden = try HiddenTies.draw(town.network(), share: 0.1, seed: 1, control)
    return try SuggestionFit.run(hidden, provenance: "test", seed: 1, control)
  }

  @Test("people who do not allow suggestions change no output byte, whatever they do")
  func noTrace() throws {
    var town = try SuggestionTown.random(people: 120, friends: 500, seed: 9)
    for number in stride(from: 0, to: 120, by: 6) { town.deny(.suggestions, number) }
    let control = RunControl()
    func answer(_ town: SuggestionTown) throws -> [Suggestion] {
      try Suggester(town.network(), Self.fitted(town), control).everybody(top: 10, control)
    }
    let truth = try answer(town)
    var changed = town
    changed.graph.friendships.removeAll { $0.first.position % 6 == 0 || $0.second.position % 6 == 0 }
    for number in 1..<40 where number % 6 != 0 {
      changed.graph.friendships.append(Friendship(PersonIndex(0), PersonIndex(number)))
      changed.enter(number, 6)
      changed.enter(12, number)
    }
    changed.graph.normalise()
    #expect(try answer(changed) == truth && !truth.isEmpty)
    // The same with somebody who does allow it must show.
    changed.graph.friendships.append(Friendship(PersonIndex(1), PersonIndex(80)))
    changed.graph.normalise()
    #expect(try answer(changed) != truth)
  }

  @Test("nobody who allows it, no ties and too few ties are errors")
  func errors() throws {
    var town = try SuggestionTown(people: 3, friends: [(0, 1)])
    #expect(throws: SuggestionError.tooFewTies(found: 1, needed: 20)) { _ = try Self.fitted(town) }
    town.deny(.suggestions, 1)
    #expect(throws: SuggestionError.noTies) { _ = try town.network() }
    for number in [0, 2] { town.deny(.suggestions, number) }
    #expect(throws: SuggestionError.nobodyAllows) { _ = try town.network() }
  }
}

extension SuggestionTests {
  @Test("who was dismissed is not suggested again; who was seen and left falls behind; later sights do not count, later dismissals do")
  func impressions() throws {
    var town = try SuggestionTown(people: 9, friends: [(0, 1), (1, 4), (1, 5), (0, 2), (2, 4), (2, 5)])
    #expect(try town.numbers(to: 0) == [4, 5])
    town.graph.impressions = [Impression(viewer: PersonIndex(0), shown: PersonIndex(4))]
    let found = try town.suggested(to: 0)
    #expect(found.map(\.candidate.position) == [5, 4] && found[1].probability < found[0].probability)
    town.graph.impressions = [Impression(viewer: PersonIndex(4), shown: PersonIndex(0))]
    #expect(try town.numbers(to: 0) == [4, 5])
    town.graph.impressions = [Impression(viewer: PersonIndex(0), shown: PersonIndex(4), action: .dismissed)]
    #expect(try town.numbers(to: 0) == [5] && town.numbers(to: 4).contains(0))
    // A dismissal holds whenever it was made, as a block does; of what was seen only what was seen by then.
    let later = Timestamp(seconds: 1_800_000_000)
    let control = RunControl()
    for (action, expected) in [(Impression.Action.dismissed, [5]), (.seen, [4, 5])] {
      town.graph.impressions = [
        Impression(viewer: PersonIndex(0), shown: PersonIndex(4), action: action, time: later)
      ]
      let network = try town.network(asOf: Timestamp(seconds: 1_700_000_000))
      let found = try Suggester(network, .standard, control).suggestions(for: PersonIndex(0), top: 9, control)
      #expect(found.map(\.candidate.position) == expected)
    }
  }
}
