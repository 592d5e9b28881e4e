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
