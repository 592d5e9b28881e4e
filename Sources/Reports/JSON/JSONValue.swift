/// A value of JSON and its one way to be written: keys sorted by their bytes, two blanks of indentation, shortest
/// numbers that read back as the same Double, no NaN (it becomes null).
public enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// Keys must differ.
  case object([String: JSONValue])

  /// The text, ended by a line feed.
  /// - Complexity: O(characters), and a sort of the keys of each object.
  public var text: String {
    var result = ""
    write(into: &result, depth: 0)
    result += "\n"
    return result
  }

  private func write(into result: inout String, depth: Int) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .integer(let value): result += String(value)
    case .unsigned(let value): result += String(value)
    case .number(let value): result += Self.number(value)
    case .string(let value): Self.write(value, into: &result)
    case .array(let values):
      Self.write("[", values, "]", into: &result, depth: depth) { value, result in
        value.write(into: &result, depth: depth + 1)
      }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      Self.write("{", sorted, "}", into: &result, depth: depth) { member, result in
        Self.write(member.key, into: &result)
        result += ": "
        member.value.write(into: &result, depth: depth + 1)
      }
    }
  }

  private static func write<Element>(
    _ open: String, _ elements: [Element], _ close: String, into result: inout String, depth: Int,
    each: (Element, inout String) -> Void
  ) {
    result += open
    for (index, element) in elements.enumerated() {
      result += index == 0 ? "\n" : ",\n"
      result += String(repeating: "  ", count: depth + 1)
      each(element, &result)
    }
    if !elements.isEmpty { result += "\n" + String(repeating: "  ", count: depth) }
    result += close
  }

  /// Whole numbers without a point, others by the shortest digits that read back the same.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if let whole = Int64(exactly: value), whole.magnitude <= 1 << 53 { return String(whole) }
    return value.description
  }

  private static func write(_ text: String, into result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      // Controls must be escaped; DEL to U+009F and the line separators are, so that a terminal shows them harmlessly.
      case _ where DisplayText.isHostile(scalar):
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }
}

/// A value that has a form in JSON.
public protocol JSONRepresentable {
  var json: JSONValue { get }
}

extension JSONRepresentable {
  /// Pretty-printed, ended by a line feed.
  public var jsonText: String { json.text }
}

extension JSONValue {
  init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
  init(_ number: Double?) { self = number.map(JSONValue.number) ?? .null }
  init(_ number: Int?) { self = number.map(JSONValue.integer) ?? .null }
  init(_ values: [some JSONRepresentable]) { self = .array(values.map(\.json)) }
  init(_ texts: [String]) { self = .array(texts.map(JSONValue.string)) }
}
