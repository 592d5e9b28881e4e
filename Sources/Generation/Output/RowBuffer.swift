/// Bytes of CSV rows under construction. Everything it appends is free of commas, quotes and line ends, or is quoted.
struct RowBuffer {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int = 1 << 16) {
    bytes.reserveCapacity(capacity)
  }

  mutating func comma() { bytes.append(0x2C) }
  mutating func endRow() { bytes.append(0x0A) }
  mutating func byte(_ value: UInt8) { bytes.append(value) }
  mutating func text(_ value: String) { bytes.append(contentsOf: value.utf8) }
  mutating func raw(_ value: [UInt8]) { bytes.append(contentsOf: value) }

  /// A cell, quoted as RFC 4180 says when it must be.
  mutating func cell(_ value: [UInt8]) {
    guard value.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
      bytes.append(contentsOf: value)
      return
    }
    bytes.append(0x22)
    for byte in value {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  /// Decimal digits, with zeros before it up to `width`. - Precondition: `value` is not negative.
  mutating func number(_ value: Int, width: Int = 1) {
    precondition(value >= 0, "no negative number stands in a dataset")
    var digits = 1
    var power = 10
    while digits < width || value >= power {
      digits += 1
      if digits >= 19 { break }
      power *= 10
    }
    let start = bytes.count
    for _ in 0..<digits { bytes.append(0x30) }
    var rest = value
    var place = start + digits - 1
    while rest > 0 {
      bytes[place] = 0x30 + UInt8(rest % 10)
      rest /= 10
      place -= 1
    }
  }

  /// `2025-09-01`.
  mutating func date(_ daysSince1970: Int) {
    let civil = CivilDay(daysSince1970)
    number(civil.year, width: 4)
    byte(0x2D)
    number(civil.month, width: 2)
    byte(0x2D)
    number(civil.day, width: 2)
  }

  /// `2025-09-01T08:30:00Z`. - Precondition: not before 1970.
  mutating func instant(_ secondsSince1970: Int) {
    date(secondsSince1970 / 86_400)
    let second = secondsSince1970 % 86_400
    byte(0x54)
    number(second / 3_600, width: 2)
    byte(0x3A)
    number(second / 60 % 60, width: 2)
    byte(0x3A)
    number(second % 60, width: 2)
    byte(0x5A)
  }

  /// `p000017`; the width is the same for all people, so that the order of bytes is the order of numbers.
  mutating func person(_ index: Int, width: Int) {
    byte(0x70)
    number(index + 1, width: width)
  }

  mutating func group(_ index: Int) {
    byte(0x67)
    number(index + 1)
  }
}
