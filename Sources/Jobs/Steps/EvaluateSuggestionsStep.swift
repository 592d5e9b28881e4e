import Inference
import Reports

/// How well hidden ties are found again by suggestions.
struct EvaluateSuggestionsStep: JobStep {
  static let verb = "evaluate_suggestions"

  let after: String?
  let seeds: Int?
  let people: Int?
  /// nil fits a model in each run.
  let parameters: String?
  /// `.json`.
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case after, seeds, people, parameters, output
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path, endings: [".json"])
    try check.time(after, path, "after")
    try check.number(seeds, in: 1...100, "lies in 1 … 100", path, "seeds")
    try check.number(people, in: 1..., "is 1 or more", path, "people")
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let model = try parameters.map { path throws(Failure) in try SuggestJob.named(at: try run.input(path)) }
    let report = try EvaluateSuggestionsJob.run(
      try run.dataset(),
      EvaluateSuggestionsJob.Request(
        after: try time(after, "after"), seeds: seeds ?? 3, people: people ?? 600, model: model), run.context)
    if let output { try run.write(Array(report.jsonText.utf8), output) }
    run.document.suggestionEvaluations.append(report)
    run.record(
      verb, parameters: [Entry("hidden", report.protocolWords), Entry("runs", "\(report.runs)")],
      figures: report.rows.map {
        Entry($0.method, "AUC \(fixed($0.auc, 4)), precision@10 \(fixed($0.precisionAt10, 4))")
      })
  }
}
