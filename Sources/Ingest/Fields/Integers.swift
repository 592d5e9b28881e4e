extension FieldParsing {
  /// A decimal integer with an optional sign.
  /// - Throws: `emptyValue`, `notAnInteger`, `outOfRange`.
  public static func int64(_ bytes: Span<UInt8>) throws(RejectReason) -> Int64 {
    guard bytes.count > 0 else { throw .emptyValue }
    let isNegative = bytes[0] == 0x2D
    let first = isNegative || bytes[0] == 0x2B ? 1 : 0
    let magnitude = try digits(bytes, first..<bytes.count)
    if isNegative {
      guard magnitude <= 1 << 63 else { throw .outOfRange }
      return Int64(truncatingIfNeeded: 0 &- magnitude)
    }
    guard magnitude < 1 << 63 else { throw .outOfRange }
    return Int64(magnitude)
  }

  /// A decimal integer from 0 to 4,294,967,295, without a sign.
  /// - Throws: `emptyValue`, `notAnInteger`, `outOfRange`.
  public static func uint32(_ bytes: Span<UInt8>) throws(RejectReason) -> UInt32 {
    guard bytes.count > 0 else { throw .emptyValue }
    if bytes[0] == 0x2D {
      _ = try digits(bytes, 1..<bytes.count)
      throw .outOfRange
    }
    guard let value = UInt32(exactly: try digits(bytes, 0..<bytes.count)) else { throw .outOfRange }
    return value
  }

  /// One or more decimal digits; the whole range is checked before an overflow is told.
  @inline(__always)
  static func digits(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RejectReason) -> UInt64 {
    guard !range.isEmpty else { throw .notAnInteger }
    var value: UInt64 = 0
    if range.count <= 19 {  // 10^19 - 1 fits
      var place = range.lowerBound
      while place < range.upperBound {
        let digit = bytes[place] &- 0x30
        guard digit <= 9 else { throw .notAnInteger }
        value = value &* 10 &+ UInt64(digit)
        place &+= 1
      }
      return value
    }
    var overflowed = false
    for place in range {
      let digit = bytes[place] &- 0x30
      guard digit <= 9 else { throw .notAnInteger }
      let (product, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = product.addingReportingOverflow(UInt64(digit))
      overflowed = overflowed || first || second
      value = sum
    }
    guard !overflowed else { throw .outOfRange }
    return value
  }
}
