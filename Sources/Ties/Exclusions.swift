import People

/// The pairs that are never ranked: a block, mute or report in either direction, and a friendship or follow that ended
/// within the last `partedDays` days and does not hold again.
struct Exclusions: Sendable {
  /// Both directions of each pair, `source << 32 | target`, sorted.
  private let pairs: [UInt64]

  init(_ graph: SocialGraph, partedDays: Int, asOf: Timestamp) {
    var excluded = Set<UInt64>()
    func exclude(_ one: PersonIndex, _ other: PersonIndex) {
      excluded.insert(Self.key(one.rawValue, other.rawValue))
      excluded.insert(Self.key(other.rawValue, one.rawValue))
    }
    // Undated blocks hold; so do blocks set after the as-of time, because a ranking is read today.
    for block in graph.blocks { exclude(block.blocker, block.blocked) }
    // Few ties have just ended; the many that hold are only asked whether they are among those.
    var parted = Set<UInt64>()
    for friendship in graph.friendships where friendship.period.ended(within: Int64(partedDays), before: asOf) {
      parted.insert(Self.key(friendship.first.rawValue, friendship.second.rawValue))
    }
    if !parted.isEmpty {
      for friendship in graph.friendships where friendship.period.holds(at: asOf) {
        parted.remove(Self.key(friendship.first.rawValue, friendship.second.rawValue))
      }
    }
    var left = Set<UInt64>()
    for follow in graph.follows where follow.period.ended(within: Int64(partedDays), before: asOf) {
      left.insert(Self.key(follow.follower.rawValue, follow.followee.rawValue))
    }
    if !left.isEmpty {
      for follow in graph.follows where follow.period.holds(at: asOf) {
        left.remove(Self.key(follow.follower.rawValue, follow.followee.rawValue))
      }
    }
    for key in parted.union(left) {
      exclude(PersonIndex(Int(key >> 32)), PersonIndex(Int(key & 0xFFFF_FFFF)))
    }
    pairs = excluded.sorted()
  }

  @inline(__always)
  func contains(_ source: UInt32, _ target: UInt32) -> Bool {
    if pairs.isEmpty { return false }
    let key = Self.key(source, target)
    var range = 0..<pairs.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if pairs[middle] == key { return true }
      range = pairs[middle] < key ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return false
  }

  /// Where the excluded targets of a source stand, ascending.
  /// - Complexity: O(log excluded pairs).
  func range(of source: UInt32) -> Range<Int> {
    if pairs.isEmpty { return 0..<0 }
    return first(from: Self.key(source, 0))..<first(from: Self.key(source, .max))
  }

  /// The target of one place of `range(of:)`.
  @inline(__always)
  func target(at place: Int) -> UInt32 { UInt32(truncatingIfNeeded: pairs[place]) }

  /// The first place whose key is not below `key`. No pair leads to `UInt32.max`, which is no person.
  private func first(from key: UInt64) -> Int {
    var range = 0..<pairs.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = pairs[middle] < key ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }

  private static func key(_ source: UInt32, _ target: UInt32) -> UInt64 { UInt64(source) << 32 | UInt64(target) }
}
