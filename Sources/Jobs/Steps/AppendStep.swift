import Ingest
import Reports

/// Takes a batch of events into the job's snapshot.
struct AppendStep: JobStep {
  static let verb = "append"
  static let shape = YAMLShape.keys(of: CodingKeys.self, [.events: .list(.any)])

  /// Files, folders or patterns.
  let events: [String]
  let strict: Bool?
  let maxRejects: Int?
  /// Where rejected rows are listed, if there are any.
  let rejects: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case events, strict, rejects
    case maxRejects = "max_rejects"
  }

  private var rejectsName: String { rejects ?? "append.rejected.csv" }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    guard !events.isEmpty, !events.contains("-") else {
      throw check.failure(path + ["events"], "events: names files, folders or patterns")
    }
    try check.claim(rejectsName, path, "rejects", endings: [".csv"])
    try check.number(maxRejects, in: 1..., "is 1 or more", path, "max_rejects")
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let report = try AppendJob.run(
      AppendJob.Request(
        events: try events.map { path throws(Failure) in try run.input(path) }, into: run.snapshot,
        rejects: RejectPolicy(strict, maxRejects), rejectsPath: run.output + "/" + rejectsName), run.context)
    try run.readSnapshot()
    if let path = report.rejectsPath { try run.note(file: path) }
    run.record(
      verb,
      figures: [
        Entry("rows", "\(report.rows)"), Entry("rejected", "\(report.rejected)"), Entry("pairs", "\(report.pairs)"),
        Entry("files known", "\(report.known.count)"),
      ])
  }
}
