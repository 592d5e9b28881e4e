import Inference
import Ingest
import Reports

/// Released numbers of one page or group, or of all where neither is named.
struct InsightsStep: JobStep {
  static let verb = "insights"
  static let shape = YAMLShape.keys(of: CodingKeys.self, [.by: .list(.any)])

  let page: String?
  let group: String?
  /// A day of the week; the last whole one where nothing is said.
  let week: String?
  let from: String?
  let to: String?
  let by: [String]?
  let measure: String?
  /// An exact decimal, in quotes or not.
  let epsilon: String?
  /// Relative to the job file.
  let grid: String?
  let kTotal: Int?
  let kBreakdown: Int?
  let isInternal: Bool?
  /// `.csv` or `.json`.
  let output: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case page, group, week, from, to, by, measure, epsilon, grid, output
    case kTotal = "k_total"
    case kBreakdown = "k_breakdown"
    case isInternal = "internal"
  }

  func check(_ check: inout JobFileCheck, at path: [String]) throws(Failure) {
    try check.claim(output, path)
    try check.placed(path) { () throws(Failure) in _ = try request(grid: .standard) }
  }

  func run(_ run: inout JobRun) throws(Failure) {
    var dataset = try run.dataset()
    let grid = try grid.map { path throws(Failure) in try InsightGridFile.read(try run.input(path)) }
    let found = try InsightsJob.run(dataset, try request(grid: grid ?? .standard), run.context)
    // The noise stands in the snapshot before anybody reads the numbers.
    if found.isNew {
      dataset.releases = found.releases
      try run.replaceSnapshot(dataset)
    }
    let report = found.report
    try run.write(output, csv: report.csv, json: report.jsonText)
    run.document.insights.append(report)
    run.record(
      verb,
      parameters: [
        Entry("from", report.from), Entry("to", report.to), Entry("measure", report.measure),
        Entry("by", (report.totalAxes.dropFirst() + report.breakdownAxes).joined(separator: ", ")),
        Entry("guarantee", report.guarantee),
      ], figures: [Entry("places", "\(report.places.count)")])
  }

  private func request(grid: InsightGrid) throws(Failure) -> InsightsJob.Request {
    guard page == nil || group == nil else { throw Failure(.usage, "page and group exclude each other") }
    guard isInternal != true || epsilon == nil else { throw Failure(.usage, "internal has no noise, so no epsilon") }
    return InsightsJob.Request(
      places: page.map { .page($0) } ?? group.map { .group($0) } ?? .all,
      window: try ReleaseWindow.parse(week: week, from: from, to: to), dimensions: by ?? [],
      measure: try ReleaseArgument.measure(measure), loss: try ReleaseArgument.loss(epsilon),
      levels: try ReleaseArgument.levels(total: kTotal, breakdown: kBreakdown), grid: grid,
      isInternal: isInternal ?? false)
  }
}
