import People

/// What `dataset.yaml` says about events beside their kinds: a snapshot remembers it, so that a later batch is read as the
/// first one was, and so that old events can be let go.
public struct EventReading: Sendable, Equatable {
  /// Standard column names and what the files call them.
  public var columns: [String: String]
  /// The unit of times.
  public var times: TimeUnit
  /// Later events are rejected; nil accepts all.
  public var until: Timestamp?
  /// For how many days events of a kind are kept, by its name: 1 … 36,500. Kinds that are missing are kept for ever.
  public var keepDays: [String: Int]

  public static let keepRange = 1...36_500
  public static let standard = EventReading(columns: [:], times: .bySize, until: nil, keepDays: [:])

  public init(columns: [String: String], times: TimeUnit, until: Timestamp?, keepDays: [String: Int]) {
    (self.columns, self.times, self.until, self.keepDays) = (columns, times, until, keepDays)
  }
}
