/// How well hidden ties were found again.
public struct SuggestionEvaluationReport: Codable, Equatable, Sendable {
  /// What was hidden, in words.
  public var protocolWords: String
  public var runs: Int
  /// Over all runs.
  public var hidden: Int
  public var rankedPeople: Int
  /// The model of each run.
  public var models: [String]
  public var rows: [Row]

  public init(
    protocolWords: String, runs: Int, hidden: Int, rankedPeople: Int, models: [String], rows: [Row]
  ) {
    (self.protocolWords, self.runs, self.hidden) = (protocolWords, runs, hidden)
    (self.rankedPeople, self.models, self.rows) = (rankedPeople, models, rows)
  }

  /// Means over the runs, each 0 … 1.
  public struct Row: Codable, Equatable, Sendable {
    public var method: String
    public var auc: Double
    public var precisionAt10: Double
    public var meanReciprocalRank: Double
    public var recallAt10: Double

    public init(method: String, auc: Double, precisionAt10: Double, meanReciprocalRank: Double, recallAt10: Double) {
      (self.method, self.auc, self.precisionAt10) = (method, auc, precisionAt10)
      (self.meanReciprocalRank, self.recallAt10) = (meanReciprocalRank, recallAt10)
    }
  }
}
