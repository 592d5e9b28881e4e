import GraphStorage
import People

/// A digest of what the rows of a table say, whatever pages SQLite keeps them on.
///
/// Cells become 64-bit words: a number its bits; an optional cell 0, or 1 and its value; bytes their count and eight
/// to a word. With B1, B2, … the blocks of 32,768 words, the digest is SHA-256(… SHA-256(SHA-256(name) B1) B2 …).
/// Every table starts from its name, so that two tables cannot be exchanged.
struct RowDigest {
  private static let blockWords = 32_768
  private var state: ContentDigest
  private var words: [Int64] = []

  init(table: String) {
    state = .of(Array(table.utf8))
    words.reserveCapacity(Self.blockWords)
  }

  @inline(__always)
  mutating func add(_ number: Int64) {
    words.append(number)
    if words.count == Self.blockWords { fold() }
  }

  @inline(__always)
  mutating func add(_ number: Int64?) {
    guard let number else { return add(0 as Int64) }
    add(1 as Int64)
    add(number)
  }

  mutating func add(bytes: some Collection<UInt8>) {
    add(Int64(bytes.count))
    var word: UInt64 = 0
    var filled = 0
    for byte in bytes {
      word |= UInt64(byte) &<< UInt64(filled &* 8)
      filled += 1
      if filled == 8 {
        add(Int64(bitPattern: word))
        (word, filled) = (0, 0)
      }
    }
    if filled > 0 { add(Int64(bitPattern: word)) }
  }

  private mutating func fold() {
    state = .of(state.bytes + littleEndianBytes(of: words, 0..<words.count))
    words.removeAll(keepingCapacity: true)
  }

  consuming func finish() -> ContentDigest {
    var digest = self
    if !digest.words.isEmpty { digest.fold() }
    return digest.state
  }
}
