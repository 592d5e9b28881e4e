import Reports

/// Ways to find communities, compared.
struct EvaluateCommunitiesStep: JobStep {
  static let verb = "evaluate_communities"

  /// `friends` or `ties`.
  let edges: String?
  let purpose: String?
  let resolution: Double?
  let seeds: Int?
  let attribute: String?
  let asOf: String?
  /// `.json`.
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case edges, purpose, resolution, seeds, attribute, output
    case asOf = "as_of"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path, endings: [".json"])
    try check.time(asOf, path)
    try check.number(seeds, in: 1...100, "lies in 1 … 100", path, "seeds")
    try check.placed(path) { () throws(Failure) in try CommunitiesJob.check(try request()) }
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let report = try EvaluateCommunitiesJob.run(
      try run.dataset(),
      EvaluateCommunitiesJob.Request(try request(), seeds: seeds ?? 5, attribute: attribute), run.context)
    if let output { try run.write(Array(report.jsonText.utf8), output) }
    run.document.communityEvaluations.append(report)
    run.record(
      verb, parameters: [Entry("edges", report.edges), Entry("purpose", report.purpose)],
      figures: report.rows.map { row in
        let agreements = row.agreements.map { ", NMI \($0.attribute) \(fixed($0.mutualInformation, 3))" }.joined()
        return Entry(row.method, "modularity \(fixed(row.modularity, 4))\(agreements)")
      })
  }

  private func request() throws(Failure) -> CommunitiesJob.Request {
    var request = try CommunitiesJob.Request(edges: edges, purpose: purpose, asOf: try time(asOf))
    if let resolution { request.resolution = resolution }
    return request
  }
}
