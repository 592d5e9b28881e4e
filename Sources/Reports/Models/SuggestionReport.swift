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
  /// The rows of one person stand together, in the order of their ranks.
  public var rows: [Row]

  public init(
    asOf: String?, model: String, provenance: String, purpose: String, basis: String, people: Int, rows: [Row]
  ) {
    (self.asOf, self.model, self.provenance) = (asOf, model, provenance)
    (self.purpose, self.basis, self.people, self.rows) = (purpose, basis, people, rows)
  }

  /// One suggestion.
  public struct Row: Codable, Equatable, Sendable {
    public var person: String
    public var personName: String?
    /// From 1.
    public var rank: Int
    public var suggested: String
    public var suggestedName: String?
    /// That the two become friends, as the model has it: 0 … 1.
    public var probability: Double
    public var mutualFriends: Int
    /// Small groups in common.
    public var sharedGroups: Int
    /// The person has the suggested one in their own address book.
    public var isInBook: Bool
    /// What spoke for it, if that was asked for.
    public var explanation: [Part]?

    public init(
      person: String, personName: String? = nil, rank: Int, suggested: String, suggestedName: String? = nil,
      probability: Double, mutualFriends: Int, sharedGroups: Int, isInBook: Bool, explanation: [Part]? = nil
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
      if mutualFriends > 0 { reasons.append(Numbers.count(mutualFriends, "mutual friend", "mutual friends")) }
      if sharedGroups > 0 { reasons.append(Numbers.count(sharedGroups, "group in common", "groups in common")) }
      return reasons.joined(separator: ", ")
    }
  }

  /// One feature of the model.
  public struct Part: Codable, Equatable, Sendable {
    public var feature: String
    public var value: Double
    /// To the log-odds, against a case of mean value.
    public var contribution: Double

    public init(feature: String, value: Double, contribution: Double) {
      (self.feature, self.value, self.contribution) = (feature, value, contribution)
    }
  }
}
