import Foundation
import GraphStorage
import Ingest
import People
import Persistence
import TestSupport
import Testing

@Suite("Batches of events beside the ledgers of a snapshot")
struct BatchTests {
  /// A snapshot of a dataset with events, and others with other events of the same people and places.
  private struct Fixture {
    let base: Dataset
    let batches: [Dataset]
    let folder: TemporaryFolder
    var path: String { folder.file("graph.kith") }

    init(seed: Int) throws {
      var random = RandomDataset(seed: UInt64(seed))
      var dataset = random.next(size: 60)
      while dataset.graph.people.count < 20 || dataset.graph.interactions.rowCount < 40 {
        dataset = random.next(size: 60)
      }
      var batches: [Dataset] = []
      for _ in 0..<3 {
        var batch = dataset
        random.replaceLedgers(&batch.graph, 30)
        batches.append(batch)
      }
      (base, self.batches, folder) = (dataset, batches, try TemporaryFolder())
      try SnapshotStore.write(dataset, to: path)
    }
  }

  private func append(_ batch: Dataset, _ provenance: Provenance, _ path: String) throws -> Bool {
    try SnapshotStore.append(
      batch.graph.interactions, batch.graph.placeInteractions, provenance: provenance, to: path,
      unchangedSince: try FileStamp(path: path))
  }

  @Test("read back, they are merged: the dataset is the one that was written whole", arguments: 0..<8)
  func merged(seed: Int) throws {
    let fixture = try Fixture(seed: 900 + seed)
    let (base, batches, folder, path) = (fixture.base, fixture.batches, fixture.folder, fixture.path)
    var expected = base
    for (number, batch) in batches.enumerated() {
      expected.graph.interactions = try expected.graph.interactions
        .merged(with: batch.graph.interactions, threads: ThreadCount(1))
      expected.graph.placeInteractions = try expected.graph.placeInteractions
        .merged(with: batch.graph.placeInteractions, threads: ThreadCount(1))
      expected.provenance.files.append(
        InputRecord(name: "batch \(number)", bytes: 1, sha256: "\(number)", rows: 2, rejected: 3))
      #expect(try append(batch, expected.provenance, path))
      #expect(try SnapshotStore.read(path, threads: ThreadCount(1 + number)) == expected)
      let summary = try SnapshotStore.summary(path)
      #expect(summary.batches == number + 1 && summary.provenance == expected.provenance)
      #expect(summary.interactions.events == expected.graph.interactions.eventCount)
      #expect(summary.interactions.newestEvent == expected.graph.interactions.newest?.description)
      let ground = try #require(try SnapshotStore.eventGround(path))
      #expect(ground.people == base.graph.people.ids && ground.provenance == expected.provenance)
      #expect(ground.newest == EventGround(expected).newest && ground.events == EventGround(expected).events)
    }
    // Written whole, the bytes are those of a snapshot that never had batches.
    try SnapshotStore.write(try SnapshotStore.read(path), to: path)
    try SnapshotStore.write(expected, to: folder.file("whole.kith"))
    #expect(try bytes(path) == bytes(folder.file("whole.kith")))
  }

  @Test("the 65th batch is not put beside the ledgers, nor one to a snapshot of an older version")
  func room() throws {
    let fixture = try Fixture(seed: 77)
    let (base, batches, path) = (fixture.base, fixture.batches, fixture.path)
    for _ in 0..<64 { #expect(try append(batches[0], base.provenance, path)) }
    let full = try bytes(path)
    #expect(try !append(batches[0], base.provenance, path))
    #expect(try bytes(path) == full)

    // One of a version that has them takes them, and stays of its version.
    let earlier = SnapshotSchema(SnapshotSchema.current.migrations.filter { $0.name < "8" })
    try SnapshotStore.write(base, to: path, schema: earlier) { _ in }
    #expect(try append(batches[0], base.provenance, path))
    #expect(try SnapshotStore.summary(path).schemaVersion == 7 && SnapshotStore.summary(path).batches == 1)

    let older = SnapshotSchema(SnapshotSchema.current.migrations.filter { $0.name < "7" })
    try SnapshotStore.write(base, to: path, schema: older) { _ in }
    #expect(try SnapshotStore.eventGround(path) == nil)
    #expect(try !append(batches[0], base.provenance, path))
  }

  @Test("failing at the k-th step, for every k, leaves the old snapshot and no other file")
  func everyStep() throws {
    let fixture = try Fixture(seed: 78)
    let (base, batches, folder, path) = (fixture.base, fixture.batches, fixture.folder, fixture.path)
    let old = try bytes(path)
    var k = 1
    while true {
      var left = k
      do {
        let isBeside = try SnapshotStore.append(
          batches[0].graph.interactions, batches[0].graph.placeInteractions, provenance: base.provenance, to: path
        ) { _ in
          left -= 1
          if left == 0 { throw FileError.system(call: "test", path: "test", code: 5) }
        }
        #expect(isBeside)
        break
      } catch {
        #expect(error == .system(path: path, reason: "Input/output error"))
        #expect(try bytes(path) == old && folder.names == ["graph.kith"], "step \(k)")
      }
      k += 1
    }
    #expect(k > 20, "only \(k) steps")
    #expect(try bytes(path) != old)
  }

  @Test("another program's writing meanwhile is not undone")
  func changed() throws {
    let fixture = try Fixture(seed: 79)
    let (base, batches, path) = (fixture.base, fixture.batches, fixture.path)
    let stamp = try FileStamp(path: path)
    try SnapshotStore.write(batches[1], to: path)
    let other = try bytes(path)
    #expect(throws: SnapshotError.changed(path: path)) {
      try SnapshotStore.append(
        batches[0].graph.interactions, batches[0].graph.placeInteractions, provenance: base.provenance, to: path,
        unchangedSince: stamp)
    }
    #expect(try bytes(path) == other)
  }

  @Test("no flipped bit of a snapshot with batches gives another dataset, and none is appended to")
  func damage() throws {
    let fixture = try Fixture(seed: 80)
    let (base, batches, path) = (fixture.base, fixture.batches, fixture.path)
    for batch in batches { #expect(try append(batch, base.provenance, path)) }
    let dataset = try SnapshotStore.read(path)
    let whole = try bytes(path)
    let filled = whole.indices.filter { whole[$0] != 0 }
    var generator = SeededGenerator(seed: 81)
    var refused = 0
    for _ in 0..<Datasets.cases(quick: 150, long: 800) {
      var damaged = whole
      damaged[filled[generator.below(filled.count)]] ^= 1 << UInt8(generator.below(8))
      try store(damaged, path)
      do {
        #expect(try SnapshotStore.read(path) == dataset)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 100)
  }
}
