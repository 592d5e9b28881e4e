import GraphStorage
import People

/// Pairs of people, two indices in one number, ascending and each once, in ranges of the first index.
struct PackedPairs: Sendable {
  private let ranges: [[UInt64]]
  /// How many rows repeated a pair.
  let doubles: Int

  /// - Parameter isDirected: otherwise the smaller index comes first.
  init(_ pieces: [EdgeLines], _ census: IDCensus, isDirected: Bool, threads: ThreadCount) {
    // Ranges of the first index: each is sorted on its own, in cache.
    let people = max(1, census.table.count)
    let rangeCount = min(256, people)
    let parts = parallelMap(count: pieces.count, threads: threads) { number in
      let piece = pieces[number]
      var parts = [[UInt64]](repeating: [], count: rangeCount)
      for row in piece.first.indices {
        var one = census.index(piece.first[row], piece: number)
        var other = census.index(piece.second[row], piece: number)
        if !isDirected && other < one { swap(&one, &other) }
        parts[Int(one) * rangeCount / people].append(UInt64(one) &<< 32 | UInt64(other))
      }
      return parts
    }
    ranges = parallelMap(count: rangeCount, threads: threads) { range in
      sortedDistinct(parts.flatMap { $0[range] })
    }
    doubles = pieces.reduce(0) { $0 + $1.first.count } - ranges.reduce(0) { $0 + $1.count }
  }

  func map<Value: Sendable>(
    threads: ThreadCount, _ make: @Sendable (PersonIndex, PersonIndex) -> Value
  ) -> [Value] {
    let parts = parallelMap(count: ranges.count, threads: threads) { range in
      ranges[range].map { make(PersonIndex(UInt32($0 >> 32)), PersonIndex(UInt32(truncatingIfNeeded: $0))) }
    }
    var all: [Value] = []
    all.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { all.append(contentsOf: part) }
    return all
  }
}
