import Foundation
import GraphStorage
import Ingest
import Jobs
import People
import Privacy
import Reports
import TestSupport
import Testing
import Ties

@Suite("One event, hop by hop")
struct OneEventTests {
  @Test("a line of events.csv becomes a row of the ranking, and every value on the way is the one expected")
  func hops() throws {
    try withTemporaryFolder { folder in
      // The line: a message to four people, at 13 minutes past an hour.
      let line = "1700003600,ann,bob,message,,4"
      try "id,name\nann,Ann\nbob,Bob\n".write(toFile: folder + "/people.csv", atomically: true, encoding: .utf8)
      try "time,actor,target,kind,duration,audience\n\(line)\n"
        .write(toFile: folder + "/events.csv", atomically: true, encoding: .utf8)
      let read = try Importer.read(.dataset, path: folder, options: ImportOptions())
      #expect(read.rejects.total == 0)
      let graph = read.dataset.graph
      let (ann, bob) = (PersonIndex(0), PersonIndex(1))

      // EventRecord.
      let record = EventRecord(
        time: Timestamp(seconds: 1_700_003_600), actor: ann, target: bob.rawValue,
        kind: try #require(graph.kinds.index(of: "message")), audience: 4)
      #expect(
        try graph.interactions
          == .build(
            [[record]], sources: 2, targets: 2, symmetricKinds: graph.kinds.kinds.map(\.isSymmetric),
            threads: ThreadCount(1)))

      // InteractionLedger: one pair, one row.
      let ledger = graph.interactions
      #expect(ledger.pairCount == 1 && ledger.rowCount == 1)
      #expect(ledger.pair(from: 0, to: 1) == 0 && ledger.pairLast == [1_700_003_600_000])
      #expect(ledger.rowHours == [UInt32(1_700_003_600 / 3600)] && ledger.rowCounts == [1])
      #expect(ledger.classes[0].audience.lowerBound == 4 && ledger.classes[0].duration.lowerBound == 0)

      // TieTable, a day later: w = 1 · 4^(−½) = ½; K(24 h) = 10 · ½ + 2^(−1/15); ann sent it, bob received it.
      let gate = PolicyGate(graph: graph, consents: read.dataset.consents)
      let asOf = Timestamp(seconds: 1_700_003_600 + 86_400)
      let permitted = gate.graph(for: .service)
      #expect(permitted.purpose == .service && permitted.basis == "contract")
      let table = try TieScorer(permitted, asOf: asOf, threads: ThreadCount(1)).allTies()
      let strength = 0.5 * (5 + exp2(-1.0 / 15))
      #expect(table.tieCount == 2)
      #expect(abs(Strength(rawValue: table.strengths[0]).value - strength) < 1e-8)
      #expect(abs(Strength(rawValue: table.strengths[1]).value - strength / 2) < 1e-8)

      // Tie.
      let tie = try #require(table.strongest(10, of: ann).first)
      #expect(tie.neighbour == bob && tie.rank == 1 && tie.share == 1 && tie.tier == 5)
      #expect(tie.lastContact == Timestamp(seconds: 1_700_003_600))

      // RankingReport.Row; from the snapshot, as commands read it.
      let context = RunContext(threads: ThreadCount(1))
      try SnapshotJob.write(read.dataset, to: folder + "/g.kith", context)
      let dataset = try SnapshotJob.read(folder + "/g.kith", context)
      #expect(dataset == read.dataset)
      let request = RankJob.Request(person: "ann", asOf: asOf, explain: true)
      let report = try RankJob.run(dataset, request, context)
      #expect(report == (try RankJob.run(read.dataset, request, context)))
      let row = try #require(report.rows.first)
      #expect(report.rows.count == 1 && row.person == "ann" && row.neighbour == "bob" && row.neighbourName == "Bob")
      #expect(row.strength == tie.strength.value && row.lastContact == "2023-11-14T23:13:20Z")
      #expect(row.explanation?.map(\.kind) == ["message"] && row.explanation?.first?.count == 1)

      // Text and page.
      let text = report.text(explain: true)
      for piece in ["bob", "Bob", "2.98", "2023-11-14", "1 message sent (100 %)"] { #expect(text.contains(piece)) }
      let page = ReportDocument(title: "One event", rankings: [report]).html()
      for piece in ["Bob", "2.98", "2023-11-14"] { #expect(page.contains(piece)) }
    }
  }
}
