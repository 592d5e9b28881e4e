import Ingest
import Reports
import Ties

/// How well rankings of past contacts foretell whom people contact next.
struct EvaluateTiesStep: JobStep {
  static let verb = "evaluate_ties"
  static let shape = YAMLShape.keys(of: CodingKeys.self, [.parameters: .list(.any)])

  let window: String?
  let cuts: Int?
  /// Files of parameters to compare too.
  let parameters: [String]?
  /// `.json`.
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case window, cuts, parameters, output
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path, endings: [".json"])
    try check.window(window, path)
    try check.number(cuts, in: 1...100, "lies in 1 … 100", path, "cuts")
  }

  func run(_ run: inout JobRun) throws(Failure) {
    var named: [(name: String, file: TieParameterFile)] = []
    for path in parameters ?? [] { named.append(try TieParameterFile.named(at: try run.input(path))) }
    let report = try EvaluateTiesJob.run(
      try run.dataset(), EvaluateTiesJob.Request(windowHours: try hours(window), cuts: cuts ?? 10, files: named), run.context)
    if let output { try run.write(Array(report.jsonText.utf8), output) }
    run.document.tieEvaluations.append(report)
    run.record(
      verb, parameters: [Entry("window_hours", "\(report.windowHours)"), Entry("cuts", "\(report.cuts.count)")],
      figures: report.rows.map { row in
        Entry(row.name, "NDCG@10 \(fixed(row.ndcg, 4))" + (row.auc.map { ", AUC \(fixed($0, 4))" } ?? ""))
      })
  }
}
