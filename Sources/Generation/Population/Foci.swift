/// What brings people together. The raw value is the order in which a tie of several origins is explained, the closest
/// first; the last three are origins without a focus.
enum FocusKind: UInt8, CaseIterable, Sendable {
  case household, team, schoolClass, club, cohort, workplace, closure, city, world

  /// Chance of a friendship between two members of ordinary sociability.
  var pairChance: Double {
    switch self {
    case .household: 0.7
    case .team: 0.4
    case .schoolClass: 0.22
    case .club: 0.11
    case .cohort: 0.1
    default: 0
    }
  }

  /// Median closeness of a tie of this origin.
  var closeness: Double {
    switch self {
    case .household: 9
    case .team: 3
    case .schoolClass: 4
    case .club: 1.6
    case .cohort: 1.8
    case .workplace: 0.7
    case .closure: 1
    case .city: 0.6
    case .world: 0.35
    }
  }
}

/// The foci of all cities, city by city, as rows of members.
struct Foci: Sendable {
  private(set) var kinds: [FocusKind] = []
  /// Employer (counted within its city) of workplaces and teams, interest of clubs.
  private(set) var details: [Int32] = []
  private(set) var cities: [Int] = []
  private var rows: [UInt32] = []
  private var starts: [Int] = [0]

  init(_ layouts: [CityLayout]) {
    for layout in layouts {
      kinds.append(contentsOf: layout.kinds)
      details.append(contentsOf: layout.details)
      cities.append(contentsOf: repeatElement(layout.city, count: layout.kinds.count))
      let base = rows.count
      rows.append(contentsOf: layout.members)
      starts.append(contentsOf: layout.starts.dropFirst().map { $0 + base })
    }
  }

  var count: Int { kinds.count }

  func members(_ focus: Int) -> ArraySlice<UInt32> {
    rows[starts[focus]..<starts[focus + 1]]
  }
}
