/// Reads the tags and texts of an XML document, in order and strictly: what it does not know, ends the reading.
///
/// Comments, the document type and processing instructions are passed over. References are resolved: the five named
/// ones and numbers.
/// - Complexity: O(bytes).
struct XMLScanner {
  enum Token {
    case start(name: String, attributes: [(name: String, value: String)], isEmpty: Bool)
    case end(name: String)
    case text(String)
  }

  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Whether everything was read and understood.
  var isAtEnd: Bool { index == bytes.count }

  /// The next token; nil at the end and at the first mistake, where `isAtEnd` is false.
  mutating func next() -> Token? {
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<") else { return text() }
      if stands("<!--") {
        guard skip(past: "-->") else { return nil }
      } else if stands("<?") {
        guard skip(past: "?>") else { return nil }
      } else if stands("<!DOCTYPE") {
        guard skip(past: ">") else { return nil }
      } else if stands("<![CDATA[") || stands("<!") {
        return nil
      } else {
        return tag()
      }
    }
    return nil
  }

  private mutating func text() -> Token? {
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
    guard let text = resolved(bytes[start..<index]) else {
      index = start
      return nil
    }
    return .text(text)
  }

  private mutating func tag() -> Token? {
    let start = index
    guard let token = parsedTag() else {
      index = start
      return nil
    }
    return token
  }

  private mutating func parsedTag() -> Token? {
    index += 1
    let isEnd = take("/")
    guard let name = name() else { return nil }
    var attributes: [(name: String, value: String)] = []
    while true {
      let hadBlank = skipBlanks()
      if take(">") {
        if isEnd { return attributes.isEmpty ? .end(name: name) : nil }
        return .start(name: name, attributes: attributes, isEmpty: false)
      }
      if !isEnd, take("/") { return take(">") ? .start(name: name, attributes: attributes, isEmpty: true) : nil }
      guard hadBlank, let attribute = attribute() else { return nil }
      guard !attributes.contains(where: { $0.name == attribute.name }) else { return nil }
      attributes.append(attribute)
    }
  }

  private mutating func attribute() -> (name: String, value: String)? {
    guard let name = name() else { return nil }
    skipBlanks()
    guard take("=") else { return nil }
    skipBlanks()
    guard index < bytes.count else { return nil }
    let quote = bytes[index]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    index += 1
    let start = index
    while index < bytes.count, bytes[index] != quote {
      if bytes[index] == UInt8(ascii: "<") { return nil }
      index += 1
    }
    guard index < bytes.count, let value = resolved(bytes[start..<index]) else { return nil }
    index += 1
    return (name, value)
  }

  /// ASCII letters, digits, `:`, `_`, `-` and `.`: all that SVG has.
  private mutating func name() -> String? {
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): break
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"):
        if index == start { return nil }
      default: return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
      }
      index += 1
    }
    return nil
  }

  private func resolved(_ part: ArraySlice<UInt8>) -> String? {
    guard part.contains(UInt8(ascii: "&")) else { return String(decoding: part, as: UTF8.self) }
    var result: [UInt8] = []
    var rest = part
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "&") else {
        result.append(byte)
        continue
      }
      guard let end = rest.firstIndex(of: UInt8(ascii: ";")), end - rest.startIndex <= 10,
        let scalar = Self.scalar(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
      else { return nil }
      result.append(contentsOf: String(Character(scalar)).utf8)
      rest = rest[(end + 1)...]
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func scalar(_ reference: String) -> Unicode.Scalar? {
    switch reference {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard reference.hasPrefix("#") else { return nil }
      let number = reference.dropFirst()
      let value = number.hasPrefix("x") ? UInt32(number.dropFirst(), radix: 16) : UInt32(number)
      return value.flatMap(Unicode.Scalar.init)
    }
  }

  private func stands(_ mark: StaticString) -> Bool {
    let mark = Array(mark.description.utf8)
    return bytes.count - index >= mark.count && bytes[index..<index + mark.count].elementsEqual(mark)
  }

  private mutating func take(_ mark: StaticString) -> Bool {
    guard stands(mark) else { return false }
    index += mark.utf8CodeUnitCount
    return true
  }

  private mutating func skip(past mark: StaticString) -> Bool {
    let start = index
    while index < bytes.count {
      if take(mark) { return true }
      index += 1
    }
    index = start
    return false
  }

  @discardableResult
  private mutating func skipBlanks() -> Bool {
    let start = index
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    return index > start
  }
}
