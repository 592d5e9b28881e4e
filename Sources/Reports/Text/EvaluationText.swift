extension EvaluationReport {
  /// The evaluation for a terminal.
  public func text() -> String { joined(lines) }

  public var lines: [String] {
    let head = [
      DisplayText.visible("\(attribute), inferred where it is known and was hidden"),
      "coverage and precision: values published from a lower bound of \(Numbers.fixed(threshold, 2))", "",
    ]
    guard !rows.isEmpty else { return head + ["Nobody has a value that could be hidden."] }
    let titles = [
      "seeds", "cases", "accuracy", "macro-F1", "majority", "ECE raw", "ECE", "Brier", "coverage", "precision",
    ]
    let columns =
      [TextTable.Column(title: "labels")] + titles.map { TextTable.Column(title: $0, isNumber: true) }
      + [TextTable.Column(title: "method", limit: 60)]
    return head
      + TextTable.lines(
        columns,
        rows.map { row in
          let figures = [
            row.accuracy, row.macroF1, row.majorityAccuracy, row.eceRaw, row.ece, row.brier, row.coverage,
            row.precision ?? .nan,
          ]
          return [row.labels, "\(row.seeds)", Numbers.grouped(row.cases)] + figures.map { Numbers.fixed($0, 3) }
            + [row.method]
        })
  }
}
