import Reports

/// The page with what the steps before it found.
struct ReportStep: JobStep {
  static let verb = "report"

  let title: String?
  let output: String

  enum CodingKeys: String, CodingKey, CaseIterable {
    case title, output
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path, endings: [".html"])
  }

  func run(_ run: inout JobRun) throws(Failure) {
    run.record(verb, figures: [Entry("file", output)])
    var document = run.document
    document.title = title ?? run.job.name
    document.manifest = run.manifest
    try run.write(Array(document.html().utf8), output)
  }
}
