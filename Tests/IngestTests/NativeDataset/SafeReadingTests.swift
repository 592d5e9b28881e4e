import Foundation
import GraphStorage
import Ingest
import People
import Privacy
import Synchronization
import Testing

/// Rows that must not do harm by being wrong.
@Suite("Native dataset: blocks and far times") struct SafeReadingTests {
  @Test("a rejected block between two known people blocks all the same, in the strictest way")
  func blocks() throws {
    let result = try readFolder(
      smallFolder.adding(
        "blocks.csv",
        """
        blocker,blocked,kind,since
        ann,bob,shun,2025-01-01
        bob,cid,mute,soon
        cid,ann,mute,2025-01-01
        ann,nobody,block,
        ann,ann,shun,
        ann,cid

        """))
    let graph = result.dataset.graph
    func index(_ id: String) throws -> PersonIndex { try #require(graph.people.index(of: id)) }
    let (ann, bob, cid) = (try index("ann"), try index("bob"), try index("cid"))
    #expect(
      Set(graph.blocks) == [
        Block(blocker: ann, blocked: bob), Block(blocker: bob, blocked: cid),
        Block(blocker: cid, blocked: ann, kind: .mute, since: Timestamp(seconds: 1_735_689_600)),
      ])
    // All five are rejected rows still, and the file counts one good row.
    #expect(
      result.rejects.rows.map { "\($0.line) \($0.field) \($0.reason)" } == [
        "2 kind not a kind of block (block, mute, report)", "3 since not a time", "5 blocked unknown person",
        "6 blocked nobody blocks themselves", "7  2 fields, expected 4",
      ])
    let file = try #require(result.dataset.provenance.files.first { $0.name == "blocks.csv" })
    #expect(file.rows == 1 && file.rejected == 5)
    let notes = result.dataset.provenance.notes
    #expect(notes.contains("2 rejected rows of blocks.csv block all the same: both people could be read"))
    #expect(notes.contains("3 unreadable rows of blocks.csv: pairs that somebody blocked may be ranked"))
    #expect(
      try folderError(smallFolder.adding("blocks.csv", "blocker,blocked,kind\nann,bob,shun\n"), policy: .strict) != nil)
  }

  @Test("an event after 2199 is rejected, its last moment before is not")
  func hardLimit() throws {
    let result = try readFolder(
      smallFolder.adding(
        "events.csv",
        "time,actor,target,kind\n2200-01-01,ann,bob,message\n2199-12-31T23:59:59.999Z,ann,bob,message\n9999-01-01,ann,bob,call\n"
      ).adding("dataset.yaml", "events_until: 2199-12-31T23:59:59.999Z\n"))
    #expect(
      result.rejects.rows.map(\.description) == [
        "events.csv:2:1 time: time after 2199", "events.csv:4:1 time: time after 2199",
      ])
    #expect(result.dataset.graph.newestTime == Timestamp(milliseconds: 7_258_118_399_999))
  }

  @Test("without events_until an event of the day after tomorrow is rejected, one of tonight is not; declared, it counts")
  func ahead() throws {
    let now = Timestamp.now.milliseconds / 1000
    let (tonight, later) = (now + 3_600, now + 2 * 86_400)
    let events = smallFolder.adding(
      "events.csv", "time,actor,target,kind\n\(tonight),ann,bob,message\n\(later),ann,bob,message\n")
    let result = try readFolder(events)
    #expect(
      result.rejects.rows.map(\.description) == [
        "events.csv:3:1 time: more than a day after this computer's clock (events_until in dataset.yaml may allow it)"
      ])
    #expect(result.dataset.graph.newestTime == Timestamp(seconds: tonight))
    let declared = try readFolder(events.adding("dataset.yaml", "events_until: 2199-01-01\n"))
    #expect(declared.dataset.graph.newestTime == Timestamp(seconds: later))
  }

  @Test("an event dated in 2044 makes no adult of a child, whether it is rejected or allowed")
  func childrenStay() throws {
    let folder = smallFolder
      .adding("people.csv", "id,born\nann,1980-01-01\nbob,1980-01-01\nkid,2020-01-01\n")
      .adding("events.csv", "time,actor,target,kind\n2026-01-01,ann,bob,message\n2044-01-01,ann,bob,message\n")
    for declared in ["", "events_until: 2100-01-01\n"] {
      let dataset = try readFolder(folder.adding("dataset.yaml", declared + "consents: {default: granted, basis: test}\n"))
        .dataset
      let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents)
      let kid = try #require(dataset.graph.people.index(of: "kid"))
      #expect(gate.minors.contains(kid))
      #expect(!gate.allowing(.inferenceSubject).contains(kid))
    }
  }

  @Test("events_until rejects what is later, and must be a time")
  func stated() throws {
    let events = smallFolder.adding(
      "events.csv", "time,actor,target,kind\n1767225600,ann,bob,message\n1767225601,ann,bob,message\n")
    let result = try readFolder(events.adding("dataset.yaml", "events_until: 2026-01-01\n"))
    #expect(
      result.rejects.rows.map(\.description) == [
        "events.csv:3:1 time: later than events_until in dataset.yaml"
      ])
    #expect(result.dataset.graph.newestTime == Timestamp(seconds: 1_767_225_600))
    #expect(
      try folderError(events.adding("dataset.yaml", "events_until: soon\n"))
        == "dataset.yaml:1:15 events_until: not a time (a day, or a time with its zone)")
  }

  @Test("one event far behind all others is noted with its line, for any number of threads; scattered ones are not")
  func noted() throws {
    func notes(_ times: [Int], threads: Int = 2) throws -> [String] {
      let rows = times.map { "\($0),ann,bob,message\n" }.joined()
      return try readFolder(smallFolder.adding("events.csv", "time,actor,target,kind\n" + rows), threads: threads)
        .dataset.provenance.notes
    }
    let day = 86_400
    let log = (0..<3_000).map { 1_700_000_000 + $0 * 3_600 }  // 125 days
    #expect(try notes(log).isEmpty)
    let far = log[2_999] + 200 * day
    var mistaken = log
    mistaken.insert(far, at: 1_000)
    for threads in [1, 2] {
      #expect(
        try notes(mistaken, threads: threads) == [
          "events.csv:1002 is dated 200 days after nearly all other events and sets the time of rankings: "
            + "mend it, or set events_until in dataset.yaml"
        ])
    }
    // Not further away than the others span; less than a month; too few to tell.
    #expect(try notes(log + [log[2_999] + 100 * day]).isEmpty)
    #expect(try notes((0..<100).map { 1_700_000_000 + $0 } + [1_700_000_000 + 20 * day]).isEmpty)
    #expect(try notes([1_700_000_000, 1_900_000_000]).isEmpty)
  }

  @Test(
    "a file that grows, is cut or replaced while it is read is an error, plain and compressed",
    arguments: ["printf x >> people.csv", ": > people.csv", "cp people.csv n; mv n people.csv"])
  func changedFile(command: String) throws {
    for compressed in [false, true] {
      let scratch = try Scratch()
      let rows = (0..<3_000).map { "\($0),n\n" }.joined()
      try scratch.write("people.csv", Array(("id,name\n" + rows).utf8))
      if compressed { try scratch.run("gzip people.csv") }
      let command = compressed ? command.replacingOccurrences(of: "people.csv", with: "people.csv.gz") : command
      // The first report comes when the rows are read and before the table is done.
      let isFirst = Mutex(true)
      let options = ImportOptions(threads: ThreadCount(1)) { _, _ in
        if isFirst.withLock({ first in
          defer { first = false }
          return first
        }) {
          try? scratch.run(command)
        }
      }
      #expect(throws: IngestError.changed(file: compressed ? "people.csv.gz" : "people.csv")) {
        try NativeDataset.read(folder: scratch.path, options: options)
      }
    }
  }
}
