import People

/// The two interaction ledgers and the codes of attributes: the long columns. Batches of events that were appended since
/// stand behind all other columns, two ledgers each, and are merged when they are read.
enum LedgerColumns {
  private static let ledgers = ["name", "targets", "pairs", "rows", "events", "newest"]

  static func write(_ graph: SocialGraph, _ session: WriteSession, withOffsets: Bool) throws {
    precondition(
      graph.interactions.sourceCount == graph.people.count && graph.interactions.targetCount <= graph.people.count
        && graph.placeInteractions.sourceCount == graph.people.count
        && graph.placeInteractions.targetCount <= graph.groups.count + graph.tags.count,
      "a snapshot holds one graph, and its ledgers speak of its people and places")
    let both = [("interactions", graph.interactions), ("place_interactions", graph.placeInteractions)]
    try writeTable(both.map { ($0, Stored($1)) }, session)
    for (name, ledger) in both {
      try session.column("\(name).pair_starts", ledger.pairStarts)
      try write(ledger, name, session, withOffsets: withOffsets)
    }
    for (position, attribute) in graph.attributes.enumerated() {
      precondition(attribute.ends.count == graph.people.count, "an attribute speaks of the people of its graph")
      try session.column("attribute.\(position).ends", attribute.ends)
      try session.column("attribute.\(position).codes", attribute.codes)
    }
  }

  private static func writeTable(_ stored: [(name: String, ledger: Stored)], _ session: WriteSession) throws {
    try session.table("ledgers", ledgers) { table in
      for (name, ledger) in stored {
        table.put(name)
        table.put(Int64(ledger.targets))
        table.put(Int64(ledger.pairs))
        table.put(Int64(ledger.rows))
        table.put(Int64(ledger.events))
        table.put(ledger.newest?.milliseconds)
        try table.endRow()
      }
    }
  }

  /// All but whose pairs they are.
  private static func write(
    _ ledger: InteractionLedger, _ name: String, _ session: WriteSession, withOffsets: Bool
  ) throws {
    try session.column("\(name).pair_targets", ledger.pairTargets)
    try session.column("\(name).pair_last", ledger.pairLast)
    try session.column("\(name).row_starts", ledger.rowStarts)
    try session.column("\(name).row_hours", ledger.rowHours)
    try session.column("\(name).row_classes", ledger.rowClasses)
    try session.column("\(name).row_counts", ledger.rowCounts)
    if withOffsets { try session.column("\(name).row_offsets", ledger.rowOffsets) }
    try session.column("\(name).classes", ledger.classes.map(\.rawKey))
  }

  /// Adds a batch behind what a snapshot holds.
  /// - Parameter stored: what it holds.
  static func append(
    _ interactions: InteractionLedger, _ places: InteractionLedger, behind stored: StoredLedgers,
    _ session: WriteSession
  ) throws {
    let names = names(ofBatch: stored.batchCount)
    let rows = stored.all + [(names.interactions, Stored(interactions)), (names.places, Stored(places))]
    try writeTable(rows, session)
    for (name, ledger) in [(names.interactions, interactions), (names.places, places)] {
      // Few people have a part in a batch: a source for each pair, not a start for each person.
      var sources: [UInt32] = []
      sources.reserveCapacity(ledger.pairCount)
      for source in 0..<ledger.sourceCount {
        for _ in ledger.pairs(of: source) { sources.append(UInt32(source)) }
      }
      try session.column("\(name).pair_sources", sources)
      try write(ledger, name, session, withOffsets: true)
    }
  }

  private static func names(ofBatch number: Int) -> (interactions: String, places: String) {
    ("batch.\(number).interactions", "batch.\(number).place_interactions")
  }

  /// Merges the batches into the ledgers of `graph`. To be called after all other columns.
  static func readBatches(
    into graph: inout SocialGraph, _ stored: StoredLedgers, _ columns: ColumnReader, _ session: ReadSession
  ) throws {
    let people = graph.people.count
    let places = graph.groups.count + graph.tags.count
    // Batches are small: together first, so that the large ledgers are copied once.
    var interactions = InteractionLedger.empty(sources: people, targets: 0)
    var placeInteractions = interactions
    for number in 0..<stored.batchCount {
      let names = names(ofBatch: number)
      let batch = try ledger(
        names.interactions, sources: people, places: people, kinds: graph.kinds, stored, columns, session,
        withOffsets: true, isBatch: true)
      let placeBatch = try ledger(
        names.places, sources: people, places: places, kinds: graph.kinds, stored, columns, session,
        withOffsets: true, isBatch: true)
      interactions = try merged(interactions, batch, session)
      placeInteractions = try merged(placeInteractions, placeBatch, session)
    }
    graph.interactions = try merged(graph.interactions, interactions, session)
    graph.placeInteractions = try merged(graph.placeInteractions, placeInteractions, session)
  }

  private static func merged(
    _ one: InteractionLedger, _ other: InteractionLedger, _ session: ReadSession
  ) throws -> InteractionLedger {
    do throws(LedgerError) {
      return try one.merged(with: other, threads: session.threads)
    } catch {
      throw SnapshotError.damaged(path: session.path, what: "batches: \(error)")
    }
  }

