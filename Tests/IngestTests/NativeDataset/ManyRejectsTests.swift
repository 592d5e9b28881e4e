import Ingest
import Testing

/// More rejected rows than are kept in detail.
@Suite("Native dataset: many rejected rows") struct ManyRejectsTests {
  @Test("people and groups count every rejected row and keep the first ones, whatever the reason")
  func boundedDetail() throws {
    // The oracle: a plain loop over the same rules. Every third id stands twice in different ways, every fifth birthday
    // is none, every seventh id is missing.
    var text = "id,name,born\n"
    var expected: [String] = []
    for number in 0..<210_000 {
      let line = number + 2
      let id = number % 7 == 0 ? "" : number % 3 == 0 ? "twin\(number / 6)" : "p\(number)"
      let born = number % 5 == 0 ? "soon" : "1990"
      text += "\(id),n\(number),\(born)\n"
      if id.isEmpty {
        expected.append("\(line),1,id")
        continue
      }
      let partner = number % 6 == 0 ? number + 3 : number - 3
      if number % 3 == 0, partner % 7 != 0 { expected.append("\(line),1,id") }
      if number % 5 == 0 { expected.append("\(line),\(id.utf8.count + "\(number)".utf8.count + 4),born") }
    }
    let result = try readFolder(["people.csv": text])
    #expect(expected.count > 100_000)
    #expect(result.rejects.total == expected.count)
    #expect(result.rejects.summary.reduce(0) { $0 + $1.count } == expected.count)
    #expect(result.rejects.rows.count == 100_000)
    #expect(result.rejects.rows.map { "\($0.line),\($0.column),\($0.field)" } == Array(expected.prefix(100_000)))
  }
}
