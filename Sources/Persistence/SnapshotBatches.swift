import GRDB
import GraphStorage
import Ingest
import People

/// Batches of events, put beside the ledgers of a snapshot without reading those.
extension SnapshotStore {
  /// After so many batches the ledgers are written whole, and when batches have more rows than this share of theirs.
  private static let mostBatches = 64
  private static let mostRows = (least: 1 << 16, share: 0.5)

  /// What a batch is read against. Of all long columns only the ids of people are read.
  ///
  /// nil for a snapshot of a version that has no batches.
  /// - Complexity: O(people + groups + tags), and the count of chunks.
  public static func eventGround(
    _ path: String, threads: ThreadCount = .available
  ) throws(SnapshotError) -> EventGround? {
    try open(path, threads: threads, schema: .current) { session, header in
      guard header.schema >= SnapshotSchema.firstWithBatches else { return nil }
      let (provenance, _, reading) = try ProvenanceRows.read(session)
      let stored = try LedgerColumns.StoredLedgers(session)
      let (groups, tags) = (try PlaceRows.groups(session), try PlaceRows.tags(session))
      // The first of all columns, so that no other is in the way.
      let people = try session.columns().ids("people.ids", count: try StoredCounts(session).count("people"))
      return EventGround(
        people: people, groups: groups.ids, tags: tags, kinds: try PlaceRows.kinds(session), reading: reading,
        provenance: provenance, events: stored.events, newest: stored.newest)
    }
  }

  /// Puts a batch beside the ledgers of a snapshot, in one transaction: the file is not copied, and what stands in it is
  /// not touched but for some tables of a page or two. Readers merge.
  ///
  /// - Parameters:
  ///   - provenance: of the dataset with the batch in it.
  ///   - stamp: of the file before the ground of the batch was read.
  /// - Returns: false, and nothing is changed, where the snapshot must be written whole: when it has many batches, or
  ///   large ones, or may then hold more than a ledger can.
  /// - Throws: as `write`; `damaged` also where only the seals do not agree.
  /// - Complexity: O(batch + people + chunks).
  public static func append(
    _ interactions: InteractionLedger, _ places: InteractionLedger, provenance: Provenance, to path: String,
    unchangedSince stamp: FileStamp?, threads: ThreadCount = .available
  ) throws(SnapshotError) -> Bool {
    try append(interactions, places, provenance: provenance, to: path, threads: threads) { step in
      try requireUnchanged(path, since: stamp, at: step)
    }
  }

  /// As `append`, with a hook that may throw at each step: for tests.
  package static func append(
    _ interactions: InteractionLedger, _ places: InteractionLedger, provenance: Provenance, to path: String,
    threads: ThreadCount = .available, checkpoint: @escaping (WriteStep) throws -> Void
  ) throws(SnapshotError) -> Bool {
    guard try hasRoom(for: [interactions, places], path, threads) else { return false }
    try change(path, checkpoint) { database in
      let read = try ReadSession(database, path: path, threads: threads, fileBytes: .max)
      let session = try WriteSession(continuing: read, checkpoint: checkpoint)
      try ProvenanceRows.write(provenance, session)
      try LedgerColumns.append(interactions, places, behind: LedgerColumns.StoredLedgers(read), session)
      try session.seal()
      try checkpoint(.commit)
    }
    return true
  }

  /// Whether a batch may stand beside the ledgers, and certainly fits them when they are merged.
  private static func hasRoom(
    for batch: [InteractionLedger], _ path: String, _ threads: ThreadCount
  ) throws(SnapshotError) -> Bool {
    try open(path, threads: threads, schema: .current) { session, header in
      guard header.schema >= SnapshotSchema.firstWithBatches else { return false }
      let stored = try LedgerColumns.StoredLedgers(session)
      let rows = stored.rows
      let limit = max(mostRows.least, Int(Double(rows.base) * mostRows.share))
      let classes = try session.columnList().filter { $0.name.hasSuffix("interactions.classes") }
        .reduce(batch.reduce(0) { $0 + $1.classes.count }) { $0 + $1.count }
      let events = batch.reduce(stored.events) { $0 + $1.eventCount }
      return stored.batchCount < mostBatches && rows.batches + batch.reduce(0) { $0 + $1.rowCount } <= limit
        && classes <= 65_536 && events <= Int(UInt32.max)
    }
  }
}
