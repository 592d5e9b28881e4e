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

  /// Ties of some people, one after the other. Written once, by one owner.
  struct Rows: Sendable {
    /// For each person where their ties end.
    fileprivate(set) var ends: [Int] = []
    fileprivate(set) var neighbours: FillingColumn<UInt32>
    fileprivate(set) var strengths: FillingColumn<Int64>
    fileprivate(set) var lastContacts: FillingColumn<Int64>

    /// - Parameter ties: how many will come at most.
    fileprivate init(people: Int, ties: Int) {
      ends.reserveCapacity(people)
      neighbours = FillingColumn(room: ties)
      (strengths, lastContacts) = (FillingColumn(room: ties), FillingColumn(room: ties))
    }
  }

  /// No fewer ties than the people of a range have.
  func mostTies(of people: Range<Int>) -> Int {
    guard !people.isEmpty else { return 0 }
    return ledger.pairs(from: people).count + incoming(of: people).count
      + people.reduce(0) { $0 + index.priors.entries(of: $1).count }
  }

  /// The ties of some people, neighbours ascending.
  /// - Complexity: O(pairs to and from the people + priors), and O(rows of these pairs) without `sums`.
  /// - Throws: `TieError.overflow`.
  func rows(of people: Range<Int>) throws(TieError) -> Rows {
    var rows = Rows(people: people.count, ties: mostTies(of: people))
    if people.isEmpty { return rows }
    let (into, received) = try received(by: people)
    for person in people {
      try append(person, received, from: into, to: &rows)
      rows.ends.append(rows.neighbours.count)
    }
    return rows
  }

  private func incoming(of people: Range<Int>) -> Range<Int> {
    index.incoming(of: people.lowerBound).lowerBound..<index.incoming(of: people.upperBound - 1).upperBound
  }

  /// The sums of all pairs to some people, which lie anywhere: read one behind the other, so that none waits for the
  /// one before, as it would in the merge.
  /// - Returns: them, and the place in the index of the first.
  private func received(by people: Range<Int>) throws(TieError) -> (into: Int, sums: Column<PairSum>) {
    let incoming = incoming(of: people)
    var received = FillingColumn<PairSum>(room: incoming.count)
    for entry in incoming { received.append(try sum(Int(index.pairs[entry]))) }
    return (incoming.lowerBound, received.column)
  }

  @inline(__always)
  private func append(
    _ person: Int, _ incomingSums: Column<PairSum>, from firstEntry: Int, to rows: inout Rows
  ) throws(TieError) {
    let targets = ledger.pairTargets.span
    let outgoing = ledger.pairs(of: person)
    let incoming = index.incoming(of: person)
    let priors = index.priors.entries(of: person)
    let excluded = exclusions.range(of: UInt32(truncatingIfNeeded: person))
    var (out, into) = (outgoing.lowerBound, incoming.lowerBound)
    var (prior, exclusion) = (priors.lowerBound, excluded.lowerBound)
    while true {
      // No person has the number `UInt32.max`.
      let sent = out < outgoing.upperBound ? targets[out] : .max
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
        let sum = incomingSums[into &- firstEntry]
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
