import Reports
import Testing

@Suite("Text for a terminal")
struct TextTests {
  @Test("a ranking of one person reads as a stranger would read it")
  func ranking() {
    let report = RankingReport(
      asOf: "2015-07-03T18:04:20Z", kernel: "10·H1d, ρ 0.5", purpose: "service", basis: "contract", people: 1217,
      rows: [
        .init(
          person: "1", personName: "Ada", rank: 1, neighbour: "22", neighbourName: "田中", strength: 12.345,
          share: 0.75, lastContact: "2015-07-03T17:00:00Z", tier: 5, sentence: "24 message sent (61 %)"),
        .init(
          person: "1", personName: "Ada", rank: 2, neighbour: "3", neighbourName: "Bo\u{1B}[31m", strength: 4,
          share: 0.25),
      ])
    #expect(
      report.text(explain: true) == """
        Strongest ties of Ada (1)
        as of 2015-07-03 18:04 UTC · 1,217 people · kernel 10·H1d, ρ 0.5
        purpose service, basis contract

        rank  tie  name     strength   share  last contact      circle
           1  22   田中        12.35  75.0 %  2015-07-03 17:00       5
              from 24 message sent (61 %)
           2  3    Bo\u{FFFD}[31m      4.00  25.0 %  –                      –

        """)
  }

  @Test("a ranking of several names the person in each row, and is taken line by line")
  func everybody() {
    let report = Sample.ranking(people: 3, ties: 2)
    let lines = Array(report.lines())
    #expect(lines.count == 5 + 6)
    #expect(lines[5...].allSatisfy { $0.hasPrefix("10") })
    #expect(Array(report.lines().prefix(2)) == Array(lines.prefix(2)))
  }

  @Test("a ranking of nobody says so")
  func empty() {
    let report = RankingReport(asOf: "x", kernel: "k", purpose: "p", basis: "b", people: 1, rows: [])
    #expect(
      report.text()
        == "Strongest ties\nas of x UTC · 1 person · kernel k\npurpose p, basis b\n\nNo ties: no contact that counts by that time.\n"
    )
  }

  @Test("an inference says what is known, what is not and why")
  func inference() {
    var report = Sample.inference
    report.rows = [report.rows[0], report.rows[1], report.rows[42]]
    report.rows[1].evidenceCount = 64
    report.rows[1].evidenceIsMinimum = true
    #expect(
      report.text() == """
        department, inferred from ties
        174 people of known value · 43 people asked about · 31 published · 12 unknown
        method: label spreading, α 0.5, on log tie strength
        right for 87.1 % of 170 people of known value when a fifth of the values is hidden at a time, by the method that the others choose (always the most frequent value: 23.5 %)
        the best of 3 tried is right for 89.4 % on the people who chose it
        calibration error 0.214 before, 0.031 after · Brier score 0.082 · published from a lower bound of 0.80
        217 of 217 people allow inference about them, on the basis research-dataset.
        guesses from other people's data: not for decisions with legal or similarly significant effect on anybody
        confidence: the share right among the people tested whose answers were as sure; 1.00 is all of them, not certainty · at least: its lower bound (95 %)
        evidence: 64+ means at least 64 people: counting stops there

        method                                       accuracy
        one-hop vote, on tie strength                  84.2 %
        two-hop vote, on tie strength                  79.1 %
        label spreading, α 0.5, on log tie strength    89.4 %  chosen

        why unknown                 people
        confidence too low               7
        too few people as evidence       5

        person  name          department  confidence  at least  evidence
        300     Ada Moreau    DISQ              0.99      0.93         6
        301     Basil Okafor  DMCT              0.99      0.93       64+
        342     Chiara Rossi  unknown              –         –         –  confidence too low

        """)
  }

  @Test("an evaluation prints every figure, and a dash for a precision of nothing")
  func evaluation() {
    let lines = Sample.evaluation.lines
    #expect(
      lines[4].split(separator: " ").prefix(12) == [
        "0.2", "5", "868", "0.813", "0.710", "0.235", "0.510", "0.241", "0.047", "0.121", "0.420", "0.957",
      ])
    #expect(lines[5].contains("–"))
  }

  @Test("a summary of a snapshot lists counts, attributes, kinds, bases and files")
  func snapshot() {
    let text = Sample.snapshot.text()
    for part in [
      "events  78,249", "newest event 2015-07-03 18:04 UTC", "both ways", "research-dataset", "0123456789abcdef",
      "since the study",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(!text.split(separator: "\n").contains { $0.hasSuffix(" ") })
  }
}
