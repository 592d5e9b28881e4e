/// How well one attribute is inferred, measured on people whose value is known and was hidden.
public struct EvaluationReport: Codable, Equatable, Sendable {
  public var attribute: String
  /// The least lower bound of confidence that counts as published: 0 … 1.
  public var threshold: Double
  public var rows: [Row]
  /// Of the confidence shown, over the cases of the last row; empty where there were none.
  public var reliability: [Bin]

  public init(attribute: String, threshold: Double, rows: [Row], reliability: [Bin]) {
    (self.attribute, self.threshold, self.rows, self.reliability) = (attribute, threshold, rows, reliability)
  }

  /// One share of revealed labels.
  public struct Row: Codable, Equatable, Sendable {
    /// The share as given, for example `0.2`; or `loo`, everybody else's label.
    public var labels: String
    public var seeds: Int
    public var cases: Int
    /// Which method was chosen, in words.
    public var method: String
    /// All of these 0 … 1; means over the seeds.
    public var accuracy: Double
    public var macroF1: Double
    public var majorityAccuracy: Double
    public var eceRaw: Double
    public var ece: Double
    public var brier: Double
    /// Share of cases with a published value.
    public var coverage: Double
    /// Share of right ones among these; nil where none was published.
    public var precision: Double?

    public init(
      labels: String, seeds: Int, cases: Int, method: String, accuracy: Double, macroF1: Double,
      majorityAccuracy: Double, eceRaw: Double, ece: Double, brier: Double, coverage: Double, precision: Double?
    ) {
      (self.labels, self.seeds, self.cases, self.method) = (labels, seeds, cases, method)
      (self.accuracy, self.macroF1, self.majorityAccuracy) = (accuracy, macroF1, majorityAccuracy)
      (self.eceRaw, self.ece, self.brier) = (eceRaw, ece, brier)
      (self.coverage, self.precision) = (coverage, precision)
    }
  }

  /// The cases whose confidence lies in `lower` … `upper`.
  public struct Bin: Codable, Equatable, Sendable {
    public var lower: Double
    public var upper: Double
    public var count: Int
    public var meanConfidence: Double
    public var accuracy: Double

    public init(lower: Double, upper: Double, count: Int, meanConfidence: Double, accuracy: Double) {
      (self.lower, self.upper, self.count) = (lower, upper, count)
      (self.meanConfidence, self.accuracy) = (meanConfidence, accuracy)
    }
  }
}
