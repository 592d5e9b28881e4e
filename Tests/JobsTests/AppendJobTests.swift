import Foundation
import GraphStorage
import Ingest
import Jobs
import People
import Reports
import TestSupport
import Testing

@Suite("Batches of events appended to a snapshot, and old events let go")
struct AppendJobTests {
  let context = RunContext(threads: ThreadCount(2))

  /// A town whose events stand in ten files beside its folder; the folder has none.
  private func parts(_ town: SmallTown, _ folder: String) throws -> [String] {
    try FileManager.default.createDirectory(atPath: folder + "/parts", withIntermediateDirectories: true)
    let paths = try evenRanges(town.events.count, pieces: 10).enumerated().map { number, range in
      var part = town
      part.events = Array(town.events[range])
      try part.write(to: folder + "/town")
      let path = "\(folder)/parts/\(number).csv"
      try FileManager.default.moveItem(atPath: folder + "/town/events.csv", toPath: path)
      return path
    }
    return paths
  }

  @discardableResult
  private func imported(_ folder: String, events: [String], into name: String) throws -> String {
    let path = "\(folder)/\(name)"
    var request = ImportJob.Request(format: .dataset, path: folder + "/town", into: path)
    request.events = events
    _ = try ImportJob.run(request, context)
    return path
  }

  @Test("ten batches in any order give the snapshot of one import, and every report", arguments: 0..<3)
  func tenBatches(seed: Int) throws {
    try withTemporaryFolder { folder in
      let paths = try parts(SmallTown(seed: UInt64(seed + 40), people: 30), folder)
      let whole = try SnapshotJob.read(try imported(folder, events: paths, into: "whole.kith"), context)
      var generator = SeededGenerator(seed: UInt64(seed))
      var order = paths
      generator.shuffle(&order)
      let path = try imported(folder, events: [order[0]], into: "grown.kith")
      // Some one by one, some together.
      for batch in [order[1...1], order[2...4], order[5...5], order[6...9]] {
        let report = try AppendJob.run(AppendJob.Request(events: Array(batch), into: path), context)
        #expect(report.files.count == batch.count && report.rejected == 0 && report.known.isEmpty)
      }
      let grown = try SnapshotJob.read(path, context)
      #expect(grown.graph.interactions == whole.graph.interactions)
      #expect(grown.graph.placeInteractions == whole.graph.placeInteractions)
      #expect(grown.consents == whole.consents && grown.books == whole.books)
      #expect(grown == whole)
      if seed == 0 {
        #expect(try SnapshotSameTests.reports(grown, context) == SnapshotSameTests.reports(whole, context))
      }
    }
  }

