/// The circles of one person's friends. A friend may stand in several.
public struct CirclesReport: Codable, Equatable, Sendable {
  public var person: String
  public var personName: String?
  public var purpose: String
  public var basis: String
  /// How many friends the person has.
  public var friends: Int
  /// Of the links within circles, as the method defines it: 0 … 1.
  public var density: Double
  /// Larger ones first; each of three friends or more.
  public var circles: [[Friend]]
  /// Friends in no circle.
  public var others: [Friend]

  public init(
    person: String, personName: String?, purpose: String, basis: String, friends: Int, density: Double,
    circles: [[Friend]], others: [Friend]
  ) {
    (self.person, self.personName, self.purpose, self.basis) = (person, personName, purpose, basis)
    (self.friends, self.density, self.circles, self.others) = (friends, density, circles, others)
  }

  public struct Friend: Codable, Equatable, Sendable {
    public var id: String
    public var name: String?

    public init(id: String, name: String?) { (self.id, self.name) = (id, name) }
  }
}
