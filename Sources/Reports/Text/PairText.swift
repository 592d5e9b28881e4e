extension PairReport {
  /// For a terminal.
  public func text() -> String {
    var lines = ["Strongest pairs" + (kind.map { " by \(DisplayText.visible($0))" } ?? "")]
    lines.append(
      DisplayText.visible(
        "as of \(Numbers.shortTime(asOf)) UTC · \(Numbers.count(people, "person", "people")) · kernel \(kernel)"))
    lines += [DisplayText.visible("purpose \(purpose), basis \(basis)"), ""]
    guard !rows.isEmpty else { return joined(lines + ["No pairs: no contact that counts by that time."]) }
    let hasNames = rows.contains { $0.firstName != nil || $0.secondName != nil }
    let name: [TextTable.Column] = hasNames ? [.init(title: "name", limit: 24)] : []
    var table = TextTable(
      [.init(title: "rank", isNumber: true), .init(title: "one")] + name + [.init(title: "other")] + name
        + [
          .init(title: "strength", isNumber: true), .init(title: "of one's ties", isNumber: true),
          .init(title: "of the other's", isNumber: true), .init(title: "reciprocity", isNumber: true),
          .init(title: "last contact"),
        ])
    let cells = rows.map { row in
      ["\(row.rank)", row.first] + (hasNames ? [row.firstName ?? ""] : []) + [row.second]
        + (hasNames ? [row.secondName ?? ""] : []) + [
          Numbers.fixed(row.strength, 2), Numbers.percent(row.firstShare), Numbers.percent(row.secondShare),
          Numbers.fixed(row.reciprocity ?? .nan, 2), row.lastContact.map(Numbers.shortTime) ?? "–",
        ]
    }
    for cells in cells { table.measure(cells) }
    lines.append(table.heading)
    for (row, cells) in zip(rows, cells) {
      lines.append(table.line(cells))
      if let sentence = row.sentence, !sentence.isEmpty { lines.append("      from " + DisplayText.visible(sentence)) }
    }
    return joined(lines)
  }
}
