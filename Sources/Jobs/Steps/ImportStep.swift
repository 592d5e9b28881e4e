import Ingest
import People
import Privacy
import Reports

/// Reads a dataset into the job's snapshot. The first step of every job.
struct ImportStep: JobStep {
  static let verb = "import"

  let format: String
  let path: String
  /// The snapshot's file name; default `<name>.kith`.
  let into: String?
  let labels: String?
  let strict: Bool?
  let maxRejects: Int?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case format, path, into, labels, strict
    case maxRejects = "max_rejects"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.placed(path + ["format"]) { () throws(Failure) in _ = try importFormat() }
    try check.claim(into ?? "\(check.jobName).kith", path, "into", endings: [".kith"])
    try check.number(maxRejects, in: 1..., "is 1 or more", path, "max_rejects")
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let format = try importFormat()
    let outcome = try ImportJob.run(
      ImportJob.Request(
        format: format, path: try run.input(path), into: run.snapshot, rejects: RejectPolicy(strict, maxRejects),
        rejectsPath: run.output + "/rejected.csv", labels: try labels.map { path throws(Failure) in try run.input(path) }
      ), run.context)
    try run.readSnapshot()
    let dataset = try run.dataset()
    run.manifest.basis = [
      PolicyGate(graph: dataset.graph, consents: dataset.consents).basis(of: .inferenceEvidence)
    ]
    if let rejects = outcome.rejectsPath { try run.note(file: rejects) }
    run.record(
      verb, parameters: [Entry("format", format.rawValue)],
      figures: [
        Entry("people", "\(dataset.graph.people.count)"), Entry("rows", "\(dataset.provenance.rows)"),
        Entry("rejected", "\(outcome.rejected)"), Entry("pairs", "\(dataset.graph.interactions.pairCount)"),
      ])
  }

  private func importFormat() throws(Failure) -> ImportFormat {
    if let format = ImportFormat(rawValue: format) { return format }
    throw Failure(
      .usage, "format: no import format '\(format)'",
      hint: "formats: \(ImportFormat.allCases.map(\.rawValue).joined(separator: ", "))")
  }
}

extension RejectPolicy {
  /// As the keys `strict` and `max_rejects` say.
  init(_ strict: Bool?, _ maxRejects: Int?) {
    self = strict == true ? .strict : maxRejects.map { .atMost($0) } ?? .tolerate
  }
}
