/// How honest probabilities are that something happens, such as a contact or a new tie.
///
/// Such things are rare, so that bins of equal width would put nearly all cases into the first: the bins here hold
/// equally many cases, about, and cases of one probability stand together.
public struct ProbabilityFigures: Equatable, Sendable {
  public let cases: Int
  /// The share of cases in which it happened.
  public let baseRate: Double
  /// Σ_b (n_b/n) |share_b − probability_b| over the bins: 0 … 1.
  public let ece: Double
  /// Mean of (probability − happened)²: 0 … 1.
  public let brier: Double
  /// Of always saying one rate.
  public let brierOfBaseRate: Double
  /// At most 15, ascending.
  public let bins: [CalibrationMetrics.Bin]

  /// - Parameters:
  ///   - cases: probabilities, each beside whether it happened.
  ///   - rate: what one would always say, knowing nothing: 0 … 1; nil is the share of these cases.
  /// - Complexity: O(cases log cases).
  public init(_ cases: [CalibrationCase], against rate: Double? = nil) {
    self.cases = cases.count
    let happened = cases.count { $0.isCorrect }
    let baseRate = cases.isEmpty ? 0 : Double(happened) / Double(cases.count)
    self.baseRate = baseRate
    brier = CalibrationMetrics.brier(cases)
    let constant = rate ?? baseRate
    brierOfBaseRate = baseRate * (1 - constant) * (1 - constant) + (1 - baseRate) * constant * constant
    bins = Self.bins(cases, count: CalibrationMetrics.binCount)
    ece = CalibrationMetrics.calibrationError(bins)
  }

  private static func bins(_ cases: [CalibrationCase], count: Int) -> [CalibrationMetrics.Bin] {
    let sorted = cases.sorted { $0.confidence < $1.confidence }
    var bins: [CalibrationMetrics.Bin] = []
    var start = 0
    while start < sorted.count {
      // Where this bin would end, were nothing equal.
      var end = min(sorted.count, start + (sorted.count + count - 1) / count)
      while end < sorted.count, sorted[end].confidence == sorted[end - 1].confidence { end += 1 }
      let these = sorted[start..<end]
      bins.append(
        CalibrationMetrics.Bin(
          lower: these[start].confidence, upper: these[end - 1].confidence, cases: these.count,
          meanConfidence: these.reduce(0) { $0 + $1.confidence } / Double(these.count),
          accuracy: Double(these.count { $0.isCorrect }) / Double(these.count)))
      start = end
    }
    return bins
  }
}
