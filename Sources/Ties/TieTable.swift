import GraphStorage
import People

/// The strength of every tie of everybody at one time: compressed sparse rows, neighbours ascending.
public struct TieTable: Sendable, Equatable {
  /// Whose ties come first: 0 in a table of everybody.
  var firstPerson = 0
  /// For each person of the table, plus one: where their ties start.
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

  public func ties(of person: PersonIndex) -> Range<Int> {
    let place = person.position - firstPerson
    return starts[place]..<starts[place + 1]
  }

  /// The strongest ties of a person in the total order (strength, then last contact, both descending; then id
  /// ascending).
  /// - Parameter count: how many at most; nil for all.
  /// - Complexity: O(ties of the person · log count).
  public func strongest(_ count: Int?, of person: PersonIndex) -> [Tie] {
    let range = ties(of: person)
    var order: [Int] = []
    rank(range, limit: min(count ?? range.count, range.count), into: &order)
    let total = total(range)
    return order.enumerated().map { tie(at: $1, of: person, rank: $0 + 1, total: total) }
  }

  /// `strongest` for everybody, in the order of people.
  /// - Complexity: O(ties · log count), in parallel; nothing is allocated for a person.
  public func strongest(_ count: Int, threads: ThreadCount) -> RankedTies {
    let ranges = evenRanges(personCount, pieces: 512)
    let pieces = parallelMap(count: ranges.count, threads: threads) { piece -> RankedPiece in
      let people = ranges[piece]
      var ranked = RankedPiece()
      ranked.places.reserveCapacity(people.reduce(0) { $0 + min(count, ties(of: PersonIndex($1)).count) })
      ranked.ends.reserveCapacity(people.count)
      ranked.totals.reserveCapacity(people.count)
      var order: [Int] = []
      for person in people {
        let range = ties(of: PersonIndex(person))
        rank(range, limit: min(count, range.count), into: &order)
        ranked.places.append(contentsOf: order)
        ranked.ends.append(ranked.places.count)
        ranked.totals.append(total(range))
      }
      return ranked
    }
    var starts = [0]
    starts.reserveCapacity(personCount + 1)
    for piece in pieces {
      let base = starts[starts.count - 1]
      for end in piece.ends { starts.append(base + end) }
    }
    return RankedTies(
      table: self, starts: starts, places: joined(pieces.map(\.places), threads: threads),
      totals: joined(pieces.map(\.totals), threads: threads))
  }

  private struct RankedPiece: Sendable {
    var ends: [Int] = []
    var places: [Int] = []
    var totals: [Double] = []
  }

  /// The places of the first `limit` ties of a range in their order.
  @inline(__always)
  private func rank(_ range: Range<Int>, limit: Int, into order: inout [Int]) {
    order.removeAll(keepingCapacity: true)
    if limit == 0 { return }
    if limit > 64 || (limit == range.count && limit > 16) {
      order.append(contentsOf: range)
      order.sort(by: precedes)
      order.removeLast(order.count - limit)
      return
    }
    // A short list kept sorted by insertion beats a heap for the counts people ask for.
    for index in range {
      if order.count == limit {
        if !precedes(index, order[limit &- 1]) { continue }
        order[limit &- 1] = index
      } else {
        order.append(index)
      }
      var place = order.count &- 1
      while place > 0, precedes(index, order[place &- 1]) {
        order[place] = order[place &- 1]
        place &-= 1
      }
      order[place] = index
    }
  }

  fileprivate func tie(at index: Int, of person: PersonIndex, rank: Int, total: Double) -> Tie {
    Tie(
      person: person, neighbour: PersonIndex(neighbours[index]), rank: rank,
      strength: Strength(rawValue: strengths[index]), share: total > 0 ? Double(strengths[index]) / total : 0,
      lastContact: lastContacts[index] == Self.never ? nil : Timestamp(milliseconds: lastContacts[index]))
  }

  /// What shares are of.
  func total(_ range: Range<Int>) -> Double {
    var total = 0.0
    for index in range { total += Double(strengths[index]) }
    return total
  }

  @inline(__always)
  private func precedes(_ left: Int, _ right: Int) -> Bool {
    if strengths[left] != strengths[right] { return strengths[left] > strengths[right] }
    if lastContacts[left] != lastContacts[right] { return lastContacts[left] > lastContacts[right] }
    return neighbours[left] < neighbours[right]
  }
}

/// The strongest ties of everybody: for each person a list, best first, made when it is asked for.
public struct RankedTies: Sendable, RandomAccessCollection {
  private let table: TieTable
  private let starts: [Int]
  /// Of the table.
  private let places: [Int]
  private let totals: [Double]

  fileprivate init(table: TieTable, starts: [Int], places: [Int], totals: [Double]) {
    (self.table, self.starts, self.places, self.totals) = (table, starts, places, totals)
  }

  public var startIndex: Int { 0 }
  /// How many people there are.
  public var endIndex: Int { totals.count }
  /// Of all people.
  public var tieCount: Int { places.count }
  /// The places of a person's ties in the table that was ranked, best first.
  public func places(of person: PersonIndex) -> ArraySlice<Int> {
    places[starts[person.position]..<starts[person.position + 1]]
  }

  /// The ties of the person with this number.
  public subscript(person: Int) -> [Tie] {
    places(of: PersonIndex(person)).enumerated().map { rank, index in
      table.tie(at: index, of: PersonIndex(person), rank: rank + 1, total: totals[person])
    }
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
