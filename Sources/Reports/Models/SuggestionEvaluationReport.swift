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
  /// The file that it came from, and what it says it was fitted to; nil where one was fitted in each run.
  public var file: Entry?
  public var rows: [Row]
  /// Of what the model said of the first ten suggestions of people drawn at random.
  public var chance: ReliabilityReport?

  public init(
    protocolWords: String, runs: Int, hidden: Int, rankedPeople: Int, models: [String], file: Entry? = nil, rows: [Row],
    chance: ReliabilityReport?
  ) {
    (self.protocolWords, self.runs, self.hidden) = (protocolWords, runs, hidden)
    (self.rankedPeople, self.models, self.file, self.rows) = (rankedPeople, models, file, rows)
    self.chance = chance
  }

  /// Means over the runs, each 0 … 1.
  public struct Row: Codable, Equatable, Sendable {
    public var method: String
    public var auc: Double
    public var precisionAt10: Double
    public var meanReciprocalRank: Double
    public var recallAt10: Double
    public var ndcgAt10: Double

    public init(
      method: String, auc: Double, precisionAt10: Double, meanReciprocalRank: Double, recallAt10: Double, ndcgAt10: Double
    ) {
      (self.method, self.auc, self.precisionAt10) = (method, auc, precisionAt10)
      (self.meanReciprocalRank, self.recallAt10, self.ndcgAt10) = (meanReciprocalRank, recallAt10, ndcgAt10)
    }
  }
}
