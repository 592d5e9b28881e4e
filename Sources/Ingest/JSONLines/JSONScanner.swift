import GraphStorage

/// Goes over the values of one line of JSON (RFC 8259), strictly, and stops at the first byte that is wrong. Never passes a
/// line feed.
///
/// Each step returns false where something is wrong: then `place` is where, and `problem` says what. At the end of the
/// bytes `place` is their number.
struct JSONScanner {
  static let deepest = 64

  var place: Int
  var problem = JSONProblem.malformed
  /// Not zero when a byte above 0x7F may stand in what was passed.
  var high: UInt64 = 0

  init(at place: Int) { self.place = place }

  /// The byte at `place`; a line feed, which nothing but a whole row can stand before, at the end of the bytes.
  @inline(__always)
  func byte(_ bytes: Span<UInt8>) -> UInt8 {
    place < bytes.count ? bytes[place] : lineFeed
  }

  @inline(__always)
  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while place < bytes.count, bytes[place] <= 0x20 {
      let byte = bytes[place]
      guard byte == 0x20 || byte == 0x09 || byte == carriageReturn else { return }
      place &+= 1
    }
  }

  @inline(__always)
  mutating func fail(_ problem: JSONProblem) -> Bool {
    self.problem = problem
    return false
  }

  /// From an opening quote behind the closing one.
  /// - Parameter isEscaped: set where the text differs from its bytes.
  @inline(__always)
  mutating func text(_ bytes: Span<UInt8>, isEscaped: inout Bool) -> Bool {
    place &+= 1
    while place &+ 8 <= bytes.count {
      let word = littleEndianWord(bytes, at: place)
      high |= word & 0x8080_8080_8080_8080
      let low = word & 0x7F7F_7F7F_7F7F_7F7F
      // 0x60 + 0x20 = 0x80: the high bit stays clear for ASCII below a blank.
      let control = ~((low &+ 0x6060_6060_6060_6060) | word) & 0x8080_8080_8080_8080
      let mask = control | equalByteMask(word, repeatedByte(0x22)) | equalByteMask(word, repeatedByte(0x5C))
      if mask == 0 {
        place &+= 8
        continue
      }
      place &+= mask.trailingZeroBitCount &>> 3
      if bytes[place] == 0x22 {
        place &+= 1
        return true
      }
      break
    }
    return textSlowly(bytes, isEscaped: &isEscaped)
  }

  /// The same from anywhere inside a text.
  @inline(never)
  private mutating func textSlowly(_ bytes: Span<UInt8>, isEscaped: inout Bool) -> Bool {
    while place < bytes.count {
      let byte = bytes[place]
      high |= UInt64(byte & 0x80)
      if byte == 0x22 {
        place += 1
        return true
      }
      if byte == 0x5C {
        isEscaped = true
        guard escape(bytes) else { return false }
      } else if byte < 0x20 {
        return fail(byte == lineFeed ? .textNotClosed : byte == 0 ? .nul : .controlCharacter)
      } else {
        place += 1
      }
    }
    return fail(.textNotClosed)
  }

  private mutating func escape(_ bytes: Span<UInt8>) -> Bool {
    guard place + 1 < bytes.count else { return atEnd(bytes) }
    switch bytes[place + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
      place += 2
      return true
    case UInt8(ascii: "u"): break
    default: return fail(.escape)
    }
    guard place + 6 <= bytes.count else { return partialUnicode(bytes) }
    guard let unit = hexadecimalUnit(bytes, place + 2) else { return fail(.escape) }
    if unit == 0 { return fail(.nul) }
    guard unit & 0xF800 == 0xD800 else {
      place += 6
      return true
    }
    guard unit < 0xDC00 else { return fail(.surrogate) }
    // The second half must follow.
    for (offset, wanted) in [(6, UInt8(0x5C)), (7, UInt8(ascii: "u"))] {
      guard place + offset < bytes.count else { return atEnd(bytes) }
      guard bytes[place + offset] == wanted else { return fail(.surrogate) }
    }
    guard place + 12 <= bytes.count else { return partialUnicode(bytes, 6) }
    guard let second = hexadecimalUnit(bytes, place + 8) else { return fail(.escape) }
    guard second & 0xFC00 == 0xDC00 else { return fail(.surrogate) }
    place += 12
    return true
  }

  /// The bytes end inside `\uXXXX`, unless something else is wrong before.
  private mutating func partialUnicode(_ bytes: Span<UInt8>, _ offset: Int = 0) -> Bool {
    for index in min(bytes.count, place + offset + 2)..<bytes.count where hexadecimalDigit(bytes[index]) == nil {
      return fail(.escape)
    }
    return atEnd(bytes)
  }

  private mutating func atEnd(_ bytes: Span<UInt8>) -> Bool {
    place = bytes.count
    return fail(.textNotClosed)
  }

  /// A number, behind its last digit.
  @inline(__always)
  mutating func number(_ bytes: Span<UInt8>) -> Bool {
    if byte(bytes) == 0x2D { place &+= 1 }
    if byte(bytes) == 0x30 {
      place &+= 1
      if byte(bytes) &- 0x30 <= 9 { return fail(.number) }
    } else {
      guard digits(bytes) else { return fail(.number) }
    }
    if byte(bytes) == 0x2E {
      place &+= 1
      guard digits(bytes) else { return fail(.number) }
    }
    if byte(bytes) | 0x20 == 0x65 {
      place &+= 1
      if byte(bytes) == 0x2B || byte(bytes) == 0x2D { place &+= 1 }
      guard digits(bytes) else { return fail(.number) }
    }
    return true
  }

  /// One or more.
  @inline(__always)
  private mutating func digits(_ bytes: Span<UInt8>) -> Bool {
    let first = place
    while place < bytes.count, bytes[place] &- 0x30 <= 9 { place &+= 1 }
    return place > first
  }

  /// `true`, `false` or `null`.
  @inline(never)
  mutating func word(_ bytes: Span<UInt8>) -> Bool {
    let letters: [UInt8] =
      switch byte(bytes) {
      case UInt8(ascii: "t"): trueLetters
      case UInt8(ascii: "f"): falseLetters
      default: nullLetters
      }
    for letter in letters {
      guard byte(bytes) == letter else { return fail(.malformed) }
      place += 1
    }
    return true
  }

  /// Any value, objects and lists to the depth allowed.
  @inline(never)
  mutating func value(_ bytes: Span<UInt8>, depth: Int) -> Bool {
    var isEscaped = false
    switch byte(bytes) {
    case 0x22: return text(bytes, isEscaped: &isEscaped)
    case 0x2D, 0x30...0x39: return number(bytes)
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return word(bytes)
    case UInt8(ascii: "{"): return nested(bytes, depth: depth, closing: UInt8(ascii: "}"))
    case UInt8(ascii: "["): return nested(bytes, depth: depth, closing: UInt8(ascii: "]"))
    default: return fail(.malformed)
    }
  }

  /// An object or a list, from its opening bracket.
  private mutating func nested(_ bytes: Span<UInt8>, depth: Int, closing: UInt8) -> Bool {
    guard depth < Self.deepest else { return fail(.tooDeep) }
    var isEscaped = false
    place += 1
    skipBlanks(bytes)
    if byte(bytes) == closing {
      place += 1
      return true
    }
    while true {
      if closing == UInt8(ascii: "}") {
        guard byte(bytes) == 0x22 else { return fail(.malformed) }
        guard text(bytes, isEscaped: &isEscaped) else { return false }
        skipBlanks(bytes)
        guard byte(bytes) == 0x3A else { return fail(.malformed) }
        place += 1
        skipBlanks(bytes)
      }
      guard value(bytes, depth: depth + 1) else { return false }
      skipBlanks(bytes)
      if byte(bytes) == closing {
        place += 1
        return true
      }
      guard byte(bytes) == 0x2C else { return fail(.malformed) }
      place += 1
      skipBlanks(bytes)
    }
  }

  /// A list of single values, which stands for a set: `;` inside one of them would cut it.
  mutating func list(_ bytes: Span<UInt8>) -> Bool {
    let start = place
    guard value(bytes, depth: 1) else { return false }
    let end = place
    place = start + 1
    skipBlanks(bytes)
    while place < end && byte(bytes) != UInt8(ascii: "]") {
      let first = place
      if byte(bytes) == UInt8(ascii: "[") || byte(bytes) == UInt8(ascii: "{") { return fail(.nestedValue) }
      _ = value(bytes, depth: 1)
      if bytes[first] == 0x22 {
        var text: [UInt8] = []
        appendJSONText(bytes.extracting((first + 1)..<(place - 1)), to: &text)
        if text.contains(UInt8(ascii: ";")) {
          place = first
          return fail(.semicolonInList)
        }
      }
      skipBlanks(bytes)
      if byte(bytes) == 0x2C { place += 1 }
      skipBlanks(bytes)
    }
    place = end
    return true
  }
}

private let trueLetters = Array("true".utf8)
private let falseLetters = Array("false".utf8)
private let nullLetters = Array("null".utf8)
