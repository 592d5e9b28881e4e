import GraphStorage

/// One row, as places in the bytes that are being read. Reused from row to row, so a consumer cannot keep it.
///
/// A consumer gets the bytes and the record together: `bytes.extracting(record[2])` is the third field.
public struct Record: ~Copyable {
  struct Field: BitwiseCopyable, Sendable {
    var start: Int
    var end: Int
    var escape = Escape.none
    var isQuoted = false
  }

  /// How a field's text differs from its bytes.
  enum Escape: UInt8 {
    case none
    case doubledQuotes
    /// Escapes of JSON, or a list.
    case json
  }

  /// Its own memory, so that noting a field asks nobody who else holds it.
  private(set) var fields: MutableColumn<Field>
  /// What `arrange` needs.
  private var spare = MutableColumn<Field>([])
  // The words of a record are moved where it is handed over, two at a time; a word that was written just before, as `count` is,
  // would be waited for if it were one of such two.
  var start = 0
  /// The physical line, from 1, on which the row begins.
  public internal(set) var line = 0
  public internal(set) var count = 0

  init(capacity: Int) {
    fields = MutableColumn(repeating: Field(start: 0, end: 0), count: capacity)
  }

  /// Where the field's text stands in the bytes, without its quotes, doubled quotes still doubled.
  /// - Precondition: `0..<count` contains `index`.
  @inline(__always)
  public subscript(index: Int) -> Range<Int> {
    let field = fields[index]
    return field.start..<field.end
  }

  /// True when `text(_:in:)` differs from the bytes at `self[index]`.
  @inline(__always)
  public func isEscaped(_ index: Int) -> Bool {
    fields[index].escape != .none
  }

  @inline(__always)
  public func isEmpty(_ index: Int) -> Bool {
    let field = fields[index]
    return field.start == field.end
  }

  /// The field's text. It is valid UTF-8.
  public func text(_ index: Int, in bytes: Span<UInt8>) -> String {
    var unescaped: [UInt8] = []
    appendText(index, in: bytes, to: &unescaped)
    return String(decoding: unescaped, as: UTF8.self)
  }

  /// Appends the field's text, doubled quotes made single.
  public func appendText(_ index: Int, in bytes: Span<UInt8>, to target: inout [UInt8]) {
    let field = fields[index]
    if field.escape == .json {
      appendJSONValue(bytes.extracting(field.start..<field.end), isText: field.isQuoted, to: &target)
      return
    }
    if field.escape == .none { return appendBytes(bytes.extracting(field.start..<field.end), to: &target) }
    var place = field.start
    while place < field.end {
      target.append(bytes[place])
      place += bytes[place] == quoteByte ? 2 : 1
    }
  }

  /// The line and byte column, both from 1, at which the field begins (its quote included).
  /// - Complexity: O(length of the row).
  public func position(_ index: Int, in bytes: Span<UInt8>) -> (line: Int, column: Int) {
    let field = fields[index]
    return textPosition(field.isQuoted ? field.start - 1 : field.start, rowStart: start, rowLine: line, bytes)
  }
}

extension Record {
  /// Puts the fields into another order.
  /// - Parameter places: for each new field the place of the old one; -1 for one that is not there.
  mutating func arrange(_ places: [Int]) {
    if spare.count < fields.count { spare = MutableColumn(repeating: fields[0], count: fields.count) }
    for (index, place) in places.enumerated() {
      spare[index] = place < 0 ? Field(start: start, end: start) : fields[place]
    }
    swap(&fields, &spare)
    count = places.count
  }
}

/// The line and byte column of `offset` in a row that begins at `rowStart` on `rowLine`.
func textPosition(
  _ offset: Int, rowStart: Int, rowLine: Int, _ bytes: Span<UInt8>
) -> (line: Int, column: Int) {
  var lineStart = rowStart
  var line = rowLine
  while let end = firstIndex(of: lineFeed, in: bytes, from: lineStart), end < offset {
    lineStart = end + 1
    line += 1
  }
  return (line, offset - lineStart + 1)
}

let quoteByte: UInt8 = 0x22
let lineFeed: UInt8 = 0x0A
let carriageReturn: UInt8 = 0x0D
