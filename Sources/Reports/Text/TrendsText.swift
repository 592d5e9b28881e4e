extension TrendsReport {
  /// The trends for a terminal, line by line. Every row names its person and its trend.
  /// - Parameter explain: adds a line under each row saying where the later strength comes from.
  public func lines(explain: Bool = false) -> [String] {
    let head = [
      "Ties that rose and faded, by their share of a person's ties",
      "from \(Numbers.shortTime(since)) to \(Numbers.shortTime(asOf)) UTC · "
        + DisplayText.visible("\(Numbers.count(people, "person", "people")) · kernel \(kernel)"),
      DisplayText.visible("purpose \(purpose), basis \(basis)"), "",
    ]
    if rows.isEmpty { return head + ["No tie rose or faded by a hundredth of a person's ties."] }
    let hasNames = rows.contains { $0.neighbourName != nil }
    var columns: [TextTable.Column] = [.init(title: "person"), .init(title: "trend"), .init(title: "tie")]
    if hasNames { columns.append(.init(title: "name", limit: 24)) }
    columns += ["share before", "share", "change"].map { .init(title: $0, isNumber: true) }
    columns.append(.init(title: "last contact"))
    var table = TextTable(columns)
    let cells = rows.map { row -> [String] in
      [row.person, row.trend.rawValue, row.neighbour] + (hasNames ? [row.neighbourName ?? ""] : []) + [
        Numbers.percent(row.earlierShare), Numbers.percent(row.share),
        (row.change > 0 ? "+" : "−") + Numbers.fixed(abs(row.change) * 100, 1),
        row.lastContact.map(Numbers.shortTime) ?? "–",
      ]
    }
    for row in cells { table.measure(row) }
    return head + [table.heading]
      + zip(rows, cells).flatMap { row, cells in
        let words = explain ? row.sentence.flatMap { $0.isEmpty ? nil : $0 } : nil
        return [table.line(cells)] + (words.map { ["      now from " + DisplayText.visible($0)] } ?? [])
      }
  }

  public func text(explain: Bool = false) -> String { joined(lines(explain: explain)) }
}
