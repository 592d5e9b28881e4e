import Foundation
import GraphStorage
import Ingest
import People
import Persistence
import Privacy
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A batch is in a snapshot wholly or not at all, whatever goes wrong and whenever, although the file itself is written.
@Suite struct BatchFaultTests {
  static let people = 2000

  /// Events on as many rows of the ledger, nearly.
  static func ledger(_ events: Int, seed: UInt64) throws -> InteractionLedger {
    var random = SeededGenerator(seed: seed)
    let records = (0..<events).map { _ in
      EventRecord(
        time: Timestamp(seconds: Int64(1_700_000_000 + random.below(30_000_000))), actor: PersonIndex(random.below(people)),
        target: UInt32(random.below(people)), kind: EventKindIndex(0), audience: 1, durationSeconds: 0)
    }
    return try InteractionLedger.build(
      [records], sources: people, targets: people, symmetricKinds: [false], threads: ThreadCount(1))
  }

  static let provenance = Provenance(format: "test", files: [], notes: ["with a batch"])

  static func snapshot(_ path: String) throws -> Dataset {
    var dataset = SnapshotFaultTests.dataset(people: people, note: "old")
    dataset.graph.interactions = try ledger(300_000, seed: 1)
    try SnapshotStore.write(dataset, to: path)
    return try SnapshotStore.read(path)
  }

  /// A batch of several megabytes, more than SQLite keeps to itself until the end.
  static func append(to path: String, checkpoint: @escaping (WriteStep) throws -> Void = { _ in }) throws -> Bool {
    try SnapshotStore.append(
      ledger(140_000, seed: 2), .empty(sources: people, targets: 1), provenance: provenance, to: path,
      threads: ThreadCount(1), checkpoint: checkpoint)
  }

  static func names(_ folder: String) throws -> Set<String> { Set(try SnapshotFaultTests.names(folder)) }

