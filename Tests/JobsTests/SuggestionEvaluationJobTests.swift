import Foundation
import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports
import TestSupport
import Testing

@testable import Jobs

@Suite("Suggestions judged by what came later")
struct SuggestionEvaluationJobTests {
  private let context = RunContext(threads: ThreadCount(2))
  private static let cut = Timestamp(seconds: 1_759_276_800)  // 2025-10-01

  private static func harbour() throws -> Dataset {
    try Importer.read(.dataset, path: Datasets.projectRoot + "/datasets/harbour", options: ImportOptions()).dataset
  }

  @Test("a model fitted for a time knows nothing of friendships that begin later, and one fitted now does")
  func noLeak() throws {
    let whole = try Self.harbour()
    var early = whole
    early.graph.friendships.removeAll { $0.period.since.map { $0 > Self.cut } ?? false }
    #expect(early.graph.friendships.count < whole.graph.friendships.count)
    // What ends later holds then.
    var parted = whole
    let last = Timestamp(seconds: 1_767_000_000)
    parted.graph.friendships = whole.graph.friendships.enumerated().map { place, tie in
      place.isMultiple(of: 3) && tie.period.until == nil
        ? Friendship(tie.first, tie.second, Period(since: tie.period.since, until: last)) : tie
    }
    func model(_ dataset: Dataset, until end: Timestamp?) throws -> SuggestionModel {
      let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: end)
      return try FitSuggestionsJob.model(
        gate.suggestionGraph(dataset.books), after: nil, until: end, seed: 4, context.control(named: "fit"))
    }
    #expect(try model(whole, until: Self.cut) == model(early, until: Self.cut))
    #expect(try model(whole, until: Self.cut) == model(parted, until: Self.cut))
    #expect(try model(whole, until: nil).terms != model(early, until: nil).terms)
  }

  @Test("a temporal hold-out is judged by a model of its own time; a file's model is named with what it was fitted to")
  func judged() throws {
    let dataset = try Self.harbour()
    let report = try EvaluateSuggestionsJob.run(
      dataset, EvaluateSuggestionsJob.Request(after: Self.cut, seeds: 1, people: 50), context)
    #expect(report.file == nil && report.rows.map(\.method).last == "the model")
    let chance = try #require(report.chance)
    #expect(chance.cases <= 500 && chance.cases == chance.bins.reduce(0) { $0 + $1.count })
    #expect(report.text().contains("fitted in each run to other ties that are hidden"))

    let given = try EvaluateSuggestionsJob.run(
      dataset, EvaluateSuggestionsJob.Request(seeds: 1, people: 50, model: ("m.json", .standard)), context)
    #expect(given.chance == nil, "it says none")
    #expect(given.file == Entry("m.json", SuggestionModel.standard.provenance))
    #expect(given.text().contains("of m.json, fitted to ego-Facebook") && given.text().contains("too good where"))
  }

  @Test("only a model that was calibrated says how likely a suggestion is, and what that is the chance of")
  func chance() throws {
    let dataset = try Self.harbour()
    let plain = try SuggestJob.run(dataset, SuggestJob.Request(explain: true), context)
    #expect(!plain.rows.isEmpty && plain.rows.allSatisfy { $0.probability == nil })
    #expect(plain.text().contains("chance: unknown"))
    let model = try FitSuggestionsJob.run(dataset, FitSuggestionsJob.Request(), context)
    #expect(model.calibration != nil)
    try withTemporaryFolder { folder in
      try FitSuggestionsJob.text(model).write(toFile: folder + "/m.json", atomically: true, encoding: .utf8)
      #expect(try SuggestJob.model(at: folder + "/m.json") == model)
    }
    let fitted = try SuggestJob.run(dataset, SuggestJob.Request(explain: true, model: model), context)
    #expect(fitted.rows.allSatisfy { $0.probability.map { (0...1).contains($0) } == true })
    #expect(fitted.text().contains("chance: how often a pair like this was one of \(model.provenance), in the graph"))
    // Parts are whole numbers: no more of them comes out than of the chance.
    for row in fitted.rows {
      let (parts, probability) = (row.explanation ?? [], try #require(row.probability))
      let (sum, exact) = (parts.reduce(0) { $0 + $1.contribution }, log(probability / (1 - probability)))
      #expect(abs(Double(sum) - exact) <= Double(parts.count) / 2 + 1e-9)
    }
  }
}
