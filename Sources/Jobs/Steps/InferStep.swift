import Inference
import Reports

/// The values of one attribute that people's ties say, or that they say nothing.
struct InferStep: JobStep {
  static let verb = "infer"

  let attribute: String
  let asOf: String?
  let threshold: Double?
  /// `.csv` or `.json`.
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case attribute, threshold, output
    case asOf = "as_of"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path)
    try check.threshold(threshold, path)
    try check.time(asOf, path)
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let rule = try PublicationRule.checked(threshold: threshold)
    let report = try InferJob.run(
      try run.dataset(), InferJob.Request(attribute: attribute, asOf: try time(asOf), rule: rule), run.context)
    try run.write(output, csv: report.csv, json: report.jsonText)
    run.document.inferences.append(report)
    // Pictures colour by one value a person.
    for row in report.rows where report.sets == nil {
      if let value = row.value { run.inferred[attribute, default: [:]][row.person] = value }
    }
    run.record(
      verb, parameters: [Entry("attribute", attribute), Entry("threshold", fixed(rule.threshold, 2))],
      figures: [
        Entry("method", report.method), Entry("asked", "\(report.subjects)"),
        Entry("published", "\(report.published)"), Entry("unknown", "\(report.unknown)"),
      ])
  }
}
