/// Two people who have each other in their address books.
public struct MutualContact: Hashable, Sendable {
  /// The smaller index.
  public let first: PersonIndex
  public let second: PersonIndex

  /// - Precondition: two people.
  public init(_ one: PersonIndex, _ other: PersonIndex) {
    precondition(one != other, "two people")
    (first, second) = (min(one, other), max(one, other))
  }
}
