import Contacts
import People
import Privacy

/// All that was read: the graph, the address books, the consents, and where it came from; and what was released of it.
/// What a snapshot keeps.
public struct Dataset: Sendable, Equatable {
  public var graph: SocialGraph
  public var books: AddressBooks
  public var consents: ConsentRegister
  public var provenance: Provenance
  /// How a later batch of events is read, and how long events are kept.
  public var eventReading: EventReading
  /// Noisy counts that were released, and what they cost.
  public var releases: ReleaseLedger

  public init(
    graph: SocialGraph, books: AddressBooks, consents: ConsentRegister, provenance: Provenance,
    eventReading: EventReading = .standard, releases: ReleaseLedger = .empty
  ) {
    (self.graph, self.books, self.consents, self.provenance) = (graph, books, consents, provenance)
    (self.eventReading, self.releases) = (eventReading, releases)
  }
}

/// Where a dataset came from: enough to tell whether two runs had the same input.
public struct Provenance: Sendable, Equatable, Codable {
  /// The import format, for example "dataset" or "sociopatterns".
  public var format: String
  /// In the order of their names.
  public var files: [InputRecord]
  /// Things a reader of results should know, for example which basis was assumed.
  public var notes: [String]

  public init(format: String, files: [InputRecord], notes: [String]) {
    (self.format, self.files, self.notes) = (format, files, notes)
  }

  public var rows: Int { files.reduce(0) { $0 + $1.rows } }
  public var rejectedRows: Int { files.reduce(0) { $0 + $1.rejected } }
}

/// One input file.
public struct InputRecord: Sendable, Equatable, Codable {
  /// The file's name as the dataset or the operator has it; of one named by a whole path the last part alone, because
  /// where it lay on some machine is no part of the data.
  public var name: String
  /// As stored, compressed or not.
  public var bytes: Int
  /// Of the stored bytes, in hexadecimal.
  public var sha256: String
  /// Accepted rows.
  public var rows: Int
  public var rejected: Int

  public init(name: String, bytes: Int, sha256: String, rows: Int, rejected: Int) {
    self.name = name.hasPrefix("/") ? name.split(separator: "/").last.map(String.init) ?? name : name
    (self.bytes, self.sha256, self.rows, self.rejected) = (bytes, sha256, rows, rejected)
  }
}
