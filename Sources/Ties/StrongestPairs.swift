import GraphStorage
import People

/// Two people by what they are to each other together.
public struct TiePair: Hashable, Sendable {
  /// From 1.
  public let rank: Int
  /// The smaller index.
  public let first: PersonIndex
  public let second: PersonIndex
  /// The mean of the strengths that each has the tie with, in units.
  public let strength: Double
  /// Of all ties of the first person, and of the second: 0 … 1.
  public let firstShare: Double
  public let secondShare: Double
  /// In either direction; nil where there was none.
  public let lastContact: Timestamp?
}

extension TieTable {
  /// The strongest pairs of all, in the total order (strength, then last contact, both descending; then ids ascending).
  ///
  /// Every thread keeps the best of some people, and the best of these are merged: the same for any thread count.
  /// - Parameter count: how many at most: 1 or more.
  /// - Complexity: O(ties · log ties of a person), in parallel; beside the result O(count · threads).
  /// - Throws: `TieError.overflow`.
  public func strongestPairs(_ count: Int, threads: ThreadCount) throws(TieError) -> [TiePair] {
    let ranges = evenRanges(personCount, pieces: 512)
    let pieces = try parallelMap(count: ranges.count, threads: threads) { piece throws(TieError) in
      var best = BestPairs(limit: count)
      for first in ranges[piece] {
        for tie in ties(of: PersonIndex(first)) where Int(neighbours[tie]) > first {
          let second = PersonIndex(neighbours[tie])
          let (sum, isTooLarge) = strengths[tie].addingReportingOverflow(strength(of: second, UInt32(first)))
          if isTooLarge { throw .overflow }
          best.take(.init(sum: sum, last: lastContacts[tie], first: UInt32(first), second: second.rawValue))
        }
      }
      return best.sorted
    }
    var best = BestPairs(limit: count)
    for pair in pieces.joined() { best.take(pair) }
    return best.sorted.enumerated().map { place, pair in
      let (first, second) = (PersonIndex(pair.first), PersonIndex(pair.second))
      return TiePair(
        rank: place + 1, first: first, second: second, strength: Double(pair.sum) * 0x1p-31,
        firstShare: share(of: first, pair.second), secondShare: share(of: second, pair.first),
        lastContact: pair.last == Self.never ? nil : Timestamp(milliseconds: pair.last))
    }
  }

  /// s(person, neighbour); 0 where they have no tie.
  private func strength(of person: PersonIndex, _ neighbour: UInt32) -> Int64 {
    let row = ties(of: person)
    let place = neighbours[row].partitioningIndex { $0 >= neighbour }
    return place < row.upperBound && neighbours[place] == neighbour ? strengths[place] : 0
  }

  private func share(of person: PersonIndex, _ neighbour: UInt32) -> Double {
    let all = total(ties(of: person))
    return all > 0 ? Double(strength(of: person, neighbour)) / all : 0
  }
}

/// The best of the pairs that were offered.
private struct BestPairs: Sendable {
  struct Pair: Sendable {
    var sum: Int64
    var last: Int64
    var first: UInt32
    var second: UInt32
  }

  let limit: Int
  private var held: [Pair] = []

  init(limit: Int) { self.limit = limit }

  /// - Complexity: O(log limit), amortised: what is held is cut whenever it grew to twice the limit.
  mutating func take(_ pair: Pair) {
    held.append(pair)
    if held.count >= 2 * max(limit, 64) { held = sorted }
  }

  var sorted: [Pair] { Array(held.sorted(by: Self.precedes).prefix(limit)) }

  private static func precedes(_ left: Pair, _ right: Pair) -> Bool {
    if left.sum != right.sum { return left.sum > right.sum }
    if left.last != right.last { return left.last > right.last }
    return (left.first, left.second) < (right.first, right.second)
  }
}
