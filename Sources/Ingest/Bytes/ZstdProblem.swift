/// Why a zstd file cannot be read.
public enum ZstdProblem: Equatable, Sendable, CustomStringConvertible {
  case truncated
  /// Damaged data, or no zstd at all.
  case corrupt
  /// Bytes after the last frame that are no further frame.
  case trailingBytes
  /// Made with `--long` beyond 27: decompressing would take more memory than that.
  case window
  case dictionary

  public var description: String {
    switch self {
    case .truncated: "truncated zstd stream"
    case .corrupt: "corrupt zstd stream"
    case .trailingBytes: "bytes after the end of the zstd stream"
    case .window: "the zstd stream needs a window of more than 128 MiB"
    case .dictionary: "the zstd stream needs a dictionary"
    }
  }
}
