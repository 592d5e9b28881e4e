/// How honest probabilities are that something happens, measured where it is known whether it did.
public struct ReliabilityReport: Codable, Equatable, Sendable {
  /// Whose probabilities, in a few words.
  public var name: String
  public var cases: Int
  /// The share of cases in which it happened: 0 … 1, as all of these.
  public var baseRate: Double
  /// Over bins of equally many cases, about.
  public var ece: Double
  public var brier: Double
  /// Of always saying the base rate.
  public var brierOfBaseRate: Double
  public var bins: [EvaluationReport.Bin]

  public init(
    name: String, cases: Int, baseRate: Double, ece: Double, brier: Double, brierOfBaseRate: Double,
    bins: [EvaluationReport.Bin]
  ) {
    (self.name, self.cases, self.baseRate) = (name, cases, baseRate)
    (self.ece, self.brier, self.brierOfBaseRate, self.bins) = (ece, brier, brierOfBaseRate, bins)
  }
}
