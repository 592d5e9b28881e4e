import GraphStorage
import People

/// The ties of one person after the other: s(u, v) for every neighbour v of u, from outgoing pairs, incoming pairs and
/// priors, which all stand in the order of neighbours.
struct TieMerge: Sendable {
  let weigher: PairWeigher
  /// Of every pair; nil to sum up those that are asked for.
  let sums: Column<PairSum>?
  let index: TieIndex
  let exclusions: Exclusions

  private var ledger: InteractionLedger { weigher.ledger }

  /// Ties of some people, one after the other.
  struct Rows: Sendable {
    /// For each person where their ties end.
    var ends: [Int] = []
    var neighbours: [UInt32] = []
    var strengths: [Int64] = []
    var lastContacts: [Int64] = []

    mutating func reserve(_ count: Int) {
      neighbours.reserveCapacity(count)
      strengths.reserveCapacity(count)
      lastContacts.reserveCapacity(count)
    }
  }

  /// No fewer ties than the people of a range have.
  func mostTies(of people: Range<Int>) -> Int {
    guard !people.isEmpty else { return 0 }
    let last = people.upperBound - 1
    return ledger.pairStarts[people.upperBound] - ledger.pairStarts[people.lowerBound]
      + index.incoming(of: last).upperBound - index.incoming(of: people.lowerBound).lowerBound
      + people.reduce(0) { $0 + index.priors.entries(of: $1).count }
  }

  /// Appends the ties of a person, neighbours ascending.
  /// - Complexity: O(pairs to and from the person + priors), and O(rows of these pairs) without `sums`.
  /// - Throws: `TieError.overflow`.
  @inline(__always)
  func append(_ person: Int, to rows: inout Rows) throws(TieError) {
    let outgoing = ledger.pairs(of: person)
    let incoming = index.incoming(of: person)
    let priors = index.priors.entries(of: person)
    let excluded = exclusions.range(of: UInt32(truncatingIfNeeded: person))
    var (out, into) = (outgoing.lowerBound, incoming.lowerBound)
    var (prior, exclusion) = (priors.lowerBound, excluded.lowerBound)
    while true {
      // No person has the number `UInt32.max`.
      let sent = out < outgoing.upperBound ? ledger.pairTargets[out] : .max
      let received = into < incoming.upperBound ? index.sources[into] : .max
      let near = prior < priors.upperBound ? index.priors.neighbour(at: prior) : .max
      let neighbour = min(sent, received, near)
      if neighbour == .max { return }
      var strength: Int64 = 0
      var last = TieTable.never
      if sent == neighbour {
        let sum = try sum(out)
        (strength, last) = (sum.strength, sum.last)
        out &+= 1
      }
      if received == neighbour {
        let sum = try sum(Int(index.pairs[into]))
        strength = try PairWeigher.sum(strength, weigher.returned(sum.strength))
        last = max(last, sum.last)
        into &+= 1
      }
      if near == neighbour {
        strength = try PairWeigher.sum(strength, index.priors.units(at: prior))
        prior &+= 1
      }
      while exclusion < excluded.upperBound, exclusions.target(at: exclusion) < neighbour { exclusion &+= 1 }
      let isExcluded = exclusion < excluded.upperBound && exclusions.target(at: exclusion) == neighbour
      // A tie too old to count still is one: it ranks last, by its last contact.
      if isExcluded || Int(neighbour) == person || (strength == 0 && last == TieTable.never) { continue }
      rows.neighbours.append(neighbour)
      rows.strengths.append(strength)
      rows.lastContacts.append(last)
    }
  }

  @inline(__always)
  private func sum(_ pair: Int) throws(TieError) -> PairSum {
    if let sums { return sums[pair] }
    return try weigher.sum(pair)
  }
}
