import Ingest
import Reports

/// Takes events out of the job's snapshot that are older than their kind is kept.
struct ExpireStep: JobStep {
  static let verb = "expire"
  static let shape = YAMLShape.keys(of: CodingKeys.self, [.keep: .dictionary(.any)])

  /// Days by kind, in place of the `keep_days` that the dataset states.
  let keep: [String: Int]?
  let asOf: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case keep
    case asOf = "as_of"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.time(asOf, path)
    for (kind, days) in (keep ?? [:]).sorted(by: { $0.key < $1.key }) {
      try check.number(days, in: EventReading.keepRange, "lies in 1 … 36500 days", path + ["keep"], kind)
    }
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let report = try ExpireJob.run(
      ExpireJob.Request(snapshot: run.snapshot, asOf: try time(asOf), keepDays: keep ?? [:]), run.context)
    try run.readSnapshot()
    run.record(
      verb, parameters: [Entry("as_of", report.asOf ?? "no event")],
      figures: report.kinds.map { Entry($0.name, "\($0.expired) expired, \($0.kept) kept") })
  }
}
