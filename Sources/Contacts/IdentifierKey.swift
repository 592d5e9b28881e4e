import People

/// The secret under which identifiers are digested (a "pepper"): at least 16 bytes.
///
/// Digests of phone numbers are enumerable, so only the secrecy of the pepper protects them. Keep it outside the
/// snapshot.
public struct Pepper: Sendable {
  let hash: KeyedHash
  public let isBuiltIn: Bool

  /// nil where the secret is shorter than 16 bytes.
  public init?(secret: [UInt8]) {
    guard secret.count >= 16 else { return nil }
    (hash, isBuiltIn) = (KeyedHash(key: secret), false)
  }

  private init(builtIn: String) {
    (hash, isBuiltIn) = (KeyedHash(key: Array(builtIn.utf8)), true)
  }

  /// A published constant: good for tests, demonstrations and public research data, no protection for anybody.
  public static let builtIn = Pepper(builtIn: "kith: built-in pepper, not a secret")
}

/// What is kept instead of an identifier: the first 16 bytes of HMAC-SHA-256 of its normal form.
///
/// 16 of the 32 bytes are the shortest that RFC 2104, section 5, recommends; among a thousand million identifiers two
/// agree by chance with probability 2^-69.
public struct IdentifierKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Big-endian, so that keys compare as their bytes do.
  let high: UInt64
  let low: UInt64

  init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  private init(_ message: [UInt8], _ pepper: Pepper) {
    let prefix = pepper.hash.digest(message).prefix
    (high, low) = (prefix.high, prefix.low)
  }

  /// The first 16 bytes of a digest.
  public init(prefixOf digest: ContentDigest) {
    let prefix = digest.prefix
    (high, low) = (prefix.high, prefix.low)
  }

  public init(_ email: EmailAddress, pepper: Pepper) {
    self.init(Array("email:\(email.normalised)".utf8), pepper)
  }

  public init(_ phone: PhoneNumber, pepper: Pepper) {
    self.init(Array("phone:\(phone.e164)".utf8), pepper)
  }

  /// The key of an e-mail address as typed, without a text in between where it is plain ASCII.
  public init(email bytes: Span<UInt8>, pepper: Pepper) throws(EmailAddress.Invalid) {
    var message: [UInt8] = Array("email:".utf8)
    message.reserveCapacity(bytes.count + 6)
    if try EmailAddress.appendPlainForm(of: bytes, to: &message) {
      self.init(message, pepper)
    } else {
      self.init(try EmailAddress(String(copying: bytes)), pepper: pepper)
    }
  }

  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    appendBigEndian(high, to: &bytes)
    appendBigEndian(low, to: &bytes)
    return bytes
  }

  /// 32 hexadecimal digits.
  public var description: String { hexadecimal(bytes) }

  public static func < (left: IdentifierKey, right: IdentifierKey) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}
