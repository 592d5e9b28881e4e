import GraphStorage

/// Who is a friend of whom.
///
/// Three sources: pairs within a focus; wide ties, where a person picks others of the workplace, the city or the
/// world in proportion to their sociability (after Chung and Lu, "The average distances in random graphs with given
/// expected degrees", 2002), which gives the heavy tail of degrees; and one round of triadic closure, where a
/// person befriends friends of friends.
struct Friendships: Sendable {
  /// Ascending and distinct: the smaller person in the upper 28 bits, the larger in the next 28, the origin below.
  private let packed: [UInt64]

  var count: Int { packed.count }

  /// The two people, the smaller index first, and what brought them together.
  func tie(_ index: Int) -> (low: Int, high: Int, origin: FocusKind) {
    let value = packed[index]
    return (Int(value >> 36), Int(value >> 8 & 0xFFF_FFFF), FocusKind(rawValue: UInt8(value & 0xFF)) ?? .world)
  }

  func neighbours(people: Int) -> Neighbours {
    Neighbours(packed, people: people)
  }

  /// - Complexity: O(ties · log ties).
  init(_ population: Population, seed: UInt64, threads: ThreadCount) {
    let people = population.people
    let foci = population.foci
    let focusRanges = evenRanges(foci.count, pieces: 256)
    var proposals = parallelMap(count: focusRanges.count, threads: threads) { piece in
      focusRanges[piece].flatMap { Friendships.within($0, foci, people, seed) }
    }
    let world = runningSums(people.map(\.sociability))
    let city = runningSums(population.cityMembers.map { people[Int($0)].sociability })
    let ranges = evenRanges(people.count, pieces: 256)
    proposals += parallelMap(count: ranges.count, threads: threads) { piece in
      var result: [UInt64] = []
      for person in ranges[piece] {
        var generator = SeededGenerator(seed, .wideTies, person)
        let home = people[person].city
        for _ in 0..<generator.poisson(1.3 * people[person].sociability) {
          let place = generator.pick(city, population.cityStarts[home]..<population.cityStarts[home + 1])
          Friendships.propose(person, Int(population.cityMembers[place]), .city, &result)
        }
        for _ in 0..<generator.poisson(0.7 * people[person].sociability) {
          Friendships.propose(person, generator.pick(world), .world, &result)
        }
      }
      return result
    }
    let base = Friendships.distinct(proposals)
    let neighbours = Neighbours(base, people: people.count)
    let closing = parallelMap(count: ranges.count, threads: threads) { piece in
      var result: [UInt64] = []
      for person in ranges[piece] where neighbours.degree(person) > 0 {
        var generator = SeededGenerator(seed, .closure, person)
        for _ in 0..<generator.poisson(1.5 * people[person].sociability.squareRoot()) {
          let friend = neighbours.at(person, generator.below(neighbours.degree(person)))
          Friendships.propose(
            person, neighbours.at(friend, generator.below(neighbours.degree(friend))), .closure, &result)
        }
      }
      return result
    }
    packed = Friendships.distinct([base] + closing)
  }

  private static func within(_ focus: Int, _ foci: Foci, _ people: [Person], _ seed: UInt64) -> [UInt64] {
    var generator = SeededGenerator(seed, .focusTies, focus)
    let kind = foci.kinds[focus]
    let members = foci.members(focus)
    var result: [UInt64] = []
    if kind == .workplace {
      guard members.count > 1 else { return [] }
      for person in members {
        for _ in 0..<generator.poisson(0.5 * people[Int(person)].sociability) {
          let other = members[members.startIndex + generator.below(members.count)]
          propose(Int(person), Int(other), kind, &result)
        }
      }
      return result
    }
    for first in members.indices {
      let person = Int(members[first])
      for second in members.index(after: first)..<members.endIndex {
        let other = Int(members[second])
        let drive = (people[person].sociability * people[other].sociability).squareRoot()
        if generator.chance(min(0.95, kind.pairChance * (0.3 + 0.7 * drive))) { propose(person, other, kind, &result) }
      }
    }
    return result
  }

  private static func propose(_ first: Int, _ second: Int, _ origin: FocusKind, _ result: inout [UInt64]) {
    guard first != second else { return }
    result.append(
      UInt64(min(first, second)) << 36 | UInt64(max(first, second)) << 8 | UInt64(origin.rawValue))
  }

  /// One proposal a pair, the closest origin, in ascending order.
  private static func distinct(_ parts: [[UInt64]]) -> [UInt64] {
    var all: [UInt64] = []
    all.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { all.append(contentsOf: part) }
    all.sort()
    var kept = 0
    for index in all.indices where kept == 0 || all[kept - 1] >> 8 != all[index] >> 8 {
      all[kept] = all[index]
      kept += 1
    }
    all.removeLast(all.count - kept)
    return all
  }
}

/// Rows of friends, for walks of two steps.
struct Neighbours: Sendable {
  private let starts: [Int]
  private let rows: [UInt32]

  /// `ties` as `Friendships` packs them.
  init(_ ties: [UInt64], people: Int) {
    var starts = [Int](repeating: 0, count: people + 1)
    for tie in ties {
      starts[Int(tie >> 36) + 1] += 1
      starts[Int(tie >> 8 & 0xFFF_FFFF) + 1] += 1
    }
    for person in 0..<people { starts[person + 1] += starts[person] }
    var next = starts
    var rows = [UInt32](repeating: 0, count: starts[people])
    for tie in ties {
      let low = Int(tie >> 36)
      let high = Int(tie >> 8 & 0xFFF_FFFF)
      rows[next[low]] = UInt32(high)
      next[low] += 1
      rows[next[high]] = UInt32(low)
      next[high] += 1
    }
    self.starts = starts
    self.rows = rows
  }

  func degree(_ person: Int) -> Int { starts[person + 1] - starts[person] }
  func at(_ person: Int, _ place: Int) -> Int { Int(rows[starts[person] + place]) }
}
