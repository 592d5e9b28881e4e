import Contacts
import GraphStorage

/// What can be imported: the verb's first argument.
public enum ImportFormat: String, CaseIterable, Sendable {
  /// A folder of CSV, TSV or JSON Lines files with an optional `dataset.yaml`: the native form.
  case dataset
  /// Face-to-face contacts, one line `t i j` for every 20 seconds (sociopatterns.org).
  case sociopatterns
  /// An edge list of the Stanford Network Analysis Project: `src dst` or `src dst unixtime`.
  case snap
  /// The data of the LDBC Social Network Benchmark.
  case ldbcSNB = "ldbc-snb"
}

/// How to read.
public struct ImportOptions: Sendable {
  public var rejects: RejectPolicy
  public var threads: ThreadCount
  /// Under what e-mail addresses and phone numbers are digested.
  public var pepper: Pepper
  /// For `sociopatterns` and `snap`: a file that gives each person's value of one attribute; found beside the data
  /// where its name says so, otherwise none.
  public var labels: String?
  /// For `snap`: whether an undated edge is a follow (directed) instead of a friendship.
  public var isDirected: Bool
  /// For `dataset`: files, folders or patterns, relative to the working directory, or `-` for standard input, from which
  /// the events are read instead of from the folder; none for the folder's own.
  public var events: [String] = []
  /// Called now and then on the thread that reads; for `dataset`.
  public var status: @Sendable (ReadingStatus) -> Void = { _ in }
  /// Called now and then with the bytes read so far and in all.
  public var progress: @Sendable (_ done: Int, _ total: Int) -> Void

  public init(
    rejects: RejectPolicy = .tolerate, threads: ThreadCount = .available, pepper: Pepper = .builtIn,
    labels: String? = nil, isDirected: Bool = false, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) {
    self.rejects = rejects
    self.threads = threads
    self.pepper = pepper
    self.labels = labels
    self.isDirected = isDirected
    self.progress = progress
  }
}

/// What was read, and what was not.
public struct ImportResult: Sendable {
  public let dataset: Dataset
  public let rejects: RejectLog

  public init(dataset: Dataset, rejects: RejectLog) { (self.dataset, self.rejects) = (dataset, rejects) }
}
