import Contacts
import Foundation
import GraphStorage
import Ingest
import People
import Persistence
import Privacy
import TestSupport
import Testing

@Suite struct RoundTripTests {
  @Test("random datasets come back as they were, byte for byte in their texts")
  func randomDatasets() throws {
    let folder = try TemporaryFolder()
    for seed in 0..<Datasets.cases(quick: 80, long: 200) {
      var random = RandomDataset(seed: UInt64(seed))
      let dataset = random.next(size: seed % 40 + 1)
      let path = folder.file("graph.kith")
      try SnapshotStore.write(dataset, to: path)
      let back = try SnapshotStore.read(path)
      #expect(back == dataset, "seed \(seed)")
      // `==` on text means canonical equivalence; the store must keep the very bytes.
      #expect(
        back.graph.people.names.map { $0.map { Array($0.value.utf8) } }
          == dataset.graph.people.names.map { $0.map { Array($0.value.utf8) } }, "seed \(seed)")
      #expect(back.graph.people.ids.columns.arena == dataset.graph.people.ids.columns.arena, "seed \(seed)")
    }
    #expect(folder.names == ["graph.kith"])
  }

  @Test("every odd text survives as an id, a name, an attribute value, a role and a note")
  func oddTexts() throws {
    let folder = try TemporaryFolder()
    var builder = IDTable.Builder()
    for text in RandomDataset.oddTexts { _ = builder.insert(text) }
    let ids = builder.finish().table
    let texts = RandomDataset.oddTexts
    var graph = SocialGraph(
      people: PersonTable(
        ids: ids, names: texts.map { Sensitive($0) }, born: texts.map { _ in nil }, joined: texts.map { _ in nil }))
    graph.attributes = [AttributeColumn(name: "odd", kind: .categorical, rows: texts.map { [$0] })]
    graph.groups = GroupTable(ids: ids, names: texts, kinds: texts.map { _ in .page })
    graph.memberships = texts.indices.map {
      Membership(person: PersonIndex($0), group: GroupIndex($0), role: texts[$0])
    }
    graph.placeInteractions = .empty(sources: ids.count, targets: ids.count)
    let dataset = Dataset(
      graph: graph, books: .empty, consents: ConsentRegister([], declared: .none),
      provenance: Provenance(format: "test", files: [], notes: texts))
    let path = folder.file("odd.kith")
    try SnapshotStore.write(dataset, to: path)
    let back = try SnapshotStore.read(path)
    #expect(back == dataset)
    #expect(back.provenance.notes.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    #expect(back.graph.memberships.map { Array(($0.role ?? "nil").utf8) } == texts.map { Array($0.utf8) })
    #expect(back.graph.people.index(of: "007") != back.graph.people.index(of: "7"))
  }

  @Test("a graph of nobody comes back")
  func emptyGraph() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("empty.kith")
    let dataset = Dataset(
      graph: SocialGraph(people: PersonTable(ids: .empty)), books: .empty,
      consents: ConsentRegister([], declared: .none), provenance: Provenance(format: "", files: [], notes: []))
    try SnapshotStore.write(dataset, to: path)
    #expect(try SnapshotStore.read(path) == dataset)
    let summary = try SnapshotStore.summary(path)
    #expect(summary.people == 0 && summary.interactions.newestEvent == nil && summary.kinds.count == 8)
  }

  @Test("columns longer than one piece come back, whatever the number of threads")
  func longColumns() throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 3)
    let people = 60_000
    var builder = IDTable.Builder()
    for number in 0..<people { _ = builder.insert("\(number)") }
    var graph = SocialGraph(people: PersonTable(ids: builder.finish().table))
    let events = (0..<1_200_000).map { _ in
      EventRecord(
        time: Timestamp(seconds: Int64(random.below(1_000_000_000))), actor: PersonIndex(random.below(people)),
        target: UInt32(random.below(people)), kind: EventKindIndex(4))
    }
    graph.interactions = try InteractionLedger.build(
      [events], sources: people, targets: people, symmetricKinds: graph.kinds.kinds.map(\.isSymmetric),
      threads: .available)
    #expect(graph.interactions.pairLast.count * 8 > 2 * (4 << 20), "several pieces")
    let dataset = Dataset(
      graph: graph, books: .empty, consents: ConsentRegister([], declared: .none),
      provenance: Provenance(format: "test", files: [], notes: []))
    let (one, two) = (folder.file("one.kith"), folder.file("two.kith"))
    try SnapshotStore.write(dataset, to: one, threads: ThreadCount(1))
    try SnapshotStore.write(dataset, to: two, threads: ThreadCount(2))
    #expect(try bytes(one) == bytes(two))
    #expect(try SnapshotStore.read(one, threads: ThreadCount(1)) == dataset)
    #expect(try SnapshotStore.read(two, threads: ThreadCount(2)) == dataset)
  }

  @Test("the same dataset gives the same bytes, however its arrays came to be")
  func sameBytes() throws {
    let folder = try TemporaryFolder()
    var compared = 0
    for seed in 0..<20 {
      var first = RandomDataset(seed: UInt64(seed))
      var second = RandomDataset(seed: UInt64(seed))
      let dataset = first.next(size: 60)
      var again = second.next(size: 60)
      // Built in another order, with spare room in the arrays, and normalised.
      again.graph.friendships.reserveCapacity(10_000)
      again.graph.friendships.reverse()
      again.graph.memberships.reverse()
      again.graph.attributes.reverse()
      again.graph.normalise()
      let purposes = again.consents.declared.grantedInOrder.reversed()
      again.consents = ConsentRegister(
        again.consents.statements.reversed(),
        declared: DeclaredBasis(granted: Set(purposes), words: again.consents.declared.words))
      try SnapshotStore.write(dataset, to: folder.file("a.kith"))
      // An empty role sorts as a missing one does, so a few of these are not equal after all.
      guard again == dataset else { continue }
      compared += 1
      try SnapshotStore.write(again, to: folder.file("b.kith"))
      try SnapshotStore.write(try SnapshotStore.read(folder.file("a.kith")), to: folder.file("c.kith"))
      let written = try bytes(folder.file("a.kith"))
      #expect(try bytes(folder.file("b.kith")) == written, "seed \(seed)")
      #expect(try bytes(folder.file("c.kith")) == written, "seed \(seed)")
    }
    #expect(compared >= 5)
  }

  @Test("the file is readable by its owner alone, and takes the place of what stood there")
  func mode() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("graph.kith")
    try store(Array("something else".utf8), path)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    var random = RandomDataset(seed: 1)
    try SnapshotStore.write(random.next(size: 10), to: path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(folder.names == ["graph.kith"])
  }
}
