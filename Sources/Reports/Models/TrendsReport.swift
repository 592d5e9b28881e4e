/// Which ties rose and which faded between two times.
public struct TrendsReport: Codable, Equatable, Sendable {
  /// The two times, ISO 8601 in UTC.
  public var since: String
  public var asOf: String
  /// In words, for example `10·H1d + 1·H15d, ρ 0.5, γ 0.5`.
  public var kernel: String
  /// What the data is used for, for example `service`.
  public var purpose: String
  /// On what that rests, for example `contract`.
  public var basis: String
  /// People in the graph.
  public var people: Int
  /// The rows of one person stand together: rising ties, then fading ones, each by rank.
  public var rows: [Row]

  public init(
    since: String, asOf: String, kernel: String, purpose: String, basis: String, people: Int, rows: [Row]
  ) {
    (self.since, self.asOf, self.kernel) = (since, asOf, kernel)
    (self.purpose, self.basis, self.people, self.rows) = (purpose, basis, people, rows)
  }

  public enum Trend: String, Codable, Sendable { case rising, fading }

  /// One tie as one of its two people has it.
  public struct Row: Codable, Equatable, Sendable {
    public var person: String
    public var personName: String?
    public var trend: Trend
    /// From 1, among the person's ties of this trend.
    public var rank: Int
    public var neighbour: String
    public var neighbourName: String?
    /// In units of the kernel, at each time; at least 0.
    public var earlierStrength: Double
    public var strength: Double
    /// Of the person's whole tie strength at each time: 0 … 1.
    public var earlierShare: Double
    public var share: Double
    /// ISO 8601 in UTC; nil where the tie rests on no event.
    public var lastContact: String?
    /// What the strength at the later time comes from, if that was asked for.
    public var sentence: String?

    public init(
      person: String, personName: String? = nil, trend: Trend, rank: Int, neighbour: String,
      neighbourName: String? = nil, earlierStrength: Double, strength: Double, earlierShare: Double, share: Double,
      lastContact: String? = nil, sentence: String? = nil
    ) {
      (self.person, self.personName, self.trend, self.rank) = (person, personName, trend, rank)
      (self.neighbour, self.neighbourName) = (neighbour, neighbourName)
      (self.earlierStrength, self.strength) = (earlierStrength, strength)
      (self.earlierShare, self.share) = (earlierShare, share)
      (self.lastContact, self.sentence) = (lastContact, sentence)
    }

    /// Of the share: −1 … 1.
    public var change: Double { share - earlierShare }
  }
}
