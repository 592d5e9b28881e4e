extension RankingReport {
  /// The ranking for a terminal, line by line.
  ///
  /// A ranking of everybody is as long as the graph, so lines are made as they are taken and not kept. Every row
  /// names its person where there are several, so that a filter on lines loses nothing.
  /// - Parameter explain: adds a line under each row saying where the strength comes from.
  /// - Complexity: one pass over the rows for the widths, one for the lines.
  public func lines(explain: Bool = false) -> some Sequence<String> {
    let layout = RankingLayout(self)
    // A slice of the rows in each piece: a piece for every row, after one for the heading.
    return (-1..<rows.count).lazy.flatMap { index -> [String] in
      guard index >= 0 else { return layout.heading(of: self) }
      return layout.lines(rows[index], explain: explain)
    }
  }

  public func text(explain: Bool = false) -> String { joined(lines(explain: explain)) }
}

/// Which columns a ranking has, and how wide they are.
private struct RankingLayout: Sendable {
  private let isOfOnePerson: Bool
  private let hasNames: Bool
  private let extras: RankingExtras
  private var table: TextTable

  init(_ report: RankingReport) {
    let first = report.rows.first
    let isOfOnePerson = report.rows.allSatisfy { $0.person == first?.person }
    let hasNames = report.rows.contains { $0.neighbourName != nil || (!isOfOnePerson && $0.personName != nil) }
    (self.isOfOnePerson, self.hasNames) = (isOfOnePerson, hasNames)
    extras = RankingExtras(report)
    var columns: [TextTable.Column] = isOfOnePerson ? [] : [.init(title: "person")]
    if hasNames, !isOfOnePerson { columns.append(.init(title: "name", limit: 24)) }
    columns += [.init(title: "rank", isNumber: true), .init(title: "tie")]
    if hasNames { columns.append(.init(title: "name", limit: 24)) }
    columns += [
      .init(title: "strength", isNumber: true), .init(title: "share", isNumber: true), .init(title: "last contact"),
      .init(title: "circle", isNumber: true),
    ]
    if let hours = report.probabilityHours {
      columns.append(.init(title: "contact in \(Numbers.hours(hours))", isNumber: true))
    }
    if extras.hasMeasures {
      columns += ["reciprocity", "common", "overlap", "Adamic–Adar"].map { .init(title: $0, isNumber: true) }
    }
    if extras.hasDispersion { columns.append(.init(title: "dispersion", isNumber: true)) }
    table = TextTable(columns)
    for row in report.rows { table.measure(cells(row)) }
  }

  private func cells(_ row: RankingReport.Row) -> [String] {
    var cells: [String] = isOfOnePerson ? [] : [row.person]
    if hasNames, !isOfOnePerson { cells.append(row.personName ?? "") }
    cells += ["\(row.rank)", row.neighbour]
    if hasNames { cells.append(row.neighbourName ?? "") }
    cells += [
      Numbers.fixed(row.strength, 2), Numbers.percent(row.share), row.lastContact.map(Numbers.shortTime) ?? "–",
      row.tier.map(String.init) ?? "–",
    ]
    if extras.hasProbability { cells.append(Numbers.percent(row.probability ?? .nan)) }
    if extras.hasMeasures {
      let measures = row.measures
      cells += [
        Numbers.fixed(measures?.reciprocity ?? .nan, 2), measures.map { Numbers.grouped($0.embeddedness) } ?? "–",
        Numbers.fixed(measures?.overlap ?? .nan, 3), Numbers.fixed(measures?.adamicAdar ?? .nan, 2),
      ]
    }
    if extras.hasDispersion { cells.append(Numbers.fixed(row.measures?.dispersion ?? .nan, 2)) }
    return cells
  }

  func heading(of report: RankingReport) -> [String] {
    var title = "Strongest ties"
    if let first = report.rows.first, isOfOnePerson {
      title += " of " + DisplayText.visible(personLabel(first.person, first.personName))
    }
    if let kind = report.kind { title += " by " + DisplayText.visible(kind) }
    let context = "as of \(Numbers.shortTime(report.asOf)) UTC · \(Numbers.count(report.people, "person", "people"))"
    let lines = [
      title, DisplayText.visible("\(context) · kernel \(report.kernel)"),
      DisplayText.visible("purpose \(report.purpose), basis \(report.basis)"), "",
    ]
    return lines + [report.rows.isEmpty ? "No ties: no contact that counts by that time." : table.heading]
  }

  func lines(_ row: RankingReport.Row, explain: Bool) -> [String] {
    let line = table.line(cells(row))
    guard explain, let words = row.words else { return [line] }
    return [line, "      from " + DisplayText.visible(words)]
  }
}

extension RankingReport.Row {
  /// The explanation in one line: the sentence given, or one made of the parts.
  var words: String? {
    if let sentence, !sentence.isEmpty { return sentence }
    guard let explanation, !explanation.isEmpty else { return nil }
    let total = explanation.reduce(0) { $0 + $1.contribution }
    return explanation.map { part in
      let direction = part.direction == "shared" ? "" : " \(part.direction)"
      let percent = total > 0 ? Numbers.percent(part.contribution / total, decimals: 0) : "–"
      return "\(Numbers.grouped(part.count)) \(part.kind)\(direction) (\(percent))"
    }.joined(separator: ", ")
  }
}

/// `Ada Lovelace (1042)`, or the id alone.
func personLabel(_ id: String, _ name: String?) -> String {
  guard let name, !name.isEmpty, name != id else { return id }
  return "\(name) (\(id))"
}
