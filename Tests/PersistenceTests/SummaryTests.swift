import Contacts
import Foundation
import GraphStorage
import Ingest
import People
import Persistence
import Privacy
import Testing

@Suite struct SummaryTests {
  @Test("the summary of a dataset counted by hand")
  func countedByHand() throws {
    var builder = IDTable.Builder()
    for id in ["ann", "ben", "cat"] { _ = builder.insert(id) }
    var graph = SocialGraph(people: PersonTable(ids: builder.finish().table))
    let people = (0..<3).map { PersonIndex($0) }
    graph.friendships = [Friendship(people[0], people[1])]
    graph.follows = [Follow(follower: people[2], followee: people[0])]
    graph.blocks = [Block(blocker: people[1], blocked: people[2])]
    var groups = IDTable.Builder()
    _ = groups.insert("choir")
    graph.groups = GroupTable(ids: groups.finish().table, names: [nil], kinds: [.group])
    graph.memberships = [Membership(person: people[0], group: GroupIndex(0))]
    graph.attributes = [AttributeColumn(name: "city", kind: .categorical, rows: [["Bern"], [], ["Oslo"]])]
    graph.kinds = EventKinds([EventKind(name: "meet", weight: 2, isSymmetric: true)])
    let meeting = EventRecord(
      time: Timestamp(seconds: 7200), actor: people[0], target: 1, kind: EventKindIndex(0))
    graph.interactions = try InteractionLedger.build(
      [[meeting, meeting]], sources: 3, targets: 3, symmetricKinds: [true], threads: ThreadCount(1))
    graph.placeInteractions = .empty(sources: 3, targets: 1)
    graph.keep(
      try #require(
        DerivedTable(
          kernel: "page-rank", parameters: [], edges: "friends", purpose: "statistics", basis: "test data", asOf: nil,
          figures: [], people: [people[0], people[2]],
          columns: [DerivedColumn(name: "rank", values: .reals([0.5, 0.25]))], universe: 3)))
    let key = IdentifierKey(prefixOf: .of([1]))
    let books = AddressBooks(
      entries: [
        AddressBookEntry(owner: people[0], uid: nil, name: nil, keys: [key], match: .pending),
        AddressBookEntry(owner: people[1], uid: nil, name: nil, keys: [key], match: .pending),
        AddressBookEntry(owner: people[2], uid: nil, name: nil, keys: [], match: .member(people[0])),
        AddressBookEntry(owner: people[2], uid: "me", name: nil, keys: [], match: .ownCard),
        AddressBookEntry(owner: people[2], uid: "us", name: nil, keys: [], match: .conflict),
      ], directory: [AddressBooks.DirectoryEntry(key: .init(prefixOf: .of([2])), person: people[0])])
    let consents = ConsentRegister(
      [
        ConsentStatement(person: people[0], purpose: .suggestions, answer: .granted),
        ConsentStatement(person: people[1], purpose: .suggestions, answer: .denied),
        ConsentStatement(person: people[1], purpose: .location, answer: .presumed),
      ], declared: DeclaredBasis(granted: [.suggestions], words: "test data"))
    let provenance = Provenance(
      format: "dataset", files: [InputRecord(name: "people.csv", bytes: 9, sha256: "00", rows: 3, rejected: 1)],
      notes: ["a note"])
    let folder = try TemporaryFolder()
    let path = folder.file("graph.kith")
    try SnapshotStore.write(
      Dataset(graph: graph, books: books, consents: consents, provenance: provenance), to: path)

    let summary = try SnapshotStore.summary(path)
    #expect(summary.schemaVersion == 8)
    #expect(try summary.fileBytes == bytes(path).count)
    #expect(summary.people == 3 && summary.friendships == 1 && summary.follows == 1 && summary.blocks == 1)
    #expect(summary.groups == 1 && summary.memberships == 1 && summary.tags == 0 && summary.tagUses == 0)
    #expect(summary.interactions.pairs == 2 && summary.interactions.rows == 2 && summary.interactions.events == 4)
    #expect(summary.interactions.newestEvent == "1970-01-01T02:00:00Z")
    #expect(summary.placeInteractions.events == 0 && summary.placeInteractions.newestEvent == nil)
    #expect(summary.attributes.map(\.name) == ["city"] && summary.attributes.map(\.people) == [2])
    #expect(summary.kinds.map(\.name) == ["meet"] && summary.kinds[0].weight == 2 && summary.kinds[0].symmetric)
    #expect(summary.addressBooks.entries == 5 && summary.addressBooks.pending == 2)
    #expect(summary.addressBooks.pendingKeys == 1 && summary.addressBooks.members == 1)
    #expect(summary.addressBooks.directory == 1 && summary.addressBooks.ownCards == 1)
    #expect(summary.addressBooks.conflicts == 1 && summary.addressBooks.withheld == 0)
    #expect(summary.consents.map(\.purpose) == ["suggestions", "location"])
    #expect(summary.consents[0].granted == 1 && summary.consents[0].denied == 1 && summary.consents[1].presumed == 1)
    #expect(summary.declaredBasis.granted == ["suggestions"] && summary.declaredBasis.words == "test data")
    #expect(summary.provenance == provenance)
    #expect(summary.derived.map(\.kernel) == ["page-rank"] && summary.derived.map(\.columns) == [["rank"]])
    #expect(summary.derived.map(\.edges) == ["friends"] && summary.derived.map(\.purpose) == ["statistics"])
    #expect(summary.derived.map(\.people) == [2])
    let decoded = try JSONDecoder().decode(SnapshotSummary.self, from: JSONEncoder().encode(summary))
    #expect(decoded == summary)
  }

  @Test("equal datasets have equal content digests, different ones different ones")
  func contentDigest() throws {
    let folder = try TemporaryFolder()
    var digests: Set<String> = []
    for seed in 0..<20 {
      for name in ["a", "b"] {
        var random = RandomDataset(seed: UInt64(seed))
        try SnapshotStore.write(random.next(size: 20), to: folder.file(name))
      }
      let (first, second) = (try SnapshotStore.summary(folder.file("a")), try SnapshotStore.summary(folder.file("b")))
      #expect(first == second)
      digests.insert(first.contentDigest)
    }
    #expect(digests.count == 20)
  }
}
