extension ReportDocument {
  var evaluationSection: HTML {
    let columns = [
      HTMLTable.Column(title: "Attribute"), .init(title: "Labels", isNumber: true),
      .init(title: "Cases", isNumber: true),
      .init(title: "Accuracy", isNumber: true), .init(title: "Macro-F1", isNumber: true),
      .init(title: "Majority", isNumber: true), .init(title: "ECE before", isNumber: true),
      .init(title: "ECE after", isNumber: true), .init(title: "Brier", isNumber: true),
      .init(title: "Coverage", isNumber: true), .init(title: "Precision", isNumber: true), .init(title: "Method"),
    ]
    let rows = evaluations.flatMap { report in
      report.rows.map { row -> [HTML] in
        let figures = [row.accuracy, row.macroF1, row.majorityAccuracy, row.eceRaw, row.ece, row.brier, row.coverage]
        let labels = row.labels == "loo" ? "all others" : Double(row.labels).map { Numbers.percent($0, decimals: 0) }
        return [
          "\(report.attribute)",
          "\(labels ?? row.labels)<span class=\"why\">\(Numbers.count(row.seeds, "seed", "seeds"))</span>",
          "\(Numbers.grouped(row.cases))",
        ] + figures.map { "\(Numbers.fixed($0, 3))" } + [
          "\(row.precision.map { Numbers.fixed($0, 3) } ?? "–")", "\(row.method)",
        ]
      }
    }
    let drawn = evaluations.filter { report in report.reliability.contains { $0.count > 0 } }
    let diagrams = drawn.html { report in
      """
      <div class="panel"><figure><h4>\(report.attribute): confidence against truth</h4>
      \(reliabilityDiagram(of: report))<figcaption>Test cases grouped by the confidence shown; the larger the mark, \
      the more cases. On the dotted diagonal confidence is exactly right, below it is too high.</figcaption>\
      </figure></div>

      """
    }
    let thresholds = evaluations.map { Numbers.fixed($0.threshold, 2) }
    let threshold = thresholds.allSatisfy { $0 == thresholds.first } ? thresholds.first : nil
    let figures: HTML =
      rows.isEmpty
      ? "<p>Nobody has a value that could be hidden.</p>\n"
      : HTMLTable(caption: "Figures by attribute and share of known values", columns: columns, rows: rows).html
    let panels: HTML = drawn.isEmpty ? "" : "<div class=\"panels\">\n\(diagrams)</div>\n"
    return """
      <p class="quiet">Known values were hidden, inferred from what was left, and compared. <em>Labels</em> is the \
      share of known values left to learn from; <em>majority</em> is the accuracy of always giving the most frequent \
      value; <em>coverage</em> and <em>precision</em> are of the values that would be published\
      \(threshold.map { " at \($0)" } ?? "").</p>
      \(figures)\(panels)
      """
  }
}
