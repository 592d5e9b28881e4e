/// Reads fields of numbers from text, byte by byte.
///
/// Fields are separated by any number of spaces, tabs, commas and semicolons; a carriage return counts as one of them.
@safe struct LineScanner {
  // SAFETY: `position` stays between the start given and `end`, both inside bytes that outlive the scanner.
  private(set) var position: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  // SAFETY: the caller says that the bytes outlive the scanner.
  @unsafe init(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
    // SAFETY: nothing is read yet.
    unsafe position = start
    unsafe self.end = end
  }

  // SAFETY: compared, not read.
  @inline(__always) var isAtEnd: Bool { unsafe position == end }

  /// The byte at the position; a line feed at the end.
  // SAFETY: the position is below the end where it is read.
  @inline(__always) private var byte: UInt8 { unsafe position < end ? position.pointee : 0x0A }

  /// Skips separators; true where the line ends there.
  @inline(__always) mutating func skipToField() -> Bool {
    while true {
      let byte = byte
      if byte == 0x20 || byte == 0x09 || byte == 0x2C || byte == 0x3B || byte == 0x0D {
        // SAFETY: `byte` gives none of these at the end.
        unsafe position += 1
        continue
      }
      return byte == 0x0A
    }
  }

  /// Skips separators, empty lines and lines that begin with `#` or `%`; false at the end.
  @inline(__always) mutating func skipToLine() -> Bool {
    while !isAtEnd {
      if skipToField() {
        nextLine()
        continue
      }
      if byte != 0x23 && byte != 0x25 { return true }
      skipRest()
      nextLine()
    }
    return false
  }

  /// Behind the line feed at the position.
  @inline(__always) mutating func nextLine() {
    // SAFETY: never behind the end.
    if !isAtEnd { unsafe position += 1 }
  }

  /// To the end of the line.
  mutating func skipRest() {
    // SAFETY: `byte` is a line feed at the end.
    while byte != 0x0A { unsafe position += 1 }
  }

  /// A whole number without a sign, or why there is none. The position stays where it fails.
  @inline(__always) mutating func id() -> Result<UInt64, Fault> {
    // SAFETY: as at the properties; likewise below.
    let start = unsafe position
    var value: UInt64 = 0
    while true {
      let digit = byte &- 0x30
      guard digit < 10 else { break }
      value = value &* 10 &+ UInt64(digit)
      // SAFETY: `byte` is no digit at the end.
      unsafe position += 1
    }
    let digits = unsafe position - start
    guard digits > 0, isSeparator(byte) else { return .failure(.notAWholeNumber) }
    if digits > 19 {
      // May have overflown: again, checked.
      unsafe position = start
      guard let checked = checkedID(digits), checked < UInt64.max else { return .failure(.idTooGreat) }
      return .success(checked)
    }
    return .success(value)
  }

  typealias Fault = GraphFileError.LineFault

  private mutating func checkedID(_ digits: Int) -> UInt64? {
    var value: UInt64 = 0
    for _ in 0..<digits {
      let tenfold = value.multipliedReportingOverflow(by: 10)
      let sum = tenfold.partialValue.addingReportingOverflow(UInt64(byte &- 0x30))
      if tenfold.overflow || sum.overflow { return nil }
      value = sum.partialValue
      // SAFETY: the digits were met before.
      unsafe position += 1
    }
    return value
  }

  @inline(__always) private func isSeparator(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x2C || byte == 0x3B || byte == 0x0D
  }

  /// A positive finite number in decimal notation.
  ///
  /// Up to 19 digits and a small power of ten are exact in one operation (Clinger, "How to read floating point numbers
  /// accurately", 1990); the rest goes to the standard library.
  mutating func weight() -> Result<Double, Fault> {
    // SAFETY: as at the properties.
    let start = unsafe position
    var mantissa: UInt64 = 0
    var digits = 0
    var scale = 0
    var hasPoint = false
    while true {
      let byte = byte
      if byte &- 0x30 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
        digits += 1
        if hasPoint { scale -= 1 }
      } else if byte == 0x2E && !hasPoint {
        hasPoint = true
      } else {
        break
      }
      // SAFETY: `byte` is a line feed at the end.
      unsafe position += 1
    }
    if digits > 0, digits <= 19, mantissa <= 1 << 53, scale >= -22, isSeparator(byte) {
      let value = Double(mantissa) / Self.powers[-scale]
      return value > 0 ? .success(value) : .failure(.weightNotPositive)
    }
    // SAFETY: as above.
    while !isSeparator(byte) { unsafe position += 1 }
    // SAFETY: the bytes between two positions.
    let text = unsafe String(decoding: UnsafeBufferPointer(start: start, count: position - start), as: UTF8.self)
    guard let first = text.utf8.first, first == 0x2B || first == 0x2D || first == 0x2E || first &- 0x30 < 10,
      let value = Double(text)
    else { return .failure(.notANumber) }
    return value > 0 && value < .infinity ? .success(value) : .failure(.weightNotPositive)
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
