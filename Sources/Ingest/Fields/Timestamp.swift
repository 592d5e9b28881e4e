import GraphStorage

extension FieldParsing {
  /// A time in milliseconds since 1970-01-01T00:00:00Z, without leap seconds; negative before 1970.
  ///
  /// - A number is seconds since 1970, with an optional decimal fraction; from 100,000,000,000 on (either sign) it is
  ///   milliseconds. So milliseconds before March 1973 cannot be written as a number.
  /// - `YYYY-MM-DD` alone is the start of that day in UTC.
  /// - `YYYY-MM-DDTHH:MM[:SS[.fff]]` needs a zone behind it, `Z`, `±HH:MM`, `±HHMM` or `±HH`; a blank may stand for the `T`.
  ///
  /// What is finer than a millisecond is cut off. Years go from 1 to 9999.
  /// - Throws: `emptyValue`, `notATime`, `timeWithoutZone`, `outOfRange`.
  ///
  /// With a unit stated, a number is of that unit whatever its size, and what is no number or no calendar time is no time.
  public static func timestamp(_ bytes: Span<UInt8>, unit: TimeUnit = .bySize) throws(RejectReason) -> Int64 {
    try time(bytes, unit: unit).milliseconds
  }

  /// What a time was written as.
  enum TimeForm: UInt8 {
    case calendar
    case seconds
    case milliseconds
  }

  /// The same, and what it was taken for.
  static func time(
    _ bytes: Span<UInt8>, unit: TimeUnit
  ) throws(RejectReason) -> (milliseconds: Int64, form: TimeForm) {
    guard bytes.count > 0 else { throw .emptyValue }
    if isCalendarTime(bytes) {
      guard unit == .bySize || unit == .iso8601 else { throw .notATime }
      return (try calendarTime(bytes), .calendar)
    }
    return try epochTime(bytes, unit)
  }

  /// The time of a field that is ten digits alone, seconds, or thirteen, milliseconds, as in most logs of today; nil for any
  /// other text, of which `timestamp` knows more.
  /// - Returns: what `time` returns; not checked to lie in its range, which ten and thirteen digits do.
  @inline(__always)
  static func plainTime(
    _ bytes: Span<UInt8>, _ field: Range<Int>, unit: TimeUnit
  ) -> (milliseconds: Int64, form: TimeForm)? {
    guard field.count == 10 || field.count == 13, unit != .iso8601 else { return nil }
    guard let high = decimalNumber(bytes, endingAt: field.lowerBound &+ 8, digits: 8),
      let low = decimalNumber(bytes, endingAt: field.upperBound, digits: field.count &- 8)
    else { return nil }
    if field.count == 10 { return unit == .milliseconds ? nil : (Int64(high &* 100 &+ low) &* 1000, .seconds) }
    let value = Int64(high &* 100_000 &+ low)
    // Leading zeros would make it another unit.
    return unit == .seconds || value < firstMilliseconds ? nil : (value, .milliseconds)
  }

  /// Not a number: a year and a dash, or nothing that could be read.
  @inline(__always)
  static func isCalendarTime(_ bytes: Span<UInt8>) -> Bool { bytes.count >= 10 && bytes[4] == 0x2D }

  private static func epochTime(
    _ bytes: Span<UInt8>, _ unit: TimeUnit
  ) throws(RejectReason) -> (milliseconds: Int64, form: TimeForm) {
    let isNegative = bytes[0] == 0x2D
    let first = isNegative || bytes[0] == 0x2B ? 1 : 0
    var place = first
    var whole: Int64 = 0
    if bytes.count >= 9 && bytes.count <= 16,
      let high = decimalNumber(bytes, endingAt: 8, digits: 8),
      let low = decimalNumber(bytes, endingAt: bytes.count, digits: bytes.count &- 8)
    {
      // Digits alone, and as many as times of today have.
      whole = Int64(high) &* powersOfTen[bytes.count &- 8] &+ Int64(low)
      place = bytes.count
    }
    while place < bytes.count {
      let digit = bytes[place] &- 0x30
      guard digit <= 9 else { break }
      whole = min(whole &* 10 &+ Int64(digit), 1 << 56)  // far out of range, and stays there
      place &+= 1
    }
    guard place > first else { throw .notATime }
    var milliseconds: Int64 = 0
    if place < bytes.count { milliseconds = try fraction(bytes, (place + 1)..<bytes.count, point: bytes[place]) }
    if unit == .iso8601 { throw .notATime }
    // As many digits would be seconds, a mistake in the statement more often than events of the years before 1973.
    if unit == .milliseconds && whole < firstMilliseconds { throw .outOfRange }
    let isMilliseconds = unit == .milliseconds || (unit == .bySize && whole >= firstMilliseconds)
    // A number of seconds so large is out of range, and would overflow.
    let magnitude = isMilliseconds || whole >= 1 << 50 ? whole : whole * 1000 + milliseconds
    let value = isNegative ? -magnitude : magnitude
    guard value >= firstTime && value <= lastTime else { throw .outOfRange }
    return (value, isMilliseconds ? .milliseconds : .seconds)
  }

