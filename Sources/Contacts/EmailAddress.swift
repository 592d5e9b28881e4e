/// The normal form of an e-mail address, for matching only: trimmed, lower case.
///
/// Deviation from RFC 5321, stated: local parts are compared without case, because no provider in use tells them apart.
/// No provider rules (dots, `+tag`) are applied.
public struct EmailAddress: Hashable, Sendable {
  public let normalised: String

  public enum Invalid: Error, Equatable, Sendable, CustomStringConvertible {
    case notAnAddress

    public var description: String { "not an e-mail address" }
  }

  /// - Parameter text: as typed. One `@`, something before it, a domain of at least two labels after it, no blanks.
  public init(_ text: String) throws(Invalid) {
    let trimmed = text.trimmedOfBlanks.precomposedLowercase
    let parts = trimmed.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, trimmed.utf8.count <= 254 else { throw .notAnAddress }
    let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty && $0.count <= 63 }) else { throw .notAnAddress }
    guard trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";") })
    else { throw .notAnAddress }
    normalised = trimmed
  }
}

extension String {
  var trimmedOfBlanks: String {
    // "\r\n" is one character.
    let blanks: Set<Character> = [" ", "\t", "\r", "\n", "\r\n", "\u{A0}"]
    guard let first = firstIndex(where: { !blanks.contains($0) }),
      let last = lastIndex(where: { !blanks.contains($0) })
    else { return "" }
    return String(self[first...last])
  }

  /// Lower case in Unicode's composed form, so that two spellings of é agree.
  var precomposedLowercase: String {
    lowercased().precomposed
  }
}
