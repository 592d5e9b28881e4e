import Contacts
import GRDB
import GraphStorage
import Ingest
import People
import Privacy

/// Keeps a dataset in one SQLite file with the extension `.kith`.
///
/// The file holds personal data: names, ids, relationships and interactions in clear. It is made with mode 0600, and
/// protecting it beyond that is up to who keeps it. E-mail addresses and phone numbers are in it as keyed digests only.
///
/// Equal datasets give equal bytes (with one version of SQLite). Every table is sealed with a digest of what its rows
/// say, every piece of a long column with one of its bytes, so that a damaged file is refused and never misread. The
/// seals protect against accidents, not against somebody who writes new ones.
public enum SnapshotStore {
  /// The file extension, without the dot.
  public static let fileExtension = "kith"

  /// How many bytes of a column stand in one row, at most.
  static let chunkBytes = 1 << 20

  /// Large pages make large files quick; in a small file, where most of each table's last page is empty, they would
  /// make up nearly all of it.
  static func pageSize(_ dataset: Dataset) -> Int {
    let graph = dataset.graph
    let rows =
      graph.people.count + dataset.books.count + dataset.consents.statements.count + graph.friendships.count
      + graph.follows.count + graph.memberships.count
      + graph.tagUses.count + graph.interactions.rowCount + graph.placeInteractions.rowCount
    return rows < 100_000 ? 4096 : 65_536
  }

  /// Writes a snapshot: a new file beside `path`, which takes the place of an existing one when it is complete and on
  /// the disk.
  ///
  /// On an error, or when the process ends in the midst of it, whatever stood at `path` is untouched.
  /// - Parameters:
  ///   - threads: for digests; the bytes do not depend on it.
  /// - Precondition: every index lies in its own graph.
  /// - Complexity: O(dataset); memory for some chunks of a few MiB.
  public static func write(
    _ dataset: Dataset, to path: String, threads: ThreadCount = .available
  ) throws(SnapshotError) {
    try write(dataset, to: path, threads: threads, schema: .current) { _ in }
  }

  /// As `write`, unless the file at `path` is not the one it was: so that nothing that another process wrote there in
  /// the meantime is undone. Compared while no other process can write it.
  /// - Parameter stamp: of the file before what is written was read; nil where there was none.
  /// - Throws: among others `changed`.
  public static func write(
    _ dataset: Dataset, to path: String, unchangedSince stamp: FileStamp?, threads: ThreadCount = .available
  ) throws(SnapshotError) {
    try write(dataset, to: path, threads: threads, schema: .current) { step in
      try requireUnchanged(path, since: stamp, at: step)
    }
  }

  static func requireUnchanged(_ path: String, since stamp: FileStamp?, at step: WriteStep) throws {
    guard step == .created || step == .rename else { return }
    if (try? FileStamp(path: path)) != stamp { throw SnapshotError.changed(path: path) }
  }

  /// As `write`, with another schema, a hook that may throw at each step, and one that may write something else than
  /// the bytes of a column's chunk: for tests.
  package static func write(
    _ dataset: Dataset, to path: String, threads: ThreadCount = .available, schema: SnapshotSchema = .current,
    altering alter: WriteSession.Alteration? = nil, checkpoint: @escaping (WriteStep) throws -> Void
  ) throws(SnapshotError) {
    try replace(path, checkpoint) { file in
      try fill(file.temporaryPath, dataset, threads, schema, alter, checkpoint)
    }
  }

  /// Puts a file that `fill` has written in the place of the one at `path`.
  static func replace(
    _ path: String, _ checkpoint: (WriteStep) throws -> Void, _ fill: (FileReplacement) throws -> Void
  ) throws(SnapshotError) {
    do {
      try SnapshotJournal.requireOwn(path)
      // Where a link leads: the file there is replaced, and not the link.
      let file = try FileReplacement(of: SnapshotJournal.real(path))
      defer { file.discard() }
      try checkpoint(.created)
      try SnapshotJournal.alone { () throws(SnapshotError) in try SnapshotJournal.settleForReplacement(path) }
      try fill(file)
      try checkpoint(.synchronise)
      try file.synchronise()
      try checkpoint(.rename)
      try file.takePlace()
    } catch {
      throw SnapshotError(writing: path, error)
    }
  }

  /// Has `change` write into the file at `path`, alone among all writers, in one transaction: all of it is on the disk
  /// when this returns, or nothing of it is in the file.
  ///
  /// Killed in the midst, the file is half written and has its journal beside it, by which the next one who opens it, for
  /// reading or writing, takes it back first. Who is reading goes on reading what was there before; who begins to read
  /// meanwhile may have to wait, and reads what was there before or afterwards.
  static func change(
    _ path: String, _ checkpoint: (WriteStep) throws -> Void, _ change: (Database) throws -> Void
  ) throws(SnapshotError) {
    try SnapshotJournal.alone { () throws(SnapshotError) in
      do { try changeAlone(path, checkpoint, change) } catch { throw SnapshotError(writing: path, error) }
    }
  }

