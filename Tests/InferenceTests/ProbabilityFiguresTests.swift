import GraphStorage
import People
import Testing
import Ties

@testable import Inference

@Suite("How honest probabilities are")
struct ProbabilityFiguresTests {
  private static func cases(_ count: Int, seed: UInt64, levels: Int, _ truth: (Double) -> Double) -> [CalibrationCase] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let said = Double(generator.below(levels)) / Double(4 * levels)
      return CalibrationCase(confidence: said, isCorrect: generator.unit() < truth(said))
    }
  }

  @Test("figures are those of their formulas, and bins part the cases", arguments: [1, 7, 16, 4_001], [3, 1_000_000])
  func formulas(count: Int, levels: Int) {
    let cases = Self.cases(count, seed: UInt64(count), levels: levels) { $0 }
    let figures = ProbabilityFigures(cases, against: 0.2)
    var (squares, constant, happened) = (0.0, 0.0, 0)
    for entry in cases {
      let truth = entry.isCorrect ? 1.0 : 0
      squares += (entry.confidence - truth) * (entry.confidence - truth)
      constant += (0.2 - truth) * (0.2 - truth)
      happened += entry.isCorrect ? 1 : 0
    }
    #expect(abs(figures.brier - squares / Double(count)) < 1e-12)
    #expect(abs(figures.brierOfBaseRate - constant / Double(count)) < 1e-12)
    #expect(figures.cases == count && abs(figures.baseRate - Double(happened) / Double(count)) < 1e-12)
    #expect(figures.bins.reduce(0) { $0 + $1.cases } == count && (1...15).contains(figures.bins.count))
    #expect(zip(figures.bins, figures.bins.dropFirst()).allSatisfy { $0.upper < $1.lower })
    var error = 0.0
    for bin in figures.bins {
      let own = cases.filter { (bin.lower...bin.upper).contains($0.confidence) }
      #expect(own.count == bin.cases)
      let gap = own.reduce(0.0) { $0 + ($1.isCorrect ? 1 : 0) - $1.confidence }
      error += abs(gap) / Double(count)
    }
    #expect(abs(figures.ece - error) < 1e-9)
    // Where nothing is equal, bins hold equally many but for the last one.
    if levels > 3 { #expect(figures.bins.dropLast().allSatisfy { $0.cases == (count + 14) / 15 }) }
  }

  @Test("what is right has a small error, and what is twice too high has its size, though all of it is below a tenth")
  func telling() {
    let right = ProbabilityFigures(Self.cases(60_000, seed: 1, levels: 1000) { $0 })
    let high = ProbabilityFigures(Self.cases(60_000, seed: 2, levels: 1000) { $0 / 2 })
    #expect(right.ece < 0.006 && right.brier < right.brierOfBaseRate)
    #expect(abs(high.ece - 0.125 / 2) < 0.006)
    let nothing = ProbabilityFigures([])
    #expect(nothing.cases == 0 && nothing.ece == 0 && nothing.bins.isEmpty)
  }

  @Test("half of the people are judged by the other half: what one half has by chance is not counted as known")
  func crossFit() throws {
    // Contacts depend on nothing but the half that a person is in: whoever judged a half by itself would be exact.
    let cases = (0..<4_000).map { number -> TieEvaluation.Case in
      let fold = number % 10
      let isContacted = fold < 5 ? number / 10 % 10 == 0 : number / 10 % 2 == 0
      return TieEvaluation.Case(
        strength: Strength(rawValue: Int64(number / 100 + 1) << 30), isContacted: isContacted, fold: fold)
    }
    let figures = try #require(ContactProbability.crossFit(cases, windowHours: 24))
    #expect(figures.cases == 4_000 && abs(figures.baseRate - 0.3) < 1e-12)
    #expect(abs(figures.ece - 0.4) < 0.02, "each half is told the rate of the other")
    #expect(ContactProbability.crossFit(Array(cases.prefix(399)), windowHours: 24) == nil)
    let own = ContactProbability(windowHours: 24, steps: [.init(strength: 0, probability: 0.3)])
    #expect(abs(own.figures(cases).ece) < 1e-9 && abs(own.figures(cases).brier - 0.21) < 1e-9)
  }
}
