import Contacts
import GraphStorage
import People
import Privacy

/// One reading of a folder: its tables, one after the other, each against the ones before.
struct DatasetReading {
  private let folder: DatasetFolder
  private let tables: [NativeTable: OpenTable]
  private let options: ImportOptions
  private var progress: ReadingProgress
  private(set) var rejects: RejectLog
  /// Accepted and rejected rows by file name.
  private var counts: [String: (rows: Int, rejected: Int)] = [:]
  private var notes: [String] = []
  /// Of pipes, by name.
  private var pipes: [String: InputDigests.Digest] = [:]

  init(_ folder: DatasetFolder, _ tables: [NativeTable: OpenTable], _ options: ImportOptions) {
    (self.folder, self.tables, self.options) = (folder, tables, options)
    progress = ReadingProgress(folder, options)
    rejects = RejectLog(policy: options.rejects)
  }

  mutating func dataset(_ digests: InputDigests) throws(IngestError) -> Dataset {
    guard let peopleTable = tables[.people] else { throw .notFound(file: NativeTable.people.fileName) }
    let description = folder.description
    let options = options
    let threads = options.threads
    let members = try counted(peopleTable) { table, rejects, progress throws(IngestError) in
      let file = try PeopleFile(table, description, options, &rejects, progress: progress)
      return file
    }
    var graph = SocialGraph(people: members.people)
    graph.attributes = members.attributes
    graph.kinds = description.eventKinds
    let people = graph.people.ids

    if let table = tables[.groups] {
      graph.groups = try counted(table) { table, rejects, progress throws(IngestError) in
        let file = try GroupsFile(table, people: people, &rejects, progress: progress)
        return file.groups
      }
    }
    let groups = graph.groups.ids
    if let table = tables[.friendships] {
      graph.friendships = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.friendships(people, &rejects, progress: progress)
        return all
      }
    }
    if let table = tables[.follows] {
      graph.follows = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.follows(people, &rejects, progress: progress)
        return all
      }
    }
    if let table = tables[.blocks] {
      let read = try counted(table) { table, rejects, progress throws(IngestError) in
        let read = try table.blocks(people, &rejects, progress: progress)
        return read
      }
      graph.blocks = read.blocks
      if read.unclear > 0 {
        notes.append("\(read.unclear) rejected rows of \(table.name) block all the same: both people could be read")
      }
      let lost = rejectedRows(of: table) - read.unclear
      if lost > 0 {
        notes.append("\(lost) unreadable rows of \(table.name): pairs that somebody blocked may be ranked")
      }
    }
    if let table = tables[.memberships] {
      graph.memberships = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.memberships(people, groups, &rejects, progress: progress)
        return all
      }
    }
    if let table = tables[.tags] {
      (graph.tags, graph.tagUses) = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.tags(people, &rejects, progress: progress)
        return all
      }
    }
    if let table = tables[.impressions] {
      graph.impressions = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.impressions(people, &rejects, progress: progress)
        return all
      }
    }
    let tags = graph.tags
    var uploads = AddressBookUploads()
    if let table = tables[.contacts] {
      uploads = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.contacts(people, options.pepper, members.regions, &rejects, progress: progress)
        return all
      }
    }
    var statements: [ConsentStatement] = []
    if let table = tables[.consents] {
      statements = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.consents(people, &rejects, progress: progress)
        return all
      }
      let lost = rejectedRows(of: table)
      if lost > 0 && !description.consents.granted.isEmpty {
        // A denial may be among them, and the default would take its place.
        throw .document(
          file: table.name, line: 0, column: 0,
          problem: "\(lost) unreadable rows, and dataset.yaml grants by default: a denial may be among them; mend them")
      }
    }
    graph.placeInteractions = .empty(sources: people.count, targets: groups.count + tags.count)
    if let table = tables[.events] {
      let kinds = graph.kinds
      let events = try counted(table) { table, rejects, progress throws(IngestError) in
        let file = try EventsFile(
          table, people: people, groups: groups, tags: tags, kinds: kinds, until: LatestTime(declared: description.eventsUntil),
          threads: threads, &rejects, progress: progress)
        return file
      }
      (graph.interactions, graph.placeInteractions) = (events.interactions, events.placeInteractions)
      let numbers = events.timeNumbers
      if numbers.seconds > 0 && numbers.milliseconds > 0 {
        let asSeconds = numbers.seconds == 1 ? "1 time was" : "\(numbers.seconds) times were"
        notes.append(
          "\(table.name): \(asSeconds) read as seconds and \(numbers.milliseconds) as milliseconds, by their "
            + "size; state the unit under 'times: {\(table.table.fileName): …}' in dataset.yaml, and others are rejected")
      }
      if let newest = events.newest,
        let days = daysBehindTheRest(
          newest.milliseconds, [graph.interactions, graph.placeInteractions], threads: threads)
      {
        notes.append(
          "\(table.readers[newest.file].file.name):\(newest.line) is dated \(days) days after nearly all other events and sets the time of rankings: "
            + "mend it, or set events_until in dataset.yaml")
      }
    }
    graph.normalise()
    // After the events: ages are counted at the newest of them.
    let consents = ConsentRegister(statements, declared: description.consents)
    let mayMatch = PolicyGate(graph: graph, consents: consents).allowing(.contactMatching)
    let hasUploadedKeys = uploads.hasKeys
    let books = ContactMatcher(
      directory: members.directory, undiscoverable: members.undiscoverable, allowed: mayMatch
    ).match(uploads, threads: threads)
    let hasIdentifiers = hasUploadedKeys || !books.columns.directoryKeys.isEmpty
    return Dataset(
      graph: graph, books: books, consents: consents,
      provenance: try provenance(digests, hasIdentifiers: hasIdentifiers), eventReading: description.eventReading)
  }

  /// Reads one table and counts its rows.
  private mutating func counted<Value>(
    _ table: OpenTable,
    _ read: (OpenTable, inout RejectLog, (ReadingStep) -> Void) throws(IngestError) -> Value
  ) throws(IngestError) -> Value {
    let report = progress
    let value = try read(table, &rejects) { report.report(table.name, $0) }
    progress.finish(table)
    for ((reader, strangers), count) in zip(zip(table.readers, table.strangers), table.counts) {
      counts[reader.file.name] = count
      pipes[reader.file.name] = reader.pipeDigest
      if !strangers.isEmpty { notes.append("not read: \(strangers.joined(separator: ", ")) in \(reader.file.name)") }
    }
    return value
  }

  private func rejectedRows(of table: OpenTable) -> Int { table.counts.reduce(0) { $0 + $1.rejected } }

  private func provenance(_ digests: InputDigests, hasIdentifiers: Bool) throws(IngestError) -> Provenance {
    var files: [InputRecord] = []
    var stored = try digests.get()[...]
    for file in folder.inputs {
      guard let digest = file.form == .pipe ? pipes[file.name] : stored.popFirst() else { continue }
      let count = counts[file.name] ?? (0, 0)
      files.append(
        InputRecord(
          name: file.name, bytes: digest.bytes, sha256: digest.sha256, rows: count.rows, rejected: count.rejected))
    }
    files.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var notes = notes + folder.strangers.map { "not read: \($0)" }
    if hasIdentifiers && options.pepper.isBuiltIn {
      notes.append("e-mail addresses and phone numbers are digested under the built-in pepper, which is no secret")
    }
    return Provenance(format: ImportFormat.dataset.rawValue, files: files, notes: notes)
  }
}

