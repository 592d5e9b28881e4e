import People

/// How often each viewer was shown each person.
struct SeenPairs: Sendable {
  /// Viewer and shown, once for each time, sorted.
  private let keys: [UInt64]

  init(_ pairs: [(PersonIndex, PersonIndex)]) {
    keys = pairs.map { UInt64($0.0.rawValue) << 32 | UInt64($0.1.rawValue) }.sorted()
  }

  /// - Complexity: O(log pairs).
  func count(_ viewer: UInt32, _ shown: UInt32) -> Int {
    if keys.isEmpty { return 0 }
    let key = UInt64(viewer) << 32 | UInt64(shown)
    return first(notBelow: key + 1) - first(notBelow: key)
  }

  private func first(notBelow key: UInt64) -> Int {
    var range = 0..<keys.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = keys[middle] < key ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
