/// How well ways to rank past contacts foretell whom people contact next, over many cuts of a log. Speaks of nobody.
public struct TieEvaluationReport: Codable, Equatable, Sendable {
  public var purpose: String
  public var basis: String
  /// Hours behind a cut that decide.
  public var windowHours: Int
  /// ISO 8601 in UTC, ascending.
  public var cuts: [String]
  /// People judged and contacts ranked, over all cuts.
  public var judged: Int
  public var candidates: Int
  /// Of people, how many are judged: 0 … 1.
  public var share: Double
  public var rows: [Row]
  /// How honest probabilities of a contact in the window are, of the default and of named files.
  public var probabilities: [ReliabilityReport]
  /// Named files: their figures are too good on a log that they were fitted to.
  public var files: [String]

  public init(
    purpose: String, basis: String, windowHours: Int, cuts: [String], judged: Int, candidates: Int, share: Double,
    rows: [Row], probabilities: [ReliabilityReport], files: [String]
  ) {
    (self.probabilities, self.files) = (probabilities, files)
    (self.purpose, self.basis, self.windowHours, self.cuts) = (purpose, basis, windowHours, cuts)
    (self.judged, self.candidates, self.share, self.rows) = (judged, candidates, share, rows)
  }

  public struct Row: Codable, Equatable, Sendable {
    public var name: String
    /// Kernel and weights in words; nil for plain measures.
    public var parameters: String?
    /// 0 … 1.
    public var ndcg: Double
    public var auc: Double?

    public init(name: String, parameters: String?, ndcg: Double, auc: Double?) {
      (self.name, self.parameters, self.ndcg, self.auc) = (name, parameters, ndcg, auc)
    }
  }
}

/// Which parameters of tie strength a log asks for, and what they bring.
public struct DecayFitReport: Codable, Equatable, Sendable {
  public var purpose: String
  public var basis: String
  public var windowHours: Int
  public var cuts: [String]
  /// How many cuts were fitted on, guarded the choice, and were held out.
  public var fitCuts: Int
  public var guardCuts: Int
  public var heldOutCuts: Int
  public var tried: Int
  /// The chosen parameters, in words.
  public var parameters: String
  /// Nothing was better than the default.
  public var isDefault: Bool
  public var standard: Scores
  public var chosen: Scores
  /// Of P(contact in the window) by strength, measured on people whom it was not fitted on; nil where too few.
  public var probability: Probability?
  /// Where the parameters were written.
  public var file: String

  /// Mean NDCG@10 on the parts of the cuts: 0 … 1.
  public struct Scores: Codable, Equatable, Sendable {
    public var fit: Double
    public var guarding: Double
    public var heldOut: Double

    public init(fit: Double, guarding: Double, heldOut: Double) {
      (self.fit, self.guarding, self.heldOut) = (fit, guarding, heldOut)
    }
  }

  /// How honest the probabilities are.
  public struct Probability: Codable, Equatable, Sendable {
    public var steps: Int
    public var cases: Int
    /// Share of cases with a contact.
    public var baseRate: Double
    public var ece: Double
    public var brier: Double
    /// Of always saying the base rate.
    public var brierOfBaseRate: Double

    public init(steps: Int, cases: Int, baseRate: Double, ece: Double, brier: Double, brierOfBaseRate: Double) {
      (self.steps, self.cases, self.baseRate) = (steps, cases, baseRate)
      (self.ece, self.brier, self.brierOfBaseRate) = (ece, brier, brierOfBaseRate)
    }
  }

  public init(
    purpose: String, basis: String, windowHours: Int, cuts: [String], fitCuts: Int, guardCuts: Int, heldOutCuts: Int,
    tried: Int, parameters: String, isDefault: Bool, standard: Scores, chosen: Scores, probability: Probability?,
    file: String
  ) {
    (self.purpose, self.basis, self.windowHours, self.cuts) = (purpose, basis, windowHours, cuts)
    (self.fitCuts, self.guardCuts, self.heldOutCuts) = (fitCuts, guardCuts, heldOutCuts)
    (self.tried, self.parameters, self.isDefault) = (tried, parameters, isDefault)
    (self.standard, self.chosen, self.probability, self.file) = (standard, chosen, probability, file)
  }
}
