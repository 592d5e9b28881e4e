import GraphStorage
import People
import Privacy
import Testing
import Ties

@testable import Inference

@Suite("The probability of contact by strength")
struct ContactProbabilityTests {
  @Test("a step holds from its strength on, the first one below it too")
  func steps() {
    let probability = ContactProbability(
      windowHours: 24,
      steps: [.init(strength: 1, probability: 0.1), .init(strength: 2, probability: 0.5), .init(strength: 4, probability: 0.9)])
    #expect([0, 0.99, 1, 1.99, 2, 3.99, 4, 400].map(probability.probability(of:)) == [0.1, 0.1, 0.1, 0.1, 0.5, 0.5, 0.9, 0.9])
    #expect(!ContactProbability.isMonotone([.init(strength: 1, probability: 0.5), .init(strength: 2, probability: 0.4)]))
    #expect(!ContactProbability.isMonotone([.init(strength: 1, probability: 0.5), .init(strength: 1, probability: 0.6)]))
    #expect(!ContactProbability.isMonotone([.init(strength: 1, probability: 1.5)]))
  }

  private static func case_(_ strength: Double, _ isContacted: Bool, fold: Int) -> TieEvaluation.Case {
    TieEvaluation.Case(strength: Strength(rawValue: Int64(strength * 0x1p30)), isContacted: isContacted, fold: fold)
  }

  @Test("contacts drawn with a probability that grows with strength are foretold honestly; too few cases give nothing")
  func calibrated() throws {
    var generator = SeededGenerator(seed: 5)
    let cases = (0..<20_000).map { _ -> TieEvaluation.Case in
      let strength = Double(generator.below(1000)) / 100
      return Self.case_(strength, Double(generator.below(1000)) < strength * 90, fold: generator.below(10))
    }
    let fit = try #require(ContactProbability.fit(cases, windowHours: 24))
    for strength in [1.0, 3, 5, 8] {
      #expect(abs(fit.probability.probability(of: strength) - strength * 0.09) < 0.06)
    }
    #expect(fit.figures.ece < 0.03)
    #expect(fit.figures.brier < fit.figures.brierOfBaseRate)
    #expect(ContactProbability.fit(Array(cases.prefix(300)), windowHours: 24) == nil)
  }
}
