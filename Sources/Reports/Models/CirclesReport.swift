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

extension CirclesReport: JSONRepresentable {
  public var json: JSONValue {
    .object([
      "person": .string(person), "person_name": JSONValue(personName), "purpose": .string(purpose),
      "basis": .string(basis), "friends": .integer(friends), "partition_density": .number(density),
      "circles": .array(circles.map { JSONValue($0) }), "others": JSONValue(others),
    ])
  }
}

extension CirclesReport.Friend: JSONRepresentable {
  public var json: JSONValue { .object(["id": .string(id), "name": JSONValue(name)]) }
}

extension CirclesReport {
  public func text() -> String {
    var lines = [
      DisplayText.visible("Circles of the friends of \(personLabel(person, personName))"),
      circles.isEmpty
        ? "\(Numbers.count(friends, "friend", "friends")) · no circle: too few of them are each other's friends"
        : "\(Numbers.count(friends, "friend", "friends")) · \(Numbers.count(circles.count, "circle", "circles")); a friend "
          + "may be in several · link density \(Numbers.fixed(density, 3))",
      DisplayText.visible("purpose \(purpose), basis \(basis)"),
    ]
    func labels(_ friends: [Friend]) -> [String] {
      friends.map { "  " + DisplayText.visible(personLabel($0.id, $0.name)) }
    }
    for (index, circle) in circles.enumerated() {
      lines += ["", "Circle \(index + 1): \(circle.count) friends"] + labels(circle)
    }
    if !others.isEmpty { lines += ["", "In no circle: \(others.count)"] + labels(others) }
    return joined(lines)
  }
}
