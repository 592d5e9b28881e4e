import GraphStorage
import People

/// A batch of events read against a dataset that is there already.
public struct EventAppend: Sendable {
  /// The batch alone, as ledgers of the dataset's people and places.
  public let interactions: InteractionLedger
  public let placeInteractions: InteractionLedger
  /// The files of the batch that were new.
  public let files: [InputRecord]
  /// Names of files whose very bytes had been read before; nothing of them counts again.
  public let known: [String]
  public let rejects: RejectLog
  /// Of the dataset with the batch in it.
  public let provenance: Provenance

  public var rows: Int { files.reduce(0) { $0 + $1.rows } }

  /// Reads a batch: the formats, columns and rules of the dataset's own events, as its `dataset.yaml` gave them.
  ///
  /// A file is known by the digest of its stored bytes: one that the dataset was made from, or that was appended before,
  /// or that stands twice in the batch, is not read again.
  ///
  /// - Parameter places: files, folders or patterns, relative to the working directory, or `-` for standard input.
  /// - Throws: as `NativeDataset.read`, for events.
  /// - Complexity: O(bytes + events · log events of a person).
  public init(_ places: [String], to ground: EventGround, options: ImportOptions) throws(IngestError) {
    let parts = try TableParts(places, in: nil)
    var seen = Set(ground.provenance.files.map(\.sha256))
    var known: [String] = []
    var stamps: [(file: InputFile, stamp: FileStamp?)] = []
    for file in parts.files { stamps.append((file, try file.stamp())) }
    let digests = InputDigests(parts.files, threads: ThreadCount(1))
    var stored: [String: InputDigests.Digest] = [:]
    var fresh: [InputFile] = []
    for (file, digest) in zip(parts.files.filter { $0.form != .pipe }, try digests.get()) {
      stored[file.path] = digest
      if seen.insert(digest.sha256).inserted { fresh.append(file) } else { known.append(file.name) }
    }
    let pipes = parts.files.filter { $0.form == .pipe }
    guard pipes.count <= 1 else {
      // Whether its bytes are new is known of a pipe when it is read, and then it cannot be read again.
      throw .document(
        file: pipes[1].name, line: 0, column: 0, problem: "a second pipe; append one at a time, or write them to files")
    }
    var batch = try Batch(fresh + pipes, named: parts.name, seen: seen, ground, options)
    if let again = batch.known {
      // What came through the pipe had been read before: what else there is stands in files, and is read again.
      known.append(again)
      batch = try Batch(fresh, named: parts.name, seen: seen, ground, options)
    }
    for (file, stamp) in stamps { try file.requireUnchanged(since: stamp) }
    var records: [InputRecord] = []
    for (file, count) in batch.counts {
      guard let digest = stored[file.path] ?? batch.pipes[file.path] else { continue }
      records.append(
        InputRecord(
          name: file.name, bytes: digest.bytes, sha256: digest.sha256, rows: count.rows, rejected: count.rejected))
    }
    (interactions, placeInteractions, rejects) = (batch.interactions, batch.placeInteractions, batch.rejects)
    (files, self.known) = (records, known)
    provenance = Self.provenance(ground, records, batch)
  }

  private static func provenance(_ ground: EventGround, _ files: [InputRecord], _ batch: Batch) -> Provenance {
    var provenance = ground.provenance
    provenance.files.append(contentsOf: files)
    provenance.files.sort { left, right in
      left.name != right.name
        ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8) : left.sha256 < right.sha256
    }
    provenance.notes.append(contentsOf: batch.notes)
    let before = ground.newest.map { (newest: $0, events: ground.events) }
    if let newest = batch.newest, newest.milliseconds > before?.newest.milliseconds ?? .min,
      let days = daysBehindTheRest(
        newest.milliseconds, [batch.interactions, batch.placeInteractions], others: before)
    {
      provenance.notes.append(
        "\(newest.place) is dated \(days) days after nearly all other events and sets the time of rankings")
    }
    return provenance
  }

  /// The dataset with the batch in it. Only events and where they came from change: consents, address books, relationships
  /// and kept values stay as they are.
  /// - Complexity: O(rows of both), of which all but the pairs of the batch is a sequential copy.
  /// - Throws: `document` where more events of a row come together than can be counted.
  public func merged(into dataset: Dataset, threads: ThreadCount) throws(IngestError) -> Dataset {
    var merged = dataset
    do throws(LedgerError) {
      merged.graph.interactions = try dataset.graph.interactions.merged(with: interactions, threads: threads)
      merged.graph.placeInteractions = try dataset.graph.placeInteractions
        .merged(with: placeInteractions, threads: threads)
    } catch {
      throw .document(file: files.first?.name ?? "events", line: 0, column: 0, problem: error.description)
    }
    merged.provenance = provenance
    return merged
  }

  /// The files of one reading.
  private struct Batch {
    var interactions: InteractionLedger
    var placeInteractions: InteractionLedger
    var counts: [(file: InputFile, count: (rows: Int, rejected: Int))] = []
    var pipes: [String: InputDigests.Digest] = [:]
    var notes: [String] = []
    var rejects: RejectLog
    var newest: (milliseconds: Int64, place: String)?
    /// The name of a pipe whose bytes had been read before; then the rest counts nothing.
    var known: String?

    init(
      _ files: [InputFile], named name: String, seen: Set<String>, _ ground: EventGround, _ options: ImportOptions
    ) throws(IngestError) {
      let places = ground.groups.count + ground.tags.count
      interactions = .empty(sources: ground.people.count, targets: ground.people.count)
      placeInteractions = .empty(sources: ground.people.count, targets: places)
      rejects = RejectLog(policy: options.rejects)
      if files.isEmpty { return }
      let table = try OpenTable(
        .events, TableParts(name: name, files: files), DatasetDescription(ground.reading), options.threads)
      var total: Int? = 0
      for file in files {
        guard file.form != .pipe, let before = total else {
          total = nil
          break
        }
        total = before + (try file.map().count)
      }
      let whole = total
      let read = try EventsFile(
        table, people: ground.people, groups: ground.groups, tags: ground.tags, kinds: ground.kinds,
        until: LatestTime(declared: ground.reading.until), threads: options.threads, &rejects
      ) { options.status(ReadingStatus(table: name, bytes: $0.bytes, total: whole, rows: $0.rows)) }
      (interactions, placeInteractions) = (read.interactions, read.placeInteractions)
      for ((reader, strangers), count) in zip(zip(table.readers, table.strangers), table.counts) {
        counts.append((reader.file, count))
        if let digest = reader.pipeDigest {
          pipes[reader.file.path] = digest
          if seen.contains(digest.sha256) { known = reader.file.name }
        }
        if !strangers.isEmpty { notes.append("not read: \(strangers.joined(separator: ", ")) in \(reader.file.name)") }
      }
      newest = read.newest.map { ($0.milliseconds, "\(table.readers[$0.file].file.name):\($0.line)") }
    }
  }
}
