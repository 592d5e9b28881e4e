import Crypto
import GraphStorage

/// SHA-256 of some bytes, and HMAC-SHA-256 under a secret key. The only importer of a cryptography library.
public struct ContentDigest: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 32 bytes as four big-endian words, so that digests compare as their hexadecimal text does.
  private let first, second, third, fourth: UInt64

  fileprivate init(_ bytes: some Sequence<UInt8>) {
    // The last four whole words, of which there are four.
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var word: UInt64 = 0
    var place = 0
    for byte in bytes {
      word = word &<< 8 | UInt64(byte)
      place &+= 1
      if place & 7 == 0 { words = (words.1, words.2, words.3, word) }
    }
    precondition(place == 32, "a digest has 32 bytes")
    (first, second, third, fourth) = words
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
    KeyedHash(key: key).digest(bytes)
  }

  /// The first 16 bytes, as two big-endian words.
  public var prefix: (high: UInt64, low: UInt64) { (first, second) }

  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for word in [first, second, third, fourth] { appendBigEndian(word, to: &bytes) }
    return bytes
  }

  /// 64 hexadecimal digits.
  public var description: String { hexadecimal(bytes) }

  public static func < (left: ContentDigest, right: ContentDigest) -> Bool {
    (left.first, left.second, left.third, left.fourth) < (right.first, right.second, right.third, right.fourth)
  }

  /// SHA-256 of a whole file.
  public static func of(_ file: MappedFile) -> ContentDigest {
    var state = SHA256()
    var start = 0
    while start < file.count {
      // So few that the copy is still near when it is digested.
      let end = min(start + (1 << 16), file.count)
      state.update(data: file.bytes(start..<end))
      start = end
      if start % (16 << 20) == 0 { file.release(before: start) }
    }
    return ContentDigest(state.finalize())
  }
}

/// HMAC-SHA-256 under one key, made ready once for many messages.
public struct KeyedHash: Sendable {
  private let state: HMAC<SHA256>

  public init(key: [UInt8]) { state = HMAC<SHA256>(key: SymmetricKey(data: key)) }

  public func digest(_ bytes: [UInt8]) -> ContentDigest {
    var state = state
    state.update(data: bytes)
    return ContentDigest(state.finalize())
  }
}

/// The eight bytes of a word, the most significant first.
public func appendBigEndian(_ word: UInt64, to bytes: inout [UInt8]) {
  for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
}

/// Two lower-case digits a byte.
public func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// SHA-256 of bytes that come in parts.
public struct RunningDigest: Sendable {
  private var state = SHA256()

  public init() {}

  public mutating func update(_ bytes: ArraySlice<UInt8>) { state.update(data: Array(bytes)) }

  /// Of all bytes so far.
  public var value: ContentDigest { ContentDigest(state.finalize()) }
}
