import GraphStorage
import Ingest
import Jobs
import Privacy
import Reports
import Synchronization
import TestSupport
import Testing

@testable import Inference

@Suite("Statistics of a graph")
struct GraphStatisticsJobTests {
  @Test(
    "no class of degrees above the cap is told, and what the cap leaves out is said; without a cap all classes are",
    arguments: [60, 7_000])
  func cap(people: Int) throws {
    try withTemporaryFolder { folder in
      let context = RunContext(threads: ThreadCount(2))
      try SmallTown(seed: 31, people: people).write(to: folder + "/town")
      let read = try Importer.read(.dataset, path: folder + "/town", options: ImportOptions())
      // Of 60 people no cap can be found, so one is given.
      let given = people < GraphStatistics.leastPeople(.edges, PrivacyLoss(micro: 1_000_000)) ? 2 : nil
      for (relation, statistic) in [
        (NeighbourRelation.node, GraphStatistic.degree), (.node, .edges), (.edge, .degree), (.edge, .edges),
      ] {
        try SnapshotJob.write(read.dataset, to: folder + "/g.kith", context)
        let report = try GraphStatisticsJob.run(
          folder + "/g.kith",
          GraphStatisticsJob.Request(
            statistic: statistic, relation: relation, bound: relation == .node ? given : nil,
            loss: PrivacyLoss(micro: 1_000_000)), context)
        let found = report.figures.first { $0.name == "degrees counted up to" }?.count
        #expect((found != nil) == (relation == .node && given == nil))
        let cap = relation == .node ? given ?? found : nil
        #expect(report.note?.contains("more friends than \(cap ?? -1)") ?? false == (relation == .node))
        #expect(report.text().contains("left out") == (relation == .node))
        guard statistic == .degree else { continue }
        let classes = report.figures.filter { $0.name == "people by degree" }.compactMap(\.value)
        let expected = zip(DegreeClasses.names, DegreeClasses.lowest).filter { $1 <= cap ?? .max }.map(\.0)
        #expect(classes == expected)
      }
    }
  }

