/// The normal form of a domain, for matching only: lower case, and labels outside ASCII as their A-labels
/// (`xn--…`), so that `bücher.example` and `xn--bcher-kva.example` agree.
///
/// Sources: RFC 5890 (A-labels and U-labels), RFC 3492 (Punycode). Deviation from UTS 46, stated: letters are composed
/// and put in lower case, and the ideographic full stops count as dots; no other mapping or prohibition is applied.
enum DomainName {
  /// - Parameter text: composed, in lower case.
  /// - Returns: nil unless there are two labels at least, each of 1 to 63 ASCII bytes in the normal form.
  static func normalForm(_ text: Substring) -> String? {
    let labels = text.unicodeScalars.split(omittingEmptySubsequences: false) { fullStops.contains($0) }
    guard labels.count >= 2 else { return nil }
    var parts: [String] = []
    for label in labels {
      guard let part = normalForm(label: String(label)), (1...63).contains(part.utf8.count) else { return nil }
      parts.append(part)
    }
    return parts.joined(separator: ".")
  }

  /// Full stop, ideographic, full-width and half-width ideographic (RFC 3490, section 3.1).
  private static let fullStops: [Unicode.Scalar] = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]

  private static func normalForm(label: String) -> String? {
    if !label.utf8.allSatisfy({ $0 < 0x80 }) { return encoded(label) }
    // An A-label may spell upper-case or decomposed letters: it stands for what it would be typed as.
    guard label.utf8.starts(with: prefix.utf8) else { return label }
    guard let scalars = Punycode.decoded(label.utf8.dropFirst(prefix.utf8.count)) else { return label }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    let plain = String(text).precomposedLowercase
    return plain.utf8.allSatisfy { $0 < 0x80 } ? label : encoded(plain)
  }

  private static func encoded(_ label: String) -> String? {
    Punycode.encoded(Array(label.unicodeScalars)).map { prefix + String(decoding: $0, as: UTF8.self) }
  }

  private static let prefix = "xn--"
}
