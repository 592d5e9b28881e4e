/// Markup. The only ways to make some are literals in this module's source and interpolation, which escapes every
/// String: no text from data can become markup by being forgotten.
///
/// What is written is well-formed XML too, so that any XML parser can check a page.
struct HTML: ExpressibleByStringInterpolation, Sendable {
  private(set) var markup: String

  init(stringLiteral literal: String) { markup = literal }
  init(stringInterpolation interpolation: StringInterpolation) { markup = interpolation.markup }
  private init(markup: String) { self.markup = markup }

  /// A drawing that has been through `InlineDrawing`, which lets nothing but shapes and text pass.
  init(_ drawing: InlineDrawing) { markup = drawing.markup }

  static let empty: HTML = ""

  static func += (left: inout HTML, right: HTML) { left.markup += right.markup }

  struct StringInterpolation: StringInterpolationProtocol {
    var markup = ""

    init(literalCapacity: Int, interpolationCount: Int) { markup.reserveCapacity(literalCapacity) }
    mutating func appendLiteral(_ literal: String) { markup += literal }
    mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }
    mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    mutating func appendInterpolation(_ number: Int) { markup += String(number) }
  }

  /// `text` as it may stand between tags and inside a quoted attribute: the five marks of XML as references; control
  /// characters, direction overrides and code points that XML forbids as U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\n", "\t": result.append(scalar)
      case _ where DisplayText.isHostile(scalar) || scalar.value & 0xFFFE == 0xFFFE: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

extension Sequence {
  /// The markup of all elements, one after another.
  func html(_ transform: (Element) -> HTML) -> HTML { reduce(into: HTML.empty) { $0 += transform($1) } }
}

/// A name or id of somebody, kept from turning the direction of the text around it.
func personHTML(_ id: String, _ name: String?) -> HTML {
  guard let name, !name.isEmpty, name != id else { return "<bdi class=\"who\">\(id)</bdi>" }
  return "<bdi class=\"who\">\(name)</bdi> <bdi class=\"id\">\(id)</bdi>"
}

extension DefaultStringInterpolation {
  /// Markup inside a plain String would be escaped later or, worse, not: the compiler refuses it.
  @available(*, unavailable, message: "state the type HTML")
  mutating func appendInterpolation(_ html: HTML) {}
}
