import Foundation
import GraphKernels
import GraphStorage
import Testing

@testable import Inference

@Suite("Calibration")
struct CalibrationTests {
  static func cases(_ seed: UInt64, count: Int) -> [CalibrationCase] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let confidence = Double(generator.below(25)) / 24
      return CalibrationCase(confidence: confidence, isCorrect: generator.unit() < 0.2 + 0.6 * confidence)
    }
  }

  @Test("unmerged blocks equal the min-max formula of isotonic regression", arguments: [UInt64](1...10))
  func minMax(seed: UInt64) {
    let cases = Self.cases(seed, count: 120)
    let fit = IsotonicCalibration(cases, minimumCases: 1)
    let levels = Set(cases.map(\.confidence)).sorted()
    func mean(_ low: Double, _ high: Double) -> Double {
      let inside = cases.filter { $0.confidence >= low && $0.confidence <= high }
      return Double(inside.count { $0.isCorrect }) / Double(inside.count)
    }
    for level in levels {
      let expected =
        levels.filter { $0 <= level }.map { low in
          levels.filter { $0 >= level }.map { mean(low, $0) }.min() ?? 0
        }.max() ?? 0
      #expect(abs((fit.block(for: level)?.mean ?? -1) - expected) < 1e-12)
    }
  }

  @Test("merged blocks hold 30 cases each, keep every case, ascend, and ignore the order of the cases")
  func merged() throws {
    for seed in UInt64(1)...10 {
      var cases = Self.cases(seed, count: 200)
      let fit = IsotonicCalibration(cases)
      #expect(fit.isSufficient && fit.blocks.allSatisfy { $0.cases >= 30 })
      #expect(fit.blocks.reduce(0) { $0 + $1.cases } == 200)
      #expect(fit.blocks.reduce(0) { $0 + $1.correct } == cases.count { $0.isCorrect })
      #expect(zip(fit.blocks, fit.blocks.dropFirst()).allSatisfy { $0.mean <= $1.mean && $0.highest < $1.lowest })
      var generator = SeededGenerator(seed: seed)
      generator.shuffle(&cases)
      #expect(IsotonicCalibration(cases) == fit)
      let decoded = try JSONDecoder().decode(IsotonicCalibration.self, from: JSONEncoder().encode(fit))
      #expect(decoded == fit)
    }
  }

  @Test("29 cases are one block that is not enough; none give no block")
  func tooFew() {
    let few = IsotonicCalibration(Self.cases(1, count: 29))
    #expect(few.blocks.count == 1 && !few.isSufficient)
    let none = IsotonicCalibration([])
    #expect(none.block(for: 0.5) == nil && !none.isSufficient)
  }

  @Test("scaled steps keep their cases and claim less, bounds too")
  func scaled() {
    let fit = IsotonicCalibration((1...3).flatMap { Self.cases(UInt64($0), count: 100) })
    let less = fit.scaled(by: 0.75)
    #expect(fit.scaled(by: 1) == fit && less.blocks.count == fit.blocks.count)
    for (one, other) in zip(fit.blocks, less.blocks) {
      #expect(one.cases == other.cases && one.correct == other.correct && one.lowest == other.lowest)
      #expect(abs(other.mean - 0.75 * one.mean) < 1e-12 && abs(other.lowerBound - 0.75 * one.lowerBound) < 1e-12)
    }
  }

  @Test("the Wilson bound of 30 of 30 is 0.8865 and of 8 of 10 is 0.4902")
  func wilson() {
    func bound(_ correct: Int, _ count: Int) -> Double {
      let cases = (0..<count).map { CalibrationCase(confidence: 0.5, isCorrect: $0 < correct) }
      return IsotonicCalibration(cases).blocks[0].lowerBound
    }
    #expect(abs(bound(30, 30) - 0.8865) < 5e-5)
    #expect(abs(bound(8, 10) - 0.4902) < 5e-5)
    #expect(bound(0, 10) == 0)
  }

  @Test("calibration error, Brier score and macro-F1 agree with figures worked by hand")
  func metrics() {
    // Bins of 1/15: 0.9 lies in bin 14 (0.8667, 0.9333]; 0.5 in (0.4667, 0.5333].
    let cases = [(0.9, true), (0.9, false), (0.5, true), (0.5, true)]
      .map { CalibrationCase(confidence: $0.0, isCorrect: $0.1) }
    let table = CalibrationMetrics.reliability(cases)
    #expect(table.map(\.cases) == [2, 2])
    #expect(abs(CalibrationMetrics.calibrationError(table) - (0.5 * 0.5 + 0.5 * 0.4)) < 1e-12)
    #expect(abs(CalibrationMetrics.brier(cases) - (0.01 + 0.81 + 0.25 + 0.25) / 4) < 1e-12)
    // Class 0: 2 hits in 5 mentions; class 1: 1 in 3; class 3: 1 in 2; class 2 never occurs.
    let pairs: [(truth: Int32, predicted: Int32)] = [(0, 0), (0, 0), (1, 1), (1, 0), (3, 3)]
    #expect(abs(CalibrationMetrics.macroF1(pairs) - (4.0 / 5 + 2.0 / 3 + 1) / 3) < 1e-12)
    let ends = CalibrationMetrics.reliability([0, 1].map { CalibrationCase(confidence: $0, isCorrect: true) })
    #expect(ends.map(\.lower) == [0, 14.0 / 15])
  }

  @Test("the publication rule gives the first reason that forbids, and each reason can occur")
  func rule() {
    let rule = PublicationRule()
    func decide(
      _ bound: Double? = 0.85, people: Int = 5, share: ClosedRange<Double> = 0.5...0.5, homophily: Bool = true
    ) -> PublicationDecision {
      rule.refusal(lowerBound: bound, hasHomophily: homophily)
        ?? rule.decision(LabelSupport(people: people, isMinimum: false, largestShare: share))
    }
    #expect(decide() == .publish)
    #expect(decide(0.8) == .publish)
    #expect(decide(0.799, people: 0) == .belowThreshold)
    #expect(decide(nil, homophily: false) == .tooFewCases)
    #expect(decide(homophily: false) == .noHomophily)
    #expect(decide(people: 4, share: 1...1) == .tooFewEvidence)
    #expect(decide(share: 0.51...0.51) == .singlePersonShare)
    #expect(decide(share: 0.49...0.51) == .unprovenShare)
    #expect(decide(share: 0.1...0.5) == .publish)
  }
}
