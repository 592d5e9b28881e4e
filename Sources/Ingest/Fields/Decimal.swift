extension FieldParsing {
  /// A finite decimal number: sign, digits, point, exponent (`-12.5e3`); no `inf`, `nan` or hexadecimal.
  ///
  /// The result is the double nearest to the decimal. Up to 15 digits and powers of ten to 22 need one exact
  /// multiplication or division (Clinger, "How to read floating point numbers accurately", 1990); the rest goes
  /// through the standard library.
  /// - Throws: `emptyValue`, `notANumber`, `outOfRange` (beyond the largest double).
  public static func double(_ bytes: Span<UInt8>) throws(RejectReason) -> Double {
    guard bytes.count > 0 else { throw .emptyValue }
    var place = 0
    let isNegative = bytes[0] == 0x2D
    if isNegative || bytes[0] == 0x2B { place = 1 }
    var significand: UInt64 = 0
    var significantDigits = 0
    var digitCount = 0
    var fractionDigits = 0
    var hasPoint = false
    while place < bytes.count {
      let byte = bytes[place]
      if byte == 0x2E && !hasPoint {
        hasPoint = true
      } else {
        let digit = byte &- 0x30
        guard digit <= 9 else { break }
        digitCount += 1
        if hasPoint { fractionDigits += 1 }
        if significantDigits > 0 || digit != 0 { significantDigits += 1 }
        if significantDigits <= 15 { significand = significand &* 10 &+ UInt64(digit) }
      }
      place += 1
    }
    guard digitCount > 0 else { throw .notANumber }
    var exponent = 0
    if place < bytes.count {
      guard bytes[place] | 0x20 == 0x65 else { throw .notANumber }
      place += 1
      guard place < bytes.count else { throw .notANumber }
      let isSmall = bytes[place] == 0x2D
      if isSmall || bytes[place] == 0x2B { place += 1 }
      guard place < bytes.count else { throw .notANumber }
      while place < bytes.count {
        let digit = bytes[place] &- 0x30
        guard digit <= 9 else { throw .notANumber }
        exponent = min(exponent * 10 + Int(digit), 1_000_000)
        place += 1
      }
      if isSmall { exponent = -exponent }
    }
    let power = exponent - fractionDigits
    if significantDigits <= 15 && power >= -22 && power <= 22 {
      let exact = Double(significand)
      let value = power < 0 ? exact / powersOfTen[-power] : exact * powersOfTen[power]
      return isNegative ? -value : value
    }
    var text: [UInt8] = []
    for index in 0..<bytes.count { text.append(bytes[index]) }
    guard let value = Double(String(decoding: text, as: UTF8.self)) else { throw .notANumber }
    guard value.isFinite else { throw .outOfRange }
    return value
  }
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]
