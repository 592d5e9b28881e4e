/// Why a zip archive cannot be read as one table.
public enum ArchiveProblem: Equatable, Sendable, CustomStringConvertible {
  case notAnArchive
  /// Archives must hold exactly one file.
  case memberCount(Int)
  case encrypted
  /// The member would expand to more than `limit` times its compressed size.
  case ratio(limit: Int)
  case unsupportedCompression
  /// Damaged data: the member cannot be expanded, or its checksum differs.
  case corrupt

  public var description: String {
    switch self {
    case .notAnArchive: "not a readable zip archive"
    case .memberCount(let count): "a zip archive with \(count) members, expected one"
    case .encrypted: "the zip archive is encrypted"
    case .ratio(let limit): "the zip member expands more than \(limit)-fold"
    case .unsupportedCompression: "the zip member has an unsupported compression"
    case .corrupt: "corrupt zip archive"
    }
  }
}
