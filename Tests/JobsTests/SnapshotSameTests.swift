import Foundation
import GraphStorage
import Inference
import Ingest
import Jobs
import Reports
import TestSupport
import Testing

/// A snapshot is the dataset: everything said of it is said of what was read back, byte for byte.
@Suite("From the dataset and from its snapshot")
struct SnapshotSameTests {
  /// Every report of one dataset, in every form.
  static func reports(_ dataset: Dataset, _ context: RunContext) throws -> [String: String] {
    var texts: [String: String] = [:]
    let description = SnapshotJob.describe(dataset)
    texts["summary"] = description.text() + description.jsonText
    let ranking = try RankJob.run(dataset, RankJob.Request(explain: true), context)
    texts["ranking"] = ranking.csv + ranking.jsonText + ranking.text(explain: true)
    let inference = try InferJob.run(dataset, InferJob.Request(attribute: "city"), context)
    texts["inference"] =
      inference.csv + inference.jsonText + inference.lines(showingUnknown: true).joined(separator: "\n")
    let evaluations = try EvaluateJob.run(
      dataset, EvaluateJob.Request(attribute: "city", revealed: [.share(0.5), .leaveOneOut], seeds: 1), context)
    texts["evaluation"] = EvaluationReport.json(evaluations).text
    texts["page"] = try ReportJob.run(dataset, ReportJob.Request(title: "Town", executable: nil), context).html()
    return texts
  }

  @Test("every report has the same bytes", arguments: 0..<Datasets.cases(quick: 1, long: 12))
  func same(seed: Int) throws {
    try withTemporaryFolder { folder in
      let context = RunContext(threads: ThreadCount(2))
      try SmallTown(seed: UInt64(seed + 300), people: 30).write(to: folder + "/town")
      let read = try Importer.read(.dataset, path: folder + "/town", options: ImportOptions())
      try SnapshotJob.write(read.dataset, to: folder + "/g.kith", context)
      let stored = try SnapshotJob.read(folder + "/g.kith", context)
      #expect(stored == read.dataset)
      let (before, after) = (try Self.reports(read.dataset, context), try Self.reports(stored, context))
      #expect(before.count == 5)
      for (name, text) in before {
        #expect(text == after[name], "\(name)")
        #expect(text.utf8.count > 300, "\(name)")
      }
    }
  }
}
