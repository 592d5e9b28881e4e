/// Two people who agreed to be friends; stored once, `first < second`.
public struct Friendship: Hashable, Sendable {
  public let first: PersonIndex
  public let second: PersonIndex
  public let period: Period

  /// - Precondition: two different people.
  public init(_ one: PersonIndex, _ other: PersonIndex, _ period: Period = .always) {
    precondition(one != other, "nobody is their own friend")
    (first, second) = one < other ? (one, other) : (other, one)
    self.period = period
  }
}

/// One person who reads what another publishes.
public struct Follow: Hashable, Sendable {
  public let follower: PersonIndex
  public let followee: PersonIndex
  public let period: Period

  public init(follower: PersonIndex, followee: PersonIndex, _ period: Period = .always) {
    (self.follower, self.followee, self.period) = (follower, followee, period)
  }
}

/// One person who does not want to hear of another. Whatever its kind, it takes the pair out of every derived product.
public struct Block: Hashable, Sendable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case block, mute, report

    /// The place among all cases.
    public var position: Int {
      switch self {
      case .block: 0
      case .mute: 1
      case .report: 2
      }
    }
  }

  public let blocker: PersonIndex
  public let blocked: PersonIndex
  public let kind: Kind
  public let since: Timestamp?

  public init(blocker: PersonIndex, blocked: PersonIndex, kind: Kind = .block, since: Timestamp? = nil) {
    (self.blocker, self.blocked, self.kind, self.since) = (blocker, blocked, kind, since)
  }
}

/// A person in a group or page.
public struct Membership: Hashable, Sendable {
  public let person: PersonIndex
  public let group: GroupIndex
  public let role: String?
  public let period: Period

  public init(person: PersonIndex, group: GroupIndex, role: String? = nil, _ period: Period = .always) {
    (self.person, self.group, self.role, self.period) = (person, group, role, period)
  }
}

/// A hashtag that a person used, once.
public struct TagUse: Hashable, Sendable {
  public let person: PersonIndex
  public let tag: TagIndex
  public let time: Timestamp?

  public init(person: PersonIndex, tag: TagIndex, time: Timestamp? = nil) {
    (self.person, self.tag, self.time) = (person, tag, time)
  }
}

/// From when until when something held; a missing end is open.
public struct Period: Hashable, Sendable {
  public let since: Timestamp?
  public let until: Timestamp?

  public static let always = Period(since: nil, until: nil)

  public init(since: Timestamp?, until: Timestamp?) {
    (self.since, self.until) = (since, until)
  }

  /// Whether it holds at `moment`: `since <= moment < until`.
  public func holds(at moment: Timestamp) -> Bool {
    (since.map { $0 <= moment } ?? true) && (until.map { moment < $0 } ?? true)
  }

  /// Whether it ended at `moment` or at most `days` before.
  public func ended(within days: Int64, before moment: Timestamp) -> Bool {
    guard let until, until <= moment else { return false }
    return moment.milliseconds - until.milliseconds <= days * 86_400_000
  }
}

extension Period: Comparable {
  /// By start, then by end; missing ones first.
  public static func < (left: Period, right: Period) -> Bool {
    left.since == right.since ? absentFirst(left.until, right.until) : absentFirst(left.since, right.since)
  }
}

// The total order of each list of a graph. Two that neither precede nor follow each other are the same.

extension Friendship {
  public static func precedes(_ left: Friendship, _ right: Friendship) -> Bool {
    if left.first != right.first { return left.first < right.first }
    return left.second != right.second ? left.second < right.second : left.period < right.period
  }
}

extension Follow {
  public static func precedes(_ left: Follow, _ right: Follow) -> Bool {
    if left.follower != right.follower { return left.follower < right.follower }
    return left.followee != right.followee ? left.followee < right.followee : left.period < right.period
  }
}

extension Block {
  public static func precedes(_ left: Block, _ right: Block) -> Bool {
    if left.blocker != right.blocker { return left.blocker < right.blocker }
    if left.blocked != right.blocked { return left.blocked < right.blocked }
    return left.kind != right.kind
      ? left.kind.position < right.kind.position : absentFirst(left.since, right.since)
  }
}

extension Membership {
  /// Roles by their bytes: a composed é and a decomposed one are two roles.
  public static func precedes(_ left: Membership, _ right: Membership) -> Bool {
    if left.person != right.person { return left.person < right.person }
    if left.group != right.group { return left.group < right.group }
    return equalInBytes(left.role, right.role) ? left.period < right.period : precedesInBytes(left.role, right.role)
  }
}

extension TagUse {
  public static func precedes(_ left: TagUse, _ right: TagUse) -> Bool {
    if left.person != right.person { return left.person < right.person }
    return left.tag != right.tag ? left.tag < right.tag : absentFirst(left.time, right.time)
  }
}
