/// The normal form of an e-mail address, for matching only: trimmed, composed (NFC), lower case, the domain in ASCII
/// (see `DomainName`).
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
    guard parts.count == 2, !parts[0].isEmpty, let domain = DomainName.normalForm(Substring(parts[1])) else {
      throw .notAnAddress
    }
    normalised = "\(Substring(parts[0]))@\(domain)"
    guard normalised.utf8.count <= Self.longest,
      trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";") })
    else { throw .notAnAddress }
  }

  private static let longest = 254

  /// Appends the normal form of an address in plain ASCII; the same as `init` gives.
  /// - Returns: false, with nothing of use appended, where that takes more: letters outside ASCII, an A-label.
  static func appendPlainForm(of bytes: Span<UInt8>, to target: inout [UInt8]) throws(Invalid) -> Bool {
    var (start, end) = (0, bytes.count)
    while start < end && isBlank(bytes[start]) { start += 1 }
    while start < end && isBlank(bytes[end - 1]) { end -= 1 }
    var isPlain = true
    var isValid = true
    var at = -1
    var label = start
    var dots = 0
    for place in start..<end {
      var byte = bytes[place]
      if byte &- 0x41 < 26 { byte |= 0x20 }
      if byte >= 0x80 { isPlain = false }
      if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") { isValid = false }
      if byte == UInt8(ascii: "@") {
        if at >= 0 { isValid = false }
        at = place
        label = place + 1
      } else if byte == UInt8(ascii: ".") && at >= 0 {
        if place == label || place - label > 63 { isValid = false }
        label = place + 1
        dots += 1
      } else if byte == UInt8(ascii: "-") && at >= 0 && place == label + 3 && bytes[place - 1] == byte {
        isPlain = false
      }
      target.append(byte)
    }
    // What is not plain ASCII may hold blanks and dots of other scripts: nothing is said about it here.
    if !isPlain { return false }
    guard isValid, at > start, dots >= 1, label < end, end - label <= 63, end - start <= longest else {
      throw .notAnAddress
    }
    return true
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
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
}
