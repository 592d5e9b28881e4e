/// The first 4,096 bytes of a binary graph file. All numbers are little-endian.
///
///     0     8 bytes  "KithGrph"
///     8     UInt32   version, 1
///     12    UInt32   bit 0: directed, bit 1: degrees descend
///     16    UInt64   vertices
///     24    UInt64   arcs
///     32    UInt64   length of the file in bytes
///     40    UInt64   number of columns
///     48    32 bytes for each column: kind, first byte, numbers, checksum (UInt64 each)
///     4088  UInt64   checksum of the 4,088 bytes before it
///
/// Columns begin at multiples of 4,096 bytes.
struct BinaryGraphHeader: Sendable, Equatable {
  enum Kind: UInt64, CaseIterable {
    case offsets = 1
    case targets = 2
    case weights = 3
    case times = 4
    case inOffsets = 5
    case inSources = 6
    case inWeights = 7
    case names = 8
    case oldOfNew = 9
    case newOfOld = 10

    /// Of one number, in bytes.
    var width: Int {
      switch self {
      case .targets, .inSources, .oldOfNew, .newOfOld: 4
      default: 8
      }
    }
  }

  struct Section: Sendable, Equatable {
    let kind: Kind
    let offset: Int
    let count: Int
    let checksum: UInt64
  }

  static let size = 4096
  static let version: UInt64 = 1
  private static let magic: [UInt8] = Array("KithGrph".utf8)

  var isDirected = false
  var isDegreeDescending = false
  var vertexCount = 0
  var arcCount = 0
  var sections: [Section] = []

  /// The end of the last column.
  var fileLength: Int {
    sections.last.map { $0.offset + $0.count * $0.kind.width } ?? Self.size
  }

  static func aligned(_ offset: Int) -> Int { (offset + size - 1) / size * size }

  func section(_ kind: Kind) -> Section? { sections.first { $0.kind == kind } }

  var bytes: [UInt8] {
    var words: [UInt64] = [
      Self.version | (isDirected ? 1 << 32 : 0) | (isDegreeDescending ? 1 << 33 : 0), UInt64(vertexCount),
      UInt64(arcCount), UInt64(fileLength),
      UInt64(sections.count),
    ]
    for section in sections {
      words += [section.kind.rawValue, UInt64(section.offset), UInt64(section.count), section.checksum]
    }
    var bytes = Self.magic
    for word in words { append(word, &bytes) }
    bytes += [UInt8](repeating: 0, count: Self.size - 8 - bytes.count)
    append(Self.checksum(bytes), &bytes)
    return bytes
  }

  private func append(_ word: UInt64, _ bytes: inout [UInt8]) {
    for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * UInt64(byte)))) }
  }

  private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * UInt64($1)) }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt64 {
    stride(from: 0, to: size - 8, by: 8).reduce(1) { ColumnChecksum.mixed($0, word(bytes, $1)) }
  }

  init() {}

  /// - Parameter bytes: the file's first 4,096 bytes, or what there is.
  init(_ bytes: [UInt8], fileLength: Int) throws(GraphFileError.BinaryFault) {
    guard bytes.starts(with: Self.magic) else { throw .notAGraphFile }
    guard bytes.count >= 12 else { throw .truncated }
    let version = bytes[8..<12].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard version <= Int(Self.version) else { throw .version(version) }
    guard bytes.count == Self.size else { throw .truncated }
    guard Self.word(bytes, Self.size - 8) == Self.checksum(bytes), version == Int(Self.version) else {
      throw .damagedHeader
    }
    // From here on the header is what was written; it must still make sense.
    isDirected = bytes[12] & 1 != 0
    isDegreeDescending = bytes[12] & 2 != 0
    guard let vertexCount = Int(exactly: Self.word(bytes, 16)), vertexCount < Int(UInt32.max),
      let arcCount = Int(exactly: Self.word(bytes, 24)), arcCount < 1 << 56,
      let count = Int(exactly: Self.word(bytes, 40)), count <= Kind.allCases.count
    else { throw .damagedHeader }
    self.vertexCount = vertexCount
    self.arcCount = arcCount
    var end = Self.size
    for index in 0..<count {
      let place = 48 + 32 * index
      guard let kind = Kind(rawValue: Self.word(bytes, place)), section(kind) == nil,
        let offset = Int(exactly: Self.word(bytes, place + 8)), offset == Self.aligned(end),
        let length = Int(exactly: Self.word(bytes, place + 16)), length == expectedCount(kind)
      else { throw .damagedHeader }
      sections.append(
        Section(kind: kind, offset: offset, count: length, checksum: Self.word(bytes, place + 24)))
      end = offset + length * kind.width
    }
    guard section(.offsets) != nil, section(.targets) != nil,
      isDirected == (section(.inOffsets) != nil), isDirected == (section(.inSources) != nil),
      (isDirected && section(.weights) != nil) == (section(.inWeights) != nil),
      (section(.oldOfNew) != nil) == (section(.newOfOld) != nil), Self.word(bytes, 32) == UInt64(end)
    else { throw .damagedHeader }
    guard fileLength >= end else { throw .truncated }
    guard fileLength == end else { throw .damagedHeader }
  }

  private func expectedCount(_ kind: Kind) -> Int {
    switch kind {
    case .offsets, .inOffsets: vertexCount + 1
    case .names, .oldOfNew, .newOfOld: vertexCount
    default: arcCount
    }
  }
}
