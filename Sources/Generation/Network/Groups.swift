import GraphStorage

enum GroupKind: String, Sendable {
  case group, community, page
}

/// Groups of clubs, teams and classes, one community a city, and pages with a few very popular ones among them.
struct Groups: Sendable {
  struct Group: Sendable {
    let kind: GroupKind
    let name: String
    let city: Int
  }

  private(set) var all: [Group] = []
  private var rows: [UInt32] = []
  private var starts: [Int] = [0]

  var count: Int { all.count }
  var memberships: Int { rows.count }

  /// The first is the administrator. No person twice.
  func members(_ group: Int) -> ArraySlice<UInt32> {
    rows[starts[group]..<starts[group + 1]]
  }

  init(_ population: Population, _ seed: UInt64, threads: ThreadCount) {
    let foci = population.foci
    for focus in 0..<foci.count {
      let share: Double
      switch foci.kinds[focus] {
      case .team: share = 0.4
      case .club: share = 0.7
      case .schoolClass: share = 0.6
      default: continue
      }
      var generator = SeededGenerator(seed, .group, focus)
      guard generator.chance(share) else { continue }
      let joined = foci.members(focus).filter { _ in generator.chance(0.85) }
      guard joined.count >= 3 else { continue }
      append(.group, Self.name(foci, focus), foci.cities[focus], joined)
    }
    for city in 0..<population.cityStarts.count - 1 {
      var generator = SeededGenerator(seed, .group, foci.count + city)
      let citizens = population.cityMembers[population.cityStarts[city]..<population.cityStarts[city + 1]]
      let joined = citizens.filter { _ in generator.chance(0.15) }
      if joined.count >= 3 { append(.community, "People of \(Places.cities[city].name)", city, joined) }
    }
    appendPages(population, seed, threads)
  }

  private mutating func appendPages(_ population: Population, _ seed: UInt64, _ threads: ThreadCount) {
    let people = population.people.count
    let pages = min(2_000, max(4, people / 150))
    let popularity = runningSums((0..<pages).map { 1 / (Double($0) + 2) })
    let ranges = evenRanges(people, pieces: 64)
    let followed = parallelMap(count: ranges.count, threads: threads) { piece in
      var result: [(page: UInt32, person: UInt32)] = []
      for person in ranges[piece] {
        var generator = SeededGenerator(seed, .pages, person)
        let chosen = Set((0..<generator.poisson(1.8)).map { _ in generator.pick(popularity) })
        for page in chosen.sorted() { result.append((UInt32(page), UInt32(person))) }
      }
      return result
    }
    var readers = [[UInt32]](repeating: [], count: pages)
    for part in followed {
      for pair in part { readers[Int(pair.page)].append(pair.person) }
    }
    let cities = population.cityStarts.count - 1
    let subjects = ["Gazette", "Weather", "United", "Museum", "Radio", "Orchestra", "Transit", "Theatre"]
    for page in 0..<pages where !readers[page].isEmpty {
      let series = page / (cities * subjects.count)
      let name = "\(Places.cities[page % cities].name) \(subjects[page / cities % subjects.count])"
      append(.page, series == 0 ? name : "\(name) \(series + 1)", page % cities, readers[page])
    }
  }

  private mutating func append(_ kind: GroupKind, _ name: String, _ city: Int, _ members: [UInt32]) {
    all.append(Group(kind: kind, name: name, city: city))
    rows.append(contentsOf: members)
    starts.append(rows.count)
  }

  private static func name(_ foci: Foci, _ focus: Int) -> String {
    let city = foci.cities[focus]
    let detail = Int(foci.details[focus])
    switch foci.kinds[focus] {
    case .team: return "Team, \(Words.employer(city: city, index: detail))"
    case .club: return "\(Places.cities[city].name) \(Words.interests[detail])"
    default: return "\(Places.cities[city].name) school class"
    }
  }
}
