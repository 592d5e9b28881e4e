extension ReportDocument {
  /// The strongest pairs, and what rose and faded.
  func pairSection(_ limits: PageLimits) -> HTML {
    pairs.html { report in
      let shown = report.rows.prefix(limits.values)
      let table = HTMLTable(
        caption: "Strongest pairs",
        columns: [
          .init(title: "One"), .init(title: "Other"), .init(title: "Strength", isNumber: true),
          .init(title: "Of one’s ties", isNumber: true), .init(title: "Of the other’s", isNumber: true),
          .init(title: "Reciprocity", isNumber: true), .init(title: "Last contact"),
        ],
        rows: shown.map { row in
          [
            personHTML(row.first, row.firstName), personHTML(row.second, row.secondName),
            "\(Numbers.fixed(row.strength, 2))", "\(Numbers.percent(row.firstShare))",
            "\(Numbers.percent(row.secondShare))", "\(Numbers.fixed(row.reciprocity ?? .nan, 2))",
            "\(row.lastContact.map(Numbers.shortTime) ?? "–")",
          ]
        })
      let kind: HTML = report.kind.map { " Only \($0) counts." } ?? ""
      return """
        <p class="quiet">As of \(Numbers.shortTime(report.asOf)) UTC, kernel \(report.kernel), purpose \(report.purpose), \
        basis \(report.basis).\(kind) Reciprocity is the weaker direction by the stronger.</p>
        \(table.html)
        """
    }
  }

  func trendSection(_ limits: PageLimits) -> HTML {
    trends.html { report in
      let shown = report.rows.prefix(limits.values)
      let table = HTMLTable(
        caption: "Ties that rose or faded",
        columns: [
          .init(title: "Person"), .init(title: "Trend"), .init(title: "Tie"), .init(title: "Share then", isNumber: true),
          .init(title: "Share now", isNumber: true), .init(title: "Last contact"),
        ],
        rows: shown.map { row in
          [
            personHTML(row.person, row.personName), "\(row.trend.rawValue)",
            personHTML(row.neighbour, row.neighbourName), "\(Numbers.percent(row.earlierShare))",
            "\(Numbers.percent(row.share))", "\(row.lastContact.map(Numbers.shortTime) ?? "–")",
          ]
        })
      let left =
        shown.count < report.rows.count
        ? " Shown: \(Numbers.grouped(shown.count)) of \(Numbers.grouped(report.rows.count))." : ""
      return """
        <p class="quiet">From \(Numbers.shortTime(report.since)) to \(Numbers.shortTime(report.asOf)) UTC, by the share of \
        all of a person’s ties; kernel \(report.kernel), purpose \(report.purpose), basis \(report.basis).\(left)</p>
        \(table.html)
        """
    }
  }
}