  private static func changeAlone(
    _ path: String, _ checkpoint: (WriteStep) throws -> Void, _ change: (Database) throws -> Void
  ) throws {
    try SnapshotJournal.requireOwn(path)
    let real = SnapshotJournal.real(path)
    // Never a file: it keeps all other writers out, and says to what file the journal belongs.
    let lock = try FileReplacement(of: real)
    defer { lock.discard() }
    try checkpoint(.created)
    try SnapshotJournal.settle(path)
    try lock.append(Array((SnapshotJournal.identity(of: real) ?? "").utf8))
    do {
      // EXTRA: the journal's end is on the disk, too, when this returns.
      let queue = try DatabaseQueue(
        path: real, configuration: SnapshotJournal.configuration(["journal_mode = DELETE", "synchronous = EXTRA"]))
      defer { try? queue.close() }
      try queue.write(change)
    } catch {
      // After an error of the disk SQLite leaves it to the next one who opens the file.
      _ = try? SnapshotJournal.settle(path)
      throw error
    }
  }

  private static func fill(
    _ path: String, _ dataset: Dataset, _ threads: ThreadCount, _ schema: SnapshotSchema,
    _ alter: WriteSession.Alteration?, _ checkpoint: @escaping (WriteStep) throws -> Void
  ) throws {
    let queue = try writable(
      path, ["page_size = \(pageSize(dataset))", "auto_vacuum = NONE", "encoding = 'UTF-8'"])
    try schema.migrate(queue)
    try checkpoint(.schema)
    try queue.write { database in
      let session = WriteSession(database, threads: threads, alter: alter, checkpoint: checkpoint)
      let people = dataset.graph.people
      try StoredCounts.write(dataset, session)
      try AttributeRows.write(dataset.graph, session)
      try PlaceRows.write(dataset.graph, session)
      try ProvenanceRows.write(dataset, session)
      try PeopleColumns.write(
        people, session, withRestricted: schema.version >= SnapshotSchema.firstWithRestricted)
      try RelationshipColumns.write(dataset.graph, session)
      try ConsentColumns.write(dataset.consents, people: people.count, session)
      try ContactColumns.write(dataset.books, people: people.count, session)
      try LedgerColumns.write(
        dataset.graph, session, withOffsets: schema.version >= SnapshotSchema.firstWithRowOffsets)
      if schema.version >= SnapshotSchema.firstWithImpressions { try ImpressionColumns.write(dataset.graph, session) }
      if schema.version >= SnapshotSchema.firstWithDerived { try DerivedColumns.write(dataset.graph, session) }
      if schema.version >= SnapshotSchema.firstWithReleases { try ReleaseRows.write(dataset.releases, session) }
      try session.seal()
      try checkpoint(.commit)
    }
    try queue.close()
  }

