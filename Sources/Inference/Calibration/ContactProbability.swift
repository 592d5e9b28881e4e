import Ties

/// The probability that a person contacts a past contact within a window, by the strength of the tie: a step function
/// that never descends.
///
/// Source: the protocol of Kamath et al., "RealGraph: user interaction prediction at Twitter" (2014): features until a
/// time, label from the window behind it, people split by a hash of their id. Deviation: isotonic regression of one
/// score, the strength, instead of a logistic regression of many; cases of several cuts.
public struct ContactProbability: Codable, Equatable, Sendable {
  public struct Step: Codable, Equatable, Sendable {
    /// The least strength of this step, in units; that of the first step holds below it too.
    public let strength: Double
    /// 0 … 1.
    public let probability: Double

    public init(strength: Double, probability: Double) { (self.strength, self.probability) = (strength, probability) }
  }

  /// What the fit is worth, on people whom it was not fitted on.
  public struct Figures: Equatable, Sendable {
    public let cases: Int
    public let baseRate: Double
    public let ece: Double
    public let brier: Double
    public let brierOfBaseRate: Double
  }

  public let windowHours: Int
  /// Ascending in both.
  public let steps: [Step]

  /// - Precondition: steps ascend in strength and do not descend in probability; there is one.
  public init(windowHours: Int, steps: [Step]) {
    precondition(!steps.isEmpty && Self.isMonotone(steps), "steps that ascend")
    (self.windowHours, self.steps) = (windowHours, steps)
  }

  public static func isMonotone(_ steps: [Step]) -> Bool {
    zip(steps, steps.dropFirst()).allSatisfy { $0.strength < $1.strength && $0.probability <= $1.probability }
      && steps.allSatisfy { (0...1).contains($0.probability) && $0.strength.isFinite }
  }

  /// Fits on four fifths of the people and measures on the others.
  /// - Returns: nil where one of the two has fewer than 200 cases.
  /// - Complexity: O(cases log cases).
  public static func fit(
    _ cases: [TieEvaluation.Case], windowHours: Int
  ) -> (probability: ContactProbability, figures: Figures)? {
    let fitted = cases.filter { $0.fold < 8 }.map(Self.calibrationCase)
    let tried = cases.filter { $0.fold >= 8 }.map(Self.calibrationCase)
    guard fitted.count >= 200, tried.count >= 200 else { return nil }
    let blocks = IsotonicCalibration(fitted).blocks
    let probability = ContactProbability(
      windowHours: windowHours, steps: blocks.map { Step(strength: $0.lowest, probability: $0.mean) })
    let rate = Double(fitted.count { $0.isCorrect }) / Double(fitted.count)
    let said = tried.map {
      CalibrationCase(confidence: probability.probability(of: $0.confidence), isCorrect: $0.isCorrect)
    }
    let constant = tried.map { CalibrationCase(confidence: rate, isCorrect: $0.isCorrect) }
    return (
      probability,
      Figures(
        cases: tried.count, baseRate: Double(tried.count { $0.isCorrect }) / Double(tried.count),
        ece: CalibrationMetrics.calibrationError(CalibrationMetrics.reliability(said)),
        brier: CalibrationMetrics.brier(said), brierOfBaseRate: CalibrationMetrics.brier(constant))
    )
  }

  private static func calibrationCase(_ entry: TieEvaluation.Case) -> CalibrationCase {
    CalibrationCase(confidence: entry.strength.value, isCorrect: entry.isContacted)
  }

  /// - Parameter strength: in units.
  public func probability(of strength: Double) -> Double {
    var range = 0..<steps.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = steps[middle].strength <= strength ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return steps[max(0, range.lowerBound - 1)].probability
  }
}
