import GraphStorage

/// Communities, and how good they are.
public struct CommunityPartition: Equatable, Sendable {
  /// For each vertex the smallest vertex of its community.
  public let communities: Column<UInt32>
  /// What was made large, modularity or the constant Potts model; 0 for a graph without ties.
  public let quality: Double
  /// How often communities were made vertices.
  public let levels: Int

  init(_ communities: Column<UInt32>, quality: Double, levels: Int) {
    self.communities = communities
    self.quality = quality
    self.levels = levels
  }

  /// O(vertices).
  public var communityCount: Int { communities.indices.count { communities[$0] == $0 } }

  var result: KernelResult {
    .vertices(
      "community", .classes(communities),
      figures: [
        ("communities", .integer(communityCount)), ("quality", .real(quality)), ("levels", .integer(levels)),
      ])
  }

  /// What both methods can be told.
  static let parameters: [KernelParameter] = [
    .real("resolution", "more gives smaller communities; density for cpm", 1e-9...1e9, default: 1),
    .choice("quality", "what is made large", CommunityQuality.allCases.map(\.rawValue)),
    .real("tolerance", "a level ends with a sweep that raises the quality by less", 0...1, default: 1e-4),
    .integer("levels", "how often communities become vertices, at most", 1...1_000, default: 20),
    .integer("seed", "of the order in which vertices are visited", 0...Int.max, default: 1),
  ]

  static func quality(_ values: ParameterValues) -> CommunityQuality {
    CommunityQuality(rawValue: values.choice("quality")) ?? .modularity
  }
}
