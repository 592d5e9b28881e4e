import Inference
import Reports

/// How well attributes are inferred, measured on people who state them.
struct EvaluateStep: JobStep {
  static let verb = "evaluate"

  let attribute: String?
  let labels: [String]?
  let seeds: Int?
  let threshold: Double?
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case attribute, labels, seeds, threshold, output
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path, endings: [".json"])
    try check.threshold(threshold, path)
    try check.number(seeds, in: 1...1000, "lies in 1 … 1000", path, "seeds")
    for (index, text) in (labels ?? []).enumerated() {
      try check.placed(path + ["labels", "\(index)"]) { () throws(Failure) in _ = try RevealedArgument.parse(text) }
    }
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let rule = try PublicationRule.checked(threshold: threshold)
    let shares = try (labels ?? []).map { text throws(Failure) in try RevealedArgument.parse(text) }
    let seeds = seeds ?? 5
    let reports = try EvaluateJob.run(
      try run.dataset(),
      EvaluateJob.Request(
        attribute: attribute, revealed: shares.isEmpty ? EvaluateJob.standardShares : shares, seeds: seeds,
        rule: rule), run.context)
    run.document.evaluations += reports
    if let output { try run.write(Array(EvaluationReport.json(reports).text.utf8), output) }
    run.record(
      verb, parameters: [Entry("seeds", "\(seeds)"), Entry("threshold", fixed(rule.threshold, 2))],
      figures: reports.flatMap(Self.figures))
  }

  private static func figures(_ report: EvaluationReport) -> [Entry] {
    let names = report.rows.map { row in
      let precision = row.precision.map { fixed($0, 3) } ?? "none"
      return Entry(
        "\(report.attribute) at \(row.labels)",
        "accuracy \(fixed(row.accuracy, 3)), ece \(fixed(row.ece, 3)), coverage \(fixed(row.coverage, 3)), "
          + "precision \(precision)")
    }
    let ordered = report.orderedRows.map { row in
      Entry(
        "\(report.attribute) at \(row.labels)",
        "mean error \(fixed(row.meanError, 3)), of the median \(fixed(row.plainMeanError, 3)), coverage "
          + fixed(row.coverage, 3))
    }
    let sets = report.setRows.map { row in
      Entry(
        "\(report.attribute) at \(row.labels)",
        "area \(fixed(row.area, 3)), ece \(fixed(row.ece, 3)), coverage \(fixed(row.coverage, 3))")
    }
    return names + ordered + sets
  }
}
