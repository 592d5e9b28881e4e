/// What appending a batch of events did.
public struct AppendReport: Equatable, Sendable {
  /// The files that were new.
  public var files: [InputFile]
  /// Names of files whose bytes had been read before: they count nothing again.
  public var known: [String]
  /// Accepted rows.
  public var rows: Int
  public var rejected: Int
  /// Directed pairs, of people and of people with places, that the batch speaks of.
  public var pairs: Int
  /// ISO 8601 in UTC, of the whole snapshot; nil where there is no event.
  public var newestEvent: String?
  /// Where rejected rows are listed; nil where there are none.
  public var rejectsPath: String?

  public init(
    files: [InputFile], known: [String], rows: Int, rejected: Int, pairs: Int, newestEvent: String?,
    rejectsPath: String? = nil
  ) {
    (self.files, self.known, self.rows, self.rejected) = (files, known, rows, rejected)
    (self.pairs, self.newestEvent, self.rejectsPath) = (pairs, newestEvent, rejectsPath)
  }
}

/// What letting old events go did.
public struct ExpiryReport: Equatable, Sendable {
  public struct Kind: Equatable, Sendable {
    public var name: String
    /// For how many days its events are kept.
    public var days: Int
    /// By direction: an event that counts both ways counts twice.
    public var expired: Int
    public var kept: Int

    public init(name: String, days: Int, expired: Int, kept: Int) {
      (self.name, self.days, self.expired, self.kept) = (name, days, expired, kept)
    }
  }

  /// ISO 8601 in UTC, from when ages were counted; nil where there is no event.
  public var asOf: String?
  /// Those with a limit.
  public var kinds: [Kind]
  /// Names of kept values that went with the events they were found over.
  public var droppedValues: [String]

  public init(asOf: String?, kinds: [Kind], droppedValues: [String]) {
    (self.asOf, self.kinds, self.droppedValues) = (asOf, kinds, droppedValues)
  }
}