/// Tells how far the reading is, in stored bytes.
private struct ReadingProgress {
  private let sizes: [String: Int]
  private let total: Int
  private let hasPipe: Bool
  private var done = 0
  private var rows = 0
  private let options: ImportOptions

  init(_ folder: DatasetFolder, _ options: ImportOptions) {
    var sizes: [String: Int] = [:]
    for file in folder.inputs where file.form != .pipe { sizes[file.name] = (try? file.map())?.count ?? 0 }
    (self.sizes, self.options) = (sizes, options)
    hasPipe = folder.inputs.contains { $0.form == .pipe }
    // A sum: the order of the dictionary does not matter.
    total = sizes.values.reduce(0, +)
    done = sizes[DatasetDescription.fileName] ?? 0
  }

  /// - Parameter step: of the table at hand.
  func report(_ table: String, _ step: ReadingStep) { tell(table, done + step.bytes, rows + step.rows) }

  mutating func finish(_ table: OpenTable) {
    for reader in table.readers {
      done += sizes[reader.file.name] ?? reader.bytesRead
      rows += reader.rowCount
    }
    tell(table.name, done, rows)
  }

  private func tell(_ table: String, _ bytes: Int, _ rows: Int) {
    options.progress(bytes, total)
    options.status(ReadingStatus(table: table, bytes: bytes, total: hasPipe ? nil : total, rows: rows))
  }
}
