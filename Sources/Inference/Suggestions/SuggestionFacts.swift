import People

/// A tie that begins after the moment that is looked at; first < second.
struct LaterTie: Sendable {
  let first: UInt32
  let second: UInt32
  /// Milliseconds.
  let since: Int64
  /// Milliseconds; `.max` where it holds to this day.
  let until: Int64
}

/// What a social graph says at one moment about who is joined, who must not be suggested to whom, and who was heard of.
struct SuggestionFacts {
  /// Friendships and mutual follows that hold; first < second, without doubles.
  private(set) var bridges: [(UInt32, UInt32)] = []
  /// Viewer and who is never suggested to them.
  private(set) var excluded: [(PersonIndex, PersonIndex)] = []
  /// Viewer and who was shown to them, as often as they were, and nothing came of it.
  private(set) var seen: [(PersonIndex, PersonIndex)] = []
  /// As `bridges`, of those that begin later, and from when to when they hold; a pair may stand twice.
  private(set) var laterTies: [LaterTie] = []
  private let lastSigns: [Int64]
  private let moment: Timestamp?

  /// - Parameter moment: nil is the end of time.
  init(_ graph: SocialGraph, at moment: Timestamp?) {
    self.moment = moment
    lastSigns = Self.lastSigns(graph, at: moment)
    func holds(_ period: Period) -> Bool { moment.map(period.holds) ?? (period.until == nil) }
    func hasEnded(_ period: Period) -> Bool { period.until.map { end in moment.map { end <= $0 } ?? true } ?? false }
    func exclude(_ one: PersonIndex, _ other: PersonIndex) { excluded += [(one, other), (other, one)] }

    // Blocks and dismissals hold whenever they were set: suggestions are read today.
    for block in graph.blocks { exclude(block.blocker, block.blocked) }
    for impression in graph.impressions {
      let isKnown = moment.map { at in impression.time.map { $0 <= at } ?? true } ?? true
      if impression.action != .dismissed, !isKnown { continue }
      switch impression.action {
      case .dismissed: excluded.append((impression.viewer, impression.shown))
      case .seen: seen.append((impression.viewer, impression.shown))
      case .accepted: break
      }
    }
    var joined: [UInt64] = []
    var later: [(key: UInt64, since: Int64, until: Int64)] = []
    for friendship in graph.friendships {
      let key = UInt64(friendship.first.rawValue) << 32 | UInt64(friendship.second.rawValue)
      if holds(friendship.period) {
        joined.append(key)
      } else if hasEnded(friendship.period) {
        exclude(friendship.first, friendship.second)
      } else if let since = friendship.period.since {
        later.append((key, since.milliseconds, friendship.period.until?.milliseconds ?? .max))
      }
    }
    // Sorted by follower and followee, so whether the other follows back is looked up.
    var follows: [UInt64] = []
    for follow in graph.follows where follow.follower != follow.followee {
      if holds(follow.period) {
        follows.append(UInt64(follow.follower.rawValue) << 32 | UInt64(follow.followee.rawValue))
      } else if hasEnded(follow.period) {
        exclude(follow.follower, follow.followee)
      }
    }
    for key in follows {
      let (one, other) = (key >> 32, key & 0xFFFF_FFFF)
      if !Self.contains(follows, other << 32 | one) {
        excluded.append((PersonIndex(UInt32(one)), PersonIndex(UInt32(other))))
      } else if one < other {
        joined.append(key)
      }
    }
    joined.sort()
    bridges = Self.pairs(joined)
    let blocked = Set(excluded.map { UInt64($0.0.rawValue) << 32 | UInt64($0.1.rawValue) })
    later.sort { $0 < $1 }
    for tie in later {
      if Self.contains(joined, tie.key) || blocked.contains(tie.key) { continue }
      laterTies.append(
        LaterTie(first: UInt32(tie.key >> 32), second: UInt32(truncatingIfNeeded: tie.key), since: tie.since,
          until: tie.until))
    }
    // A blocked friend is no bridge either: what passes through them would be shown.
    let shut = Set(graph.blocks.map { block in
      UInt64(min(block.blocker, block.blocked).rawValue) << 32 | UInt64(max(block.blocker, block.blocked).rawValue)
    })
    if !shut.isEmpty { bridges.removeAll { shut.contains(UInt64($0.0) << 32 | UInt64($0.1)) } }
  }

  /// Who gave a sign of life at most `days` before the moment, or never gave a dated one.
  func isActive(days: Int) -> [Bool] {
    guard let moment else { return lastSigns.map { _ in true } }
    let least = moment.milliseconds - Int64(days) * 86_400_000
    return lastSigns.map { $0 == .min || $0 >= least }
  }

  /// The last thing each person did that has a date: an interaction sent, a follow, friendship or membership begun.
  private static func lastSigns(_ graph: SocialGraph, at moment: Timestamp?) -> [Int64] {
    var signs = [Int64](repeating: .min, count: graph.people.count)
    let end = moment?.milliseconds ?? .max
    func note(_ person: Int, _ time: Int64) { if time <= end, time > signs[person] { signs[person] = time } }
    for person in 0..<graph.interactions.sourceCount {
      for pair in graph.interactions.pairs(of: person) { note(person, min(graph.interactions.pairLast[pair], end)) }
      for pair in graph.placeInteractions.pairs(of: person) {
        note(person, min(graph.placeInteractions.pairLast[pair], end))
      }
    }
    for friendship in graph.friendships {
      guard let since = friendship.period.since?.milliseconds else { continue }
      note(friendship.first.position, since)
      note(friendship.second.position, since)
    }
    for follow in graph.follows {
      if let since = follow.period.since { note(follow.follower.position, since.milliseconds) }
    }
    for membership in graph.memberships {
      if let since = membership.period.since { note(membership.person.position, since.milliseconds) }
    }
    return signs
  }

  private static func pairs(_ sorted: [UInt64]) -> [(UInt32, UInt32)] {
    var pairs: [(UInt32, UInt32)] = []
    pairs.reserveCapacity(sorted.count)
    var last: UInt64?
    for key in sorted where key != last {
      pairs.append((UInt32(key >> 32), UInt32(truncatingIfNeeded: key)))
      last = key
    }
    return pairs
  }

  private static func contains(_ sorted: [UInt64], _ key: UInt64) -> Bool {
    var range = 0..<sorted.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if sorted[middle] == key { return true }
      range = sorted[middle] < key ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return false
  }
}
