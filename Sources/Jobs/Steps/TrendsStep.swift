import Reports

/// Which ties rose and which faded since a time.
struct TrendsStep: JobStep {
  static let verb = "trends"

  let since: String
  let asOf: String?
  let top: Int?
  let person: String?
  let explain: Bool?
  let parameters: String?
  /// `.csv` or `.json`.
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case since, top, person, explain, parameters, output
    case asOf = "as_of"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path)
    try check.time(since, path, "since")
    try check.time(asOf, path)
    try check.number(top, in: 1..., "is 1 or more", path, "top")
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let report = try TrendsJob.run(
      try run.dataset(),
      TrendsJob.Request(
        since: try TimeArgument.parse(since, option: "since"), asOf: try time(asOf), top: top ?? 5, person: person,
        explain: explain ?? false, parameters: try run.tieParameters(parameters).parameters), run.context)
    try run.write(output, csv: report.csv, json: report.jsonText)
    run.document.trends.append(report)
    run.record(
      verb, parameters: [Entry("since", report.since), Entry("as_of", report.asOf), Entry("kernel", report.kernel)],
      figures: [Entry("rows", "\(report.rows.count)")])
  }
}
