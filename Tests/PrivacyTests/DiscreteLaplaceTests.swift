import Foundation
import GraphStorage
import Testing

@testable import Privacy

@Suite("Discrete Laplace noise")
struct DiscreteLaplaceTests {
  static func draws(_ distribution: DiscreteLaplace, _ count: Int, seed: UInt64) -> [Int] {
    var noise = NoiseSource(foreseeable: SeededGenerator(seed: seed))
    return (0..<count).map { _ in noise.noise(distribution) }
  }

  /// Sensitivity and millionths of ε: scales 1/2, 1, 4, 80/3 and 7/3.
  static let cases = [(1, 2_000_000), (1, 1_000_000), (4, 1_000_000), (40, 1_500_000), (7, 3_000_000)]

  @Test("draws fit the exact probabilities (chi-square, α = 10⁻⁶)", arguments: cases)
  func fit(sensitivity: Int, micro: Int) {
    let count = 60_000
    let drawn = Self.draws(
      DiscreteLaplace(sensitivity: sensitivity, loss: PrivacyLoss(micro: micro)), count, seed: 1)
    let ratio = exp(-Double(micro) / 1e6 / Double(sensitivity))
    // Cells from the middle outwards as long as 20 draws are expected in each; the two tails are cells as well.
    let middle: Double = (1 - ratio) / (1 + ratio)
    var edge = 0
    while Double(count) * middle * pow(ratio, Double(edge + 1)) >= 20 { edge += 1 }
    var seen = [Int](repeating: 0, count: 2 * edge + 3)
    for value in drawn { seen[min(max(value, -edge - 1), edge + 1) + edge + 1] += 1 }
    var statistic = 0.0
    for (cell, observed) in seen.enumerated() {
      let value = abs(cell - edge - 1)
      let tail: Double = pow(ratio, Double(edge + 1)) / (1 + ratio)
      let probability: Double = value > edge ? tail : middle * pow(ratio, Double(value))
      let expected: Double = probability * Double(count)
      let distance: Double = Double(observed) - expected
      statistic += distance * distance / expected
    }
    // Wilson and Hilferty's approximation of the quantile; 4.7534 is that of the normal distribution.
    let degrees = Double(seen.count - 1)
    let root = 1 - 2 / (9 * degrees) + 4.7534 * (2 / (9 * degrees)).squareRoot()
    #expect(statistic < degrees * root * root * root, "\(statistic) at \(degrees) degrees of freedom")
  }

  @Test("mean and variance are those of the distribution, within five standard errors", arguments: cases)
  func moments(sensitivity: Int, micro: Int) {
    let count = 40_000
    let drawn = Self.draws(
      DiscreteLaplace(sensitivity: sensitivity, loss: PrivacyLoss(micro: micro)), count, seed: 2)
    let ratio = exp(-Double(micro) / 1e6 / Double(sensitivity))
    let variance: Double = 2 * ratio / ((1 - ratio) * (1 - ratio))
    let mean: Double = Double(drawn.reduce(0, +)) / Double(count)
    #expect(abs(mean) < 5 * (variance / Double(count)).squareRoot())
    let squares: Double = drawn.reduce(0.0) { $0 + Double($1 * $1) } / Double(count)
    // The kurtosis of a Laplace distribution is 6 or, on integers, at most a little more at small scales.
    let fourth: Double = drawn.reduce(0.0) { $0 + pow(Double($1), 4) } / Double(count)
    let error: Double = ((fourth - variance * variance) / Double(count)).squareRoot()
    #expect(abs(squares - variance) < 5 * error)
  }

  @Test("a coin of exp(−γ) falls as often as it should", arguments: [(0, 1), (1, 1), (1, 2), (3, 7), (999, 1000)])
  func coin(top: UInt64, bottom: UInt64) {
    var generator = SeededGenerator(seed: 3)
    let count = 40_000
    let heads = (0..<count).count { _ in DiscreteLaplace.coin(expOfMinus: top, over: bottom, &generator) }
    let probability = exp(-Double(top) / Double(bottom))
    let error = (probability * (1 - probability) * Double(count)).squareRoot()
    #expect(abs(Double(heads) - probability * Double(count)) <= 5 * error)
  }

  @Test("the scale is in lowest terms, and huge sensitivities do not overflow")
  func extremes() {
    let distribution = DiscreteLaplace(sensitivity: 40, loss: PrivacyLoss(micro: 500_000))
    #expect(distribution.numerator == 80 && distribution.denominator == 1)
    let wide = Self.draws(DiscreteLaplace(sensitivity: 1 << 30, loss: .least), 200, seed: 4)
    #expect(Set(wide).count > 190 && wide.contains { $0.magnitude > 1 << 36 })
  }

  @Test("the system's generator gives other noise each time")
  func secure() {
    var (one, other) = (NoiseSource(), NoiseSource())
    let distribution = DiscreteLaplace(sensitivity: 1000, loss: .least)
    #expect((0..<8).map { _ in one.noise(distribution) } != (0..<8).map { _ in other.noise(distribution) })
  }
}
