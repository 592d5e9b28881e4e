import People

/// The two interaction ledgers and the codes of attributes: the long columns.
enum LedgerColumns {
  private static let ledgers = ["name", "targets", "pairs", "rows", "events", "newest"]

  static func write(_ graph: SocialGraph, _ session: WriteSession, withOffsets: Bool) throws {
    precondition(
      graph.interactions.sourceCount == graph.people.count && graph.interactions.targetCount <= graph.people.count
        && graph.placeInteractions.sourceCount == graph.people.count
        && graph.placeInteractions.targetCount <= graph.groups.count + graph.tags.count,
      "a snapshot holds one graph, and its ledgers speak of its people and places")
    let both = [("interactions", graph.interactions), ("place_interactions", graph.placeInteractions)]
    try session.table("ledgers", ledgers) { table in
      for (name, ledger) in both {
        table.put(name)
        table.put(Int64(ledger.targetCount))
        table.put(Int64(ledger.pairCount))
        table.put(Int64(ledger.rowCount))
        table.put(Int64(ledger.eventCount))
        table.put(ledger.newest?.milliseconds)
        try table.endRow()
      }
    }
    for (name, ledger) in both {
      try session.column("\(name).pair_starts", ledger.pairStarts)
      try session.column("\(name).pair_targets", ledger.pairTargets)
      try session.column("\(name).pair_last", ledger.pairLast)
      try session.column("\(name).row_starts", ledger.rowStarts)
      try session.column("\(name).row_hours", ledger.rowHours)
      try session.column("\(name).row_classes", ledger.rowClasses)
      try session.column("\(name).row_counts", ledger.rowCounts)
      if withOffsets { try session.column("\(name).row_offsets", ledger.rowOffsets) }
      try session.column("\(name).classes", ledger.classes.map(\.rawKey))
    }
    for (position, attribute) in graph.attributes.enumerated() {
      precondition(attribute.ends.count == graph.people.count, "an attribute speaks of the people of its graph")
      try session.column("attribute.\(position).ends", attribute.ends)
      try session.column("attribute.\(position).codes", attribute.codes)
    }
  }

  /// - Parameter graph: whose people, places and kinds are there already.
  static func read(
    into graph: inout SocialGraph, attributes: [AttributeRows.Attribute], _ columns: ColumnReader,
    _ session: ReadSession, withOffsets: Bool
  ) throws {
    let people = graph.people.count
    let stored = try summary(session)
    graph.interactions = try ledger(
      "interactions", sources: people, places: people, kinds: graph.kinds, stored.interactions, columns, session,
      withOffsets: withOffsets)
    graph.placeInteractions = try ledger(
      "place_interactions", sources: people, places: graph.groups.count + graph.tags.count, kinds: graph.kinds,
      stored.placeInteractions, columns, session, withOffsets: withOffsets)
    for (position, attribute) in attributes.enumerated() {
      let ends = try columns.uint32("attribute.\(position).ends")
      let codes = try columns.uint32("attribute.\(position).codes")
      guard ends.count == people, isAscending(ends, codes),
        let column = AttributeColumn(
          name: attribute.name, kind: attribute.kind, values: attribute.values, ends: ends, codes: codes)
      else {
        throw SnapshotError.damaged(path: session.path, what: "column attribute.\(position): not an attribute")
      }
      graph.attributes.append(column)
    }
  }

  /// Whether the codes of each person ascend.
  private static func isAscending(_ ends: [UInt32], _ codes: [UInt32]) -> Bool {
    var start = 0
    for end in ends {
      guard Int(end) >= start, Int(end) <= codes.count else { return false }
      for index in start..<Int(end) where index > start && codes[index - 1] >= codes[index] { return false }
      start = Int(end)
    }
    return start == codes.count
  }

  private static func ledger(
    _ name: String, sources: Int, places: Int, kinds: EventKinds, _ summary: SnapshotSummary.Ledger,
    _ columns: ColumnReader, _ session: ReadSession, withOffsets: Bool
  ) throws -> InteractionLedger {
    let pairStarts = try columns.int("\(name).pair_starts")
    let pairTargets = try columns.uint32("\(name).pair_targets")
    let pairLast = try columns.int64("\(name).pair_last")
    let rowStarts = try columns.int("\(name).row_starts")
    let rowHours = try columns.uint32("\(name).row_hours")
    let rowClasses = try columns.uint16("\(name).row_classes")
    let rowCounts = try columns.uint32("\(name).row_counts")
    let rowOffsets = withOffsets ? try columns.uint32("\(name).row_offsets") : nil
    let keys = try columns.uint32("\(name).classes")
    let isKnown = keys.allSatisfy { key in
      let event = EventClass(rawKey: key)
      return event.rawKey == key && Int(event.kind.rawValue) < kinds.kinds.count
        && Int(event.audience.rawValue) < LogLinearClass.count && Int(event.duration.rawValue) < LogLinearClass.count
    }
    guard isKnown, pairStarts.count == sources + 1 else {
      throw SnapshotError.damaged(path: session.path, what: "column \(name): a class or a person that is not there")
    }
    let ledger = InteractionLedger(
      pairStarts: pairStarts, pairTargets: pairTargets, pairLast: pairLast, rowStarts: rowStarts, rowHours: rowHours,
      rowClasses: rowClasses, rowCounts: rowCounts, classes: keys.map(EventClass.init(rawKey:)),
      targetCount: summary.targets, rowOffsets: rowOffsets)
    do {
      _ = try ledger.validated()
    } catch {
      throw SnapshotError.damaged(path: session.path, what: error.description)
    }
    guard summary.targets <= places, summary.pairs == ledger.pairCount, summary.rows == ledger.rowCount,
      summary.events == ledger.eventCount, summary.newestEvent == ledger.newest?.description
    else {
      throw SnapshotError.damaged(path: session.path, what: "table ledgers: not of this ledger")
    }
    return ledger
  }

  static func summary(
    _ session: ReadSession
  ) throws -> (interactions: SnapshotSummary.Ledger, placeInteractions: SnapshotSummary.Ledger) {
    var found: [String: SnapshotSummary.Ledger] = [:]
    try session.table("ledgers", ledgers) { row in
      let name = try row.text()
      let (targets, pairs, rows, events) = (try row.count(), try row.count(), try row.count(), try row.count())
      found[name] = SnapshotSummary.Ledger(
        targets: targets, pairs: pairs, rows: rows, events: events, newestEvent: try row.optionalTime()?.description)
    }
    guard let interactions = found["interactions"], let places = found["place_interactions"] else {
      throw SnapshotError.damaged(path: session.path, what: "table ledgers: a missing ledger")
    }
    return (interactions, places)
  }
}
