extension ReportDocument {
  func rankingSection(_ limits: PageLimits) -> HTML {
    guard !rankings.isEmpty else { return "<p>No ranking was asked for.</p>\n" }
    return """
      <p class="quiet">Who each person is in touch with the most, by interactions weighed by kind and age. The bars \
      compare the ties of one person: the longest is that person’s strongest tie.</p>
      \(rankings.html { $0.section(limits) })
      """
  }
}

extension RankingReport {
  /// A panel for each person.
  func section(_ limits: PageLimits) -> HTML {
    let context: HTML = """
      <p class="quiet">As of \(Numbers.shortTime(asOf)) UTC. Kernel \(kernel). Purpose \(purpose), basis \(basis).</p>

      """
    guard !rows.isEmpty else { return context + "<p>No ties: there is no contact that counts by that time.</p>\n" }
    var starts = [0]
    for index in rows.indices.dropFirst() where rows[index].person != rows[index - 1].person { starts.append(index) }
    starts.append(rows.count)
    let groups = zip(starts, starts.dropFirst()).map { rows[$0..<$1] }
    let limit = groups.count == 1 ? limits.tiesOfOne : limits.tiesEach
    let shown = groups.prefix(limits.people)
    let panels = shown.prefix(Self.openPanels).html { Self.panel($0.prefix(limit)) }
    let rest = shown.dropFirst(Self.openPanels)
    let folded: HTML =
      rest.isEmpty
      ? ""
      : """
      <details><summary>\(Numbers.count(rest.count, "more person", "more people"))</summary>
      <div class="panels">
      \(rest.html { Self.panel($0.prefix(limit)) })</div>
      </details>

      """
    let listed = shown.reduce(0) { $0 + min($1.count, limit) }
    let more =
      listed == rows.count
      ? HTML.empty
      : """
      <p class="quiet">Shown: \(Numbers.count(listed, "tie", "ties")) of \
      \(Numbers.count(shown.count, "person", "people")), at most \(limit) each. The whole ranking has \
      \(Numbers.count(rows.count, "tie", "ties")) of \(Numbers.count(groups.count, "person", "people")); the CSV and \
      JSON outputs hold all of it.</p>

      """
    return "\(context)<div class=\"panels\">\n\(panels)</div>\n\(folded)\(more)"
  }

  /// People shown at once; the others are folded, so that the sections after them stay within reach.
  private static let openPanels = 4

  private static func panel(_ rows: ArraySlice<Row>) -> HTML {
    guard let first = rows.first else { return "" }
    let largest = rows.map(\.share).filter(\.isFinite).max() ?? 0
    let table = HTMLTable(
      caption: "Strongest ties of \(personLabel(first.person, first.personName))",
      columns: [
        .init(title: "#", isNumber: true), .init(title: "Tie"), .init(title: "Strength", isNumber: true),
        .init(title: "Share", isNumber: true), .init(title: "Circle"),
      ],
      rows: rows.map { row in
        let contact = row.lastContact.map { "Last contact \(Numbers.shortTime($0))" } ?? "No contact yet"
        let why: HTML = row.words.map { "<span class=\"why\">\($0)</span>" } ?? ""
        let circle: HTML = row.tier.map { "<span class=\"pill\">\($0)</span>" } ?? "–"
        return [
          "\(row.rank)",
          "\(personHTML(row.neighbour, row.neighbourName))<span class=\"why\">\(contact)</span>\(why)",
          "\(Numbers.fixed(row.strength, 2))",
          """
          <span class="share">\(bar(largest > 0 ? row.share / largest : 0))<b>\(Numbers.percent(row.share))</b></span>
          """,
          circle,
        ]
      })
    return """
      <div class="panel">
      <h3>\(personHTML(first.person, first.personName))</h3>
      \(table.html)</div>

      """
  }
}
