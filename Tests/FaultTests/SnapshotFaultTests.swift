import Contacts
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

/// A snapshot is written wholly or not at all, whatever goes wrong and whenever.
@Suite struct SnapshotFaultTests {
  /// People enough for several statements a table, and columns of some length.
  static func dataset(people: Int, note: String) -> Dataset {
    var builder = IDTable.Builder()
    for number in 0..<people { _ = builder.insert("person \(number)") }
    var graph = SocialGraph(people: PersonTable(ids: builder.finish().table))
    graph.friendships = (1..<people).map { Friendship(PersonIndex($0 - 1), PersonIndex($0)) }
    graph.follows = (1..<people).map { Follow(follower: PersonIndex($0), followee: PersonIndex(0)) }
    graph.blocks = [Block(blocker: PersonIndex(0), blocked: PersonIndex(1))]
    var groups = IDTable.Builder()
    _ = groups.insert("choir")
    graph.groups = GroupTable(ids: groups.finish().table, names: [nil], kinds: [.group])
    graph.memberships = (0..<people).map {
      Membership(
        person: PersonIndex($0), group: GroupIndex(0), role: "singer",
        Period(since: Timestamp(seconds: 9), until: nil))
    }
    graph.placeInteractions = .empty(sources: people, targets: 1)
    let rows = (0..<people).map { ["value \($0 % 7)"] }
    graph.attributes = [AttributeColumn(name: "city", kind: .categorical, rows: rows)]
    let statements = (0..<people).map {
      ConsentStatement(person: PersonIndex($0), purpose: .suggestions, answer: .granted, version: "1")
    }
    let entries = (0..<people).map { number in
      AddressBookEntry(
        owner: PersonIndex(number), uid: nil, name: Sensitive("contact \(number)"),
        keys: [IdentifierKey(prefixOf: .of([UInt8(number % 250)]))], match: .pending)
    }
    let key = AddressBooks.DirectoryEntry(key: IdentifierKey(prefixOf: .of([])), person: PersonIndex(0))
    return Dataset(
      graph: graph, books: AddressBooks(entries: entries, directory: [key]),
      consents: ConsentRegister(statements, declared: .none),
      provenance: Provenance(format: "test", files: [], notes: [note]))
  }

  static func folder() throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("kith-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  static func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// Counts steps and fails at the `k`-th.
  final class Countdown {
    var left: Int
    var steps: [WriteStep] = []
    init(_ k: Int) { left = k }
    func step(_ step: WriteStep) throws {
      steps.append(step)
      left -= 1
      if left == 0 { throw FileError.system(call: "test", path: "test", code: EIO) }
    }
  }

  @Test("failing at the k-th step, for every k, leaves the old snapshot and no other file")
  func everyStep() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/graph.kith"
    try SnapshotStore.write(Self.dataset(people: 3, note: "old"), to: path)
    let old = try Data(contentsOf: URL(fileURLWithPath: path))
    let new = Self.dataset(people: 200, note: "new")
    var k = 1
    while true {
      let countdown = Countdown(k)
      do {
        try SnapshotStore.write(new, to: path, checkpoint: countdown.step)
        #expect(countdown.steps.count == k - 1 && countdown.steps.last == .rename)
        break
      } catch {
        #expect(error == .system(path: path, reason: "Input/output error"))
        #expect(error.category == .io)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == old, "step \(k), \(countdown.steps.last as Any)")
        #expect(try Self.names(folder) == ["graph.kith"], "step \(k)")
      }
      k += 1
    }
    #expect(k > 55, "only \(k) steps")
    #expect(try SnapshotStore.read(path) == new)
  }

  @Test(
    "a writer killed in the midst leaves the old snapshot, and the next writer tidies up",
    arguments: [1, 2, 3, 10, 25, 40, 50, 55, 57, 58])
  func killed(k: Int) async throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/graph.kith"
    try SnapshotStore.write(Self.dataset(people: 3, note: "old"), to: path)
    let old = try Data(contentsOf: URL(fileURLWithPath: path))
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, k = k as Int] in
      var left = k
      try SnapshotStore.write(SnapshotFaultTests.dataset(people: 200, note: "new"), to: path) { _ in
        left -= 1
        if left == 0 { kill(getpid(), SIGKILL) }
      }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == old)
    #expect(try Self.names(folder).count == 2, "what the killed writer left")
    let new = Self.dataset(people: 200, note: "new")
    try SnapshotStore.write(new, to: path)
    #expect(try SnapshotStore.read(path) == new)
    #expect(try Self.names(folder) == ["graph.kith"])
  }

  @Test("a limit on the size of files leaves the old snapshot")
  func fileSizeLimit() async throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/graph.kith"
    try SnapshotStore.write(Self.dataset(people: 3, note: "old"), to: path)
    let old = try Data(contentsOf: URL(fileURLWithPath: path))
    await #expect(processExitsWith: .success) { [path = path as String] in
      // SAFETY: plain system calls on a local value.
      var limit = rlimit(rlim_cur: 700_000, rlim_max: 700_000)
      signal(SIGXFSZ, SIG_IGN)
      guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { exit(3) }
      do throws(SnapshotError) {
        try SnapshotStore.write(SnapshotFaultTests.dataset(people: 200_000, note: "new"), to: path)
        exit(4)
      } catch {
        exit(error.category == .io ? 0 : 5)
      }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == old)
    #expect(try Self.names(folder) == ["graph.kith"])
  }

  @Test("a full disk leaves the old snapshot", .enabled(if: NSUserName() == "root", "only root can mount a small disk"))
  func fullDisk() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let mount = Process()
    mount.executableURL = URL(fileURLWithPath: "/bin/mount")
    mount.arguments = ["-t", "tmpfs", "-o", "size=3m", "tmpfs", folder]
    try mount.run()
    mount.waitUntilExit()
    try #require(mount.terminationStatus == 0, "mounting failed")
    defer {
      let umount = try? Process.run(URL(fileURLWithPath: "/bin/umount"), arguments: [folder])
      umount?.waitUntilExit()
    }
    let path = "\(folder)/graph.kith"
    try SnapshotStore.write(Self.dataset(people: 3, note: "old"), to: path)
    let old = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: SnapshotError.system(path: path, reason: "No space left on device")) {
      try SnapshotStore.write(Self.dataset(people: 200_000, note: "new"), to: path)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == old)
    #expect(try Self.names(folder) == ["graph.kith"])
    // And there is room again for a small one.
    try SnapshotStore.write(Self.dataset(people: 4, note: "new"), to: path)
  }

  @Test("a second writer of the same file is refused while the first is at work")
  func twoWriters() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/graph.kith"
    let (first, second) = (Self.dataset(people: 3, note: "first"), Self.dataset(people: 4, note: "second"))
    try SnapshotStore.write(first, to: path) { step in
      guard step == .commit else { return }
      #expect(throws: SnapshotError.system(path: path, reason: "another process is writing this file")) {
        try SnapshotStore.write(second, to: path)
      }
    }
    #expect(try SnapshotStore.read(path) == first)
  }
}
