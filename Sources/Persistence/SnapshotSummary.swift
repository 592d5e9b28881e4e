import Ingest
import People
import Privacy

/// What is in a snapshot, in numbers: no personal value. `kith open FILE --summary` prints it.
public struct SnapshotSummary: Sendable, Equatable, Codable {
  public var schemaVersion: Int
  public var fileBytes: Int
  /// SHA-256 over all that the snapshot says: equal for equal datasets of one schema.
  public var contentDigest: String

  public var people: Int
  public var friendships: Int
  public var follows: Int
  public var blocks: Int
  public var groups: Int
  public var memberships: Int
  public var tags: Int
  public var tagUses: Int
  /// Person to person.
  public var interactions: Ledger
  /// Person to group, page or tag.
  public var placeInteractions: Ledger
  /// Appended since the ledgers were last written whole. Where there are any, pairs and rows of ledgers are counted in
  /// each of them.
  public var batches: Int
  public var attributes: [Attribute]
  public var kinds: [Kind]
  public var addressBooks: AddressBooks
  /// Statements as they were made, for each purpose that somebody spoke of, in the order of the purposes.
  public var consents: [Consent]
  public var declaredBasis: Basis
  public var provenance: Provenance
  /// What kernels found, sorted by name.
  public var derived: [Derived]

  public struct Ledger: Sendable, Equatable, Codable {
    /// How many targets there may be.
    public var targets: Int
    /// Directed pairs that met at least once.
    public var pairs: Int
    public var rows: Int
    /// An event of a symmetric kind counts once in each direction.
    public var events: Int
    /// ISO 8601, UTC; nil where there is no event.
    public var newestEvent: String?
  }

  public struct Attribute: Sendable, Equatable, Codable {
    public var name: String
    public var kind: String
    /// People with at least one value.
    public var people: Int
  }

  public struct Kind: Sendable, Equatable, Codable {
    public var name: String
    public var weight: Double
    public var symmetric: Bool
  }

  /// The values that one run of a kernel found.
  public struct Derived: Sendable, Equatable, Codable {
    public var kernel: String
    public var edges: String
    public var purpose: String
    /// People with values.
    public var people: Int
    /// The names of its columns.
    public var columns: [String]
  }

  public struct AddressBooks: Sendable, Equatable, Codable {
    public var entries = 0
    public var members = 0
    public var pending = 0
    public var conflicts = 0
    public var ownCards = 0
    public var withheld = 0
    /// Distinct keys of pending entries.
    public var pendingKeys = 0
    /// The members' own identifiers.
    public var directory = 0
  }

  public struct Consent: Sendable, Equatable, Codable {
    public var purpose: String
    public var granted = 0
    public var denied = 0
    public var presumed = 0
  }

  public struct Basis: Sendable, Equatable, Codable {
    /// Purposes that count as granted for people who said nothing.
    public var granted: [String]
    public var words: String
  }
}

extension SnapshotSummary.Ledger {
  init(_ stored: LedgerColumns.Stored) {
    self.init(
      targets: stored.targets, pairs: stored.pairs, rows: stored.rows, events: stored.events,
      newestEvent: stored.newest?.description)
  }
}

extension SnapshotSummary {
  /// Reads the small tables and nothing else.
  init(_ session: ReadSession, header: SnapshotHeader) throws {
    let (provenance, words, _) = try ProvenanceRows.read(session)
    let ledgers = try LedgerColumns.StoredLedgers(session)
    let stored = try StoredCounts(session)
    self.init(
      schemaVersion: header.schema, fileBytes: header.fileBytes, contentDigest: session.digest.description,
      people: try stored.count("people"), friendships: try stored.count("friendships"),
      follows: try stored.count("follows"), blocks: try stored.count("blocks"),
      groups: try session.rows(of: "groups"), memberships: try stored.count("memberships"),
      tags: try session.rows(of: "tags"), tagUses: try stored.count("tag_uses"),
      interactions: Ledger(ledgers.sum("interactions")), placeInteractions: Ledger(ledgers.sum("place_interactions")), batches: ledgers.batchCount,
      attributes: try AttributeRows.attributes(session).map {
        Attribute(name: $0.name, kind: $0.kind.rawValue, people: $0.people)
      },
      kinds: try PlaceRows.kinds(session).kinds.map {
        Kind(name: $0.name, weight: $0.weight, symmetric: $0.isSymmetric)
      },
      addressBooks: try stored.addressBooks, consents: try ConsentColumns.summary(session),
      declaredBasis: Basis(granted: try ConsentColumns.declaredPurposes(session).map(\.rawValue), words: words),
      provenance: provenance,
      derived: header.schema < SnapshotSchema.firstWithDerived
        ? []
        : try DerivedColumns.tables(session).map {
          Derived(
            kernel: $0.kernel, edges: $0.edges, purpose: $0.purpose.rawValue, people: $0.people,
            columns: $0.columns.map(\.name))
        })
  }
}