  private static func calendarTime(_ bytes: Span<UInt8>) throws(RejectReason) -> Int64 {
    let year = try number(bytes, 0, 4)
    let month = try number(bytes, 5, 2)
    let day = try number(bytes, 8, 2)
    guard bytes[7] == 0x2D, let days = daysSince1970(year: year, month: month, day: day) else { throw .notATime }
    let date = Int64(days) * 86_400_000
    if bytes.count == 10 { return date }
    // T HH : MM
    guard bytes.count >= 16, bytes[10] | 0x20 == 0x74 || bytes[10] == 0x20, bytes[13] == 0x3A else { throw .notATime }
    let hour = try number(bytes, 11, 2)
    let minute = try number(bytes, 14, 2)
    var second = 0
    var milliseconds: Int64 = 0
    var place = 16
    if place < bytes.count && bytes[place] == 0x3A {
      guard bytes.count >= 19 else { throw .notATime }
      second = try number(bytes, 17, 2)
      place = 19
      if place < bytes.count && bytes[place] == 0x2E {
        var end = place + 1
        while end < bytes.count && bytes[end] &- 0x30 <= 9 { end += 1 }
        milliseconds = try fraction(bytes, (place + 1)..<end, point: 0x2E)
        place = end
      }
    }
    guard hour <= 23, minute <= 59, second <= 59 else { throw .notATime }
    let offset = try zone(bytes, place)
    let value = date + Int64((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds
    guard value >= firstTime && value <= lastTime else { throw .outOfRange }
    return value
  }

  /// Minutes east of UTC, from `Z` or `±HH[:MM]` to the end of the field.
  private static func zone(_ bytes: Span<UInt8>, _ place: Int) throws(RejectReason) -> Int {
    guard place < bytes.count else { throw .timeWithoutZone }
    if bytes[place] | 0x20 == 0x7A && bytes.count == place + 1 { return 0 }
    guard bytes[place] == 0x2B || bytes[place] == 0x2D else { throw .notATime }
    // ±HH:MM, ±HHMM or ±HH.
    let minutes: Int
    switch bytes.count - place {
    case 6 where bytes[place + 3] == 0x3A: minutes = try number(bytes, place + 4, 2)
    case 5: minutes = try number(bytes, place + 3, 2)
    case 3: minutes = 0
    default: throw .notATime
    }
    let hours = try number(bytes, place + 1, 2)
    guard minutes <= 59, hours <= 18 else { throw .notATime }
    return (hours * 60 + minutes) * (bytes[place] == 0x2D ? -1 : 1)
  }

  /// The first three digits of a decimal fraction of at least one digit, as thousandths.
  private static func fraction(_ bytes: Span<UInt8>, _ range: Range<Int>, point: UInt8) throws(RejectReason) -> Int64 {
    guard point == 0x2E, !range.isEmpty else { throw .notATime }
    var value: Int64 = 0
    var scale: Int64 = 100
    for place in range {
      let digit = bytes[place] &- 0x30
      guard digit <= 9 else { throw .notATime }
      value += Int64(digit) * scale
      scale /= 10
    }
    return value
  }

  private static func number(_ bytes: Span<UInt8>, _ first: Int, _ length: Int) throws(RejectReason) -> Int {
    var value = 0
    for place in first..<(first + length) {
      let digit = bytes[place] &- 0x30
      guard digit <= 9 else { throw .notATime }
      value = value * 10 + Int(digit)
    }
    return value
  }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, reckoned backwards before its time; nil for no such date.
///
/// Source: Hinnant, "chrono-compatible low-level date algorithms" (`days_from_civil`): years begin in March, so that the
/// leap day is the last of a year, and 400 years always have 146,097 days.
/// - Parameter year: 1 to 9999.
public func daysSince1970(year: Int, month: Int, day: Int) -> Int? {
  guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1 else { return nil }
  let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  guard day <= length else { return nil }
  let shifted = month <= 2 ? year - 1 : year
  let era = shifted / 400
  let yearOfEra = shifted % 400
  let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private let powersOfTen: [Int64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

/// Numbers from here on are milliseconds where no unit is stated.
let firstMilliseconds: Int64 = 100_000_000_000

/// The end of the year 2199, in milliseconds: events that are dated later are rejected.
let endOfEvents: Int64 = 7_258_118_400_000

/// 0001-01-01T00:00:00Z and the last millisecond of 9999.
private let firstTime: Int64 = -62_135_596_800_000
private let lastTime: Int64 = 253_402_300_799_999
