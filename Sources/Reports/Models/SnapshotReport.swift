/// What is in a snapshot, without any person's data.
public struct SnapshotReport: Codable, Equatable, Sendable {
  /// In the order to be shown, for example people, friendships, events.
  public var counts: [Count]
  /// ISO 8601 in UTC; nil where there is no event.
  public var newestEvent: String?
  public var attributes: [Attribute]
  public var kinds: [Kind]
  /// In whole sentences, for example `217 of 217 people allow inference-subject.`
  public var basis: [String]
  /// The import format, for example `sociopatterns`.
  public var format: String
  public var files: [InputFile]
  public var notes: [String]
  /// What kernels found about people and the snapshot keeps.
  public var derived: [Derived]

  public init(
    counts: [Count], newestEvent: String? = nil, attributes: [Attribute] = [], kinds: [Kind] = [],
    basis: [String] = [], format: String = "", files: [InputFile] = [], notes: [String] = [],
    derived: [Derived] = []
  ) {
    (self.counts, self.newestEvent, self.attributes, self.kinds) = (counts, newestEvent, attributes, kinds)
    (self.basis, self.format, self.files, self.notes) = (basis, format, files, notes)
    self.derived = derived
  }

  public struct Count: Codable, Equatable, Sendable {
    public var name: String
    public var value: Int

    public init(_ name: String, _ value: Int) { (self.name, self.value) = (name, value) }
  }

  public struct Attribute: Codable, Equatable, Sendable {
    public var name: String
    /// `categorical`, `ordinal`, `set`, `sensitive`.
    public var kind: String
    /// People that have a value.
    public var people: Int

    public init(name: String, kind: String, people: Int) { (self.name, self.kind, self.people) = (name, kind, people) }
  }

  /// The values that one run of a kernel found.
  public struct Derived: Codable, Equatable, Sendable {
    /// Kernel, edges, purpose and parameters in words; people are counted in it, not named.
    public var name: String
    public var columns: [String]
    /// People with values.
    public var people: Int
    /// ISO 8601 in UTC; nil where nothing is dated.
    public var asOf: String?

    public init(name: String, columns: [String], people: Int, asOf: String?) {
      (self.name, self.columns, self.people, self.asOf) = (name, columns, people, asOf)
    }
  }

  /// A kind of interaction.
  public struct Kind: Codable, Equatable, Sendable {
    public var name: String
    public var weight: Double
    public var isSymmetric: Bool
    public var events: Int

    public init(name: String, weight: Double, isSymmetric: Bool, events: Int) {
      (self.name, self.weight, self.isSymmetric, self.events) = (name, weight, isSymmetric, events)
    }
  }
}

/// A file that was read, or had been read when a snapshot was made.
public struct InputFile: Codable, Equatable, Sendable {
  /// Without folders.
  public var file: String
  public var bytes: Int
  /// In hexadecimal.
  public var sha256: String
  /// Accepted rows.
  public var rows: Int
  public var rejected: Int

  public init(file: String, bytes: Int, sha256: String, rows: Int, rejected: Int) {
    (self.file, self.bytes, self.sha256, self.rows, self.rejected) = (file, bytes, sha256, rows, rejected)
  }
}
