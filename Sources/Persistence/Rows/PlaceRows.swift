import People

/// Groups, tags and kinds of event.
enum PlaceRows {
  private static let groups = ["position", "id", "name", "kind"]
  private static let tags = ["position", "id"]
  private static let kinds = ["position", "name", "weight", "symmetric"]

  static func write(_ graph: SocialGraph, _ session: WriteSession) throws {
    try session.table("groups", groups) { table in
      for position in 0..<graph.groups.count {
        table.put(Int64(position))
        table.put(text: graph.groups.ids.utf8(position))
        table.put(graph.groups.names[position])
        table.put(graph.groups.kinds[position].rawValue)
        try table.endRow()
      }
    }
    try session.table("tags", tags) { table in
      for position in 0..<graph.tags.count {
        table.put(Int64(position))
        table.put(text: graph.tags.utf8(position))
        try table.endRow()
      }
    }
    try session.table("kinds", kinds) { table in
      for (position, kind) in graph.kinds.kinds.enumerated() {
        table.put(Int64(position))
        table.put(kind.name)
        table.put(kind.weight)
        table.put(Int64(kind.isSymmetric ? 1 : 0))
        try table.endRow()
      }
    }
  }

  static func groups(_ session: ReadSession) throws -> GroupTable {
    var ids = StoredIDs(capacity: try session.rows(of: "groups"))
    var names: [String?] = []
    var kinds: [GroupKind] = []
    try session.table("groups", groups) { row in
      try row.position(names.count)
      try ids.append(row)
      names.append(try row.optionalText())
      kinds.append(try row.word())
    }
    return GroupTable(ids: try ids.table("groups", session), names: names, kinds: kinds)
  }

  static func tags(_ session: ReadSession) throws -> IDTable {
    var ids = StoredIDs(capacity: try session.rows(of: "tags"))
    var count = 0
    try session.table("tags", tags) { row in
      try row.position(count)
      try ids.append(row)
      count += 1
    }
    return try ids.table("tags", session)
  }

  static func kinds(_ session: ReadSession) throws -> EventKinds {
    var found: [EventKind] = []
    try session.table("kinds", kinds) { row in
      try row.position(found.count)
      let (name, weight) = (try row.text(), try row.real())
      guard EventKind.weightRange.contains(weight), found.count < 256 else { throw row.damaged("weight") }
      if let last = found.last, !last.name.utf8.lexicographicallyPrecedes(name.utf8) {
        throw row.damaged("out of order")
      }
      found.append(EventKind(name: name, weight: weight, isSymmetric: try row.position(below: 2) == 1))
    }
    // Two names may differ in bytes and yet be equal as text (é, composed or not).
    guard Set(found.map(\.name)).count == found.count else {
      throw SnapshotError.damaged(path: session.path, what: "table kinds: a name twice")
    }
    return EventKinds(found)
  }
}
