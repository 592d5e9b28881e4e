/// What two people did towards each other, weighed.
public struct TieDirections: Hashable, Sendable {
  public let sent: Strength
  public let received: Strength

  /// The weaker direction by the stronger one: 0 where one is silent, 1 where both do as much; nil where nothing counts.
  ///
  /// Over a whole network the weaker directions by all strength are the weighted reciprocity of Squartini and others
  /// (2013); this is the same of one pair, by the stronger direction.
  public var reciprocity: Double? {
    let (weaker, stronger) = (min(sent.rawValue, received.rawValue), max(sent.rawValue, received.rawValue))
    return stronger > 0 ? Double(weaker) / Double(stronger) : nil
  }
}
