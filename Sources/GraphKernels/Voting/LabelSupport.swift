/// Who stands behind what a voting kernel says of one vertex u.
///
/// Before the prior is added and the row is divided by its sum, every kernel is linear in the labels: the mass of class
/// c at u is Σ_v G(u, v) [y_v = c], with G(u, v) ≥ 0 what the kernel makes of ties and paths between u and v, whatever
/// the labels are. The share of a labelled person v is G(u, v) / Σ_x G(u, x) over all labelled x ≠ u: all that v
/// brings, over every path together, in the whole label mass; the prior is no person's and counts in neither.
public struct LabelSupport: Equatable, Sendable {
  /// Distinct labelled people whose labels reached u.
  public let people: Int
  /// Whether counting stopped, so that there may be more of them.
  public let isMinimum: Bool
  /// The share of the single most influential labelled person lies in this range, 0...1. Both ends are equal where it
  /// is known exactly; both are 0 where no label came.
  public let largestShare: ClosedRange<Double>

  public init(people: Int, isMinimum: Bool, largestShare: ClosedRange<Double>) {
    (self.people, self.isMinimum, self.largestShare) = (people, isMinimum, largestShare)
  }
}

/// How far a kernel goes to find out who stands behind one answer. The same for every answer and any number of
/// threads, so that no result depends on either.
public struct SupportBudget: Codable, Hashable, Sendable {
  /// Ties walked for one vertex in the last attempt, after which the share stays as uncertain as it is. Of spreading,
  /// the share is exact to `precision` where ties × rounds fit.
  public var arcs: Int
  /// Ties walked in the first attempt; the next ones walk eight times as many each, until it is settled on which side
  /// of the limit the share lies.
  public var firstArcs: Int
  /// The width at which a range of shares is good enough.
  public var precision: Double
  /// Where counting people stops.
  public var people: Int
  /// Vertices visited to count people.
  public var visits: Int

  public init(
    arcs: Int = 1 << 18, firstArcs: Int = 1 << 12, precision: Double = 0.005, people: Int = 64, visits: Int = 1 << 16
  ) {
    precondition(arcs >= 0 && firstArcs >= 1 && people >= 1 && visits >= 1, "a budget is not negative")
    (self.arcs, self.firstArcs, self.precision) = (arcs, firstArcs, precision)
    (self.people, self.visits) = (people, visits)
  }
}
