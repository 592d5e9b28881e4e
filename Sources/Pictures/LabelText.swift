/// Labels fitted to the room they have. Width is counted in columns: two for ideographs, kana, hangul, full-width forms
/// and emoji, one for anything else.
enum LabelText {
  static func columns(_ text: String) -> Int { text.reduce(0) { $0 + columns($1) } }

  private static func columns(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// `text` on one line, white space collapsed, cut with an ellipsis where it is wider than `limit` columns.
  static func fitted(_ text: String, columns limit: Int) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard columns(line) > limit else { return line }
    var result = ""
    var used = 1
    for character in line {
      used += columns(character)
      if used > limit { break }
      result.append(character)
    }
    while result.last?.isWhitespace == true { result.removeLast() }
    return result + "…"
  }

  /// `text` on at most two lines of `limit` columns, broken at the space that balances them best; where that is too
  /// wide, the first line is filled and the second cut.
  static func wrapped(_ text: String, columns limit: Int) -> [String] {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    let line = words.joined(separator: " ")
    guard columns(line) > limit, words.count > 1 else { return line.isEmpty ? [] : [fitted(line, columns: limit)] }
    var best = (width: Int.max, cut: 1)
    for cut in 1..<words.count {
      let width = max(
        columns(words[..<cut].joined(separator: " ")), columns(words[cut...].joined(separator: " ")))
      if width < best.width { best = (width, cut) }
    }
    if best.width > limit {
      var cut = 1
      while cut < words.count - 1, columns(words[...cut].joined(separator: " ")) <= limit { cut += 1 }
      best.cut = cut
    }
    return [
      fitted(words[..<best.cut].joined(separator: " "), columns: limit),
      fitted(words[best.cut...].joined(separator: " "), columns: limit),
    ]
  }
}
