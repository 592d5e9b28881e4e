import GraphStorage

/// All invented members and where they meet.
struct Population: Sendable {
  private(set) var people: [Person]
  let foci: Foci
  /// Members of each city, by index, and where each city starts; one more start than cities.
  let cityMembers: [UInt32]
  let cityStarts: [Int]

  /// - Complexity: O(people · log of the largest city).
  init(_ parameters: GeneratorParameters, threads: ThreadCount) {
    let cityCount = Places.count(people: parameters.people)
    let cityShares = runningSums((0..<cityCount).map { 1 / (Double($0) + 1.5) })
    let ranges = evenRanges(parameters.people, pieces: max(1, parameters.people / 4_096))
    let drawn = parallelMap(count: ranges.count, threads: threads) { piece in
      ranges[piece].map { Population.draw($0, parameters, cityShares) }
    }
    var people: [Person] = []
    people.reserveCapacity(parameters.people)
    for part in drawn { people.append(contentsOf: part) }

    var starts = [Int](repeating: 0, count: cityCount + 1)
    for person in people { starts[person.city + 1] += 1 }
    for city in 0..<cityCount { starts[city + 1] += starts[city] }
    var next = starts
    var members = [UInt32](repeating: 0, count: people.count)
    for index in people.indices {
      let city = people[index].city
      members[next[city]] = UInt32(index)
      next[city] += 1
    }
    cityMembers = members
    cityStarts = starts
    let cities = parallelMap(count: cityCount, threads: threads) { [people, members, starts] city in
      CityLayout(city: city, members: Array(members[starts[city]..<starts[city + 1]]), people: people, parameters.seed)
    }
    let foci = Foci(cities)
    for focus in 0..<foci.count {
      switch foci.kinds[focus] {
      case .household:
        var generator = SeededGenerator(parameters.seed, .household, focus)
        let shared = generator.pick(Words.religionShares)
        for member in foci.members(focus) {
          people[Int(member)].household = Int32(focus)
          var own = SeededGenerator(parameters.seed, .religion, Int(member))
          people[Int(member)].religion = UInt8(own.chance(0.8) ? shared : own.pick(Words.religionShares))
        }
      case .workplace:
        for member in foci.members(focus) { people[Int(member)].employer = foci.details[focus] }
      default: break
      }
    }
    // Numbers go out in order of index while the country has any.
    var slots = [Int](repeating: 0, count: Places.Country.allCases.count)
    for index in people.indices where people[index].phone == 0 {
      let country = people[index].country
      if slots[country] < PhoneNumbers.membersCapacity(country) {
        people[index].phone = Int32(slots[country])
        slots[country] += 1
      } else {
        people[index].phone = -1
      }
    }
    self.people = people
    self.foci = foci
  }

  private static func draw(_ index: Int, _ parameters: GeneratorParameters, _ cityShares: [Double]) -> Person {
    var generator = SeededGenerator(parameters.seed, .person, index)
    let city = generator.pick(cityShares)
    let lastDay = parameters.firstDay + parameters.days - 1
    // Seven in a hundred are under age; the others thin out with the years.
    let years = generator.chance(0.07) ? 13 + 5 * generator.unit() : 18 + 67 * (1 - generator.unit().squareRoot())
    // Not on the birthday itself, so that the age is the same on every day that a reader may take for "now".
    let born = lastDay - Int(years * 365.2425) - 1
    let joined =
      generator.chance(0.04)
      ? parameters.firstDay + generator.below(parameters.days / 2)
      : parameters.firstDay - 1 - Int(2_500 * generator.unit() * generator.unit())
    let language = generator.pick(Places.languageShares[Places.cities[city].country.rawValue])
    let names = PersonNames.languages[language]
    var interests: UInt32 = 0
    for _ in 0..<(1 + generator.poisson(1.6)) {
      // The common interests come first in draws of a squared uniform.
      let common = generator.unit()
      interests |= 1 << UInt32(Int(common * common.squareRoot() * Double(Words.interests.count)))
    }
    var missing: UInt8 = 0
    if generator.chance(0.1) { missing |= Missing.born }
    for bit in [
      Missing.city, Missing.employer, Missing.ageBand, Missing.interests, Missing.colour, Missing.religion,
    ] where generator.chance(parameters.missingShare) {
      missing |= bit
    }
    return Person(
      city: city, born: Int32(born), joined: Int32(joined), age: UInt8(CivilDay.age(born: born, today: lastDay)),
      language: UInt8(language), given: UInt8(generator.below(names.given.count)),
      surname: UInt8(generator.below(names.surnames.count)), interests: interests,
      colour: UInt8(generator.below(Words.colours.count)), phone: generator.chance(0.8) ? 0 : -1,
      mail: generator.chance(0.85) ? UInt8(1 + generator.below(Addresses.domains.count)) : 0, missing: missing,
      // The cap grows with the population, so that nobody knows half of a small one.
      sociability: min(60, 0.6 * Double(parameters.people).squareRoot(), 0.45 * generator.pareto(1.8)),
      activity: generator.logNormal(median: 1, sigma: 0.8))
  }
}
