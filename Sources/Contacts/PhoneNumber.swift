/// A telephone number in E.164 form: `+`, then 7 to 15 digits, the first not 0.
///
/// Source: ITU-T E.164. Narrower than a numbering-plan library: it knows the international prefix `00`, one default
/// country and that country's trunk prefix, and not which numbers a country assigns (but that zones 1 and 7 number in
/// ten digits).
public struct PhoneNumber: Hashable, Sendable {
  /// For example `+442079460018`.
  public let e164: String

  public enum Invalid: Error, Equatable, Sendable, CustomStringConvertible {
    case notANumber
    case noCountry

    public var description: String {
      switch self {
      case .notANumber: "not a phone number"
      case .noCountry:
        "a national phone number, and neither the dataset (contacts: calling_code) nor its owner's number tells a country"
      }
    }
  }

  /// How numbers without a country code are read.
  public struct Region: Hashable, Codable, Sendable {
    /// For example "44".
    public let callingCode: String
    /// What stands before a national number inside the country, for example "0"; empty where nothing does.
    public let trunkPrefix: String

    /// nil unless the calling code is 1 to 3 digits, not starting with 0, and the trunk prefix at most 2 digits.
    public init?(callingCode: String, trunkPrefix: String) {
      guard (1...3).contains(callingCode.utf8.count), callingCode.utf8.allSatisfy(isDigit), callingCode.first != "0",
        trunkPrefix.utf8.count <= 2, trunkPrefix.utf8.allSatisfy(isDigit)
      else { return nil }
      (self.callingCode, self.trunkPrefix) = (callingCode, trunkPrefix)
    }
  }

  /// - Parameters:
  ///   - text: as typed; blanks, dots, dashes, slashes and brackets are layout; digits of any script count; `tel:` may
  ///     stand before it; anything from `ext`, `x` or `;` on is an extension and not part of the number.
  ///   - region: nil where national numbers cannot be read.
  public init(_ text: String, region: Region?) throws(Invalid) {
    guard let plain = Self.plain(text) else { throw .notANumber }
    try self.init(plain: plain, region)
  }

  /// - Parameter bytes: the same as UTF-8.
  public init(utf8 bytes: Span<UInt8>, region: Region?) throws(Invalid) {
    guard let plain = Self.plain(ascii: bytes) ?? Self.plain(String(copying: bytes)) else { throw .notANumber }
    try self.init(plain: plain, region)
  }

  private init(plain: [UInt8], _ region: Region?) throws(Invalid) {
    var rest = plain
    if rest.starts(with: "tel:".utf8) { rest.removeFirst(4) }
    if let end = rest.firstIndex(where: {
      $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "e")
    }) {
      rest.removeSubrange(end...)
    }
    let plus = rest.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "(") } == UInt8(ascii: "+")
    let isInternational = plus || rest.lazy.filter(isDigit).starts(with: "00".utf8)
    var digits: [UInt8] = []
    var index = plus ? (rest.firstIndex(of: UInt8(ascii: "+")) ?? 0) + 1 : 0
    while index < rest.count {
      // `+44 (0)20…`: a trunk prefix in brackets after a country code is layout too.
      if isInternational && rest[index...].starts(with: "(0)".utf8) {
        index += 3
        continue
      }
      guard isDigit(rest[index]) || Self.isLayout(rest[index]) else { throw .notANumber }
      if isDigit(rest[index]) { digits.append(rest[index]) }
      index += 1
    }
    if isInternational {
      if !plus { digits.removeFirst(2) }
    } else {
      guard digits.count >= 3 else { throw .notANumber }
      guard let region else { throw .noCountry }
      digits = try Self.international(digits, region)
    }
    guard (7...15).contains(digits.count), digits[0] != UInt8(ascii: "0") else { throw .notANumber }
    e164 = "+" + String(decoding: digits, as: UTF8.self)
  }

  /// The calling code and a national number without its trunk prefix.
  private static func international(_ national: [UInt8], _ region: Region) throws(Invalid) -> [UInt8] {
    var digits = national
    // Zones 1 and 7 number in ten digits throughout. This tells 8 for "trunk" from area codes that begin with 8, and
    // keeps numbers dialled with 011 or 810 from being read as somebody's.
    let isFixedLength = region.callingCode == "1" || region.callingCode == "7"
    let hasTrunkPrefix = !region.trunkPrefix.isEmpty && digits.starts(with: region.trunkPrefix.utf8)
    if hasTrunkPrefix && (!isFixedLength || digits.count > 10) { digits.removeFirst(region.trunkPrefix.utf8.count) }
    if isFixedLength && digits.count != 10 { throw .notANumber }
    return Array(region.callingCode.utf8) + digits
  }

  private static func isLayout(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "("),
      UInt8(ascii: ")"):
      true
    default: false
    }
  }

  /// As `plain` of a text, where all of it is printable ASCII; nil where not.
  private static func plain(ascii bytes: Span<UInt8>) -> [UInt8]? {
    var (start, end) = (0, bytes.count)
    while start < end && bytes[start] == 0x20 { start += 1 }
    while start < end && bytes[end - 1] == 0x20 { end -= 1 }
    var plain: [UInt8] = []
    plain.reserveCapacity(end - start)
    for place in start..<end {
      let byte = bytes[place]
      guard byte >= 0x20 && byte < 0x7F else { return nil }
      plain.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
    }
    return plain
  }

  /// Lower-case ASCII for everything that may stand in a number as people and telephones write it: digits of any
  /// script, typographic blanks and dashes, marks of writing direction; nil where anything else stands in it.
  private static func plain(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x41...0x5A: bytes.append(UInt8(scalar.value) | 0x20)
      case 0x09, 0x0A, 0x0D: bytes.append(UInt8(ascii: " "))
      case 0x20..<0x7F: bytes.append(UInt8(scalar.value))
      // No-break, figure, thin, hair and narrow blanks; the wide blank of East Asia.
      case 0xA0, 0x2000...0x200A, 0x202F, 0x3000: bytes.append(UInt8(ascii: " "))
      // Hyphens, dashes, the minus sign, the wide hyphen.
      case 0x2010...0x2015, 0x2212, 0xFF0D: bytes.append(UInt8(ascii: "-"))
      // Marks of direction, which telephones put around numbers; zero-width joiners, soft hyphen.
      case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: continue
      case 0xFF0B: bytes.append(UInt8(ascii: "+"))
      default:
        guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else { return nil }
        bytes.append(UInt8(ascii: "0") + UInt8(value))
      }
    }
    guard let first = bytes.firstIndex(where: { $0 != 0x20 }), let last = bytes.lastIndex(where: { $0 != 0x20 })
    else { return [] }
    return Array(bytes[first...last])
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
