import Reports
import Testing

@Suite("Trends for people and for programs")
struct TrendsTests {
  static let report = TrendsReport(
    since: "2015-06-03T00:00:00Z", asOf: "2015-07-03T18:04:20Z", kernel: "10·H1d, ρ 0.5", purpose: "service",
    basis: "contract", people: 1217,
    rows: [
      .init(
        person: "1", personName: "Ada", trend: .rising, rank: 1, neighbour: "22", neighbourName: "田中",
        earlierStrength: 0, strength: 3, earlierShare: 0, share: 0.75, lastContact: "2015-07-03T17:00:00Z",
        sentence: "24 message sent (61 %)"),
      .init(
        person: "1", personName: "Ada", trend: .fading, rank: 1, neighbour: "3", neighbourName: "=Bo\u{1B}",
        earlierStrength: 4, strength: 1, earlierShare: 1, share: 0.25),
    ])

  @Test("text names person, trend and both shares in every row, and lets no control character through")
  func text() {
    #expect(
      Self.report.text(explain: true) == """
        Ties that rose and faded, by their share of a person's ties
        from 2015-06-03 00:00 to 2015-07-03 18:04 UTC · 1,217 people · kernel 10·H1d, ρ 0.5
        purpose service, basis contract

        person  trend   tie  name  share before   share  change  last contact
        1       rising  22   田中         0.0 %  75.0 %   +75.0  2015-07-03 17:00
              now from 24 message sent (61 %)
        1       fading  3    =Bo\u{FFFD}       100.0 %  25.0 %   −75.0  –

        """)
    var empty = Self.report
    empty.rows = []
    #expect(empty.text().hasSuffix("No tie rose or faded by a hundredth of a person's ties.\n"))
  }

  @Test("CSV guards names against formulas and has a cell for every column")
  func csv() {
    #expect(
      Self.report.csv
        == "person,person_name,trend,rank,neighbour,neighbour_name,earlier_strength,strength,earlier_share,share,"
        + "change,last_contact,explanation\r\n"
        + "1,Ada,rising,1,22,田中,0,3,0,0.75,0.75,2015-07-03T17:00:00Z,24 message sent (61 %)\r\n"
        + "1,Ada,fading,1,3,'=Bo\u{1B},4,1,1,0.25,-0.75,,\r\n")
  }

  @Test("JSON has every key in every row, and the sentence where it was asked for")
  func json() {
    let text = Self.report.jsonText
    for key in [
      "since", "as_of", "kernel", "purpose", "basis", "people", "person", "person_name", "trend", "rank", "neighbour",
      "neighbour_name", "earlier_strength", "strength", "earlier_share", "share", "change", "last_contact", "sentence",
    ] {
      #expect(text.contains("\"\(key)\":"))
    }
    #expect(text.components(of: "\"change\":") == 2 && text.components(of: "\"sentence\":") == 1)
  }
}

extension String {
  /// How often a text stands in this one.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
