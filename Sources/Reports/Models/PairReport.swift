/// The strongest pairs of a whole graph, at one time.
public struct PairReport: Codable, Equatable, Sendable {
  /// ISO 8601 in UTC.
  public var asOf: String
  /// In words, for example `10·H1d + 1·H15d, ρ 0.5, γ 0.5`.
  public var kernel: String
  public var purpose: String
  /// On what that rests, for example `contract`.
  public var basis: String
  /// People in the graph.
  public var people: Int
  /// The one kind of event that counts; nil where all do.
  public var kind: String?
  /// By rank.
  public var rows: [Row]

  public init(
    asOf: String, kernel: String, purpose: String, basis: String, people: Int, kind: String? = nil, rows: [Row]
  ) {
    (self.asOf, self.kernel, self.purpose, self.basis) = (asOf, kernel, purpose, basis)
    (self.people, self.kind, self.rows) = (people, kind, rows)
  }

  public struct Row: Codable, Equatable, Sendable {
    /// From 1.
    public var rank: Int
    public var first: String
    public var firstName: String?
    public var second: String
    public var secondName: String?
    /// The mean of both people's, in units of the kernel.
    public var strength: Double
    /// Of all ties of the first person, and of the second: 0 … 1.
    public var firstShare: Double
    public var secondShare: Double
    /// The weaker direction by the stronger: 0 … 1; nil where the tie rests on no event that counts.
    public var reciprocity: Double?
    /// ISO 8601 in UTC; nil where the tie rests on no event.
    public var lastContact: String?
    /// Where the strength comes from, as the first person has it, if that was asked for.
    public var sentence: String?

    public init(
      rank: Int, first: String, firstName: String? = nil, second: String, secondName: String? = nil, strength: Double,
      firstShare: Double, secondShare: Double, reciprocity: Double? = nil, lastContact: String? = nil,
      sentence: String? = nil
    ) {
      (self.rank, self.first, self.firstName) = (rank, first, firstName)
      (self.second, self.secondName, self.strength) = (second, secondName, strength)
      (self.firstShare, self.secondShare, self.reciprocity) = (firstShare, secondShare, reciprocity)
      (self.lastContact, self.sentence) = (lastContact, sentence)
    }
  }
}
