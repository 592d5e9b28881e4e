extension ReportDocument {
  /// Released numbers of pages and groups.
  var insightsSection: HTML {
    insights.html { report in
      let told = report.places.count == 1 ? report.places : report.places.filter(\.isShown)
      let rows = told.map { place -> [HTML] in
        [personHTML(place.id, place.name), "\(place.kind)"]
          + place.figures.map { Self.count($0.count, place.margin(InsightsReport.Place.table(ofFigure: $0.name))) }
          + ["\(place.epsilon ?? "–")"]
      }
      let hidden = report.places.filter { !$0.isShown }
      let words: HTML = hidden.isEmpty ? "" : "<p>\(report.hiddenWords(hidden))</p>\n"
      let overview = HTMLTable(
        caption: "Pages and groups, \(report.from) to \(report.to)",
        columns: [
          .init(title: "Place"), .init(title: "Kind"), .init(title: "Members", isNumber: true),
          .init(title: "Joined", isNumber: true), .init(title: "Left", isNumber: true),
          .init(title: "Reach", isNumber: true), .init(title: "ε", isNumber: true),
        ], rows: rows)
      let cells = report.places.html { place -> HTML in
        let totals = Self.cells(report, place, report.totalAxes, place.totals, place.margin("totals"))
        let breakdown = Self.cells(
          report, place, report.totalAxes + report.breakdownAxes, place.breakdown, place.margin("breakdown"))
        let active: HTML = report.mostActiveWords(place).map { "<p>\($0).</p>\n" } ?? ""
        return "\(totals)\(breakdown)\(active)"
      }
      return """
        <p>Counting \(report.measure); \(report.guarantee).</p>
        \(told.isEmpty ? "" : overview.html)\(words)\(cells)<ul>
        \(report.notes.html { "<li>\($0)</li>\n" })</ul>

        """
    }
  }

  private static func count(_ count: Int?, _ margin: Int?) -> HTML { "\(InsightsReport.words(count, margin))" }

  private static func cells(
    _ report: InsightsReport, _ place: InsightsReport.Place, _ axes: [String], _ cells: [InsightsReport.Cell],
    _ margin: Int?
  ) -> HTML {
    if cells.isEmpty { return "" }
    return HTMLTable(
      caption: "\(place.name ?? place.id) by \(axes.joined(separator: ", ").replacing("_", with: " "))",
      columns: axes.map { .init(title: $0.replacing("_", with: " ")) } + [.init(title: report.measure, isNumber: true)],
      rows: cells.map { cell in cell.values.map { "\($0)" } + [count(cell.count, margin)] }
    ).html
  }
}
