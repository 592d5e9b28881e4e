/// Why a whole input could not be read. Never holds the text of a cell.
public enum IngestError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What the command line makes its exit code of: 65, 66 or 74.
  public enum Category: Hashable, Sendable {
    case data
    case noInput
    case io
  }

  case notFound(file: String)
  /// The system's reason, as `systemErrorText` gives it.
  case unreadable(file: String, reason: String)
  /// The same table stands there twice, in two forms.
  case ambiguous(file: String, other: String)
  case truncatedGzip(file: String)
  case corruptGzip(file: String)
  /// Bytes after the last gzip member that are no further member.
  case trailingBytes(file: String)
  /// An archive that cannot be read as one table.
  case archive(file: String, problem: ArchiveProblem)
  /// More decompressed bytes than the limit allows.
  case tooLarge(file: String, limit: Int)
  case empty(file: String)
  /// The header row itself is malformed.
  case header(RejectedRow)
  case missingColumn(file: String, column: String)
  /// Two columns, counted from 1, have one name. (The name is not printed: without a header it would be a cell.)
  case duplicateColumn(file: String, first: Int, second: Int)
  case unnamedColumn(file: String, column: Int)
  /// A rejected row under `RejectPolicy.strict`.
  case rejected(RejectedRow)
  /// The row that reached the limit of `RejectPolicy.atMost`; nil where its place was beyond the kept detail.
  case tooManyRejected(limit: Int, row: RejectedRow?)
  /// A YAML document that does not say what it should; line and column count from 1, 0 where unknown.
  case document(file: String, line: Int, column: Int, problem: String)

  public var category: Category {
    switch self {
    case .notFound: .noInput
    case .unreadable: .io
    default: .data
    }
  }

  public var description: String {
    switch self {
    case .notFound(let file): "\(file): no such file"
    case .unreadable(let file, let reason): "\(file): \(reason)"
    case .ambiguous(let file, let other): "\(file): \(other) stands beside it; keep one of them"
    case .truncatedGzip(let file): "\(file): truncated gzip stream"
    case .corruptGzip(let file): "\(file): corrupt gzip stream"
    case .trailingBytes(let file): "\(file): bytes after the end of the gzip stream"
    case .archive(let file, let problem): "\(file): \(problem)"
    case .tooLarge(let file, let limit): "\(file): more than \(limit) bytes when decompressed"
    case .empty(let file): "\(file): empty file, a header was expected"
    case .header(let row): "\(row)"
    case .missingColumn(let file, let column): "\(file): missing column '\(column)'"
    case .duplicateColumn(let file, let first, let second): "\(file): columns \(first) and \(second) have the same name"
    case .unnamedColumn(let file, let column): "\(file): column \(column) has no name"
    case .rejected(let row): "\(row)"
    case .tooManyRejected(let limit, let row?): "\(row) (rejected row number \(limit), the limit)"
    case .tooManyRejected(let limit, nil): "\(limit) rejected rows, the limit"
    case .document(let file, 0, _, let problem): "\(file): \(problem)"
    case .document(let file, let line, let column, let problem): "\(file):\(line):\(column) \(problem)"
    }
  }
}
