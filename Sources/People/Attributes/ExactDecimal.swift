/// A decimal number as it was written: sign, digits and point, without exponent. Nothing is rounded.
///
/// Up to 18 digits with the zeros that count, so that every Int64 below 10¹⁸ and every usual measure fits.
public struct ExactDecimal: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The number times 10^`decimals`.
  public let unscaled: Int64
  /// Digits behind the point, none of the last of them 0: 0 … 18.
  public let decimals: Int

  public static let digitLimit = 18

  /// - Returns: nil for anything but a decimal number of at most `digitLimit` digits; blanks are no part of one.
  public init?(_ text: String) { self.init(utf8: Array(text.utf8).span) }

  public init?(utf8 bytes: Span<UInt8>) {
    var place = 0
    let isNegative = bytes.count > 0 && bytes[0] == UInt8(ascii: "-")
    if bytes.count > 0, isNegative || bytes[0] == UInt8(ascii: "+") { place = 1 }
    var (value, digits, decimals, hasDigit, hasPoint): (Int64, Int, Int, Bool, Bool) = (0, 0, 0, false, false)
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      hasDigit = true
      if value > 0 || byte != UInt8(ascii: "0") { digits += 1 }
      if hasPoint { decimals += 1 }
      guard digits <= Self.digitLimit, decimals <= Self.digitLimit else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    guard hasDigit, bytes[bytes.count - 1] != UInt8(ascii: ".") else { return nil }
    while decimals > 0, value % 10 == 0 {
      value /= 10
      decimals -= 1
    }
    unscaled = isNegative ? -value : value
    self.decimals = decimals
  }

  /// The nearest double.
  public var value: Double { Double(description) ?? 0 }

  /// The shortest form: `-0.5`, `12`, `0`; equal numbers have equal texts.
  public var description: String {
    guard decimals > 0 else { return "\(unscaled)" }
    let digits = String(unscaled.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return (unscaled < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    func scaled(_ number: ExactDecimal) -> Int128 {
      var value = Int128(number.unscaled)
      for _ in number.decimals..<digitLimit { value *= 10 }
      return value
    }
    return scaled(left) < scaled(right)
  }
}
