/// How good ways to find communities are on one graph. Speaks of nobody.
public struct CommunityEvaluationReport: Codable, Equatable, Sendable {
  public var edges: String
  public var purpose: String
  public var basis: String
  /// Who allow the purpose.
  public var people: Int
  public var quality: String
  public var resolution: Double
  /// What communities were compared with, and how many people state it.
  public var attributes: [Attribute]
  public var rows: [Row]

  public init(
    edges: String, purpose: String, basis: String, people: Int, quality: String, resolution: Double,
    attributes: [Attribute], rows: [Row]
  ) {
    (self.edges, self.purpose, self.basis, self.people) = (edges, purpose, basis, people)
    (self.quality, self.resolution) = (quality, resolution)
    (self.attributes, self.rows) = (attributes, rows)
  }

  public struct Attribute: Codable, Equatable, Sendable {
    public var name: String
    public var people: Int

    public init(name: String, people: Int) { (self.name, self.people) = (name, people) }
  }

  /// Means over the seeds of one method.
  public struct Row: Codable, Equatable, Sendable {
    public var method: String
    public var seeds: Int
    public var communities: Double
    /// Share of people in the largest: 0 … 1.
    public var largest: Double
    /// −1 … 1, recomputed.
    public var modularity: Double
    public var leastModularity: Double
    /// Communities that are not connected by themselves, over all seeds.
    public var disconnected: Int
    /// In the order of the report's attributes.
    public var agreements: [Agreement]

    public init(
      method: String, seeds: Int, communities: Double, largest: Double, modularity: Double, leastModularity: Double,
      disconnected: Int, agreements: [Agreement]
    ) {
      (self.method, self.seeds, self.communities) = (method, seeds, communities)
      (self.largest, self.modularity, self.leastModularity) = (largest, modularity, leastModularity)
      (self.disconnected, self.agreements) = (disconnected, agreements)
    }
  }

  /// How much communities tell of an attribute.
  public struct Agreement: Codable, Equatable, Sendable {
    public var attribute: String
    /// Normalised: 0 … 1.
    public var mutualInformation: Double
    /// Adjusted: 1 for equal partitions, about 0 by chance.
    public var randIndex: Double

    public init(attribute: String, mutualInformation: Double, randIndex: Double) {
      (self.attribute, self.mutualInformation, self.randIndex) = (attribute, mutualInformation, randIndex)
    }
  }
}
