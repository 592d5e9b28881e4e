import Reports
import Ties

/// Whom people interact with most. With `person` for one, else for everybody.
struct RankStep: JobStep {
  static let verb = "rank"

  let top: Int?
  let person: String?
  let asOf: String?
  let explain: Bool?
  /// Only events of this kind.
  let kind: String?
  /// Reciprocity, and how much of their contacts two people share.
  let measures: Bool?
  /// A file that `kith fit-decay` or the step `fit_decay` wrote.
  let parameters: String?
  /// `.csv` or `.json`.
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case top, person, explain, kind, measures, parameters, output
    case asOf = "as_of"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path)
    try check.number(top, in: 1..., "is 1 or more", path, "top")
    try check.time(asOf, path)
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let dataset = try run.dataset()
    var request = RankJob.Request(
      top: top ?? 10, person: person, asOf: try time(asOf), explain: explain ?? false,
      parameters: try run.tieParameters(parameters))
    (request.kind, request.measures) = (kind, measures ?? false)
    let report = try RankJob.run(dataset, request, run.context)
    try run.write(output, csv: report.csv, json: report.jsonText)
    // The page shows explained rankings of some people, not of everybody.
    (request.explain, request.measures) = (true, false)
    let shown: [String]
    if let person { shown = [person] } else {
      shown = try ReportJob.mostConnected(dataset, request.asOf, run.context)
    }
    run.document.rankings.append(try RankJob.run(dataset, request, of: shown, run.context))
    run.record(
      verb,
      parameters: [Entry("top", "\(request.top)"), Entry("kernel", report.kernel), Entry("as_of", report.asOf)],
      figures: [Entry("ties", "\(report.rows.count)")])
  }
}

extension JobRun {
  /// The parameters of a file, the standard ones where none is named.
  func tieParameters(_ path: String?) throws(Failure) -> TieParameterFile {
    guard let path else { return TieParameterFile(.standard) }
    return try TieParameterFile.read(try input(path))
  }
}
