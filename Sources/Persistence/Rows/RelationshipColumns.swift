import People

/// Friendships, follows, blocks, memberships and uses of tags, each sorted as the graph has them, as columns.
enum RelationshipColumns {
  static func write(_ graph: SocialGraph, _ session: WriteSession) throws {
    let people = graph.people.count
    let friendships = graph.friendships
    demandSorted(friendships, Friendship.precedes)
    try session.positions("friendships.first", friendships.count, below: people) { friendships[$0].first.rawValue }
    try session.positions("friendships.second", friendships.count, below: people) { friendships[$0].second.rawValue }
    try session.periods("friendships", friendships.count) { friendships[$0].period }

    let follows = graph.follows
    demandSorted(follows, Follow.precedes)
    try session.positions("follows.follower", follows.count, below: people) { follows[$0].follower.rawValue }
    try session.positions("follows.followee", follows.count, below: people) { follows[$0].followee.rawValue }
    try session.periods("follows", follows.count) { follows[$0].period }

    let blocks = graph.blocks
    demandSorted(blocks, Block.precedes)
    try session.positions("blocks.blocker", blocks.count, below: people) { blocks[$0].blocker.rawValue }
    try session.positions("blocks.blocked", blocks.count, below: people) { blocks[$0].blocked.rawValue }
    try session.words("blocks.kind", among: Block.Kind.allCases.map(\.rawValue), blocks.count) {
      blocks[$0].kind.position
    }
    try session.times("blocks.since", blocks.count) { blocks[$0].since }

    let memberships = graph.memberships
    demandSorted(memberships, Membership.precedes)
    try session.positions("memberships.person", memberships.count, below: people) { memberships[$0].person.rawValue }
    try session.positions("memberships.group", memberships.count, below: graph.groups.count) {
      memberships[$0].group.rawValue
    }
    try session.repeatedTexts("memberships.role", memberships.lazy.map(\.role))
    try session.periods("memberships", memberships.count) { memberships[$0].period }

    let tagUses = graph.tagUses
    demandSorted(tagUses, TagUse.precedes)
    try session.positions("tag_uses.person", tagUses.count, below: people) { tagUses[$0].person.rawValue }
    try session.positions("tag_uses.tag", tagUses.count, below: graph.tags.count) { tagUses[$0].tag.rawValue }
    try session.times("tag_uses.time", tagUses.count) { tagUses[$0].time }
  }

  private static func demandSorted<Element>(_ list: [Element], _ precedes: (Element, Element) -> Bool) {
    precondition(isSorted(list, precedes), "the lists of a graph are sorted (SocialGraph.normalise)")
  }

  private static func isSorted<Element>(_ list: [Element], _ precedes: (Element, Element) -> Bool) -> Bool {
    for index in list.indices.dropFirst() where !precedes(list[index - 1], list[index]) { return false }
    return true
  }

  /// - Parameter graph: whose people, groups and tags are there already.
  static func read(into graph: inout SocialGraph, _ stored: StoredCounts, _ columns: ColumnReader) throws {
    let (people, groups, tags) = (graph.people.count, graph.groups.count, graph.tags.count)
    func demandSorted<Element>(
      _ name: String, _ list: [Element], _ precedes: (Element, Element) -> Bool
    ) throws -> [Element] {
      guard isSorted(list, precedes) else { throw columns.damaged(name, "out of order") }
      return list
    }
    do {
      let count = try stored.count("friendships")
      let first = try columns.positions("friendships.first", count: count, below: people)
      let second = try columns.positions("friendships.second", count: count, below: people)
      let periods = try columns.periods("friendships", count: count)
      for index in 0..<count where first[index] >= second[index] {
        throw columns.damaged("friendships.second", "out of order")
      }
      graph.friendships = try demandSorted(
        "friendships.first",
        (0..<count).map { Friendship(PersonIndex(first[$0]), PersonIndex(second[$0]), periods[$0]) },
        Friendship.precedes)
    }
    do {
      let count = try stored.count("follows")
      let follower = try columns.positions("follows.follower", count: count, below: people)
      let followee = try columns.positions("follows.followee", count: count, below: people)
      let periods = try columns.periods("follows", count: count)
      graph.follows = try demandSorted(
        "follows.follower",
        (0..<count).map {
          Follow(follower: PersonIndex(follower[$0]), followee: PersonIndex(followee[$0]), periods[$0])
        }, Follow.precedes)
    }
    do {
      let count = try stored.count("blocks")
      let blocker = try columns.positions("blocks.blocker", count: count, below: people)
      let blocked = try columns.positions("blocks.blocked", count: count, below: people)
      let kinds = try columns.words("blocks.kind", count: count, of: Block.Kind.self)
      let since = try columns.times("blocks.since", count: count)
      graph.blocks = try demandSorted(
        "blocks.blocker",
        (0..<count).map {
          Block(blocker: PersonIndex(blocker[$0]), blocked: PersonIndex(blocked[$0]), kind: kinds[$0], since: since[$0])
        }, Block.precedes)
    }
    do {
      let count = try stored.count("memberships")
      let person = try columns.positions("memberships.person", count: count, below: people)
      let group = try columns.positions("memberships.group", count: count, below: groups)
      let roles = try columns.repeatedTexts("memberships.role", count: count)
      let periods = try columns.periods("memberships", count: count)
      graph.memberships = try demandSorted(
        "memberships.person",
        (0..<count).map {
          Membership(person: PersonIndex(person[$0]), group: GroupIndex(group[$0]), role: roles[$0], periods[$0])
        }, Membership.precedes)
    }
    let count = try stored.count("tag_uses")
    let person = try columns.positions("tag_uses.person", count: count, below: people)
    let tag = try columns.positions("tag_uses.tag", count: count, below: tags)
    let times = try columns.times("tag_uses.time", count: count)
    graph.tagUses = try demandSorted(
      "tag_uses.person",
      (0..<count).map { TagUse(person: PersonIndex(person[$0]), tag: TagIndex(tag[$0]), time: times[$0]) },
      TagUse.precedes)
  }
}
