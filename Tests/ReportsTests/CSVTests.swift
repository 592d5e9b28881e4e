import Reports
import Testing

@Suite("CSV")
struct CSVTests {
  /// A reader of its own: RFC 4180, by states, over scalars.
  private func read(_ text: String) -> [[String]] {
    var (records, record, cell): ([[String]], [String], String.UnicodeScalarView) = ([], [], .init())
    var isQuoted = false
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      if isQuoted {
        if scalar != "\"" {
          cell.append(scalar)
        } else if scalars.first == "\"" {
          cell.append(scalars.removeFirst())
        } else {
          isQuoted = false
        }
      } else if scalar == "\"" {
        isQuoted = true
      } else if scalar == "," {
        record.append(String(cell))
        cell = .init()
      } else if scalar == "\r", scalars.first == "\n" {
        scalars.removeFirst()
        records.append(record + [String(cell)])
        (record, cell) = ([], .init())
      } else {
        cell.append(scalar)
      }
    }
    #expect(record.isEmpty && cell.isEmpty && !isQuoted, "the last line is ended")
    return records
  }

  static let texts = [
    "plain", "", "a,b", "say \"hi\"", "two\r\nlines", "\n", " blank ", "=1+1", "+cmd|x", "-5", "+441632960001", "-1.5",
    "-x", "@sum", "'=1", "''@", "'plain", "\t=1", "\r", "e\u{301}", "🧑‍🚀,田中", "\u{0}", "-", "-1.", "-1.2.3", "'-5",
  ]

  @Test("every text comes back through an independent reader", arguments: texts)
  func roundTrip(_ text: String) throws {
    var report = Sample.ranking(people: 1, ties: 1)
    report.rows[0].person = text
    report.rows[0].neighbourName = text
    report.rows[0].sentence = nil
    let records = read(report.csv)
    try #require(records.count == 2 && records[1].count == 10)
    #expect(Array(CSVText.plain(records[1][0]).unicodeScalars) == Array(text.unicodeScalars))
    #expect(Array(CSVText.plain(records[1][4]).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test("no cell of text starts a formula", arguments: texts)
  func formulas(_ text: String) {
    let cell = CSVText.guarded(text)
    if let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
      #expect(Double(cell) != nil, "only a plain number begins with a sign")
    }
  }

  @Test("a ranking is golden")
  func ranking() {
    let report = RankingReport(
      asOf: "t", kernel: "k", purpose: "p", basis: "b", people: 2,
      rows: [.init(person: "1", rank: 1, neighbour: "2", strength: 1.5, share: .nan, tier: 5)])
    #expect(
      report.csv == "person,person_name,rank,neighbour,neighbour_name,strength,share,last_contact,tier,explanation\r\n"
        + "1,,1,2,,1.5,,,5,\r\n")
  }

  @Test("an inference has a line for everybody, unknown ones without a value")
  func inference() {
    let records = read(Sample.inference.csv)
    #expect(records.count == 44 && records.allSatisfy { $0.count == 10 })
    #expect(records[43][3].isEmpty && records[43][9] == "confidence too low")
    #expect(records[43][6...8].allSatisfy { $0.isEmpty } && records[1][6...8] == ["6", "false", "0.18"])
    #expect(records[1][3] == "DISQ")
  }
}
