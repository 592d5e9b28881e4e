import Contacts
import Foundation
import GraphStorage
import Ingest
import People
import Persistence
import Privacy
import TestSupport
import Testing

/// Files that are whole and sealed, and say something impossible: what somebody could write who means harm.
@Suite struct CraftedTests {
  private func sample(_ seed: UInt64) -> Dataset {
    var random = RandomDataset(seed: seed)
    var dataset = random.next(size: 60)
    while dataset.graph.people.count < 20 || dataset.graph.interactions.rowCount < 50 || dataset.books.count < 10
      || Set(dataset.graph.derived.flatMap(\.columns).map(\.name)).count < 4
    {
      dataset = random.next(size: 60)
    }
    return dataset
  }

  /// Goes through everything that a reader hands out: what was accepted must not stop the program anywhere.
  private func use(_ dataset: Dataset, _ folder: TemporaryFolder) throws {
    let graph = dataset.graph
    let newest = graph.newestTime
    let gate = PolicyGate(graph: graph, consents: dataset.consents, asOf: newest)
    for purpose in Purpose.allCases { _ = gate.allowing(purpose) }
    _ = gate.graph(for: .suggestions).value.newestTime?.description
    for friendship in graph.friendships.prefix(50) {
      if let newest { _ = (friendship.period.holds(at: newest), friendship.period.ended(within: 90, before: newest)) }
    }
    for entry in dataset.books.entries { _ = (entry.keys.count, entry.name?.value.count) }
    _ = dataset.books.withdrawing(PersonSet(universe: graph.people.count, all: true)).counts
    _ = (dataset.provenance.rows, dataset.provenance.rejectedRows)
    for table in graph.derived { _ = table.name(graph.people.id) }
    var some = PersonSet(universe: graph.people.count)
    for position in 0..<graph.people.count where position % 3 > 0 { some.insert(PersonIndex(position)) }
    _ = graph.projected(some).derived.count
    let path = folder.file("again.kith")
    try SnapshotStore.write(dataset, to: path)
    #expect(try SnapshotStore.read(path) == dataset)
  }

  @Test("any numbers in any column are refused in one line, or are usable")
  func anyColumn() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("graph.kith")
    var columns = Set<String>()
    var (refused, accepted) = (0, 0)
    for seed in 0..<1 {
      let dataset = sample(UInt64(seed))
      let names = Names()
      try SnapshotStore.write(
        dataset, to: path,
        altering: {
          names.insert($0)
          return $1
        }
      ) { _ in }
      for (number, name) in names.sorted.enumerated() {
        columns.insert(name)
        // The quick set tries every column twice.
        for round in Datasets.runsLongTests ? 0..<6 : (number % 3 * 2)..<(number % 3 * 2 + 2) {
          try SnapshotStore.write(
            dataset, to: path,
            altering: { column, bytes in
              guard column == name else { return bytes }
              var random = SeededGenerator(seed: UInt64(seed * 100_000 + number * 100 + round))
              var altered = bytes
              let start = random.below(bytes.count)
              switch round {
              case 0: altered[start] ^= 1 << UInt8(random.below(8))
              case 1: altered = bytes.map { _ in UInt8(random.below(256)) }
              case 2: altered = bytes.reversed()
              // The largest and the smallest numbers of either width, and nothing.
              case 3:
                altered.replaceSubrange(
                  start & ~7..<min(start & ~7 + 8, bytes.count),
                  with: repeatElement(0xFF, count: min(8, bytes.count - start & ~7)))
              case 4:
                for index in stride(from: start & ~7, to: min(start & ~7 + 8, bytes.count), by: 1) {
                  altered[index] = index & 7 == 7 ? 0x80 : 0
                }
              default: altered = bytes.map { _ in 0 }
              }
              return altered
            }
          ) { _ in }
          do {
            let back = try SnapshotStore.read(path)
            try use(back, folder)
            accepted += 1
          } catch let error as SnapshotError {
            #expect(error.category == .data && !error.description.contains("\n"), "\(name): \(error)")
            refused += 1
          }
        }
      }
    }
    #expect(columns.count > 50, "only \(columns.count) columns were tried")
    #expect(refused > 60 && accepted > 3, "\(refused) refused, \(accepted) accepted")
  }

  @Test("a time far beyond every calendar, a birth beyond every year and a list out of order are named")
  func named() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("graph.kith")
    var graph = SnapshotSamples.pairs
    graph.people = PersonTable(
      ids: graph.people.ids, names: [nil, nil, nil], born: [.year(1990), nil, .day(CivilDate(daysSince1970: 0))],
      joined: [nil, nil, nil], restricted: PersonSet(universe: 3, all: true))
    let dataset = Dataset(
      graph: graph, books: .empty, consents: ConsentRegister([], declared: .none),
      provenance: Provenance(format: "test", files: [], notes: []))
    func refusal(_ column: String, _ bytes: @escaping @Sendable ([UInt8]) -> [UInt8]) throws -> String? {
      try SnapshotStore.write(dataset, to: path, altering: { $0 == column ? bytes($1) : $1 }) { _ in }
      do throws(SnapshotError) {
        _ = try SnapshotStore.read(path)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(try refusal("nothing") { $0 } == nil)
    let far = littleEndianBytes(of: [Int64.max, 5] as [Int64], 0..<2)
    #expect(
      try refusal("friendships.since") { _ in far }
        == "\(path): damaged: column friendships.since: a time out of range")
    let births = littleEndianBytes(of: [Int32.max, .min, 0] as [Int32], 0..<3)
    #expect(try refusal("people.born") { _ in births } == "\(path): damaged: column people.born: a date out of range")
    let held = littleEndianBytes(of: [0, 2, 2] as [UInt32], 0..<3)
    #expect(
      try refusal("people.restricted") { _ in held } == "\(path): damaged: column people.restricted: out of order")
    let stranger = littleEndianBytes(of: [0, 1, 3] as [UInt32], 0..<3)
    #expect(
      try refusal("people.restricted") { _ in stranger }
        == "\(path): damaged: column people.restricted: a position out of range")
    let firsts = littleEndianBytes(of: [1, 0] as [UInt32], 0..<2)
    #expect(
      try refusal("friendships.first") { _ in firsts } == "\(path): damaged: column friendships.second: out of order")
    let beyond = littleEndianBytes(of: [1, 3] as [UInt32], 0..<2)
    #expect(
      try refusal("friendships.second") { _ in beyond }
        == "\(path): damaged: column friendships.second: a position out of range")
  }

  /// Which columns there are.
  private final class Names: @unchecked Sendable {
    private let lock = NSLock()
    private var names = Set<String>()
    func insert(_ name: String) { lock.withLock { _ = names.insert(name) } }
    var sorted: [String] { lock.withLock { names.sorted() } }
  }
}

enum SnapshotSamples {
  /// Three people and two dated friendships.
  static var pairs: SocialGraph {
    var builder = IDTable.Builder()
    for id in ["ann", "ben", "cat"] { _ = builder.insert(id) }
    var graph = SocialGraph(people: PersonTable(ids: builder.finish().table))
    let people = (0..<3).map { PersonIndex($0) }
    let since = Timestamp(milliseconds: 5)
    graph.friendships = [
      Friendship(people[0], people[1], Period(since: since, until: nil)),
      Friendship(people[1], people[2], Period(since: since, until: nil)),
    ]
    return graph
  }
}
