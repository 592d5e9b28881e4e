/// Communities of people, as aggregates: nobody is named, and nothing is told of fewer than `minimum` people.
public struct CommunityReport: Codable, Equatable, Sendable {
  /// Method, edges, purpose and parameters, in words.
  public var method: String
  public var edges: String
  public var purpose: String
  /// On what the use rests, in words.
  public var basis: String
  /// k of the rows; and of the names, which are a demographic breakdown.
  public var minimum: Int
  public var nameMinimum: Int
  /// −1 … 1, recomputed from the graph and the communities.
  public var modularity: Double
  /// True where every community is connected by itself.
  public var allConnected: Bool
  /// Larger ones first.
  public var rows: [Row]
  /// All communities by size, from the smallest; bands are as wide as it takes to hold `minimum` people.
  public var sizes: [SizeBand] = []
  /// How many people play which part, where that is told of `minimum` people or more.
  public var roles: [RoleCount] = []
  /// People outside of the rows, nil where there are none or where the count is not told.
  public var withheldPeople: Int?
  /// Nil where nobody was asked about.
  public var own: Own?

  public init(
    method: String, edges: String, purpose: String, basis: String, minimum: Int, nameMinimum: Int,
    modularity: Double, allConnected: Bool, rows: [Row], withheldPeople: Int?, own: Own?
  ) {
    (self.method, self.edges, self.purpose, self.basis) = (method, edges, purpose, basis)
    (self.minimum, self.nameMinimum) = (minimum, nameMinimum)
    (self.modularity, self.allConnected, self.rows) = (modularity, allConnected, rows)
    (self.withheldPeople, self.own) = (withheldPeople, own)
  }

  public struct Row: Codable, Equatable, Sendable {
    /// From 1.
    public var number: Int
    public var size: Int
    /// All 0 … 1; nil where not defined.
    public var density: Double?
    public var conductance: Double?
    public var insideShare: Double?
    /// Suggested, as `attribute value`, the most distinctive first.
    public var names: [String]

    public init(
      number: Int, size: Int, density: Double?, conductance: Double?, insideShare: Double?, names: [String]
    ) {
      (self.number, self.size, self.density) = (number, size, density)
      (self.conductance, self.insideShare, self.names) = (conductance, insideShare, names)
    }
  }

  public struct SizeBand: Codable, Equatable, Sendable {
    /// People of one community: from … to.
    public var from: Int
    public var to: Int
    public var communities: Int
    public var people: Int

    public init(from: Int, to: Int, communities: Int, people: Int) {
      (self.from, self.to, self.communities, self.people) = (from, to, communities, people)
    }
  }

  public struct RoleCount: Codable, Equatable, Sendable {
    /// As Guimerà and Amaral call it.
    public var role: String
    public var people: Int

    public init(role: String, people: Int) { (self.role, self.people) = (role, people) }
  }

  /// What one person is told about their own place.
  public struct Own: Codable, Equatable, Sendable {
    /// Of `rows`; nil where the community is too small to be told of.
    public var community: Int?
    public var participation: Double
    public var withinModule: Double?
    /// nil where the community is not told of.
    public var role: String?

    public init(community: Int?, participation: Double, withinModule: Double?, role: String?) {
      (self.community, self.participation, self.withinModule) = (community, participation, withinModule)
      self.role = role
    }
  }
}
