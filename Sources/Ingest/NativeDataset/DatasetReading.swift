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

  init(_ folder: DatasetFolder, _ tables: [NativeTable: OpenTable], _ options: ImportOptions) {
    (self.folder, self.tables, self.options) = (folder, tables, options)
    progress = ReadingProgress(folder.inputs, report: options.progress)
    rejects = RejectLog(policy: options.rejects)
  }

  mutating func dataset(_ digests: InputDigests) throws(IngestError) -> Dataset {
    guard let peopleTable = tables[.people] else { throw .notFound(file: NativeTable.people.fileName) }
    let description = folder.description
    let options = options
    let threads = options.threads
    let members = try counted(peopleTable) { table, rejects, progress throws(IngestError) in
      let file = try PeopleFile(table, description, options, &rejects, progress: progress)
      return (file, file.rows)
    }
    var graph = SocialGraph(people: members.people)
    graph.attributes = members.attributes
    graph.kinds = description.eventKinds
    let people = graph.people.ids

    if let table = tables[.groups] {
      graph.groups = try counted(table) { table, rejects, progress throws(IngestError) in
        let file = try GroupsFile(table, people: people, &rejects, progress: progress)
        return (file.groups, file.rows)
      }
    }
    let groups = graph.groups.ids
    if let table = tables[.friendships] {
      graph.friendships = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.friendships(people, &rejects, progress: progress)
        return (all, all.count)
      }
    }
    if let table = tables[.follows] {
      graph.follows = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.follows(people, &rejects, progress: progress)
        return (all, all.count)
      }
    }
    if let table = tables[.blocks] {
      let read = try counted(table) { table, rejects, progress throws(IngestError) in
        let read = try table.blocks(people, &rejects, progress: progress)
        return (read, read.blocks.count - read.unclear)
      }
      graph.blocks = read.blocks
      if read.unclear > 0 {
        notes.append("\(read.unclear) rejected rows of \(table.name) block all the same: both people could be read")
      }
      let lost = (counts[table.name]?.rejected ?? 0) - read.unclear
      if lost > 0 {
        notes.append("\(lost) unreadable rows of \(table.name): pairs that somebody blocked may be ranked")
      }
    }
    if let table = tables[.memberships] {
      graph.memberships = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.memberships(people, groups, &rejects, progress: progress)
        return (all, all.count)
      }
    }
    if let table = tables[.tags] {
      (graph.tags, graph.tagUses) = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.tags(people, &rejects, progress: progress)
        return (all, all.uses.count)
      }
    }
    let tags = graph.tags
    var uploads = AddressBookUploads()
    if let table = tables[.contacts] {
      uploads = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.contacts(people, options.pepper, members.regions, &rejects, progress: progress)
        return (all, all.count)
      }
    }
    var statements: [ConsentStatement] = []
    if let table = tables[.consents] {
      statements = try counted(table) { table, rejects, progress throws(IngestError) in
        let all = try table.consents(people, &rejects, progress: progress)
        return (all, all.count)
      }
      let lost = counts[table.name]?.rejected ?? 0
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
          table, people: people, groups: groups, tags: tags, kinds: kinds, until: description.eventsUntil,
          threads: threads, &rejects, progress: progress)
        return (file, file.rows)
      }
      (graph.interactions, graph.placeInteractions) = (events.interactions, events.placeInteractions)
      if let newest = events.newest, let days = daysBehindTheRest(newest.milliseconds, graph) {
        notes.append(
          "\(table.name):\(newest.line) is dated \(days) days after nearly all other events and sets the time of rankings: "
            + "mend it, or set events_until in dataset.yaml")
      }
    }
    graph.normalise()
    // After the events: ages are counted at the newest of them.
    let consents = ConsentRegister(statements, declared: description.consents)
    let mayMatch = PolicyGate(graph: graph, consents: consents).allowing(.contactMatching)
    let hasUploadedKeys = uploads.hasKeys
    let books = ContactMatcher(directory: members.directory, allowed: mayMatch).match(uploads, threads: threads)
    let hasIdentifiers = hasUploadedKeys || !books.columns.directoryKeys.isEmpty
    return Dataset(
      graph: graph, books: books, consents: consents,
      provenance: try provenance(digests, hasIdentifiers: hasIdentifiers))
  }

  /// Reads one table and counts its rows.
  private mutating func counted<Value>(
    _ table: OpenTable,
    _ read: (OpenTable, inout RejectLog, (Int) -> Void) throws(IngestError) -> (Value, Int)
  ) throws(IngestError) -> Value {
    let before = rejects.total
    let report = progress
    let (value, rows) = try read(table, &rejects) { report.report($0) }
    progress.finish(table.name)
    counts[table.name] = (rows, rejects.total - before)
    if !table.strangers.isEmpty {
      notes.append("not read: \(table.strangers.joined(separator: ", ")) in \(table.name)")
    }
    return value
  }

  private func provenance(_ digests: InputDigests, hasIdentifiers: Bool) throws(IngestError) -> Provenance {
    var files: [InputRecord] = []
    for (file, digest) in zip(folder.inputs, try digests.get()) {
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
  private var done = 0
  private let tell: @Sendable (Int, Int) -> Void

  init(_ files: [InputFile], report: @escaping @Sendable (Int, Int) -> Void) {
    var sizes: [String: Int] = [:]
    for file in files { sizes[file.name] = (try? file.map())?.count ?? 0 }
    (self.sizes, tell) = (sizes, report)
    // A sum: the order of the dictionary does not matter.
    total = sizes.values.reduce(0, +)
    done = sizes[DatasetDescription.fileName] ?? 0
  }

  /// - Parameter bytes: of the table at hand.
  func report(_ bytes: Int) { tell(done + bytes, total) }

  mutating func finish(_ name: String) {
    done += sizes[name] ?? 0
    tell(done, total)
  }
}
