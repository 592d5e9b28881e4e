import Foundation
import GraphStorage
import Ingest
import Jobs
import People
import Privacy
import Reports
import TestSupport
import Testing

@Suite("Values that kernels found, kept with people")
struct DerivedJobTests {
  static let context = RunContext(threads: ThreadCount(2))
  static let friends = SocialProjection(purpose: .statistics, edges: .friends)

  static func kept(
    _ dataset: Dataset, _ kernel: String, _ projection: SocialProjection = friends,
    _ parameters: [(name: String, value: String)] = []
  ) throws -> Dataset {
    var dataset = dataset
    let request = KernelJob.Request(kernel: kernel, parameters: parameters)
    dataset.graph.keep(try DerivedJob.run(dataset, projection, request, context).table)
    return dataset
  }

  /// Through a file, as a later run sees it.
  static func reread(_ dataset: Dataset, _ folder: String) throws -> Dataset {
    try SnapshotJob.write(dataset, to: folder + "/kept.kith", context)
    return try SnapshotJob.read(folder + "/kept.kith", context)
  }

  static func rows(_ report: KernelReport) -> [String] {
    report.csvLines.joined().split(whereSeparator: \.isNewline).dropFirst().map(String.init)
  }

  @Test(
    "what is read from the snapshot is what the kernel finds on it",
    arguments: ["k-core", "page-rank", "connected-components", "triangles"])
  func same(kernel: String) throws {
    try withTemporaryFolder { folder in
      let town = try NoTraceTests.dataset(SmallTown(seed: 9), folder, "town")
      let dataset = try Self.reread(try Self.kept(town, kernel), folder)
      let direct = try KernelJob.run(
        GraphSource.snapshot(path: folder + "/kept.kith", projection: Self.friends).load(Self.context),
        KernelJob.Request(kernel: kernel), Self.context)
      let read = try DerivedJob.values(dataset, named: kernel)
      #expect(Self.rows(read.report) == Self.rows(direct) && direct.rowCount > 15 && read.withdrawn == 0)
    }
  }

  @Test("a second run takes the place of the first, and one with other parameters or edges stands beside it")
  func again() throws {
    try withTemporaryFolder { folder in
      let town = try NoTraceTests.dataset(SmallTown(seed: 2), folder, "town")
      let once = try Self.reread(try Self.kept(town, "page-rank"), folder)
      let twice = try Self.reread(try Self.kept(once, "page-rank"), folder)
      #expect(twice == once && once.graph.derived.count == 1)
      let beside = try Self.kept(twice, "page-rank", Self.friends, [("damping", "0.5")])
      let more = try Self.kept(
        beside, "page-rank", SocialProjection(purpose: .statistics, edges: .follows), [])
      #expect(more.graph.derived.count == 3)
      let unclear = try #require(throws: Failure.self) { _ = try DerivedJob.values(more, named: "page-rank") }
      #expect(unclear.category == .data && unclear.hint?.contains("damping=0.5") == true)
      #expect(try DerivedJob.values(more, named: "page-rank follows").report.rowCount > 15)
    }
  }

  @Test("whoever stops to allow the purpose has no values any more, and is nobody's value", arguments: 0..<5)
  func withdrawn(seed: Int) throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: UInt64(seed))
      let before = try Self.kept(
        try Self.kept(try NoTraceTests.dataset(town, folder, "before"), "k-core"), "connected-components")
      let full = try DerivedJob.values(before, named: "k-core")
      let person = try #require(Self.rows(full.report).first?.split(separator: ",").first.map(String.init))
      town.consents.append((person, "statistics", false))
      // The same people and edges, kept values of then, consents of now.
      var after = before
      after.consents = try NoTraceTests.dataset(town, folder, "after").consents
      after = try Self.reread(after, folder)
      let read = try DerivedJob.values(after, named: "k-core")
      #expect(read.withdrawn == 1)
      #expect(Self.rows(read.report) == Self.rows(full.report).filter { !$0.hasPrefix(person + ",") })
      #expect(read.report.figures.isEmpty, "figures counted everybody")
      let cells = Self.rows(try DerivedJob.values(after, named: "connected-components").report).flatMap {
        $0.split(separator: ",").map(String.init)
      }
      #expect(!cells.contains(person))
      // A run after it does not know them at all.
      let anew = try DerivedJob.values(try Self.kept(after, "k-core"), named: "k-core")
      #expect(anew.withdrawn == 0 && !Self.rows(anew.report).contains { $0.hasPrefix(person + ",") })
    }
  }

  @Test("values computed from the place of one person go with that person")
  func source() throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: 3)
      town.consents.removeAll()
      let start = try #require(town.friendships.first?.0)
      var dataset = try Self.kept(
        try NoTraceTests.dataset(town, folder, "before"), "breadth-first-search", Self.friends, [("source", start)])
      #expect(try DerivedJob.values(dataset, named: "breadth-first-search").report.rowCount == 24)
      town.consents.append((start, "statistics", false))
      dataset.consents = try NoTraceTests.dataset(town, folder, "after").consents
      let failure = try #require(throws: Failure.self) {
        _ = try DerivedJob.values(dataset, named: "breadth-first-search")
      }
      #expect(failure.category == .refused && !failure.message.contains(start))
    }
  }

  @Test("the bytes of a snapshot with kept values are the same for any number of threads")
  func threads() throws {
    try withTemporaryFolder { folder in
      let town = try NoTraceTests.dataset(SmallTown(seed: 4), folder, "town")
      var files: [[UInt8]] = []
      for threads in [1, 2, 8] {
        var dataset = town
        let context = RunContext(threads: ThreadCount(threads))
        for (kernel, edges) in [("leiden", SocialProjection.Edges.ties), ("page-rank", .follows)] {
          dataset.graph.keep(
            try DerivedJob.run(
              dataset, SocialProjection(purpose: .statistics, edges: edges), KernelJob.Request(kernel: kernel), context
            ).table)
        }
        try SnapshotJob.write(dataset, to: folder + "/g.kith", context)
        files.append(try BuiltBinary.bytes(folder + "/g.kith"))
      }
      #expect(files[1] == files[0] && files[2] == files[0])
    }
  }

  @Test("a snapshot that was replaced while a kernel ran is not overwritten with what it was before")
  func replaced() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/g.kith"
      try SnapshotJob.write(try NoTraceTests.dataset(SmallTown(seed: 1), folder, "one"), to: path, Self.context)
      let stamp = try FileStamp(path: path)
      let read = try Self.kept(try SnapshotJob.read(path, Self.context), "k-core")
      try SnapshotJob.write(
        try NoTraceTests.dataset(SmallTown(seed: 2, people: 30), folder, "two"), to: path, Self.context)
      let imported = try BuiltBinary.bytes(path)
      let failure = try #require(throws: Failure.self) {
        try DerivedJob.write(read, to: path, unchangedSince: stamp, Self.context)
      }
      #expect(failure.category == .io && failure.message.contains("g.kith"))
      #expect(try BuiltBinary.bytes(path) == imported)
      // One that appeared meanwhile, too; and an unchanged one is written.
      #expect(throws: Failure.self) { try DerivedJob.write(read, to: path, unchangedSince: nil, Self.context) }
      try DerivedJob.write(read, to: path, unchangedSince: try FileStamp(path: path), Self.context)
      #expect(try SnapshotJob.read(path, Self.context).graph.derived.count == 1)
    }
  }
}
