extension CirclesReport {
  public func text() -> String {
    var lines = [
      DisplayText.visible("Circles of the friends of \(personLabel(person, personName))"),
      friends == 0
        ? "no friends at that time who allow it, so no circle"
        : circles.isEmpty
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