  static func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  /// A process that is killed at the `k`-th step of an append, or just before its commit.
  static func killAppending(to path: String, at k: Int?) async {
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, k = k as Int?] in
      var steps = 0
      _ = try BatchFaultTests.append(to: path) { step in
        steps += 1
        if step == .commit || steps == k { kill(getpid(), SIGKILL) }
      }
    }
  }

  @Test(
    "an appender killed in the midst leaves a file that reads as the old snapshot, and takes the batch afterwards",
    arguments: [1, 2, 5, 12, 20, nil])
  func killed(k: Int?) async throws {
    let folder = try SnapshotFaultTests.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/graph.kith"
    let old = try Self.snapshot(path)
    let oldBytes = try Self.bytes(path)
    await Self.killAppending(to: path, at: k)
    if k == nil {
      #expect(try Self.bytes(path) != oldBytes, "the batch is too small to be written before the end")
      #expect(try Self.names(folder) == ["graph.kith", "graph.kith-journal", ".graph.kith.writing"])
    }
    #expect(try SnapshotStore.summary(path).batches == 0)
    #expect(try SnapshotStore.read(path) == old)
    #expect(try Self.bytes(path) == oldBytes)
    // One that was killed before it wrote into the file leaves an empty journal, which the next writer uses.
    #expect(try Self.names(folder).contains("graph.kith-journal") == (k == 2 || k == 5), "step \(k as Any)")
    let stamp = SnapshotStore.stamp(of: path)
    #expect(try stamp == FileStamp(path: path))
    #expect(try Self.append(to: path))
    let merged = try old.graph.interactions.merged(with: Self.ledger(140_000, seed: 2), threads: ThreadCount(1))
    let read = try SnapshotStore.read(path)
    #expect(read.graph.interactions == merged && read.provenance == Self.provenance)
    #expect(try Self.names(folder) == ["graph.kith"])
  }

  @Test("what a killed appender left is never put into a file that took the snapshot's place", arguments: [false, true])
  func replaced(isRemoved: Bool) async throws {
    let folder = try SnapshotFaultTests.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/graph.kith"
    _ = try Self.snapshot(path)
    await Self.killAppending(to: path, at: nil)
    #expect(try Self.names(folder).contains("graph.kith-journal"))
    if isRemoved { try FileManager.default.removeItem(atPath: path) }
    let new = SnapshotFaultTests.dataset(people: 300, note: "new")
    try SnapshotStore.write(new, to: path)
    #expect(try SnapshotStore.read(path) == new)
    #expect(try Self.names(folder) == ["graph.kith"])
  }

  @Test("through a link to the snapshot as well, and what is behind the link is changed")
  func link() async throws {
    let folder = try SnapshotFaultTests.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder + "/there", withIntermediateDirectories: true)
    let (path, link) = ("\(folder)/there/graph.kith", "\(folder)/link.kith")
    let old = try Self.snapshot(path)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "there/graph.kith")
    await Self.killAppending(to: link, at: nil)
    #expect(try Self.names(folder + "/there") == ["graph.kith", "graph.kith-journal", ".graph.kith.writing"])
    #expect(try SnapshotStore.read(link) == old)
    #expect(try Self.append(to: link))
    #expect(try SnapshotStore.summary(path).batches == 1)
    #expect(try SnapshotStore.read(link) == SnapshotStore.read(path))
    #expect(try Self.names(folder + "/there") == ["graph.kith"])
  }

  @Test("two writers of one file exclude each other, whatever names they know it by")
  func twoWriters() throws {
    let folder = try SnapshotFaultTests.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (path, link) = ("\(folder)/graph.kith", "\(folder)/link.kith")
    _ = try Self.snapshot(path)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "graph.kith")
    let new = SnapshotFaultTests.dataset(people: 4, note: "new")
    for (first, second) in [(path, link), (link, path)] {
      let isBeside = try SnapshotStore.append(
        Self.ledger(1000, seed: 4), .empty(sources: Self.people, targets: 1), provenance: Self.provenance, to: first
      ) { step in
        guard step == .commit else { return }
        #expect(throws: SnapshotError.system(path: second, reason: "another process is writing this file")) {
          try SnapshotStore.write(new, to: second)
        }
      }
      #expect(isBeside)
    }
    #expect(try SnapshotStore.summary(path).batches == 2)
    // Written through the link, the file behind it is replaced.
    try SnapshotStore.write(new, to: link)
    #expect(try SnapshotStore.read(path) == new)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "graph.kith")
    #expect(try Self.names(folder) == ["graph.kith", "link.kith"])
  }

  @Test("another snapshot that was moved to the place of a half written one is not touched, and the reason is told")
  func moved() async throws {
    let folder = try SnapshotFaultTests.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (path, backup) = ("\(folder)/graph.kith", "\(folder)/backup.kith")
    let old = try Self.snapshot(path)
    try FileManager.default.copyItem(atPath: path, toPath: backup)
    await Self.killAppending(to: path, at: nil)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: backup, toPath: path)
    let bytes = try Self.bytes(path)
    let journal = URL(fileURLWithPath: path).resolvingSymlinksInPath().path + "-journal"
    let refusal = SnapshotError.system(
      path: path,
      reason: "\(journal) is of another file that stood here when an append was killed: remove it, or put that file back")
    #expect(throws: refusal) { try SnapshotStore.read(path) }
    #expect(throws: refusal) { try Self.append(to: path) }
    #expect(throws: refusal) { try SnapshotStore.write(old, to: path) }
    #expect(try Self.bytes(path) == bytes)
    try FileManager.default.removeItem(atPath: journal)
    #expect(try SnapshotStore.read(path) == old)
    #expect(try Self.append(to: path))
    #expect(try Self.names(folder) == ["graph.kith"])
  }

  @Test("what is no snapshot, and what is no journal, is left alone")
  func strangers() async throws {
    let folder = try SnapshotFaultTests.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/graph.kith"
    let old = try Self.snapshot(path)
    // A snapshot that was removed is not made anew by being asked for.
    await Self.killAppending(to: path, at: nil)
    try FileManager.default.removeItem(atPath: path)
    #expect(SnapshotStore.stamp(of: path) == nil)
    #expect(throws: SnapshotError.self) { try SnapshotStore.read(path) }
    #expect(try !Self.names(folder).contains("graph.kith"))
    try SnapshotStore.write(old, to: path)
    // A file or a folder of somebody else with such a name.
    for isFolder in [false, true] {
      let other = path + "-journal"
      if isFolder {
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
      } else {
        try Data("Monday: rain\n".utf8).write(to: URL(fileURLWithPath: other))
      }
      let journal = URL(fileURLWithPath: path).resolvingSymlinksInPath().path + "-journal"
      let refusal = SnapshotError.system(
        path: path, reason: "\(journal) is no journal of it, but has the name of one: move it away")
      #expect(throws: refusal) { try SnapshotStore.write(old, to: path) }
      #expect(throws: refusal) { try SnapshotStore.read(path) }
      #expect(throws: refusal) { try Self.append(to: path) }
      #expect(FileManager.default.fileExists(atPath: other))
      try FileManager.default.removeItem(atPath: other)
      #expect(try SnapshotStore.read(path) == old)
    }
  }

  @Test("a limit on the size of files leaves the old snapshot")
  func fileSizeLimit() async throws {
    let folder = try SnapshotFaultTests.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/graph.kith"
    _ = try Self.snapshot(path)
    let old = try Self.bytes(path)
    await #expect(processExitsWith: .success) { [path = path as String, size = old.count as Int] in
      // SAFETY: plain system calls on a local value.
      var limit = rlimit(rlim_cur: rlim_t(size + 1_000_000), rlim_max: rlim_t(size + 1_000_000))
      signal(SIGXFSZ, SIG_IGN)
      guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { exit(3) }
      do {
        _ = try BatchFaultTests.append(to: path)
        exit(4)
      } catch {
        exit((error as? SnapshotError)?.category == .io ? 0 : 5)
      }
    }
    #expect(try Self.bytes(path) == old)
    #expect(try Self.names(folder) == ["graph.kith"])
  }

  @Test("who reads while batches are put in reads the snapshot with some of them, whole, and is never refused")
  func readers() throws {
    let folder = try SnapshotFaultTests.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/graph.kith"
    let old = try Self.snapshot(path)
    let batch = try Self.ledger(20_000, seed: 3)
    var expected = [old.graph.interactions]
    for _ in 0..<6 { expected.append(try expected[expected.count - 1].merged(with: batch, threads: ThreadCount(1))) }
    let whole = expected
    // One writes, three read, each by itself.
    let counts = parallelMap(count: 4, threads: ThreadCount(4)) { worker -> [Int?] in
      (0..<6).map { _ in
        if worker == 0 {
          return (try? SnapshotStore.append(
            batch, .empty(sources: Self.people, targets: 1), provenance: old.provenance, to: path,
            threads: ThreadCount(1)) { _ in }) == true ? 0 : nil
        }
        guard let read = try? SnapshotStore.read(path, threads: ThreadCount(1)) else { return nil }
        return whole.firstIndex(of: read.graph.interactions)
      }
    }
    #expect(counts[0] == [0, 0, 0, 0, 0, 0])
    for seen in counts.dropFirst() {
      let found = seen.compactMap { $0 }
      #expect(found.count == 6 && found == found.sorted(), "\(seen)")
    }
    #expect(try SnapshotStore.read(path).graph.interactions == whole[6])
  }
}
