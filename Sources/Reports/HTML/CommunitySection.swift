extension ReportDocument {
  /// Communities as aggregates.
  var communitySection: HTML {
    communities.html { report in
      let connected = report.allConnected ? "every community is connected" : "some are not connected inside"
      let withheld: HTML =
        report.withheldPeople.map { " \(Numbers.grouped($0)) people are in communities that are not told of." } ?? ""
      let rows = HTMLTable(
        caption: "Communities of \(report.edges)",
        columns: [
          .init(title: "Community"), .init(title: "People", isNumber: true), .init(title: "Density", isNumber: true),
          .init(title: "Conductance", isNumber: true), .init(title: "Inside", isNumber: true), .init(title: "Names"),
        ],
        rows: report.rows.map { row in
          [
            "\(row.number)", "\(Numbers.grouped(row.size))", "\(Numbers.fixed(row.density ?? .nan, 4))",
            "\(Numbers.fixed(row.conductance ?? .nan, 3))", "\(Numbers.percent(row.insideShare ?? .nan))",
            "\(row.names.isEmpty ? "–" : row.names.joined(separator: ", "))",
          ]
        })
      let table: HTML =
        report.rows.isEmpty ? "<p>No community is large enough to be told of.</p>\n" : rows.html
      return """
        <p class="quiet">By \(report.method), for \(report.purpose), basis \(report.basis). Modularity \
        \(Numbers.fixed(report.modularity, 4)), recomputed; \(connected). Rows are of at least \(report.minimum) people, \
        names of what at least \(report.nameMinimum) members state; no noise is added.\(withheld)</p>
        \(table)\(Self.sizes(report))\(Self.roles(report))
        """
    }
  }

  private static func sizes(_ report: CommunityReport) -> HTML {
    if report.sizes.isEmpty { return "" }
    return HTMLTable(
      caption: "Communities by size",
      columns: ["People in one", "Communities", "People"].map { .init(title: $0, isNumber: true) },
      rows: report.sizes.map {
        ["\($0.words)", "\(Numbers.grouped($0.communities))", "\(Numbers.grouped($0.people))"]
      }
    ).html
  }

  private static func roles(_ report: CommunityReport) -> HTML {
    if report.roles.isEmpty { return "" }
    return HTMLTable(
      caption: "People by role between communities",
      columns: [.init(title: "Role"), .init(title: "People", isNumber: true)],
      rows: report.roles.map { ["\($0.role)", "\(Numbers.grouped($0.people))"] }
    ).html
  }
}
