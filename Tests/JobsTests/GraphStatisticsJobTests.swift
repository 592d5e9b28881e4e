import GraphStorage
import Ingest
import Jobs
import Privacy
import Reports
import TestSupport
import Testing

@testable import Inference

@Suite("Statistics of a graph")
struct GraphStatisticsJobTests {
  @Test("no class of degrees above the cap is told, and what the cap leaves out is said; without a cap all classes are")
  func cap() throws {
    try withTemporaryFolder { folder in
      let context = RunContext(threads: ThreadCount(2))
      try SmallTown(seed: 31, people: 60).write(to: folder + "/town")
      let read = try Importer.read(.dataset, path: folder + "/town", options: ImportOptions())
      for (relation, statistic) in [
        (NeighbourRelation.node, GraphStatistic.degree), (.node, .edges), (.edge, .degree), (.edge, .edges),
      ] {
        try SnapshotJob.write(read.dataset, to: folder + "/g.kith", context)
        let report = try GraphStatisticsJob.run(
          folder + "/g.kith", GraphStatisticsJob.Request(statistic: statistic, relation: relation), context)
        let cap = report.figures.first { $0.name == "degrees counted up to" }?.count
        #expect((cap != nil) == (relation == .node))
        #expect(report.note?.contains("more friends than \(cap ?? -1)") ?? false == (relation == .node))
        #expect(report.text().contains("left out") == (relation == .node))
        guard statistic == .degree else { continue }
        let classes = report.figures.filter { $0.name == "people by degree" }.compactMap(\.value)
        let expected = zip(DegreeClasses.names, DegreeClasses.lowest).filter { $1 <= cap ?? .max }.map(\.0)
        #expect(classes == expected)
      }
    }
  }
}
