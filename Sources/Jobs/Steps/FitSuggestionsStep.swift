import Inference
import Reports

/// Fits the model of suggestions to the graph's history; later steps may name the file.
struct FitSuggestionsStep: JobStep {
  static let verb = "fit_suggestions"

  let after: String?
  let output: String

  enum CodingKeys: String, CodingKey, CaseIterable {
    case after, output
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path, endings: [".json"])
    try check.time(after, path, "after")
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let model = try FitSuggestionsJob.run(
      try run.dataset(), FitSuggestionsJob.Request(after: try time(after, "after")), run.context)
    try run.write(Array(FitSuggestionsJob.text(model).utf8), output)
    run.record(verb, figures: [Entry("model", model.name), Entry("fitted to", model.provenance)])
  }
}
