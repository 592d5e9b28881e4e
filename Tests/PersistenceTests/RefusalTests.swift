import Foundation
import GraphStorage
import Ingest
import People
import Persistence
import Privacy
import Testing

@Suite struct RefusalTests {
  private func refusal(_ path: String) -> SnapshotError? {
    do {
      _ = try SnapshotStore.read(path)
      return nil
    } catch {
      return error
    }
  }

  private func sample(_ path: String, schema: SnapshotSchema = .current) throws {
    var random = RandomDataset(seed: 11)
    try SnapshotStore.write(random.next(size: 20), to: path, schema: schema) { _ in }
  }

  @Test("a missing file, a folder, a loop of links: no input")
  func nothingToRead() throws {
    let folder = try TemporaryFolder()
    let missing = folder.file("graph.kith")
    #expect(refusal(missing)?.description == "\(missing): No such file or directory")
    #expect(refusal(missing)?.category == .noInput)
    #expect(refusal(folder.path)?.category == .noInput)
    #expect(refusal(folder.path)?.description == "\(folder.path): not a regular file")
    try FileManager.default.createSymbolicLink(atPath: folder.file("loop"), withDestinationPath: folder.file("loop"))
    #expect(refusal(folder.file("loop"))?.category == .noInput)
  }

  @Test("a file that may not be read: no input", .enabled(if: NSUserName() != "root", "root may read everything"))
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("graph.kith")
    try sample(path)
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(refusal(path)?.category == .noInput)
  }

  @Test("empty files, text and other people's databases are not Kith snapshots")
  func otherFiles() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("graph.kith")
    try store([], path)
    #expect(refusal(path) == .notASnapshot(path: path))
    try store(Array("id,name\n1,Ann\n".utf8), path)
    #expect(refusal(path) == .notASnapshot(path: path))
    try sample(path)
    var other = try bytes(path)
    for offset in 68..<72 { other[offset] = 0 }  // The application id of most databases.
    try store(other, path)
    #expect(refusal(path) == .notASnapshot(path: path))
    #expect(refusal(path)?.category == .data)
    #expect(throws: SnapshotError.notASnapshot(path: path)) { try SnapshotStore.summary(path) }
  }

  @Test("a snapshot of a newer schema is refused, one of an older schema is migrated in memory")
  func schemas() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("graph.kith")
    let second = SnapshotSchema.Migration(
      name: "9: a test", sql: "ALTER TABLE groups ADD COLUMN nickname TEXT; CREATE TABLE later (x INTEGER);")
    let newer = SnapshotSchema(SnapshotSchema.current.migrations + [second])

    try sample(path, schema: newer)
    #expect(refusal(path) == .newer(path: path, schema: 9, supported: 8))
    #expect(refusal(path)?.description == "\(path): written by a newer Kith (schema 9; this one reads up to 8)")
    let written = try SnapshotStore.read(path, schema: newer)

    try sample(path)
    let before = try bytes(path)
    #expect(try SnapshotStore.read(path, schema: newer) == written)
    #expect(try SnapshotStore.summary(path, schema: newer).schemaVersion == 8)
    #expect(try bytes(path) == before, "reading changes nothing")
    #expect(folder.names == ["graph.kith"])

    let failing = SnapshotSchema(
      SnapshotSchema.current.migrations + [.init(name: "9: fails", sql: "ALTER TABLE nobody ADD COLUMN x")])
    #expect(throws: SnapshotError.self) { try SnapshotStore.read(path, schema: failing) }
  }

  @Test("a snapshot from before there were derived values is read without any, and a later one does not pass for it")
  func beforeDerivedValues() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("graph.kith")
    var random = RandomDataset(seed: 11)
    var dataset = random.next(size: 20)
    while dataset.graph.derived.isEmpty { dataset = random.next(size: 20) }
    let second = SnapshotSchema([SnapshotSchema.first])
    try SnapshotStore.write(dataset, to: path, schema: second) { _ in }
    #expect(try bytes(path)[63] == 2)
    dataset.graph.keepDerived(for: nil)
    // Nor had ledgers the exact times of their rows.
    dataset.graph.interactions = coarse(dataset.graph.interactions)
    dataset.graph.placeInteractions = coarse(dataset.graph.placeInteractions)
    dataset.releases = .empty
    // Nor was anybody restricted.
    let people = dataset.graph.people
    dataset.graph.people = PersonTable(ids: people.ids, names: people.names, born: people.born, joined: people.joined)
    #expect(try SnapshotStore.read(path) == dataset)
    let summary = try SnapshotStore.summary(path)
    #expect(summary.schemaVersion == 2 && summary.derived.isEmpty)

    while dataset.graph.derived.isEmpty { dataset = random.next(size: 20) }
    try SnapshotStore.write(dataset, to: path)
    var renamed = try bytes(path)
    renamed[63] = 2  // The last byte of the schema version.
    try store(renamed, path)
    #expect(refusal(path)?.category == .data)
  }

  @Test("a snapshot of the first schema is refused with what to do about it")
  func firstSchema() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("graph.kith")
    try sample(path)
    var first = try bytes(path)
    first[63] = 1  // The last byte of the schema version.
    try store(first, path)
    #expect(refusal(path) == .older(path: path, schema: 1, supported: 2))
    #expect(
      refusal(path)?.description
        == "\(path): written by an older Kith (schema 1; this one reads from 2 on): import its data again")
    #expect(refusal(path)?.category == .data)
    #expect(throws: SnapshotError.older(path: path, schema: 1, supported: 2)) { try SnapshotStore.summary(path) }
  }

  @Test("writing into a missing folder, or over a folder, is an error of input and output")
  func noPlaceToWrite() throws {
    let folder = try TemporaryFolder()
    var random = RandomDataset(seed: 1)
    let dataset = random.next(size: 5)
    let missing = folder.file("no/graph.kith")
    #expect(throws: SnapshotError.system(path: missing, reason: "No such file or directory")) {
      try SnapshotStore.write(dataset, to: missing)
    }
    try FileManager.default.createDirectory(atPath: folder.file("taken"), withIntermediateDirectories: false)
    #expect(throws: SnapshotError.system(path: folder.file("taken"), reason: "Is a directory")) {
      try SnapshotStore.write(dataset, to: folder.file("taken"))
    }
    #expect(folder.names == ["taken"])
  }
}

/// A ledger of which only the last contact of each pair is exact.
private func coarse(_ ledger: InteractionLedger) -> InteractionLedger {
  InteractionLedger(
    pairStarts: ledger.pairStarts, pairTargets: ledger.pairTargets, pairLast: ledger.pairLast,
    rowStarts: ledger.rowStarts, rowHours: ledger.rowHours, rowClasses: ledger.rowClasses,
    rowCounts: ledger.rowCounts, classes: ledger.classes, targetCount: ledger.targetCount)
}
