import GraphStorage

/// The names by which the members of an object are looked up.
struct JSONColumns: Sendable {
  let names: [String]
  private let bytes: [UInt8]
  private let starts: [Int]
  /// The first eight bytes of each name, zeros behind a shorter one.
  private let words: [UInt64]

  init(_ names: [String]) {
    self.names = names
    var bytes: [UInt8] = []
    var starts = [0]
    var words: [UInt64] = []
    for name in names {
      bytes.append(contentsOf: name.utf8)
      starts.append(bytes.count)
      words.append(name.utf8.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
    (self.bytes, self.starts, self.words) = (bytes, starts, words)
  }

  /// Whether the name at `column` is the text at `range`, which holds no escapes.
  @inline(__always)
  func isEqual(_ column: Int, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let length = range.count
    guard starts[column &+ 1] &- starts[column] == length else { return false }
    if range.lowerBound &+ 8 <= text.count {
      let word = littleEndianWord(text, at: range.lowerBound)
      let kept = length >= 8 ? word : word & ((1 &<< UInt64(8 &* length)) &- 1)
      if kept != words[column] { return false }
      if length <= 8 { return true }
    }
    let start = starts[column]
    for offset in 0..<length where bytes[start &+ offset] != text[range.lowerBound &+ offset] { return false }
    return true
  }

  /// The column of a name; -1 where there is none.
  /// - Complexity: O(columns).
  @inline(never)
  func column(_ text: Span<UInt8>, _ range: Range<Int>, isEscaped: Bool) -> Int {
    if isEscaped {
      var name: [UInt8] = []
      appendJSONText(text.extracting(range), to: &name)
      return column(name.span, 0..<name.count, isEscaped: false)
    }
    for column in names.indices where isEqual(column, text, range) { return column }
    return -1
  }
}
