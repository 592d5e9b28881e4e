import Ingest
import People
import Reports

/// One run of a graph kernel on the people of the job's snapshot who allow a purpose.
struct KernelStep: JobStep {
  static let verb = "kernel"
  static let shape = YAMLShape.keys(of: CodingKeys.self, [.parameters: .dictionary(.any)])

  let name: String
  /// `friends`, `follows`, `ties`, `directed-ties` or `memberships`.
  let edges: String
  let purpose: String
  /// Those that are not left at their defaults, as a person types them.
  let parameters: [String: String]?
  let asOf: String?
  /// `.csv` or `.json`.
  let output: String?
  /// Whether the values are kept in the job's snapshot.
  let intoSnapshot: Bool?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, edges, purpose, parameters, output
    case asOf = "as_of"
    case intoSnapshot = "into_snapshot"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path)
    try check.placed(path + ["name"]) { () throws(Failure) in _ = try KernelJob.entry(name) }
    try check.placed(path + ["purpose"]) { () throws(Failure) in _ = try SocialProjection.purpose(named: purpose) }
    try check.placed(path + ["edges"]) { () throws(Failure) in _ = try SocialProjection.edges(named: edges) }
    try check.time(asOf, path)
    try check.placed(path + ["parameters"]) { () throws(Failure) in
      try KernelJob.check(request(memoryBudget: 0), try projection())
    }
    guard intoSnapshot == true else { return }
    try check.placed(path + ["into_snapshot"]) { () throws(Failure) in
      try DerivedJob.requireKeepable(request(memoryBudget: 0), try projection())
    }
  }

  func run(_ run: inout JobRun) throws(Failure) {
    var dataset = try run.dataset()
    let request = request(memoryBudget: run.memoryBudget)
    let projection = try projection()
    let report: KernelReport
    if intoSnapshot == true {
      let found = try DerivedJob.run(dataset, projection, request, run.context)
      dataset.graph.keep(found.table)
      try run.replaceSnapshot(dataset)
      report = found.report
    } else {
      report = try KernelJob.run(GraphSource.loaded(dataset, projection, run.context), request, run.context)
    }
    try run.write(output, csv: report.csvLines.joined(), json: report.jsonText)
    func entries(_ figures: [KernelReport.Figure]) -> [Entry] { figures.map { Entry($0.name, $0.value.words) } }
    run.record(
      verb, parameters: [Entry("kernel", name)] + entries(report.parameters + report.graph),
      figures: [Entry("rows", "\(report.rowCount)")] + entries(report.figures))
  }

  private func projection() throws(Failure) -> SocialProjection {
    SocialProjection(
      purpose: try SocialProjection.purpose(named: purpose), edges: try SocialProjection.edges(named: edges),
      asOf: try time(asOf))
  }

  private func request(memoryBudget: Int) -> KernelJob.Request {
    KernelJob.Request(
      kernel: name, parameters: (parameters ?? [:]).sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
      memoryBudget: memoryBudget)
  }
}
