import Crypto
import GraphStorage

/// SHA-256 of some bytes, and HMAC-SHA-256 under a secret key. The only importer of a cryptography library.
public struct ContentDigest: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 32 bytes as four big-endian words, so that digests compare as their hexadecimal text does.
  private let words: [UInt64]

  private init(_ bytes: some Sequence<UInt8>) {
    var words: [UInt64] = []
    var word: UInt64 = 0
    var filled = 0
    for byte in bytes {
      word = word << 8 | UInt64(byte)
      filled += 1
      if filled == 8 {
        words.append(word)
        (word, filled) = (0, 0)
      }
    }
    precondition(words.count == 4 && filled == 0, "a digest has 32 bytes")
    self.words = words
  }

  /// - Parameter bytes: 32 bytes, as `bytes` gave them.
  public init?(stored bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.init(bytes)
  }

  /// SHA-256.
  public static func of(_ bytes: [UInt8]) -> ContentDigest {
    ContentDigest(SHA256.hash(data: bytes))
  }

  /// HMAC-SHA-256 of `bytes` under `key`.
  public static func keyed(_ bytes: [UInt8], key: [UInt8]) -> ContentDigest {
    ContentDigest(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
  }

  public var bytes: [UInt8] {
    words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) } }
  }

  /// 64 hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  public static func < (left: ContentDigest, right: ContentDigest) -> Bool {
    left.words.lexicographicallyPrecedes(right.words)
  }

  /// SHA-256 of a whole file, read in pieces of a megabyte.
  public static func of(_ file: MappedFile) -> ContentDigest {
    var state = SHA256()
    var start = 0
    while start < file.count {
      let end = min(start + (1 << 20), file.count)
      state.update(data: file.bytes(start..<end))
      start = end
    }
    return ContentDigest(state.finalize())
  }
}