  /// A file that is new and thrown away on any error, so that its journal need not outlive the process.
  static func writable(_ path: String, _ pragmas: [String] = []) throws -> DatabaseQueue {
    var configuration = Configuration()
    let pragmas = pragmas + ["journal_mode = MEMORY", "synchronous = FULL", "locking_mode = EXCLUSIVE"]
    configuration.prepareDatabase { database in
      for pragma in pragmas { try database.execute(sql: "PRAGMA \(pragma)") }
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Reads a snapshot and checks everything about it. The file is not changed, but for what a killed append left in it, which is
  /// taken back.
  /// - Complexity: O(dataset).
  public static func read(_ path: String, threads: ThreadCount = .available) throws(SnapshotError) -> Dataset {
    try read(path, threads: threads, schema: .current)
  }

  /// As `read`, with another schema: for tests.
  package static func read(
    _ path: String, threads: ThreadCount = .available, schema: SnapshotSchema
  ) throws(SnapshotError) -> Dataset {
    try open(path, threads: threads, schema: schema) { session, header in
      let (provenance, words, events) = try ProvenanceRows.read(session)
      let stored = try StoredCounts(session)
      let attributes = try AttributeRows.attributesWithValues(session)
      let groups = try PlaceRows.groups(session)
      let tags = try PlaceRows.tags(session)
      let kinds = try PlaceRows.kinds(session)
      let columns = try session.columns()
      let people = try stored.count("people")
      let restricted =
        header.schema >= SnapshotSchema.firstWithRestricted ? try stored.count("restricted") : nil
      var graph = SocialGraph(people: try PeopleColumns.read(count: people, restricted: restricted, columns))
      (graph.groups, graph.tags, graph.kinds) = (groups, tags, kinds)
      try RelationshipColumns.read(into: &graph, stored, columns)
      let consents = try ConsentColumns.read(people: people, words: words, stored, columns, session)
      let books = try ContactColumns.read(people: people, stored, columns)
      let ledgers = try LedgerColumns.StoredLedgers(session)
      try LedgerColumns.read(
        into: &graph, attributes: attributes, ledgers, columns, session,
        withOffsets: header.schema >= SnapshotSchema.firstWithRowOffsets)
      if header.schema >= SnapshotSchema.firstWithImpressions {
        try ImpressionColumns.read(into: &graph, stored, columns)
      }
      if header.schema >= SnapshotSchema.firstWithDerived {
        try DerivedColumns.read(into: &graph, columns, session)
      }
      if header.schema >= SnapshotSchema.firstWithBatches {
        try LedgerColumns.readBatches(into: &graph, ledgers, columns, session)
      }
      try columns.finish()
      let releases = header.schema >= SnapshotSchema.firstWithReleases ? try ReleaseRows.read(session) : .empty
      let dataset = Dataset(
        graph: graph, books: books, consents: consents, provenance: provenance, eventReading: events,
        releases: releases)
      try stored.check(dataset)
      return dataset
    }
  }

  /// What is in a snapshot, without reading the graph.
  public static func summary(_ path: String) throws(SnapshotError) -> SnapshotSummary {
    try summary(path, schema: .current)
  }

  /// As `summary`, with another schema: for tests.
  package static func summary(
    _ path: String, schema: SnapshotSchema
  ) throws(SnapshotError) -> SnapshotSummary {
    try open(path, threads: ThreadCount(1), schema: schema) { session, header in
      try SnapshotSummary(session, header: header)
    }
  }

  /// What was released of a dataset, without reading the graph.
  public static func releases(_ path: String) throws(SnapshotError) -> ReleaseLedger {
    try open(path, threads: ThreadCount(1), schema: .current) { session, header in
      header.schema >= SnapshotSchema.firstWithReleases ? try ReleaseRows.read(session) : .empty
    }
  }

  static func open<Value>(
    _ path: String, threads: ThreadCount, schema: SnapshotSchema,
    _ body: (ReadSession, SnapshotHeader) throws -> Value
  ) throws(SnapshotError) -> Value {
    try SnapshotJournal.together { () throws(SnapshotError) in try opened(path, threads, schema, body) }
  }

  private static func opened<Value>(
    _ path: String, _ threads: ThreadCount, _ schema: SnapshotSchema,
    _ body: (ReadSession, SnapshotHeader) throws -> Value
  ) throws(SnapshotError) -> Value {
    let header = try header(path, supported: schema.oldest...schema.version)
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(SnapshotJournal.patience)
      configuration.prepareDatabase { database in
        for pragma in ["cell_size_check = ON", "trusted_schema = OFF", "mmap_size = 0"] {
          try database.execute(sql: "PRAGMA \(pragma)")
        }
      }
      var queue = try DatabaseQueue(path: path, configuration: configuration)
      if schema.changesTables(since: header.schema) { queue = try migrated(queue, schema) }
      // One transaction: nobody writes into the file until all is read.
      let value = try queue.read { database in
        try body(
          ReadSession(database, path: path, threads: threads, fileBytes: header.fileBytes), header)
      }
      try queue.close()
      return value
    } catch {
      throw SnapshotError(reading: path, error)
    }
  }

  /// The header of the file as it is when nobody writes into it.
  private static func header(_ path: String, supported: ClosedRange<Int>) throws(SnapshotError) -> SnapshotHeader {
    var isSettled = false
    var seen: SnapshotError?
    while true {
      do throws(SnapshotError) {
        let header = try SnapshotHeader(path: path, supported: supported)
        if isSettled { return header }
        isSettled = true
        if try !SnapshotJournal.settle(path) { return header }
      } catch {
        // A batch may be half written, or have been finished between the two looks that a header takes.
        guard case .damaged = error, error != seen else { throw error }
        seen = error
        try SnapshotJournal.settle(path)
      }
    }
  }

  /// What tells the file from one that was changed: to be asked for before it is read. nil where there is none.
  public static func stamp(of path: String) -> FileStamp? {
    // What a killed writer left is taken back by whoever reads, which must not pass for a change.
    _ = try? SnapshotJournal.together { () throws(SnapshotError) in try SnapshotJournal.settle(path) }
    return try? FileStamp(path: path)
  }

  /// A copy of an older snapshot in memory, brought to `schema`.
  private static func migrated(_ queue: DatabaseQueue, _ schema: SnapshotSchema) throws -> DatabaseQueue {
    let copy = try DatabaseQueue()
    try queue.backup(to: copy)
    try schema.migrate(copy)
    return copy
  }
}
