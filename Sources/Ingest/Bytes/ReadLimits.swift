/// Bounds that keep a broken or hostile file from taking the machine. All sizes in bytes.
public struct ReadLimits: Hashable, Sendable {
  /// A longer row is rejected.
  public var row = 1 << 20
  /// A quoted field that is not closed within so many bytes …
  public var quotedField = 1 << 16
  /// … and line ends is rejected where it opened.
  public var quotedLines = 100
  /// More decompressed bytes are an error.
  public var decompressed = 64 << 30
  /// A zip member that expands further is an error. (Deflate cannot exceed 1032.)
  public var expansion = 2000

  public init() {}
}
