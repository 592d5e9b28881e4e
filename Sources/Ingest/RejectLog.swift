/// The rejected rows of a run, in file order and by line: all of them counted, the first ones in detail.
public struct RejectLog: Sendable {
  /// The first rows, at most `detailLimit` of them.
  public private(set) var rows: [RejectedRow] = []
  /// Exact, also beyond `detailLimit`.
  public private(set) var total = 0
  public let policy: RejectPolicy
  public let detailLimit: Int
  private var counts: [Cause: Int] = [:]

  /// One line of the summary.
  public struct Count: Hashable, Sendable {
    public let file: String
    public let reason: RejectReason
    public let count: Int
  }

  private struct Cause: Hashable {
    let file: String
    let reason: RejectReason
  }

  public init(policy: RejectPolicy = .tolerate, detailLimit: Int = 100_000) {
    self.policy = policy
    self.detailLimit = detailLimit
  }

  /// Adds one row without asking the policy: `merge` does, once the rows are in order.
  public mutating func append(_ row: RejectedRow) {
    total += 1
    if rows.count < detailLimit { rows.append(row) }
    counts[Cause(file: row.file, reason: row.reason), default: 0] += 1
  }

  /// Adds rows that were found out later than others.
  /// - Parameter late: each with the number of rows of this log that come before it, late ones not counted; ascending.
  /// - Complexity: O(late rows + rows behind the first of them).
  mutating func insert(_ late: [(before: Int, row: RejectedRow)]) {
    guard let first = late.first else { return }
    // A copy: as a slice it would make the removal copy all rows.
    var tail = Array(rows.dropFirst(first.before))[...]
    rows.removeLast(tail.count)
    var place = min(first.before, rows.count)
    for (before, row) in late {
      let between = tail.prefix(max(0, before - place))
      rows.append(contentsOf: between.prefix(detailLimit - rows.count))
      tail = tail.dropFirst(between.count)
      place += between.count
      append(row)
    }
    rows.append(contentsOf: tail.prefix(detailLimit - rows.count))
  }

  /// Adds rows of the same files that were found in another way; all stand in order of files, lines and columns
  /// afterwards.
  mutating func interleave(_ other: RejectLog, files: [String]) {
    var number: [String: Int] = [:]
    for (index, file) in files.enumerated() { number[file] = index }
    // Both keep their first rows, so the first ones of all are among those that are kept.
    rows = Array((rows + other.rows).sorted {
      (number[$0.file] ?? 0, $0.line, $0.column) < (number[$1.file] ?? 0, $1.line, $1.column)
    }.prefix(detailLimit))
    total += other.total
    for (cause, count) in other.counts { counts[cause, default: 0] += count }
  }

  /// Adds the rows of the next part of the input.
  /// - Throws: `rejected` or `tooManyRejected` when the policy's limit is reached.
  public mutating func merge(_ next: RejectLog) throws(IngestError) {
    guard next.total > 0 else { return }
    if let limit = errorAt, total < limit, total + next.total >= limit {
      let index = limit - total - 1
      let row = index < next.rows.count ? next.rows[index] : nil
      if case .strict = policy, let row { throw .rejected(row) }
      throw .tooManyRejected(limit: limit, row: row)
    }
    total += next.total
    rows.append(contentsOf: next.rows.prefix(max(0, detailLimit - rows.count)))
    // Addition: the order of the dictionary does not reach the sums.
    for (cause, count) in next.counts { counts[cause, default: 0] += count }
  }

  /// The totals for each file and reason, by file name, then by reason.
  public var summary: [Count] {
    counts.map { Count(file: $0.key.file, reason: $0.key.reason, count: $0.value) }
      .sorted { ($0.file, $0.reason.description) < ($1.file, $1.reason.description) }
  }

  private var errorAt: Int? {
    switch policy {
    case .tolerate: nil
    case .strict: 1
    case .atMost(let limit): max(1, limit)
    }
  }
}
