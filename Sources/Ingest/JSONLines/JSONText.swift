import GraphStorage

// The text of values that `JSONScanner` has found whole.

/// The text of a value between quotes, or of a list: its single values with `;` between them, `null` left out.
func appendJSONValue(_ bytes: Span<UInt8>, isText: Bool, to target: inout [UInt8]) {
  if isText { return appendJSONText(bytes, to: &target) }
  var scanner = JSONScanner(at: 1)
  var isFirst = true
  scanner.skipBlanks(bytes)
  while scanner.byte(bytes) != UInt8(ascii: "]") {
    let start = scanner.place
    guard scanner.value(bytes, depth: 1) else { return }
    if bytes[start] != UInt8(ascii: "n") {
      if !isFirst { target.append(UInt8(ascii: ";")) }
      isFirst = false
      if bytes[start] == quoteByte {
        appendJSONText(bytes.extracting((start + 1)..<(scanner.place - 1)), to: &target)
      } else {
        for place in start..<scanner.place { target.append(bytes[place]) }
      }
    }
    scanner.skipBlanks(bytes)
    if scanner.byte(bytes) == 0x2C { scanner.place += 1 }
    scanner.skipBlanks(bytes)
  }
}

/// What stands between two quotes, escapes resolved.
func appendJSONText(_ bytes: Span<UInt8>, to target: inout [UInt8]) {
  var place = 0
  while place < bytes.count {
    let byte = bytes[place]
    guard byte == 0x5C, place + 1 < bytes.count else {
      target.append(byte)
      place += 1
      continue
    }
    let code = bytes[place + 1]
    place += 2
    switch code {
    case UInt8(ascii: "b"): target.append(0x08)
    case UInt8(ascii: "f"): target.append(0x0C)
    case UInt8(ascii: "n"): target.append(0x0A)
    case UInt8(ascii: "r"): target.append(0x0D)
    case UInt8(ascii: "t"): target.append(0x09)
    case UInt8(ascii: "u"):
      var value = hexadecimalUnit(bytes, place) ?? 0xFFFD
      place += 4
      if value & 0xFC00 == 0xD800 {
        value = 0x10000 + (value & 0x3FF) << 10 + ((hexadecimalUnit(bytes, place + 2) ?? 0) & 0x3FF)
        place += 6
      }
      target.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    default: target.append(code)
    }
  }
}

/// The value of four hexadecimal digits; nil where one is none, or they do not fit.
func hexadecimalUnit(_ bytes: Span<UInt8>, _ place: Int) -> UInt32? {
  guard place + 4 <= bytes.count else { return nil }
  var value: UInt32 = 0
  for index in place..<(place + 4) {
    guard let digit = hexadecimalDigit(bytes[index]) else { return nil }
    value = value << 4 | digit
  }
  return value
}

func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case 0x30...0x39: UInt32(byte - 0x30)
  case 0x41...0x46: UInt32(byte - 0x37)
  case 0x61...0x66: UInt32(byte - 0x57)
  default: nil
  }
}