  /// - Parameter graph: whose people, places and kinds are there already.
  static func read(
    into graph: inout SocialGraph, attributes: [AttributeRows.Attribute], _ stored: StoredLedgers,
    _ columns: ColumnReader, _ session: ReadSession, withOffsets: Bool
  ) throws {
    let people = graph.people.count
    graph.interactions = try ledger(
      "interactions", sources: people, places: people, kinds: graph.kinds, stored, columns, session,
      withOffsets: withOffsets)
    graph.placeInteractions = try ledger(
      "place_interactions", sources: people, places: graph.groups.count + graph.tags.count, kinds: graph.kinds, stored,
      columns, session, withOffsets: withOffsets)
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

  /// - Parameter isBatch: the source of each pair stands there, and not where each source's pairs start.
  private static func ledger(
    _ name: String, sources: Int, places: Int, kinds: EventKinds, _ stored: StoredLedgers,
    _ columns: ColumnReader, _ session: ReadSession, withOffsets: Bool, isBatch: Bool = false
  ) throws -> InteractionLedger {
    let summary = try stored.ledger(name)
    let pairStarts =
      isBatch ? try starts(name, sources: sources, columns) : try columns.int("\(name).pair_starts")
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
      summary.events == ledger.eventCount, summary.newest == ledger.newest
    else {
      throw SnapshotError.damaged(path: session.path, what: "table ledgers: not of this ledger")
    }
    return ledger
  }

  private static func starts(_ name: String, sources: Int, _ columns: ColumnReader) throws -> [Int] {
    let pairSources = try columns.uint32("\(name).pair_sources")
    var starts = [Int](repeating: 0, count: sources + 1)
    var last: UInt32 = 0
    for source in pairSources {
      guard source >= last, Int(source) < sources else { throw columns.damaged(name, "a pair out of order") }
      starts[Int(source) + 1] += 1
      last = source
    }
    for source in 0..<sources { starts[source + 1] += starts[source] }
    return starts
  }

  /// One row of the table `ledgers`.
  struct Stored {
    let targets: Int
    let pairs: Int
    let rows: Int
    let events: Int
    let newest: Timestamp?

    init(targets: Int, pairs: Int, rows: Int, events: Int, newest: Timestamp?) {
      (self.targets, self.pairs, self.rows, self.events, self.newest) = (targets, pairs, rows, events, newest)
    }

    init(_ ledger: InteractionLedger) {
      self.init(
        targets: ledger.targetCount, pairs: ledger.pairCount, rows: ledger.rowCount, events: ledger.eventCount,
        newest: ledger.newest)
    }
  }

  /// What the table `ledgers` says: the two ledgers, and two of each batch.
  struct StoredLedgers {
    private(set) var all: [(name: String, ledger: Stored)] = []
    private(set) var batchCount = 0
    private let path: String

    init(_ session: ReadSession) throws {
      path = session.path
      var expected = ["interactions", "place_interactions"]
      try session.table("ledgers", ledgers) { row in
        let name = try row.text()
        if all.count == expected.count {
          let names = names(ofBatch: batchCount)
          expected += [names.interactions, names.places]
          batchCount += 1
        }
        guard name == expected[all.count] else { throw row.damaged("a ledger out of order") }
        let (targets, pairs, rows, events) = (try row.count(), try row.count(), try row.count(), try row.count())
        // So that no sum of them overflows.
        guard max(targets, pairs, rows, events) <= 1 << 53 else { throw row.damaged("a number out of range") }
        let newest = try row.optionalTime()
        all.append((name, Stored(targets: targets, pairs: pairs, rows: rows, events: events, newest: newest)))
      }
      guard all.count == expected.count else {
        throw SnapshotError.damaged(path: path, what: "table ledgers: a missing ledger")
      }
    }

    func ledger(_ name: String) throws -> Stored {
      guard let found = all.first(where: { $0.name == name }) else {
        throw SnapshotError.damaged(path: path, what: "table ledgers: a missing ledger")
      }
      return found.ledger
    }

    var newest: Timestamp? { all.compactMap(\.ledger.newest).max() }
    var events: Int { all.reduce(0) { $0 + $1.ledger.events } }
    /// Of the ledgers without the batches, and of the batches.
    var rows: (base: Int, batches: Int) {
      (all.prefix(2).reduce(0) { $0 + $1.ledger.rows }, all.dropFirst(2).reduce(0) { $0 + $1.ledger.rows })
    }

    /// All ledgers of one kind, added up.
    func sum(_ name: String) -> Stored {
      all.filter { $0.name == name || $0.name.hasSuffix("." + name) }.map(\.ledger).reduce(
        Stored(targets: 0, pairs: 0, rows: 0, events: 0, newest: nil)
      ) {
        Stored(
          targets: max($0.targets, $1.targets), pairs: $0.pairs + $1.pairs, rows: $0.rows + $1.rows,
          events: $0.events + $1.events, newest: [$0.newest, $1.newest].compactMap { $0 }.max())
      }
    }
  }
}
