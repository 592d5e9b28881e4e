import GraphStorage

/// Finds the bytes at which a row may turn: the separator and everything below `#` (NUL, tab, CR, LF, space, quote …).
///
/// A word of eight bytes is tested once; its mask then serves all the stops in it.
struct StopScanner {
  private let separators: UInt64
  private let separator: UInt8
  private var base = 0
  private var mask: UInt64 = 0
  /// Not zero when a byte above 0x7F has been seen since `forgetHigh`, in the word at hand at the latest.
  var high: UInt64 = 0
  private var wordHigh: UInt64 = 0

  init(separator: UInt8) {
    self.separator = separator
    separators = repeatedByte(separator)
  }

  /// Starts over at `offset`.
  @inline(__always)
  mutating func seek(_ offset: Int, _ bytes: Span<UInt8>) {
    base = offset
    load(bytes)
  }

  /// To be called between rows: the bytes that follow in the same word may still be high.
  @inline(__always)
  mutating func forgetHigh() {
    high = wordHigh
  }

  /// The place of the next stop, or the number of bytes when there is none.
  @inline(__always)
  mutating func next(_ bytes: Span<UInt8>) -> Int {
    while mask == 0 {
      base &+= 8
      if base >= bytes.count { return bytes.count }
      load(bytes)
    }
    let place = base &+ mask.trailingZeroBitCount &>> 3
    mask &= mask &- 1
    return place
  }

  @inline(__always)
  private mutating func load(_ bytes: Span<UInt8>) {
    if base &+ 8 <= bytes.count {
      let word = littleEndianWord(bytes, at: base)
      let low = word & 0x7F7F_7F7F_7F7F_7F7F
      // 0x5D + 0x23 = 0x80: the high bit stays clear for ASCII below "#".
      let small = ~((low &+ 0x5D5D_5D5D_5D5D_5D5D) | word) & 0x8080_8080_8080_8080
      mask = small | equalByteMask(word, separators)
      wordHigh = word & 0x8080_8080_8080_8080
    } else {
      loadTail(bytes)
    }
    high |= wordHigh
  }

  @inline(never)
  private mutating func loadTail(_ bytes: Span<UInt8>) {
    mask = 0
    wordHigh = 0
    for index in 0..<max(0, bytes.count - base) {
      let byte = bytes[base + index]
      if byte < 0x23 || byte == separator { mask |= 0x80 << UInt64(8 * index) }
      if byte >= 0x80 { wordHigh |= 0x80 << UInt64(8 * index) }
    }
  }
}
