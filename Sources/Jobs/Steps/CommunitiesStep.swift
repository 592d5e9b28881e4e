import Reports

/// Communities of those who allow a purpose, as aggregates.
struct CommunitiesStep: JobStep {
  static let verb = "communities"

  /// `friends` or `ties`.
  let edges: String?
  let purpose: String?
  let method: String?
  let quality: String?
  let resolution: Double?
  let seed: UInt64?
  let minimumPeople: Int?
  let minimumNames: Int?
  let asOf: String?
  /// `.json`.
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case edges, purpose, method, quality, resolution, seed, output
    case minimumPeople = "minimum_people"
    case minimumNames = "minimum_names"
    case asOf = "as_of"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path, endings: [".json"])
    try check.time(asOf, path)
    try check.placed(path) { () throws(Failure) in try CommunitiesJob.check(try request()) }
  }

  func run(_ run: inout JobRun) throws(Failure) {
    let report = try CommunitiesJob.run(try run.dataset(), try request(), run.context)
    if let output { try run.write(Array(report.jsonText.utf8), output) }
    run.document.communities.append(report)
    run.record(
      verb,
      parameters: [
        Entry("method", report.method), Entry("edges", report.edges), Entry("purpose", report.purpose),
        Entry("minimum_people", "\(report.minimum)"),
      ],
      figures: [
        Entry("modularity", fixed(report.modularity, 4)), Entry("communities told", "\(report.rows.count)"),
      ])
  }

  private func request() throws(Failure) -> CommunitiesJob.Request {
    var request = try CommunitiesJob.Request(edges: edges, purpose: purpose, asOf: try time(asOf))
    if let method { request.method = try Self.value(method, "method") }
    if let quality { request.quality = try Self.value(quality, "quality") }
    if let resolution { request.resolution = resolution }
    if let seed { request.seed = seed }
    if let minimumPeople { request.minimum = minimumPeople }
    if let minimumNames { request.nameMinimum = minimumNames }
    return request
  }

  private static func value<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ key: String
  ) throws(Failure) -> Value {
    if let value = Value(rawValue: text) { return value }
    throw Failure(
      .usage, "\(key): no '\(text)'",
      hint: "there are \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
  }
}
