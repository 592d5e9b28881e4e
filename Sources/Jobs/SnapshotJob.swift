import Contacts
import GraphStorage
import Ingest
import People
import Persistence
import Privacy
import Reports

/// Reads and describes snapshots.
public enum SnapshotJob {
  public static func read(_ path: String, _ context: RunContext) throws(Failure) -> Dataset {
    do throws(SnapshotError) {
      return try SnapshotStore.read(path, threads: context.threads)
    } catch {
      throw Failure(error)
    }
  }

  /// What tells the file from one that was changed: to be asked for before it is read. nil where there is none.
  public static func stamp(of path: String) -> FileStamp? { SnapshotStore.stamp(of: path) }

  public static func write(_ dataset: Dataset, to path: String, _ context: RunContext) throws(Failure) {
    do throws(SnapshotError) {
      try SnapshotStore.write(dataset, to: path, threads: context.threads)
    } catch {
      throw Failure(error)
    }
  }

  /// As `write`, unless another program changed the file since it was read.
  /// - Parameter stamp: of the file before the dataset was read; nil where there was none.
  public static func write(
    _ dataset: Dataset, to path: String, unchangedSince stamp: FileStamp?, _ context: RunContext
  ) throws(Failure) {
    do throws(SnapshotError) {
      try SnapshotStore.write(dataset, to: path, unchangedSince: stamp, threads: context.threads)
    } catch {
      throw Failure(error)
    }
  }

  /// What is in a dataset, in numbers, for a report: without those who are restricted.
  static func describeForReport(_ dataset: Dataset) -> SnapshotReport {
    let people = dataset.graph.people
    if people.restricted.isEmpty { return describe(dataset) }
    var rest = dataset
    rest.graph = dataset.graph.projected(people.unrestricted)
    rest.books = dataset.books.erasing(people.restricted)
    var report = describe(rest)
    report.counts.removeAll { $0.name == Self.restricted }
    for place in report.counts.indices where report.counts[place].name == "people" {
      report.counts[place].value = people.count - people.restricted.count
    }
    return report
  }

  private static let restricted = "people whose data is restricted"

  /// What is in a dataset, in numbers.
  public static func describe(_ dataset: Dataset) -> SnapshotReport {
    let graph = dataset.graph
    let books = dataset.books.counts
    let hasEvents = graph.interactions.rowCount + graph.placeInteractions.rowCount > 0
    var counts: [SnapshotReport.Count] = [
      .init("people", graph.people.count), .init("friendships", graph.friendships.count),
      .init("follows", graph.follows.count), .init("blocks", graph.blocks.count), .init("groups", graph.groups.count),
      .init("memberships", graph.memberships.count), .init("tags", graph.tags.count),
      .init("tag uses", graph.tagUses.count),
      .init("pairs with interactions", graph.interactions.pairCount),
      .init("interactions, by direction", graph.interactions.eventCount),
      .init("interactions with groups and tags", graph.placeInteractions.eventCount),
      .init("ledger rows", graph.interactions.rowCount + graph.placeInteractions.rowCount),
      .init("ledger bytes", hasEvents ? graph.interactions.byteCount + graph.placeInteractions.byteCount : 0),
      .init("ledger bytes an event", hasEvents ? bytesPerEvent(graph) : 0),
      .init("address-book entries", dataset.books.count), .init("entries matched to members", books.members),
      .init("entries pending (not members)", books.pending), .init("entries in conflict", books.conflicts),
      .init("entries that are the owner's own card", books.ownCards),
      .init("entries withheld (no consent)", books.withheld),
      .init("released answers", dataset.releases.releases.count),
      .init(Self.restricted, graph.people.restricted.count),
    ]
    counts.removeAll { $0.value == 0 && $0.name != "people" }
    let byKind = [graph.interactions, graph.placeInteractions].map { $0.counts(kinds: graph.kinds.kinds.count) }
    let events = zip(byKind[0], byKind[1]).map { $0 + $1 }
    let gate = PolicyGate(graph: graph, consents: dataset.consents)
    return SnapshotReport(
      counts: counts, newestEvent: graph.newestTime?.description,
      attributes: graph.attributes.map { column in
        SnapshotReport.Attribute(
          name: column.name, kind: column.kind.rawValue,
          people: (0..<graph.people.count).count { !column.codes(of: PersonIndex($0)).isEmpty })
      },
      kinds: graph.kinds.kinds.enumerated().filter { events[$0.offset] > 0 }.map { index, kind in
        SnapshotReport.Kind(name: kind.name, weight: kind.weight, isSymmetric: kind.isSymmetric, events: events[index])
      }, basis: Purpose.allCases.map { gate.summary(of: $0) }, format: dataset.provenance.format,
      files: dataset.provenance.files.map { Reports.InputFile($0) }, notes: dataset.provenance.notes,
      derived: graph.derived.map { table in
        SnapshotReport.Derived(
          name: DerivedSummary.name(table), columns: table.columns.map(\.name), people: table.people.count,
          asOf: table.asOf?.description)
      })
  }
}

extension SnapshotJob {
  /// Of both ledgers, rounded up.
  private static func bytesPerEvent(_ graph: SocialGraph) -> Int {
    let events = graph.interactions.eventCount + graph.placeInteractions.eventCount
    return (graph.interactions.byteCount + graph.placeInteractions.byteCount + events - 1) / max(events, 1)
  }
}

extension Reports.InputFile {
  init(_ record: InputRecord) {
    self.init(
      file: record.name, bytes: record.bytes, sha256: record.sha256, rows: record.rows, rejected: record.rejected)
  }
}

extension Failure {
  public init(_ error: SnapshotError) {
    switch error.category {
    case .data: self.init(.data, error.description)
    case .noInput: self.init(.noInput, error.description)
    case .io: self.init(.io, error.description)
    }
  }
}
