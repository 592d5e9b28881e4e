import People

/// Friendships, follows, blocks, memberships and uses of tags, each in the order of the graph.
enum RelationshipRows {
  private static let friendships = ["first", "second", "since", "until"]
  private static let follows = ["follower", "followee", "since", "until"]
  private static let blocks = ["blocker", "blocked", "kind", "since"]
  private static let memberships = ["person", "group", "role", "since", "until"]
  private static let tagUses = ["person", "tag", "time"]

  static func write(_ graph: SocialGraph, _ session: WriteSession) throws {
    let people = graph.people.count
    try session.table("friendships", friendships) { table in
      for friendship in graph.friendships {
        table.put(friendship.first.rawValue, below: people)
        table.put(friendship.second.rawValue, below: people)
        table.put(friendship.period)
        try table.endRow()
      }
    }
    try session.table("follows", follows) { table in
      for follow in graph.follows {
        table.put(follow.follower.rawValue, below: people)
        table.put(follow.followee.rawValue, below: people)
        table.put(follow.period)
        try table.endRow()
      }
    }
    try session.table("blocks", blocks) { table in
      for block in graph.blocks {
        table.put(block.blocker.rawValue, below: people)
        table.put(block.blocked.rawValue, below: people)
        table.put(block.kind.rawValue)
        table.put(block.since?.milliseconds)
        try table.endRow()
      }
    }
    try session.table("memberships", memberships) { table in
      for membership in graph.memberships {
        table.put(membership.person.rawValue, below: people)
        table.put(membership.group.rawValue, below: graph.groups.count)
        table.put(membership.role)
        table.put(membership.period)
        try table.endRow()
      }
    }
    try session.table("tag_uses", tagUses) { table in
      for use in graph.tagUses {
        table.put(use.person.rawValue, below: people)
        table.put(use.tag.rawValue, below: graph.tags.count)
        table.put(use.time?.milliseconds)
        try table.endRow()
      }
    }
  }

  /// - Parameter graph: whose people, groups and tags are there already.
  static func read(into graph: inout SocialGraph, _ session: ReadSession) throws {
    let (people, groups, tags) = (graph.people.count, graph.groups.count, graph.tags.count)
    graph.friendships.reserveCapacity(try session.rows(of: "friendships"))
    try session.table("friendships", friendships) { row in
      let first = PersonIndex(try row.position(below: people))
      let second = PersonIndex(try row.position(below: people))
      guard first < second else { throw row.damaged("out of order") }
      graph.friendships.append(Friendship(first, second, try row.period()))
    }
    graph.follows.reserveCapacity(try session.rows(of: "follows"))
    try session.table("follows", follows) { row in
      let follower = PersonIndex(try row.position(below: people))
      let followee = PersonIndex(try row.position(below: people))
      graph.follows.append(Follow(follower: follower, followee: followee, try row.period()))
    }
    try session.table("blocks", blocks) { row in
      let blocker = PersonIndex(try row.position(below: people))
      let blocked = PersonIndex(try row.position(below: people))
      let kind: Block.Kind = try row.word()
      graph.blocks.append(Block(blocker: blocker, blocked: blocked, kind: kind, since: try row.optionalTime()))
    }
    graph.memberships.reserveCapacity(try session.rows(of: "memberships"))
    try session.table("memberships", memberships) { row in
      let person = PersonIndex(try row.position(below: people))
      let group = GroupIndex(try row.position(below: groups))
      let role = try row.optionalText()
      graph.memberships.append(Membership(person: person, group: group, role: role, try row.period()))
    }
    graph.tagUses.reserveCapacity(try session.rows(of: "tag_uses"))
    try session.table("tag_uses", tagUses) { row in
      let person = PersonIndex(try row.position(below: people))
      let tag = TagIndex(try row.position(below: tags))
      graph.tagUses.append(TagUse(person: person, tag: tag, time: try row.optionalTime()))
    }
  }
}
