extension EvaluationReport {
  /// The evaluation for a terminal.
  public func text() -> String { joined(lines) }

  public var lines: [String] {
    let head = [DisplayText.visible("\(attribute), inferred where it is known and was hidden")]
    if !orderedRows.isEmpty { return head + orderedLines }
    if !setRows.isEmpty { return head + setLines }
    let rule = "coverage and precision: values published from a lower bound of \(Numbers.fixed(threshold, 2))"
    guard !rows.isEmpty else { return head + [rule, "", "Nobody has a value that could be hidden."] }
    let titles = [
      "seeds", "cases", "accuracy", "macro-F1", "majority", "plain vote", "ECE raw", "ECE", "Brier", "coverage",
      "precision",
    ]
    return head + [rule, ""]
      + TextTable.lines(
        Self.columns(titles),
        rows.map { row in
          let figures = [
            row.accuracy, row.macroF1, row.majorityAccuracy, row.plainVote, row.eceRaw, row.ece, row.brier,
            row.coverage, row.precision ?? .nan,
          ]
          return [row.labels, "\(row.seeds)", Numbers.grouped(row.cases)] + figures.map { Numbers.fixed($0, 3) }
            + [row.method]
        }) + unpublishedLines + reliabilityLines
  }

  /// `nothing is published at 0.2: too few people of known value`
  private var unpublishedLines: [String] {
    let lines = rows.compactMap { row in row.unpublished.map { "nothing is published at \(row.labels): \($0)" } }
    return lines.isEmpty ? [] : [""] + lines
  }

  private static func columns(_ titles: [String]) -> [TextTable.Column] {
    [TextTable.Column(title: "labels")] + titles.map { TextTable.Column(title: $0, isNumber: true) }
      + [TextTable.Column(title: "method", limit: 90)]
  }

  private var orderedLines: [String] {
    let titles = [
      "seeds", "cases", "mean error", "median error", "of the median", "held", "width", "without ties", "published",
      "held", "width", "mean error",
    ]
    return [
      "error: distance from the truth, beside that of always saying the median · held: truths inside their interval, "
        + "promised \(Numbers.percent(threshold, decimals: 0)) · width: of intervals, beside the one without ties · the "
        + "last three: of published intervals", "",
    ]
      + TextTable.lines(
        Self.columns(titles),
        orderedRows.map { row in
          let figures: [Double?] = [
            row.meanError, row.medianError, row.plainMeanError, row.intervalCoverage, row.intervalWidth,
            row.plainWidth, row.coverage, row.publishedCoverage, row.publishedWidth, row.publishedMeanError,
          ]
          return [row.labels, "\(row.seeds)", Numbers.grouped(row.cases)] + figures.map { Numbers.fixed($0 ?? .nan, 3) }
            + [row.method]
        })
  }

  private var setLines: [String] {
    let titles = [
      "seeds", "cases", "values", "area", "ECE", "Brier", "coverage", "precision", "macro", "recall", "macro",
    ]
    return [
      "a case is a person and a value · precision and recall: of values published from a lower bound of "
        + "\(Numbers.fixed(threshold, 2)), over all of them and as the mean over the values", "",
    ]
      + TextTable.lines(
        Self.columns(titles),
        setRows.map { row in
          let figures: [Double?] = [
            row.area, row.ece, row.brier, row.coverage, row.microPrecision, row.macroPrecision, row.microRecall,
            row.macroRecall,
          ]
          return [row.labels, "\(row.seeds)", Numbers.grouped(row.cases), "\(row.values)"]
            + figures.map { Numbers.fixed($0 ?? .nan, 3) } + [row.method]
        }) + reliabilityLines
  }

  /// The reliability diagrams as a table: where a claim is exactly right, both shares are equal.
  private var reliabilityLines: [String] {
    let bins = diagrams.flatMap { diagram in diagram.bins.map { (diagram.labels, $0) } }
    guard !bins.isEmpty else { return [] }
    return [""] + TextTable.reliability("labels", "confidence", "right", bins.map { (name: $0.0, bin: $0.1) })
  }
}
