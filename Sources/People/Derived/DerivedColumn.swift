/// One value for each person of a `DerivedTable`, in its order.
public struct DerivedColumn: Sendable, Equatable {
  public enum Values: Sendable, Equatable {
    case integers([Int64])
    /// Infinity stands for none, as the distance of what cannot be reached. Nothing else is not finite, and zero has
    /// no sign, so that equal columns have equal bytes.
    case reals([Double])
    /// People of the table; `DerivedColumn.nobody` where there is none.
    case people([UInt32])
    /// Classes of people, each named by the first person in it.
    case classes([UInt32])
  }

  /// Stands for "no person".
  public static let nobody = UInt32.max

  public let name: String
  public let values: Values

  public init(name: String, values: Values) { (self.name, self.values) = (name, values) }

  public var count: Int {
    switch values {
    case .integers(let values): values.count
    case .reals(let values): values.count
    case .people(let values), .classes(let values): values.count
    }
  }

  /// Numbers in the form that is kept: infinity for all that is not finite, zero without a sign.
  public static func reals(_ values: [Double]) -> Values {
    .reals(values.map { $0.isFinite ? $0 + 0.0 : .infinity })
  }

  /// Whether the values are what their kind says, for these people.
  /// - Parameters:
  ///   - people: ascending, one for each value.
  ///   - members: the same as a set.
  func isValid(_ people: [PersonIndex], members: PersonSet) -> Bool {
    guard count == people.count else { return false }
    switch values {
    case .integers: return true
    case .reals(let values):
      return values.allSatisfy { value in
        value == 0 ? value.sign == .plus : value.isFinite || value == .infinity
      }
    case .people(let values):
      return values.allSatisfy { value in
        value == Self.nobody || Int(value) < members.universe && members.contains(PersonIndex(value))
      }
    case .classes(let values):
      // The first of a class comes before all others of it, so one pass sees every name where it begins.
      var begun = PersonSet(universe: members.universe)
      for (person, named) in zip(people, values) {
        if named == person.rawValue {
          begun.insert(person)
        } else if Int(named) >= members.universe || !begun.contains(PersonIndex(named)) {
          return false
        }
      }
      return true
    }
  }

  /// The values in some rows. A person outside `kept` who is a value becomes nobody; a class keeps its other people
  /// and is named by the first of them.
  /// - Parameters:
  ///   - people: of all rows.
  ///   - rows: ascending, those of the people in `kept`.
  func projected(_ people: [PersonIndex], rows: [Int], kept: PersonSet) -> DerivedColumn {
    func some<Value>(_ values: [Value]) -> [Value] { rows.map { values[$0] } }
    let values: Values =
      switch values {
      case .integers(let values): .integers(some(values))
      case .reals(let values): .reals(some(values))
      case .people(let values):
        .people(
          some(values).map { $0 == Self.nobody || kept.contains(PersonIndex($0)) ? $0 : Self.nobody })
      case .classes(let values): .classes(Self.renamed(people, values, rows: rows, universe: kept.universe))
      }
    return DerivedColumn(name: name, values: values)
  }

  private static func renamed(_ people: [PersonIndex], _ classes: [UInt32], rows: [Int], universe: Int) -> [UInt32] {
    var first = [UInt32](repeating: nobody, count: universe)
    return rows.map { row in
      let named = Int(classes[row])
      if first[named] == nobody { first[named] = people[row].rawValue }
      return first[named]
    }
  }
}
