/// Whom people may know.
public struct SuggestionReport: Codable, Equatable, Sendable {
  /// ISO 8601 in UTC; nil where nothing of the graph is dated.
  public var asOf: String?
  /// The name of the model, and on what it was fitted.
  public var model: String
  public var provenance: String
  public var purpose: String
  public var basis: String
  /// People who allow suggestions.
  public var people: Int
  /// Whether the model's probabilities were fitted to a network's own history; without that rows have none.
  public var isCalibrated: Bool
  /// The rows of one person stand together, in the order of their ranks.
  public var rows: [Row]

  public init(
    asOf: String?, model: String, provenance: String, purpose: String, basis: String, people: Int,
    isCalibrated: Bool, rows: [Row]
  ) {
    (self.asOf, self.model, self.provenance) = (asOf, model, provenance)
    (self.purpose, self.basis, self.people, self.rows) = (purpose, basis, people, rows)
    self.isCalibrated = isCalibrated
  }

  /// One suggestion.
  public struct Row: Codable, Equatable, Sendable {
    public var person: String
    public var personName: String?
    /// From 1.
    public var rank: Int
    public var suggested: String
    public var suggestedName: String?
    /// That the pair is such a tie as the model was fitted to: 0 … 1; nil where it was not calibrated.
    public var probability: Double?
    public var mutualFriends: Int
    /// Small groups in common.
    public var sharedGroups: Int
    /// The person has the suggested one in their own address book.
    public var isInBook: Bool
    /// What spoke for it, if that was asked for.
    public var explanation: [Part]?

    public init(
      person: String, personName: String? = nil, rank: Int, suggested: String, suggestedName: String? = nil,
      probability: Double?, mutualFriends: Int, sharedGroups: Int, isInBook: Bool, explanation: [Part]? = nil
    ) {
      (self.person, self.personName, self.rank) = (person, personName, rank)
      (self.suggested, self.suggestedName, self.probability) = (suggested, suggestedName, probability)
      (self.mutualFriends, self.sharedGroups, self.isInBook) = (mutualFriends, sharedGroups, isInBook)
      self.explanation = explanation
    }

    /// Why, in words that tell the person nothing about others that they may not see.
    public var reason: String {
      var reasons: [String] = []
      if isInBook { reasons.append("in your contacts") }
      if mutualFriends > 0 { reasons.append(Numbers.count(mutualFriends, "mutual contact", "mutual contacts")) }
      if sharedGroups > 0 { reasons.append(Numbers.count(sharedGroups, "group in common", "groups in common")) }
      return reasons.joined(separator: ", ")
    }
  }

  /// One part of a suggestion's score; all of them add up to the whole, but for rounding.
  public struct Part: Codable, Equatable, Sendable {
    /// `base`, `in_contacts`, `shared_groups`, `network` or `impressions`.
    public var source: String
    /// Of groups, mutual contacts or impressions.
    public var count: Int
    /// To whole log-odds: exact ones would let a reader compute how many friends a candidate has, or how many of a group
    /// take part.
    public var contribution: Int

    public init(source: String, count: Int, contribution: Int) {
      (self.source, self.count, self.contribution) = (source, count, contribution)
    }

    var words: String {
      switch source {
      case "base": "a pair with nothing in common, at this place"
      case "in_contacts": "in your contacts"
      case "shared_groups": Numbers.count(count, "group in common", "groups in common")
      case "impressions": Numbers.count(count, "time shown before", "times shown before")
      case "network":
        count > 0
          ? "\(Numbers.count(count, "mutual contact", "mutual contacts")) and the network around both"
          : "the network around both"
      default: source
      }
    }
  }

  /// What the chance beside a suggestion is of.
  var chanceWords: String {
    isCalibrated
      ? "chance: how often a pair like this was one of \(provenance), in the graph that the model was fitted to"
      : "chance: unknown, because this model has none fitted to what became of such pairs; see kith fit-suggestions"
  }
}
