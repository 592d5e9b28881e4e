import Ingest
import Testing

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
}
