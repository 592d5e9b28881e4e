extension ReportDocument {
  var evaluationSection: HTML {
    let thresholds = evaluations.map { Numbers.fixed($0.threshold, 2) }
    let threshold = thresholds.allSatisfy { $0 == thresholds.first } ? thresholds.first : nil
    let isEmpty = evaluations.allSatisfy { $0.rows.isEmpty && $0.orderedRows.isEmpty && $0.setRows.isEmpty }
    let tables: HTML =
      isEmpty
      ? "<p>Nobody has a value that could be hidden.</p>\n" : "\(nameTable)\(orderedTable)\(setTable)"
    let diagrams = ReliabilityDiagram.panels(evaluations.flatMap(\.reliabilityDiagrams))
    let panels: HTML =
      evaluations.allSatisfy { $0.diagrams.isEmpty } ? "" : "<h3>Confidence against truth</h3>\n\(diagrams)"
    return """
      <p class="quiet">Known values were hidden, inferred from what was left, and compared. <em>Labels</em> is the \
      share of known values left to learn from; <em>majority</em> is the accuracy of always giving the most frequent \
      value, <em>plain vote</em> that of giving everybody the value of most of their ties; <em>coverage</em> and \
      <em>precision</em> are of the values that would be published\
      \(threshold.map { " at \($0)" } ?? "").</p>
      \(tables)\(panels)
      """
  }

  private func firstCells(_ report: EvaluationReport, _ labels: String, _ seeds: Int, _ cases: Int) -> [HTML] {
    let text = labels == "loo" ? "all others" : Double(labels).map { Numbers.percent($0, decimals: 0) } ?? labels
    return [
      "\(report.attribute)", "\(text)<span class=\"why\">\(Numbers.count(seeds, "seed", "seeds"))</span>",
      "\(Numbers.grouped(cases))",
    ]
  }

  private func columns(_ titles: [String]) -> [HTMLTable.Column] {
    [HTMLTable.Column(title: "Attribute"), .init(title: "Labels", isNumber: true), .init(title: "Cases", isNumber: true)]
      + titles.map { .init(title: $0, isNumber: true) } + [.init(title: "Method")]
  }

  private func figures(_ values: [Double?]) -> [HTML] {
    values.map { "\($0.map { Numbers.fixed($0, 3) } ?? "–")" }
  }

  private var nameTable: HTML {
    let rows = evaluations.flatMap { report in
      report.rows.map { row in
        firstCells(report, row.labels, row.seeds, row.cases)
          + figures([
            row.accuracy, row.macroF1, row.majorityAccuracy, row.plainVote, row.eceRaw, row.ece, row.brier, row.coverage,
            row.precision,
          ]) + ["\(row.method)"]
      }
    }
    guard !rows.isEmpty else { return "" }
    return HTMLTable(
      caption: "Figures by attribute and share of known values",
      columns: columns([
        "Accuracy", "Macro-F1", "Majority", "Plain vote", "ECE before", "ECE after", "Brier", "Coverage", "Precision",
      ]), rows: rows
    ).html
  }

  private var orderedTable: HTML {
    let rows = evaluations.flatMap { report in
      report.orderedRows.map { row in
        firstCells(report, row.labels, row.seeds, row.cases)
          + figures([
            row.meanError, row.medianError, row.plainMeanError, row.intervalCoverage, row.intervalWidth, row.plainWidth,
            row.coverage, row.publishedCoverage, row.publishedWidth,
          ]) + ["\(row.method)"]
      }
    }
    guard !rows.isEmpty else { return "" }
    return HTMLTable(
      caption: "Numbers and ordered values: distance from the truth, and intervals around the answers",
      columns: columns([
        "Mean error", "Median error", "Of the median", "Truths held", "Width", "Width without ties", "Published",
        "Truths held by these", "Their width",
      ]), rows: rows
    ).html
  }

  private var setTable: HTML {
    let rows = evaluations.flatMap { report in
      report.setRows.map { row in
        firstCells(report, row.labels, row.seeds, row.cases) + ["\(row.values)"]
          + figures([
            row.area, row.ece, row.brier, row.coverage, row.microPrecision, row.macroPrecision, row.microRecall,
            row.macroRecall,
          ]) + ["\(row.method)"]
      }
    }
    guard !rows.isEmpty else { return "" }
    return HTMLTable(
      caption: "Sets of values: a case is a person and a value",
      columns: columns([
        "Values", "Area under the curve", "ECE", "Brier", "Coverage", "Precision", "Macro-precision", "Recall",
        "Macro-recall",
      ]), rows: rows
    ).html
  }
}
