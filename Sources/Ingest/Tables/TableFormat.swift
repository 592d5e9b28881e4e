import GraphStorage

/// How the text of a table is written.
public enum TableFormat: String, CaseIterable, Sendable {
  /// RFC 4180.
  case csv
  /// The same with tabs, quotes included.
  case tsv
  /// One JSON object a line.
  case jsonl

  /// The ends of file names that stand for it, the usual one first.
  public var endings: [String] {
    switch self {
    case .csv: [".csv"]
    case .tsv: [".tsv", ".tab"]
    case .jsonl: [".jsonl", ".ndjson"]
    }
  }

  /// nil where the name, its compression removed, ends in none of them.
  public init?(fileName: String) {
    guard let format = Self.allCases.first(where: { $0.endings.contains(where: fileName.hasSuffix) }) else {
      return nil
    }
    self = format
  }

  /// For text without a name, from its first bytes: an object is JSONL, a tab in the first line TSV, the rest CSV.
  init(start bytes: Span<UInt8>) {
    var place = 0
    while place < bytes.count, [0x20, 0x09, lineFeed, carriageReturn, 0xEF, 0xBB, 0xBF].contains(bytes[place]) {
      place += 1
    }
    if place < bytes.count, bytes[place] == UInt8(ascii: "{") || bytes[place] == UInt8(ascii: "[") {
      self = .jsonl
      return
    }
    let end = firstIndex(of: lineFeed, in: bytes, from: place) ?? bytes.count
    self = (place..<end).contains { bytes[$0] == 0x09 } ? .tsv : .csv
  }

  var dialect: Dialect { self == .tsv ? .tab : .csv }
}
