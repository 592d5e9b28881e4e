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

  /// Cases that a fit and its measure each need.
  public static let leastCases = 200

  /// Fits on four fifths of the people and measures on the others.
  /// - Returns: nil where one of the two has fewer than `leastCases`.
  /// - Complexity: O(cases log cases).
  public static func fit(
    _ cases: [TieEvaluation.Case], windowHours: Int
  ) -> (probability: ContactProbability, figures: ProbabilityFigures)? {
    func isFitted(_ fold: Int) -> Bool { fold < 8 }
    let tried = cases.filter { !isFitted($0.fold) }
    guard tried.count >= leastCases, let probability = fitted(cases, windowHours, isFitted) else { return nil }
    let own = cases.filter { isFitted($0.fold) }
    let rate = Double(own.count { $0.isContacted }) / Double(own.count)
    return (probability, ProbabilityFigures(tried.map(probability.said), against: rate))
  }

  /// What a fit to this log is worth: half of the people are judged by the probabilities of the other half, and the
  /// other way round.
  /// - Returns: nil where one half has fewer than `leastCases`.
  /// - Complexity: O(cases log cases).
  public static func crossFit(_ cases: [TieEvaluation.Case], windowHours: Int) -> ProbabilityFigures? {
    guard let first = fitted(cases, windowHours, { $0 < 5 }), let second = fitted(cases, windowHours, { $0 >= 5 }) else {
      return nil
    }
    return ProbabilityFigures(cases.map { ($0.fold < 5 ? second : first).said($0) })
  }

  /// What these probabilities are worth on some cases.
  public func figures(_ cases: [TieEvaluation.Case]) -> ProbabilityFigures { ProbabilityFigures(cases.map(said)) }

  private static func fitted(
    _ cases: [TieEvaluation.Case], _ windowHours: Int, _ isFitted: (Int) -> Bool
  ) -> ContactProbability? {
    let own = cases.filter { isFitted($0.fold) }.map(calibrationCase)
    guard own.count >= leastCases else { return nil }
    return ContactProbability(
      windowHours: windowHours,
      steps: IsotonicCalibration(own).blocks.map { Step(strength: $0.lowest, probability: $0.mean) })
  }

  private func said(_ entry: TieEvaluation.Case) -> CalibrationCase {
    CalibrationCase(confidence: probability(of: entry.strength.value), isCorrect: entry.isContacted)
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
