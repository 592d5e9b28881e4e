import GraphStorage
import Ingest
import People
import TestSupport
import Testing

@testable import Inference

/// As `NonInferenceTests`, for numbers, orders, years of birth and sets.
@Suite("People who do not allow it are no evidence, of whatever kind the attribute is")
struct KindNonInferenceTests {
  /// Everything that is computed, in words: equal words are equal bytes.
  static func words(_ dataset: Dataset, threads: Int = 2) throws -> [String] {
    var words: [String] = []
    for attribute in ["grade", Datasets.runsLongTests ? "height" : OrderedProblem.birthYear] {
      let problem = try KindTown.ordered(dataset, attribute, threads: threads)
      let solution = problem.solve()
      words.append("\(solution.choice) \(solution.predictions) \(problem.homophily.map { "\($0)" } ?? "")")
      if let shown = solution.predictions.first(where: { $0.decision == .publish }) {
        words.append("\(problem.explain(shown, solution))")
      }
    }
    let sets = try KindTown.sets(dataset, threads: threads)
    let solution = sets.solve()
    words.append("\(solution.choice) \(solution.predictions) \(sets.homophily)")
    if let shown = solution.predictions.first(where: { $0.decision == .publish }) {
      words.append("\(sets.explain(shown, solution).map { "\($0)" } ?? "")")
    }
    return words
  }

  @Test("their values, masked or changed, change no output byte; threads neither; somebody else's do")
  func noByteChanges() throws {
    let town = KindTown(seed: 77, count: 180)
    let data = try town.dataset()
    let truth = try Self.words(data)
    #expect(truth.count == 6, "published and explained")
    #expect(try Self.words(data, threads: 8) == truth)
    #expect(town.silent.count > 10)

    // Heights and hobbies that nobody else has; and nothing at all. The number of people stays.
    for masks in [true, false] {
      var changed = town
      for person in town.silent {
        changed.people[person].height = masks ? "" : "999.9"
        changed.people[person].grade = masks ? "" : "grade 99"
        changed.people[person].hobbies = masks ? "" : "chess;unheard"
        // Who is a minor is another question.
        if !town.people[person].born.isEmpty, town.people[person].born < "2000" {
          changed.people[person].born = masks ? "" : "1901"
        }
      }
      #expect(try Self.words(try changed.dataset()) == truth, "masked: \(masks)")
    }

    let witness = try #require(
      town.people.indices.first { !town.silent.contains($0) && !town.people[$0].grade.isEmpty && $0 % 6 == 3 })
    var other = town
    other.people[witness].grade = "grade 99"
    #expect(try Self.words(try other.dataset()) != truth)
  }
}