  @Test("the same bytes a second time change nothing, under another name too, and twice in one batch count once")
  func twice() throws {
    try withTemporaryFolder { folder in
      let paths = try parts(SmallTown(seed: 71, people: 12), folder)
      let path = try imported(folder, events: [paths[0]], into: "g.kith")
      let copy = folder + "/copy.csv"
      try FileManager.default.copyItem(atPath: paths[1], toPath: copy)
      let first = try AppendJob.run(AppendJob.Request(events: [paths[1], copy], into: path), context)
      #expect(first.files.count == 1 && first.known.count == 1)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      for again in [[paths[1]], [copy], [paths[0]], [paths[0], copy]] {
        let report = try AppendJob.run(AppendJob.Request(events: again, into: path), context)
        #expect(report.files.isEmpty && report.rows == 0 && report.known.count == again.count)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
      }
      let grown = try SnapshotJob.read(path, context)
      let whole = try SnapshotJob.read(try imported(folder, events: Array(paths[0...1]), into: "whole.kith"), context)
      #expect(grown.graph.interactions == whole.graph.interactions)
    }
  }

  @Test("columns, unit and last time are those of the import; unknown people are rejected; a refusal changes nothing")
  func description() throws {
    try withTemporaryFolder { folder in
      var town = SmallTown(seed: 72, people: 12)
      town.events.removeAll()
      try town.write(to: folder + "/town")
      try FileManager.default.removeItem(atPath: folder + "/town/events.csv")
      try """
      consents: {default: granted, basis: "people invented for a test"}
      kinds: {wave: {weight: 2, symmetric: true}}
      columns: {events.csv: {actor: src, target: dst, time: at}}
      times: {events.csv: milliseconds}
      events_until: 2025-01-01T00:00:00Z

      """.write(toFile: folder + "/town/dataset.yaml", atomically: true, encoding: .utf8)
      let first = folder + "/first.csv"
      try "at,src,dst,kind\n1700000000123,p1,p2,wave\n".write(toFile: first, atomically: true, encoding: .utf8)
      let path = try imported(folder, events: [first], into: "g.kith")
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      let batch = folder + "/batch.csv"
      try """
      src,dst,kind,at
      p1,p2,wave,1700000000999
      p1,nobody,wave,1700000000999
      p3,p4,message,1799999999999
      p3,p4,message,2024-01-01
      p3,p4,shout,1700000000999
      p5,p6,message,1700003600000

      """.write(toFile: batch, atomically: true, encoding: .utf8)
      #expect(throws: Failure.self) {
        try AppendJob.run(AppendJob.Request(events: [batch], into: path, rejects: .strict), context)
      }
      #expect(throws: Failure.self) {
        try AppendJob.run(AppendJob.Request(events: [folder + "/none.csv"], into: path), context)
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
      let report = try AppendJob.run(AppendJob.Request(events: [batch], into: path), context)
      #expect(report.rows == 2 && report.rejected == 4 && report.pairs == 3)
      let ledger = try SnapshotJob.read(path, context).graph.interactions
      #expect(ledger.eventCount == 5 && ledger.newest == Timestamp(milliseconds: 1_700_003_600_000))
      let list = try String(contentsOfFile: folder + "/g.append.rejected.csv", encoding: .utf8)
      #expect(list.split(separator: "\n").count == 5)
    }
  }

  @Test("events let go by their kind leave the ledgers of a log without them, and values found over them go too")
  func expiry() throws {
    try withTemporaryFolder { folder in
      let town = SmallTown(seed: 73, people: 20)
      try town.write(to: folder + "/town")
      let path = try imported(folder, events: [], into: "g.kith")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(throws: Failure.self) { try ExpireJob.run(ExpireJob.Request(snapshot: path), context) }
      #expect(throws: Failure.self) {
        try ExpireJob.run(ExpireJob.Request(snapshot: path, keepDays: ["shout": 3]), context)
      }
      let none = try ExpireJob.run(ExpireJob.Request(snapshot: path, keepDays: ["message": 31]), context)
      #expect(none.kinds.map(\.expired) == [0])
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)

      let asOf = Timestamp(seconds: Int64(SmallTown.start + 25 * 86_400 + 4321))
      let limits = ["message": 10, "call": 3]
      let report = try ExpireJob.run(
        ExpireJob.Request(snapshot: path, asOf: asOf, keepDays: limits), context)
      var rest = town
      rest.events.removeAll { event in
        guard let days = limits[event.kind] else { return false }
        return event.seconds / 3600 < (Int(asOf.milliseconds / 1000) - days * 86_400) / 3600
      }
      #expect(report.kinds.allSatisfy { $0.expired > 0 } && rest.events.count < town.events.count)
      try rest.write(to: folder + "/town")
      let rebuilt = try SnapshotJob.read(try imported(folder, events: [], into: "rest.kith"), context)
      let expired = try SnapshotJob.read(path, context)
      #expect(expired.graph.interactions == rebuilt.graph.interactions)
      #expect(expired.graph.placeInteractions == rebuilt.graph.placeInteractions)
      #expect(expired.consents == rebuilt.consents)
    }
  }
}
