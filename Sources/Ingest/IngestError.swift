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
  /// Another program wrote to the file, cut or replaced it while it was read.
  case changed(file: String)
  /// The same table stands there twice, in two forms.
  case ambiguous(file: String, other: String)
  case truncatedGzip(file: String)
  case corruptGzip(file: String)
  /// Bytes after the last gzip member that are no further member.
  case trailingBytes(file: String)
  case zstd(file: String, problem: ZstdProblem)
  /// An archive that cannot be read as one table.
  case archive(file: String, problem: ArchiveProblem)
  /// More decompressed bytes than the limit allows.
  case tooLarge(file: String, limit: Int)
  case empty(file: String)
  /// The header row itself is malformed.
  case header(RejectedRow)
  case missingColumn(file: String, column: String)
  /// A required column is missing, and the one at `place`, from 1, has its name in other case.
  case columnInOtherCase(file: String, column: String, place: Int)
  /// A header whose names stand between other separators than the table's.
  case otherSeparator(file: String, found: OtherSeparator)
  /// Text in UTF-16.
  case utf16(file: String)
  /// A folder without the tables that were looked for, and the folders in it that hold them.
  case tablesElsewhere(folder: String, table: String, found: [String])
  /// Two columns, counted from 1, have one name. (The name is not printed: without a header it would be a cell.)
  case duplicateColumn(file: String, first: Int, second: Int)
  case unnamedColumn(file: String, column: Int)
  /// A rejected row under `RejectPolicy.strict`.
  case rejected(RejectedRow)
  /// The row that reached the limit of `RejectPolicy.atMost`; nil where its place was beyond the kept detail.
  case tooManyRejected(limit: Int, row: RejectedRow?)
  /// A YAML document that does not say what it should; line and column count from 1, 0 where unknown.
  case document(file: String, line: Int, column: Int, problem: String)

  public enum OtherSeparator: String, Sendable, CaseIterable {
    case semicolons = ";"
    case tabs = "\t"
    case bars = "|"
  }

  /// What to do about it, where that can be told.
  public var hint: String? {
    switch self {
    case .columnInOtherCase(let file, let column, _):
      "names of columns are compared exactly: call it '\(column)', or map it under 'columns: {\(file): …}' in dataset.yaml"
    case .otherSeparator(_, .tabs): "call the file .tsv, or save it with commas (RFC 4180)"
    case .otherSeparator: "save the file with commas (RFC 4180)"
    case .changed: "try again when nothing writes to it any more"
    case .utf16: "save the file as UTF-8"
    case .tablesElsewhere(_, _, let found):
      found.isEmpty ? nil : "name the folder itself: \(found.joined(separator: ", "))"
    default: nil
    }
  }

  public var category: Category {
    switch self {
    case .notFound, .tablesElsewhere: .noInput
    case .unreadable, .changed: .io
    default: .data
    }
  }

  public var description: String {
    switch self {
    case .notFound(let file): "\(file): no such file"
    case .unreadable(let file, let reason): "\(file): \(reason)"
    case .changed(let file): "\(file): changed while it was read"
    case .ambiguous(let file, let other): "\(file): \(other) stands beside it; keep one of them"
    case .truncatedGzip(let file): "\(file): truncated gzip stream"
    case .corruptGzip(let file): "\(file): corrupt gzip stream"
    case .trailingBytes(let file): "\(file): bytes after the end of the gzip stream"
    case .zstd(let file, let problem): "\(file): \(problem)"
    case .archive(let file, let problem): "\(file): \(problem)"
    case .tooLarge(let file, let limit): "\(file): more than \(limit) bytes when decompressed"
    case .empty(let file): "\(file): empty file, a header was expected"
    case .header(let row): "\(row)"
    case .missingColumn(let file, let column): "\(file): missing column '\(column)'"
    case .columnInOtherCase(let file, let column, let place):
      "\(file): missing column '\(column)'; column \(place) has that name in other case"
    case .otherSeparator(let file, let found): "\(file): separated by \(found), not by commas"
    case .utf16(let file): "\(file): UTF-16 text, not UTF-8"
    case .tablesElsewhere(let folder, let table, _): "\(folder): no table '\(table)' here"
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
