/// The one place where text of others enters a DOT document. Every quoted string and every HTML-like label of
/// `DotDocument` is made here.
///
/// - What no XML file may carry, and what hides or reorders text (control characters, non-characters, bidirectional
///   overrides), is replaced by U+FFFD; line breaks and tabs become spaces unless a function says otherwise.
/// - `&`, `<`, `>`, `"` and `'` become character references, which Graphviz resolves in every text it draws, so no
///   quote can end a string and no `<` can open a tag.
/// - A backslash starts an escape sequence in Graphviz (`\N` is the node's name). It is doubled in labels. Tooltips
///   pass that stage twice in Graphviz 2.42 and once in others: there it becomes U+29F5, which looks the same.
///
/// It does not decide *whether* a text may be shown.
enum DotText {
  /// For a quoted string that Graphviz draws: a label.
  static func quotedLabel(_ text: String) -> String { "\"" + escaped(text, backslash: "\\\\") + "\"" }

  /// For a quoted string shown by the viewer of an SVG: a tooltip. Never empty, because Graphviz then shows the label
  /// or the node's name instead.
  static func quotedTooltip(_ text: String) -> String {
    text.isEmpty ? "\" \"" : "\"" + escaped(text, backslash: "\u{29F5}") + "\""
  }

  /// For text between the tags of an HTML-like label.
  static func markup(_ text: String) -> String { escaped(text, backslash: "\\\\") }

  /// For values that Graphviz does not draw (colours, fonts, names of nodes): kept as they are, and refused (as "")
  /// where a quoted string could not carry them exactly.
  static func quotedValue(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { $0 != "\"" && $0 != "\\" && !isForbidden($0) }
    return isPlain ? "\"\(text)\"" : "\"\""
  }

  private static func escaped(_ text: String, backslash: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\\": result += backslash
      case "\n", "\r", "\t", "\u{2028}", "\u{2029}", "\u{85}": result += " "
      default: result.unicodeScalars.append(isForbidden(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true  // C0, DEL, C1
    case 0x202A...0x202E, 0x2066...0x2069: true  // bidirectional embeddings, overrides and isolates
    case 0xFDD0...0xFDEF: true  // non-characters
    case let value where value & 0xFFFE == 0xFFFE: true
    default: false
    }
  }
}
