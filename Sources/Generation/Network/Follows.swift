import GraphStorage

/// Who follows whom: mostly the well-known of one's own city, in proportion to a power of their sociability.
struct Follows: Sendable {
  private let world: [Double]
  private let city: [Double]
  private let population: Population
  private let seed: UInt64

  init(_ population: Population, seed: UInt64) {
    func fame(_ person: Person) -> Double { person.sociability * person.sociability.squareRoot() }
    world = runningSums(population.people.map(fame))
    city = runningSums(population.cityMembers.map { fame(population.people[Int($0)]) })
    self.population = population
    self.seed = seed
  }

  /// The people that `person` follows, ascending, with the day since when.
  func of(_ person: Int) -> [(person: Int, since: Int)] {
    var generator = SeededGenerator(seed, .follow, person)
    let home = population.people[person].city
    var chosen: Set<Int> = []
    for _ in 0..<generator.poisson(2.2) {
      let other =
        generator.chance(0.6)
        ? Int(
          population.cityMembers[
            generator.pick(city, population.cityStarts[home]..<population.cityStarts[home + 1])])
        : generator.pick(world)
      if other != person { chosen.insert(other) }
    }
    return chosen.sorted().map { other in
      let earliest = Int(max(population.people[person].joined, population.people[other].joined))
      return (other, earliest + generator.below(30))
    }
  }
}
