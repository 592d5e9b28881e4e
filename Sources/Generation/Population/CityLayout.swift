import GraphStorage

/// Where the people of one city meet: households, workplaces and their teams, school classes, circles of about the
/// same age, and clubs of one interest.
///
/// Source: the focus theory of ties, Feld, "The focused organization of social ties" (1981). Triangles and
/// communities follow from shared foci.
struct CityLayout: Sendable {
  let city: Int
  private(set) var kinds: [FocusKind] = []
  private(set) var details: [Int32] = []
  private(set) var members: [UInt32] = []
  private(set) var starts: [Int] = [0]

  init(city: Int, members everyone: [UInt32], people: [Person], _ seed: UInt64) {
    self.city = city
    var generator = SeededGenerator(seed, .cityLayout, city)
    var shuffled = everyone
    generator.shuffle(&shuffled)
    cut(shuffled, .household, 0, &generator) { $0.among(1...3) + $0.below(3) }

    var workers = everyone.filter { (18...66).contains(people[Int($0)].age) }
    generator.shuffle(&workers)
    let largest = Double(min(2_000, max(12, workers.count / 4)))
    var place = 0
    var employer = 0
    while place < workers.count {
      let size = min(Int(min(largest, 6 * generator.pareto(1.3))), workers.count - place)
      let staff = Array(workers[place..<place + size])
      append(staff, .workplace, Int32(employer))
      cut(staff, .team, Int32(employer), &generator) { $0.among(4...11) }
      place += size
      employer += 1
    }

    // Circles of one age: order by birth with three years of noise, and cut.
    let byAge = everyone.map { (key: Double(people[Int($0)].born) + 1_000 * generator.normal(), person: $0) }
      .sorted { ($0.key, $0.person) < ($1.key, $1.person) }.map(\.person)
    cut(byAge, .cohort, 0, &generator) { $0.among(8...20) }
    let pupils = byAge.filter { people[Int($0)].age < 18 }
    cut(pupils, .schoolClass, 0, &generator) { $0.among(12...26) }

    for interest in Words.interests.indices {
      var keen = everyone.filter { people[Int($0)].interests & (1 << UInt32(interest)) != 0 && generator.chance(0.6) }
      generator.shuffle(&keen)
      cut(keen, .club, Int32(interest), &generator) { $0.among(8...36) }
    }
  }

  private mutating func cut(
    _ people: [UInt32], _ kind: FocusKind, _ detail: Int32, _ generator: inout SeededGenerator,
    size: (inout SeededGenerator) -> Int
  ) {
    var place = 0
    while place < people.count {
      let end = min(people.count, place + size(&generator))
      append(Array(people[place..<end]), kind, detail)
      place = end
    }
  }

  private mutating func append(_ people: [UInt32], _ kind: FocusKind, _ detail: Int32) {
    kinds.append(kind)
    details.append(detail)
    members.append(contentsOf: people)
    starts.append(members.count)
  }
}
