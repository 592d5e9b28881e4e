import Foundation
import GraphStorage
import Inference
import Ingest
import Jobs
import People
import Reports
import TestSupport
import Testing

/// The way of an impression: from the log through import and snapshot to what is suggested next.
@Suite("What became of suggestions")
struct ImpressionJobTests {
  private let context = RunContext(threads: ThreadCount(2))

  private func suggested(_ snapshot: String, to person: String) throws -> [SuggestionReport.Row] {
    // The standard model with its probabilities, which it does not tell of itself.
    var model = SuggestionModel.standard
    model.calibration = SuggestionModel.Calibration(friends: 0, rank: 0)
    return try SuggestJob.run(
      try SnapshotJob.read(snapshot, context), SuggestJob.Request(top: 100, person: person, model: model), context
    ).rows
  }

  private func logOdds(_ row: SuggestionReport.Row?) throws -> Double {
    let probability = try #require(row?.probability)
    return log(probability / (1 - probability))
  }

  @Test("seen three times costs three discounts, dismissed is gone, and both stand in the snapshot")
  func discounted() throws {
    try withTemporaryFolder { folder in
      let town = SmallTown(seed: 21, people: 40)
      try town.write(to: folder + "/town")
      func stored(_ impressions: [String], _ name: String) throws -> String {
        try (["viewer,shown,time,action"] + impressions).map { $0 + "\n" }.joined()
          .write(toFile: folder + "/town/impressions.csv", atomically: true, encoding: .utf8)
        let read = try Importer.read(.dataset, path: folder + "/town", options: ImportOptions())
        try SnapshotJob.write(read.dataset, to: folder + name, context)
        #expect(read.dataset.graph.impressions.count == impressions.count)
        return folder + name
      }
      let plain = try stored([], "/plain.kith")
      let viewer = try #require(
        town.people.first { person in
          (try? suggested(plain, to: person))?.count ?? 0 >= 3
        })
      let before = try suggested(plain, to: viewer)
      let (seen, dismissed, other) = (before[0].suggested, before[1].suggested, before[2].suggested)
      let time = SmallTown.start + 86_400
      let logged = try stored(
        (0..<3).map { "\(viewer),\(seen),\(time + $0),seen" } + ["\(viewer),\(dismissed),\(time),dismissed"],
        "/logged.kith")
      let after = try suggested(logged, to: viewer)
      #expect(!after.contains { $0.suggested == dismissed })
      #expect(after.count == before.count - 1)
      let drop = try logOdds(before.first { $0.suggested == seen }) - logOdds(after.first { $0.suggested == seen })
      #expect(abs(drop - 0.75) < 1e-9, "\(drop)")
      #expect(
        after.first { $0.suggested == other }?.probability == before.first { $0.suggested == other }?.probability)
      // What one person saw is nobody else's matter.
      for person in town.people where person != viewer {
        guard let plainly = try? suggested(plain, to: person) else { continue }
        #expect(try suggested(logged, to: person) == plainly)
      }
    }
  }
}
