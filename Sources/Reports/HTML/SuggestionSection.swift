extension ReportDocument {
  /// A few suggestions of the first people of each report; the whole stands in its output file.
  func suggestionSection(_ limits: PageLimits) -> HTML {
    suggestions.html { report in
      let lists = report.lists
      let isOfOne = lists.count == 1
      // A few examples: nobody reads everybody's.
      let shown = lists.prefix(min(limits.people, 10))
      let each = isOfOne ? limits.tiesOfOne : limits.tiesEach
      let rows = shown.flatMap { list -> [[HTML]] in
        list.prefix(each).map { index -> [HTML] in
          let row = report.rows[index]
          return [
            "\(personLabel(row.person, row.personName))", "\(row.rank)",
            "\(personLabel(row.suggested, row.suggestedName))", "\(Numbers.percent(row.probability ?? .nan))", "\(row.reason)",
          ]
        }
      }
      let columns = [
        HTMLTable.Column(title: "Person"), .init(title: "Rank", isNumber: true), .init(title: "May know"),
        .init(title: "Chance", isNumber: true), .init(title: "Because"),
      ]
      let table: HTML =
        rows.isEmpty
        ? "<p>Nobody: no stranger with a friend, group or contact in common.</p>\n"
        : HTMLTable(caption: "Suggestions and their reasons", columns: columns, rows: rows).html
      let left =
        shown.count < lists.count || rows.count < report.rows.count
        ? " Shown: \(Numbers.grouped(rows.count)) of \(Numbers.grouped(report.rows.count))." : ""
      return """
        <p class="quiet">\(Numbers.count(report.people, "person allows", "people allow")) suggestions; nobody else is \
        shown, suggested or passed through. Model \(report.model), from \(report.provenance); basis \(report.basis). \
        \(report.chanceWords); a reason tells only what the person may see.\(left)</p>
        \(table)
        """
    }
  }
}

extension SuggestionReport {
  /// The rows of each person, in order.
  var lists: [Range<Int>] {
    var lists: [Range<Int>] = []
    var start = 0
    for index in rows.indices where index + 1 == rows.count || rows[index + 1].person != rows[index].person {
      lists.append(start..<index + 1)
      start = index + 1
    }
    return lists
  }
}
