import Inference
import Reports

/// People one may know.
struct SuggestStep: JobStep {
  static let verb = "suggest"

  let top: Int?
  let person: String?
  let asOf: String?
  /// A model that `kith fit-suggestions` or the step `fit_suggestions` wrote.
  let parameters: String?
  /// `.csv` or `.json`.
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case top, person, parameters, output
    case asOf = "as_of"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path)
    try check.number(top, in: SuggestJob.tops, "lies in 1 … 100", path, "top")
    try check.time(asOf, path)
  }

  func run(_ run: inout JobRun) throws(Failure) {
    var model = SuggestionModel.standard
    if let parameters { model = try SuggestJob.model(at: try run.input(parameters)) }
    let request = SuggestJob.Request(
      top: top ?? 10, person: person, asOf: try time(asOf), explain: false, model: model)
    let report = try SuggestJob.run(try run.dataset(), request, run.context)
    try run.write(output, csv: report.csv, json: report.jsonText)
    run.document.suggestions.append(report)
    run.record(
      verb, parameters: [Entry("top", "\(request.top)"), Entry("model", report.model)],
      figures: [Entry("people", "\(report.people)"), Entry("suggestions", "\(report.rows.count)")])
  }
}
