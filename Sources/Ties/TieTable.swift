import GraphStorage
import People

/// The strength of every tie of everybody at one time: compressed sparse rows, neighbours ascending.
public struct TieTable: Sendable, Equatable {
  /// For each person, plus one: where their ties start.
  public let starts: [Int]
  public let neighbours: [UInt32]
  public let strengths: [Int64]
  /// Milliseconds of the last contact in either direction; `Int64.min` where there was none (a prior alone).
  public let lastContacts: [Int64]
  public let asOf: Timestamp

  static let never = Int64.min

  public var personCount: Int { starts.count - 1 }
  /// Directed ties: one for each person and each of their neighbours.
  public var tieCount: Int { neighbours.count }

  public func ties(of person: PersonIndex) -> Range<Int> { starts[person.position]..<starts[person.position + 1] }

  /// The strongest ties of a person in the total order (strength, then last contact, both descending; then id
  /// ascending).
  /// - Parameter count: how many at most; nil for all.
  /// - Complexity: O(ties of the person · log count).
  public func strongest(_ count: Int?, of person: PersonIndex) -> [Tie] {
    let range = ties(of: person)
    var total = 0.0
    for index in range { total += Double(strengths[index]) }
    // A short list kept sorted by insertion beats a heap for the counts people ask for.
    let limit = min(count ?? range.count, range.count)
    var order: [Int]
    if limit == range.count {
      order = range.sorted(by: precedes)
    } else {
      order = []
      order.reserveCapacity(limit + 1)
      for index in range {
        if order.count == limit, limit == 0 || !precedes(index, order[limit - 1]) { continue }
        var place = order.count
        while place > 0 && precedes(index, order[place - 1]) { place -= 1 }
        order.insert(index, at: place)
        if order.count > limit { order.removeLast() }
      }
    }
    return order.enumerated().map { rank, index in
      Tie(
        person: person, neighbour: PersonIndex(neighbours[index]), rank: rank + 1,
        strength: Strength(rawValue: strengths[index]), share: total > 0 ? Double(strengths[index]) / total : 0,
        lastContact: lastContacts[index] == Self.never ? nil : Timestamp(milliseconds: lastContacts[index]))
    }
  }

  /// `strongest` for everybody, in the order of people.
  public func strongest(_ count: Int, threads: ThreadCount) -> [[Tie]] {
    let ranges = evenRanges(personCount, pieces: 256)
    return parallelMap(count: ranges.count, threads: threads) { piece in
      ranges[piece].map { strongest(count, of: PersonIndex($0)) }
    }.flatMap { $0 }
  }

  @inline(__always)
  private func precedes(_ left: Int, _ right: Int) -> Bool {
    if strengths[left] != strengths[right] { return strengths[left] > strengths[right] }
    if lastContacts[left] != lastContacts[right] { return lastContacts[left] > lastContacts[right] }
    return neighbours[left] < neighbours[right]
  }
}

/// One row of a ranking.
public struct Tie: Hashable, Sendable {
  public let person: PersonIndex
  public let neighbour: PersonIndex
  /// From 1.
  public let rank: Int
  public let strength: Strength
  /// Of the sum of all the person's ties: 0 … 1.
  public let share: Double
  public let lastContact: Timestamp?

  /// The cumulative circle of Dunbar that the rank falls in: 5, 15, 50 or 150; nil beyond.
  public var tier: Int? { [5, 15, 50, 150].first { rank <= $0 } }
}
