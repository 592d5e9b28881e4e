import Foundation
import GraphStorage
import People
import Testing

@testable import Inference

@Suite("The model of suggestions")
struct SuggestionFitTests {
  @Test("logistic regression stands where its penalised likelihood has no slope", arguments: [1, 2, 3] as [UInt64])
  func optimum(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let rows = (0..<400).map { _ in [generator.unit() * 3, generator.unit() - 5, 7] }
    let truths = rows.map { generator.unit() < 1 / (1 + exp(-(2 * $0[0] - 3))) }
    let weights = rows.map { _ in 0.5 + generator.unit() }
    let fit = LogisticFit.run(rows, truths, importance: weights, ridge: 1)
    func slope(_ column: Int?) -> Double {
      var sum = 0.0
      for (index, row) in rows.enumerated() {
        let scaled = (0..<3).map { (row[$0] - fit.means[$0]) / fit.deviations[$0] }
        let score = fit.intercept + zip(fit.weights, scaled).reduce(0) { $0 + $1.0 * $1.1 }
        sum += weights[index] * ((truths[index] ? 1 : 0) - 1 / (1 + exp(-score))) * (column.map { scaled[$0] } ?? 1)
      }
      return column.map { sum - fit.weights[$0] } ?? sum
    }
    #expect([nil, 0, 1, 2].allSatisfy { abs(slope($0)) < 1e-5 })
    #expect(fit.weights[2] == 0, "a column that never varies")
    #expect(fit.weights[0] / fit.deviations[0] > 1.3 && abs(fit.weights[1]) < abs(fit.weights[0]))
  }

  @Test("cases that a line parts give finite weights")
  func separable() {
    let rows = (0..<50).map { [Double($0)] }
    let fit = LogisticFit.run(rows, (0..<50).map { $0 >= 25 }, importance: [Double](repeating: 1, count: 50), ridge: 1)
    #expect(fit.weights[0].isFinite && fit.weights[0] > 1 && fit.intercept.isFinite)
  }

  @Test("the area under the curve counts pairs, equals as a half", arguments: [1, 2] as [UInt64])
  func area(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let hits = (0..<40).map { _ in Double(generator.below(8)) }
    let misses = (0..<60).map { _ in Double(generator.below(6)) }
    var wins = 0.0
    for hit in hits { for miss in misses { wins += hit > miss ? 1 : hit == miss ? 0.5 : 0 } }
    #expect(abs(RankStatistics.area(hits, misses) - wins / 2_400) < 1e-12)
    #expect(RankStatistics.area([], [1]) == 0.5)
  }

  @Test("figures of a list: hits of the first ten, place of the first, share of the hidden")
  func list() {
    var places = [Bool](repeating: false, count: 30)
    places[3] = true
    places[9] = true
    places[20] = true
    let list = RankStatistics.list(places, hidden: 4)
    // Places 4 and 10 against the first four.
    let ideal = (1...4).reduce(0.0) { $0 + 1 / log2(Double($1) + 1) }
    let ndcg = (1 / log2(5.0) + 1 / log2(11.0)) / ideal
    #expect(list.precisionAt10 == 0.2 && list.reciprocalRank == 0.25 && list.recallAt10 == 0.5)
    #expect(abs(list.ndcgAt10 - ndcg) < 1e-12)
    #expect(RankStatistics.list([], hidden: 2) == RankStatistics.List())
  }

  @Test("hidden ties are as many as asked, are gone, and are found again better than by chance")
  func hidden() throws {
    let control = RunControl(threads: ThreadCount(2))
    let network = try SuggestionTown.random(people: 400, friends: 2_000, seed: 2).network()
    let hidden = try HiddenTies.draw(network, share: 0.1, seed: 5, control)
    #expect(hidden.count == Int((Double(network.bridges.count) * 0.1).rounded()))
    #expect(hidden.network.bridges.count + hidden.count == network.bridges.count)
    #expect(hidden.ties.allSatisfy { network.isBridge($0.0, $0.1) && !hidden.network.isBridge($0.0, $0.1) })
    let model = try SuggestionFit.run(
      HiddenTies.draw(hidden.network, share: 0.1, seed: 6, control), provenance: "test", seed: 6, control)
    try model.validate()
    var outcome = SuggestionEvaluation.empty
    try SuggestionEvaluation.run(hidden, model, seed: 5, rankedPeople: 100, into: &outcome, control)
    let rows = SuggestionEvaluation.mean(outcome).rows
    let best = rows.dropLast().map(\.auc).max() ?? 0
    #expect(rows.last.map { $0.auc > 0.7 && $0.auc > best - 0.03 } == true)
    #expect(rows.allSatisfy { (0...1).contains($0.auc) && (0...1).contains($0.recallAt10) })
    #expect(rows.allSatisfy { (0...1).contains($0.ndcgAt10) && ($0.ndcgAt10 > 0) == ($0.recallAt10 > 0) })

    // What the model says of the first ten of each of a hundred people, as it is said to these people.
    #expect(model.calibration != nil && outcome.shown.count <= 1_000 && outcome.shown.count > 500)
    let suggester = try Suggester(hidden.network, model, control)
    let said = Set(
      try (0..<400).flatMap { try suggester.suggestions(for: PersonIndex($0), top: 10, control) }.map(\.probability))
    #expect(outcome.shown.allSatisfy { said.contains($0.confidence) })
    // Nobody further down is likelier, and what people have in common is not all: friends and places count.
    let calibration = try #require(model.calibration)
    #expect(calibration.rank <= 0 && calibration != SuggestionModel.Calibration(friends: 0, rank: 0))
    for person in 0..<400 {
      let chances = try suggester.suggestions(for: PersonIndex(person), top: 10, control).map(\.probability)
      #expect(zip(chances, chances.dropFirst()).allSatisfy { $0 >= $1 })
    }
    let figures = ProbabilityFigures(outcome.shown)
    #expect(figures.ece < 0.05 && figures.brier < figures.brierOfBaseRate)
  }

  @Test("later ties end where what is known ends, and so does the time of the cut")
  func later() throws {
    var town = try SuggestionTown.random(people: 60, friends: 300, seed: 3)
    town.graph.friendships = town.graph.friendships.enumerated().map { place, tie in
      Friendship(tie.first, tie.second, Period(since: Timestamp(seconds: Int64(1_000 * place)), until: nil))
    }
    let times = town.graph.friendships.compactMap { $0.period.since }
    let (cut, end) = (times[100], times[150])
    let network = try town.network(asOf: cut)
    #expect(HiddenTies.later(network, seed: 1).count == times.count - 101)
    let hidden = HiddenTies.later(network, until: end, seed: 1)
    #expect(hidden.count == 50)
    let expected = Set(
      town.graph.friendships[101...150].map { UInt64($0.first.rawValue) << 32 | UInt64($0.second.rawValue) })
    #expect(Set(hidden.ties.map { UInt64($0.0) << 32 | UInt64($0.1) }) == expected)
    #expect(HiddenTies.cut(town.permitted, until: end) == times[151 * 9 / 10])
    #expect(HiddenTies.cut(town.permitted) == times[times.count * 9 / 10])
  }
}
