/// Invented cities, the largest first. The offset is the local time in minutes east of UTC all year; daylight saving
/// is left out.
enum Places {
  struct City: Sendable {
    let name: String
    let country: Country
    let minutesEast: Int
  }

  enum Country: Int, CaseIterable, Sendable {
    case britain, america, france, germany, australia, sweden
  }

  static let cities: [City] = [
    City(name: "Saltmere", country: .britain, minutesEast: 0),
    City(name: "Port Alder", country: .america, minutesEast: -300),
    City(name: "Lannevec", country: .france, minutesEast: 60),
    City(name: "Möwenhafen", country: .germany, minutesEast: 60),
    City(name: "Coral Heads", country: .australia, minutesEast: 600),
    City(name: "Cedar Landing", country: .america, minutesEast: -480),
    City(name: "Norrvik", country: .sweden, minutesEast: 60),
    City(name: "Wrenford", country: .britain, minutesEast: 0),
    City(name: "Port-Saint-Lys", country: .france, minutesEast: 60),
    City(name: "Gull Point", country: .america, minutesEast: -360),
    City(name: "Wattle Bay", country: .australia, minutesEast: 480),
    City(name: "Ashby Quay", country: .britain, minutesEast: 0),
    City(name: "Brisemer", country: .france, minutesEast: 60),
    City(name: "Fogarty Bridge", country: .america, minutesEast: -300),
    City(name: "Kiesbruck", country: .germany, minutesEast: 60),
    City(name: "Kestrel Cove", country: .australia, minutesEast: 600),
    City(name: "Inverlorne", country: .britain, minutesEast: 0),
    City(name: "Mesquite Ford", country: .america, minutesEast: -420),
    City(name: "Valserine-les-Pins", country: .france, minutesEast: 60),
    City(name: "Skärhamra", country: .sweden, minutesEast: 60),
    City(name: "Tidewell", country: .britain, minutesEast: 0),
    City(name: "Heron Falls", country: .america, minutesEast: -300),
    City(name: "Jarrah Plains", country: .australia, minutesEast: 570),
    City(name: "Marcombe", country: .france, minutesEast: 60),
  ]

  /// Share of each language of `PersonNames.languages` among the people of a country, in hundredths, as running sums.
  static let languageShares: [[Double]] = [
    runningSums([55, 3, 2, 2, 3, 8, 3, 16, 5, 3]),
    runningSums([50, 3, 4, 3, 20, 4, 1, 6, 8, 1]),
    runningSums([3, 68, 3, 1, 7, 4, 3, 7, 3, 1]),
    runningSums([3, 3, 62, 2, 3, 9, 11, 3, 2, 2]),
    runningSums([56, 2, 3, 2, 3, 4, 3, 9, 13, 5]),
    runningSums([4, 1, 4, 68, 4, 6, 4, 5, 2, 2]),
  ]

  /// How many cities a population of this size lives in, 3 ... 24.
  static func count(people: Int) -> Int {
    min(cities.count, max(3, people / 60))
  }
}
