/// The strongest ties of one person or of many, at one time.
public struct RankingReport: Codable, Equatable, Sendable {
  /// ISO 8601 in UTC.
  public var asOf: String
  /// In words, for example `10·H1d + 1·H15d, ρ 0.5, γ 0.5`.
  public var kernel: String
  /// What the data is used for, for example `service`.
  public var purpose: String
  /// On what that rests, for example `contract`.
  public var basis: String
  /// People in the graph.
  public var people: Int
  /// The one kind of event that counts; nil where all do.
  public var kind: String?
  /// In how many hours the probabilities of the rows foretell a contact; nil where they have none.
  public var probabilityHours: Int?
  /// The rows of one person stand together, in the order of their ranks.
  public var rows: [Row]

  public init(
    asOf: String, kernel: String, purpose: String, basis: String, people: Int, kind: String? = nil,
    probabilityHours: Int? = nil, rows: [Row]
  ) {
    self.kind = kind
    self.probabilityHours = probabilityHours
    (self.asOf, self.kernel, self.purpose, self.basis) = (asOf, kernel, purpose, basis)
    (self.people, self.rows) = (people, rows)
  }

  /// One tie as one of its two people has it.
  public struct Row: Codable, Equatable, Sendable {
    public var person: String
    public var personName: String?
    /// From 1.
    public var rank: Int
    public var neighbour: String
    public var neighbourName: String?
    /// In units of the kernel; at least 0.
    public var strength: Double
    /// Of the person's whole tie strength: 0 … 1.
    public var share: Double
    /// ISO 8601 in UTC; nil where the tie rests on no event.
    public var lastContact: String?
    /// The cumulative circle the rank falls in: 5, 15, 50 or 150.
    public var tier: Int?
    /// Of a contact by the person within the report's window: 0 … 1; nil where it was not fitted.
    public var probability: Double?
    /// What stands beside the strength, if that was asked for.
    public var measures: Measures?
    /// Where the strength comes from, if that was asked for.
    public var explanation: [Part]?
    /// The same in one line of words.
    public var sentence: String?

    public init(
      person: String, personName: String? = nil, rank: Int, neighbour: String, neighbourName: String? = nil,
      strength: Double, share: Double, lastContact: String? = nil, tier: Int? = nil, explanation: [Part]? = nil,
      sentence: String? = nil
    ) {
      (self.person, self.personName, self.rank) = (person, personName, rank)
      (self.neighbour, self.neighbourName) = (neighbour, neighbourName)
      (self.strength, self.share, self.lastContact, self.tier) = (strength, share, lastContact, tier)
      (self.explanation, self.sentence) = (explanation, sentence)
    }
  }

  /// What stands beside the strength of a tie.
  public struct Measures: Codable, Equatable, Sendable {
    /// The weaker direction by the stronger: 0 … 1; nil where the tie rests on no event that counts.
    public var reciprocity: Double?
    /// Common contacts.
    public var embeddedness: Int
    /// Common contacts by all contacts of either but the two: 0 … 1.
    public var overlap: Double
    /// Sum over common contacts of 1 / ln of their contacts.
    public var adamicAdar: Double
    /// Recursive; nil unless the person asked for it themselves.
    public var dispersion: Double?

    public init(
      reciprocity: Double?, embeddedness: Int, overlap: Double, adamicAdar: Double, dispersion: Double? = nil
    ) {
      (self.reciprocity, self.embeddedness, self.overlap) = (reciprocity, embeddedness, overlap)
      (self.adamicAdar, self.dispersion) = (adamicAdar, dispersion)
    }
  }

  /// All events of one kind in one direction.
  public struct Part: Codable, Equatable, Sendable {
    public var kind: String
    /// `sent`, `received` or `shared`.
    public var direction: String
    /// Events.
    public var count: Int
    /// In units of strength.
    public var contribution: Double
    /// ISO 8601 in UTC, to the hour.
    public var lastHour: String?

    public init(kind: String, direction: String, count: Int, contribution: Double, lastHour: String? = nil) {
      (self.kind, self.direction, self.count) = (kind, direction, count)
      (self.contribution, self.lastHour) = (contribution, lastHour)
    }
  }
}
