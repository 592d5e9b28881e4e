import People

/// What counts between two people without any event: friendship, and that each has the other in their address book.
struct TiePriors: Sendable {
  /// One way in which two people are near.
  enum Ground: String, CaseIterable, Sendable {
    case friendship
    case mutualContact = "each other's contact"
  }

  /// For each person, plus one: where their entries start. Empty where nothing counts.
  private let starts: [Int]
  /// Ascending for each person.
  private let neighbours: [UInt32]
  /// Bit by ground.
  private let grounds: [UInt8]
  /// In 2⁻³⁰, by the bits.
  private let units: [Int64]

  /// - Parameter contacts: who have each other in their address books.
  /// - Complexity: O((friendships + contacts) · log); nothing where no prior counts.
  init(_ graph: SocialGraph, contacts: [MutualContact], _ parameters: TieParameters, asOf: Timestamp) {
    let priors = [parameters.friendPrior, parameters.mutualContactPrior]
    units = (0..<4).map { bits in
      (0..<2).reduce(0) { $0 + (bits >> $1 & 1 == 1 ? Int64((priors[$1] * 0x1p30).rounded()) : 0) }
    }
    guard parameters.hasPriors else {
      (starts, neighbours, grounds) = ([], [], [])
      return
    }
    var found: [(key: UInt64, ground: UInt8)] = []
    func note(_ first: PersonIndex, _ second: PersonIndex, _ ground: UInt8) {
      let (one, other) = (UInt64(first.rawValue), UInt64(second.rawValue))
      found.append((one << 32 | other, ground))
      found.append((other << 32 | one, ground))
    }
    if parameters.friendPrior > 0 {
      for friendship in graph.friendships where friendship.period.holds(at: asOf) {
        note(friendship.first, friendship.second, 1)
      }
    }
    if parameters.mutualContactPrior > 0 { for pair in contacts { note(pair.first, pair.second, 2) } }
    found.sort { $0.key < $1.key }
    var starts = [Int](repeating: 0, count: graph.people.count + 1)
    var neighbours: [UInt32] = []
    var grounds: [UInt8] = []
    for (place, entry) in found.enumerated() {
      if place > 0, found[place - 1].key == entry.key {
        grounds[grounds.count - 1] |= entry.ground
        continue
      }
      neighbours.append(UInt32(truncatingIfNeeded: entry.key))
      grounds.append(entry.ground)
      starts[Int(entry.key >> 32) + 1] += 1
    }
    for person in 0..<graph.people.count { starts[person + 1] += starts[person] }
    (self.starts, self.neighbours, self.grounds) = (starts, neighbours, grounds)
  }

  /// Where the entries of a person stand, neighbours ascending.
  func entries(of person: Int) -> Range<Int> { starts.isEmpty ? 0..<0 : starts[person]..<starts[person + 1] }

  @inline(__always)
  func neighbour(at entry: Int) -> UInt32 { neighbours[entry] }

  /// What an entry counts, in 2⁻³⁰.
  @inline(__always)
  func units(at entry: Int) -> Int64 { units[Int(grounds[entry])] }

  /// What counts between two people, in units of strength.
  /// - Complexity: O(entries of the person).
  func parts(of person: Int, and neighbour: UInt32) -> [(ground: Ground, units: Double)] {
    guard let entry = entries(of: person).first(where: { neighbours[$0] == neighbour }) else { return [] }
    return Ground.allCases.enumerated().filter { grounds[entry] >> $0.offset & 1 == 1 }
      .map { (ground: $0.element, units: Double(units[1 << $0.offset]) * 0x1p-30) }
  }
}