  @Test("triangles under node privacy: capped where nobody looked, refused where noise would choose the cap")
  func triangles() throws {
    try withTemporaryFolder { folder in
      let context = RunContext(threads: ThreadCount(2))
      try SmallTown(seed: 31, people: 300).write(to: folder + "/town")
      let read = try Importer.read(.dataset, path: folder + "/town", options: ImportOptions())
      let path = folder + "/g.kith"
      try SnapshotJob.write(read.dataset, to: path, context)
      for (bound, code) in [(nil, Failure.Category.refused), (0, .usage), (65_537, .usage)] {
        #expect {
          try GraphStatisticsJob.run(
            path, GraphStatisticsJob.Request(statistic: .triangles, relation: .node, bound: bound), context)
        } throws: { ($0 as? Failure)?.category == code }
      }
      #expect(try SnapshotJob.read(path, context).releases.releases.isEmpty)
      let report = try GraphStatisticsJob.run(
        path, GraphStatisticsJob.Request(statistic: .triangles, relation: .node, bound: 32), context)
      let figure = try #require(report.figures.first)
      #expect(report.figures.count == 1 && figure.sensitivity == 36 && figure.margin == 216)
      #expect(report.delta == nil && report.note?.contains("no more than 32 stand at one person") ?? false)
      #expect(report.note?.contains("up to 4 more") ?? false)
      // Drawn once: the stored answer stands, and another bound is another question.
      let again = GraphStatisticsJob.Request(statistic: .triangles, relation: .node, bound: 32)
      #expect(try GraphStatisticsJob.run(path, again, context) == report)
      let other = GraphStatisticsJob.Request(statistic: .triangles, relation: .node, bound: 64)
      _ = try GraphStatisticsJob.run(path, other, context)
      #expect(try SnapshotJob.read(path, context).releases.releases.count == 2)
    }
  }

  @Test("a number that nobody can reach is noise, whatever bound is given, and any number of people can be asked about")
  func most() throws {
    // 100 people have 161,700 triangles at most, however large the bound is.
    #expect(GraphStatistics.most(.triangles, bound: 65_536, people: 100) == 161_700)
    #expect(GraphStatistics.most(.triangles, bound: 30, people: 100) == 1_000)
    #expect(GraphStatistics.most(.edges, bound: 4_096, people: 100) == 4_950)
    #expect(GraphStatistics.most(.edges, bound: nil, people: 100) == 4_950)
    #expect(GraphStatistics.most(.triangles, bound: nil, people: 4_000_000) == .max)
    #expect(GraphStatistics.margin(.triangles, bound: nil, loss: PrivacyLoss(micro: 500_000)) == nil)
    try withTemporaryFolder { folder in
      let context = RunContext(threads: ThreadCount(1))
      try SmallTown(seed: 31, people: 60).write(to: folder + "/town")
      let read = try Importer.read(.dataset, path: folder + "/town", options: ImportOptions())
      try SnapshotJob.write(read.dataset, to: folder + "/g.kith", context)
      #expect {
        try GraphStatisticsJob.run(
          folder + "/g.kith", GraphStatisticsJob.Request(statistic: .triangles, relation: .node, bound: 65_536), context)
      } throws: {
        guard let failure = $0 as? Failure, let hint = failure.hint else { return false }
        return failure.category == .refused && hint.contains("or a smaller --triangle-bound")
      }
    }
  }

  @Test("a run that is stopped while it counts triangles keeps nothing and spends nothing", arguments: [3, 30, 90])
  func stopped(looks: Int) throws {
    try withTemporaryFolder { folder in
      try SmallTown(seed: 31, people: 300).write(to: folder + "/town")
      let read = try Importer.read(.dataset, path: folder + "/town", options: ImportOptions())
      let path = folder + "/g.kith"
      try SnapshotJob.write(read.dataset, to: path, RunContext(threads: ThreadCount(1)))
      let asked = Mutex(0)
      let cancellation = Cancellation {
        asked.withLock { count in
          count += 1
          return count > looks
        }
      }
      #expect(throws: (any Error).self) {
        try GraphStatisticsJob.run(
          path, GraphStatisticsJob.Request(statistic: .triangles, relation: .node, bound: 4),
          RunContext(threads: ThreadCount(1), cancellation: cancellation))
      }
      #expect(asked.withLock { $0 } > looks)
      #expect(try SnapshotJob.read(path, RunContext(threads: ThreadCount(1))).releases.releases.isEmpty)
    }
  }

  @Test("what would be noise alone is refused before anything is spent, and so is a bound that has no meaning")
  func refused() throws {
    try withTemporaryFolder { folder in
      let context = RunContext(threads: ThreadCount(2))
      try SmallTown(seed: 31, people: 60).write(to: folder + "/town")
      let read = try Importer.read(.dataset, path: folder + "/town", options: ImportOptions())
      let path = folder + "/g.kith"
      try SnapshotJob.write(read.dataset, to: path, context)
      for (relation, bound, code) in [
        (NeighbourRelation.node, nil, Failure.Category.refused), (.node, 8, .refused), (.node, 0, .usage),
        (.node, 4097, .usage), (.edge, 8, .usage), (.edge, nil, .refused),
      ] {
        #expect {
          try GraphStatisticsJob.run(
            path, GraphStatisticsJob.Request(statistic: .degree, relation: relation, bound: bound), context)
        } throws: { ($0 as? Failure)?.category == code }
      }
      #expect(try SnapshotJob.read(path, context).releases.releases.isEmpty)
      // The same number of friendships stands out from smaller noise.
      _ = try GraphStatisticsJob.run(
        path, GraphStatisticsJob.Request(statistic: .edges, relation: .node, bound: 8), context)
      #expect(try SnapshotJob.read(path, context).releases.releases.count == 1)
    }
  }
}
