/// How often a yes was right among held-out people whose score was as high: `IsotonicCalibration` of the scores of one
/// value, and what the trials of it show.
public struct SetFigures: Equatable, Sendable {
  /// The area under the receiver operating characteristic: the chance that somebody who has the value scores above
  /// somebody who has not, ties counting half; 0.5 where either is missing.
  public let area: Double
  /// Mean of (calibrated − truth)², and of always saying the share of those who have the value.
  public let brier: Double
  public let plainBrier: Double
  /// `CalibrationMetrics.calibrationError` of the calibrated scores.
  public let ece: Double
  /// The score is better than the plain share by more than two standard errors of the paired difference.
  public let hasHomophily: Bool

  /// - Parameters:
  ///   - trials: calibrated score, the share among the other folds, and the truth.
  init(area: Double, trials: [(calibrated: Double, plain: Double, truth: Bool)]) {
    self.area = area
    func square(_ value: Double, _ truth: Bool) -> Double { (value - (truth ? 1 : 0)) * (value - (truth ? 1 : 0)) }
    brier = mean(trials.map { square($0.calibrated, $0.truth) })
    plainBrier = mean(trials.map { square($0.plain, $0.truth) })
    ece = CalibrationMetrics.calibrationError(
      CalibrationMetrics.reliability(
        trials.map { CalibrationCase(confidence: $0.calibrated, isCorrect: $0.truth) }))
    let gains = trials.map { square($0.plain, $0.truth) - square($0.calibrated, $0.truth) }
    let centre = mean(gains)
    let variance = gains.reduce(0.0) { $0 + ($1 - centre) * ($1 - centre) } / Double(max(gains.count - 1, 1))
    hasHomophily = gains.count > 1 && centre > 0 && centre > 2 * (variance / Double(gains.count)).squareRoot()
  }
}

/// The area under the curve of scores against truths, exactly, by ranks (Mann–Whitney).
/// - Complexity: O(n log n).
func areaUnderCurve(_ cases: [(score: Double, truth: Bool)]) -> Double {
  let sorted = cases.sorted { $0.score < $1.score }
  let positives = sorted.count { $0.truth }
  let negatives = sorted.count - positives
  guard positives > 0, negatives > 0 else { return 0.5 }
  // Twice the pairs won, so that ties are whole numbers.
  var (won, below, start) = (0, 0, 0)
  while start < sorted.count {
    var (end, own, other) = (start, 0, 0)
    while end < sorted.count, sorted[end].score == sorted[start].score {
      if sorted[end].truth { own += 1 } else { other += 1 }
      end += 1
    }
    won += own * (2 * below + other)
    below += other
    start = end
  }
  return Double(won) / (2 * Double(positives) * Double(negatives))
}
