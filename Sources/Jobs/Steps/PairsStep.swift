import Reports

/// The strongest pairs of the whole graph.
struct PairsStep: JobStep {
  static let verb = "pairs"

  let top: Int?
  let asOf: String?
  let explain: Bool?
  let kind: String?
  let parameters: String?
  /// `.csv` or `.json`.
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case top, explain, kind, parameters, output
    case asOf = "as_of"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path)
    try check.number(top, in: 1..., "is 1 or more", path, "top")
    try check.time(asOf, path)
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let report = try PairsJob.run(
      try run.dataset(),
      PairsJob.Request(
        top: top ?? 20, asOf: try time(asOf), explain: explain ?? false, kind: kind,
        parameters: try run.tieParameters(parameters).parameters), run.context)
    try run.write(output, csv: report.csv, json: report.jsonText)
    run.document.pairs.append(report)
    run.record(
      verb, parameters: [Entry("kernel", report.kernel), Entry("as_of", report.asOf)],
      figures: [Entry("pairs", "\(report.rows.count)")])
  }
}
