import GraphStorage
import Testing

@testable import Ingest

@Suite struct RejectLogTests {
  private func row(_ line: Int, _ reason: RejectReason = .notATime) -> RejectedRow {
    RejectedRow(file: "events.csv", line: line, column: 4, field: "time", reason: reason)
  }

  @Test("the total is exact beyond the kept detail")
  func total() throws {
    var log = RejectLog(detailLimit: 2)
    for start in [1, 3, 5] {
      var part = RejectLog(detailLimit: 2)
      part.append(row(start))
      part.append(row(start + 1, .nulByte))
      try log.merge(part)
    }
    #expect(log.total == 6)
    #expect(log.rows.map(\.line) == [1, 2])
    #expect(
      log.summary.map { "\($0.file) \($0.reason) \($0.count)" } == ["events.csv NUL byte 3", "events.csv not a time 3"])
  }

  @Test("a rejected row prints its place and reason, and a line of rejected.csv")
  func printing() {
    let odd = RejectedRow(
      file: "a,b.csv", line: 17, column: 4, field: "say \"x\"", reason: .phrase("not a phone number"))
    #expect("\(odd)" == "a,b.csv:17:4 say \"x\": not a phone number")
    #expect(odd.csvLine == "\"a,b.csv\",17,4,\"say \"\"x\"\"\",not a phone number")
    #expect(RejectedRow.csvHeader == "file,line,column,field,reason")
  }

  @Test("rows found out late stand where they would have stood, within the kept detail")
  func late() {
    for seed in 0..<200 {
      var generator = SeededGenerator(seed: UInt64(seed))
      // The oracle: everything in order of lines, then the first ones.
      let all = (1...(2 + generator.below(40))).map { row($0) }
      let limit = generator.below(50)
      var log = RejectLog(detailLimit: limit)
      var start = 0
      while start < all.count {
        let end = min(all.count, start + 1 + generator.below(12))
        var late: [(before: Int, row: RejectedRow)] = []
        for row in all[start..<end] {
          if generator.below(2) == 0 { log.append(row) } else { late.append((log.total, row)) }
        }
        log.insert(late)
        start = end
      }
      #expect(log.rows == Array(all.prefix(limit)))
      #expect(log.total == all.count)
    }
  }
}
