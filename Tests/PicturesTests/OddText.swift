import GraphStorage

/// Texts that break naive writers of DOT, HTML-like labels and XML.
enum OddText {
  static let all: [String] = [
    "quo\"te's", "back\\slash", "\\N \\G \\L \\n", "ends with \\", "two \\\\", "\\\"", "<b>bold</b>", "a & b", "&amp;",
    "&foo;", "&#65;", "&#x41", "x<!-- y -->", "]]>", "-->", "<table>", "{a|b}", "a;b", "//c", "/*c*/", "# c",
    "e\u{301}",
    "emoji 🎉👩‍👩‍👧", "محمد بن سلمان", "山田太郎", "Ünïcödé ß", "graph", "->", "--", "a=b,c=d", "[x]", "%s%n", "100%",
    "ﬀ", "\u{FEFF}bom", "𝔘", "tab\there", "new\nline", "cr\r\nlf", "nul\u{0}", "bell\u{7}", "c1\u{9B}", "\u{202E}rtl",
    "\u{FFFE}", "\u{1FFFF}", "\u{2028}x", String(decoding: [0xEF, 0xB7, 0x90], as: UTF8.self),
  ]

  private static let alphabet = Array(
    "ab\\\\\"\"<>&&;#'Nngl{}|-= \n\té山🎉\u{0}\u{1B}\u{202E}\u{FFFF}م".unicodeScalars)

  /// Up to twelve scalars, most of them special to one of the languages.
  static func random(_ generator: inout SeededGenerator) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<1 + generator.below(12) { text.append(alphabet[generator.below(alphabet.count)]) }
    return String(text)
  }

  /// What a reader must see: written from the promise in `DotText`, scalar by scalar, without its code.
  static func expected(_ text: String) -> String {
    let spaces: Set<UInt32> = [9, 10, 13, 0x85, 0x2028, 0x2029]
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let value = scalar.value
      let isControl = value < 32 || (127...159).contains(value)
      let isBidirectional = (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
      let isNonCharacter = value % 0x10000 >= 0xFFFE || (0xFDD0...0xFDEF).contains(value)
      if spaces.contains(value) {
        result.append(" ")
      } else {
        result.append(isControl || isBidirectional || isNonCharacter ? "\u{FFFD}" : scalar)
      }
    }
    return String(result)
  }
}
