import GraphStorage

/// Finds the bytes at which a row may turn: the separator and everything below `#` (NUL, tab, CR, LF, space, quote …).
///
/// A block of 64 bytes is tested at once, a word of eight at a time, without a branch; its mask, a bit a byte, then serves
/// all the stops in it. With a mask for each word instead, how many words lie between two stops is a branch that is
/// guessed wrong once or twice a row.
struct StopScanner {
  private let separators: UInt64
  private let separator: UInt8
  private var base = 0
  private var isLoaded = false
  /// The stops of the block that are still to come, and all of them.
  private var mask: UInt64 = 0
  private var all: UInt64 = 0
  /// Not zero when a byte above 0x7F has been seen since `forgetHigh`, in the block at hand at the latest.
  var high: UInt64 = 0
  private var blockHigh: UInt64 = 0

  init(separator: UInt8) {
    self.separator = separator
    separators = repeatedByte(separator)
  }

  /// Goes on at `offset`.
  @inline(__always)
  mutating func seek(_ offset: Int, _ bytes: Span<UInt8>) {
    let step = offset &- base
    if isLoaded && step >= 0 && step < 64 {
      mask = (all &>> UInt64(step)) &<< UInt64(step)
    } else {
      base = offset
      load(bytes)
    }
  }

  /// To be called between rows: the bytes that follow in the same block may still be high.
  @inline(__always)
  mutating func forgetHigh() {
    high = blockHigh
  }

  /// The place of the next stop, or the number of bytes when there is none.
  @inline(__always)
  mutating func next(_ bytes: Span<UInt8>) -> Int {
    while mask == 0 {
      base &+= 64
      if base >= bytes.count {
        // A later `seek` must not find the stops of a block that is left.
        isLoaded = false
        return bytes.count
      }
      load(bytes)
    }
    let place = base &+ mask.trailingZeroBitCount
    mask &= mask &- 1
    return place
  }

  @inline(__always)
  private mutating func load(_ bytes: Span<UInt8>) {
    isLoaded = true
    guard base &+ 64 <= bytes.count else { return loadTail(bytes) }
    mask = 0
    blockHigh = 0
    for place in 0..<8 {
      let word = littleEndianWord(bytes, at: base &+ 8 &* place)
      let low = word & 0x7F7F_7F7F_7F7F_7F7F
      // 0x5D + 0x23 = 0x80: the high bit stays clear for ASCII below "#".
      let small = ~((low &+ 0x5D5D_5D5D_5D5D_5D5D) | word) & 0x8080_8080_8080_8080
      let marks = small | equalByteMask(word, separators)
      // The product gathers the high bits of the eight bytes in the topmost one; no two of its terms meet.
      mask |= ((marks &* 0x0002_0408_1020_4081) &>> 56) &<< UInt64(8 &* place)
      blockHigh |= word & 0x8080_8080_8080_8080
    }
    all = mask
    high |= blockHigh
  }

  @inline(never)
  private mutating func loadTail(_ bytes: Span<UInt8>) {
    mask = 0
    blockHigh = 0
    for index in 0..<max(0, bytes.count - base) {
      let byte = bytes[base + index]
      if byte < 0x23 || byte == separator { mask |= 1 << UInt64(index) }
      if byte >= 0x80 { blockHigh = 0x80 }
    }
    all = mask
    high |= blockHigh
  }
}
