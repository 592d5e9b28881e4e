import GraphStorage
import Ingest
import People
import Privacy
import Testing

@testable import Inference

@Suite("Sets of values")
struct SetInferenceTests {
  @Test("where interests follow the ties published ones are right as often as promised, and calibrated")
  func follows() throws {
    let problem = try KindTown.sets(try KindTown(seed: 21).dataset())
    let found = problem.evaluate(share: 0.75, seeds: [1])
    #expect(found.published > 15)
    #expect(try #require(found.microPrecision) >= 0.8)
    #expect(try #require(found.macroPrecision) >= 0.75)
    #expect(found.ece <= 0.1 && found.area > 0.8)
    // What is counted, counted another way.
    let shown = found.cases.filter { $0.prediction.decision == .publish }
    let right = shown.filter(\.truth).count
    #expect(found.microPrecision == Double(right) / Double(shown.count))
    #expect(found.microRecall == Double(right) / Double(found.cases.filter(\.truth).count))
  }

  @Test("dealt at random, hardly anybody is given any", arguments: [1])
  func random(seed: Int) throws {
    let problem = try KindTown.sets(try KindTown(seed: UInt64(seed + 30), follows: false).dataset())
    let found = problem.evaluate(share: 0.8, seeds: [1])
    #expect(found.cases.isEmpty || found.coverage <= 0.02)
  }

  @Test("values that few state are not asked about, and their names are in no result")
  func floor() throws {
    let data = try KindTown(seed: 22).dataset()
    let problem = try KindTown.sets(data)
    let solution = problem.solve()
    #expect(problem.leftOut > 5)
    for value in solution.choice.values {
      #expect(value.cases >= 60 && !problem.values[value.value].hasPrefix("rare"))
    }
    #expect(Set(solution.predictions.map(\.value)).count == solution.choice.values.count)
    // Asked about are those who state nothing, and nobody else.
    let column = try #require(data.graph.attribute("hobbies"))
    let gate = PolicyGate(graph: data.graph, consents: data.consents)
    let subjects = gate.allowing(.inferenceSubject)
    #expect(
      solution.subjects
        == (0..<data.graph.people.count).filter {
          subjects.contains(PersonIndex($0)) && column.codes(of: PersonIndex($0)).isEmpty
        })
  }

  @Test("the area under the curve is the share of pairs won, ties by half", arguments: 0..<30)
  func area(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let cases = (0..<1 + random.below(40)).map { _ in
      (score: Double(random.below(6)), truth: random.below(3) == 0)
    }
    var (won, pairs) = (0.0, 0.0)
    for one in cases where one.truth {
      for other in cases where !other.truth {
        pairs += 1
        won += one.score > other.score ? 1 : one.score == other.score ? 0.5 : 0
      }
    }
    #expect(abs(areaUnderCurve(cases) - (pairs == 0 ? 0.5 : won / pairs)) < 1e-12)
  }
}
