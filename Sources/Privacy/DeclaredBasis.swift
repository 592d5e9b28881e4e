/// What a dataset declares for people who said nothing themselves, with its basis in words.
public struct DeclaredBasis: Hashable, Sendable {
  /// The purposes that count as granted.
  public let granted: Set<Purpose>
  /// For example "public research data".
  public let words: String

  /// Nothing declared: only what needs no consent is allowed.
  public static let none = DeclaredBasis(granted: [], words: "none declared")

  /// The basis of public research formats: everything but advertising.
  public static let researchDataset = DeclaredBasis(
    granted: Set(Purpose.allCases).subtracting([.advertising]), words: "research-dataset")

  public init(granted: Set<Purpose>, words: String) {
    (self.granted, self.words) = (granted, words)
  }

  /// The granted purposes in their fixed order.
  public var grantedInOrder: [Purpose] { Purpose.allCases.filter(granted.contains) }
}
