import People

/// The secret under which identifiers are digested (a "pepper"): at least 16 bytes.
///
/// Digests of phone numbers are enumerable, so only the secrecy of the pepper protects them. Keep it outside the
/// snapshot.
public struct Pepper: Sendable {
  let key: [UInt8]
  public let isBuiltIn: Bool

  /// nil where the secret is shorter than 16 bytes.
  public init?(secret: [UInt8]) {
    guard secret.count >= 16 else { return nil }
    (key, isBuiltIn) = (secret, false)
  }

  private init(builtIn: String) {
    (key, isBuiltIn) = (Array(builtIn.utf8), true)
  }

  /// A published constant: good for tests, demonstrations and public research data, no protection for anybody.
  public static let builtIn = Pepper(builtIn: "kith: built-in pepper, not a secret")
}

/// HMAC-SHA-256 of a normalised identifier: what is kept instead of the identifier.
public struct IdentifierKey: Hashable, Comparable, Sendable {
  public let digest: ContentDigest

  public init(stored digest: ContentDigest) { self.digest = digest }

  public init(_ email: EmailAddress, pepper: Pepper) {
    digest = .keyed(Array("email:\(email.normalised)".utf8), key: pepper.key)
  }

  public init(_ phone: PhoneNumber, pepper: Pepper) {
    digest = .keyed(Array("phone:\(phone.e164)".utf8), key: pepper.key)
  }

  public static func < (left: IdentifierKey, right: IdentifierKey) -> Bool { left.digest < right.digest }
}
