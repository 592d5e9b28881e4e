/// A checksum of the bytes of a column, on several threads: any change of one word changes it, as any change at all does
/// but for one chance in about 2^64. Not a seal against somebody who wants to deceive.
///
/// Blocks of 1 MiB are summed apart, each in four lanes of `(sum ^ word) * odd`, and the blocks' sums then in their
/// order; so it depends on no number of threads.
enum ColumnChecksum {
  private static let blockWords = 1 << 17
  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  static func of<Element>(_ column: Column<Element>, _ control: RunControl) throws(Cancelled) -> UInt64 {
    let bytes = column.count * MemoryLayout<Element>.stride
    let words = bytes / 8
    let sums = MutableColumn<UInt64>(repeating: 0, count: (words + blockWords - 1) / blockWords)
    try parallelRanges(words, grain: blockWords, control) { range in
      // SAFETY: whole words inside the column, whose memory is aligned to 8 bytes.
      let base = unsafe UnsafeRawPointer(column.base)
      var lanes: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
      var word = range.lowerBound
      while word &+ 4 <= range.upperBound {
        let place = unsafe base + word &* 8
        lanes.0 = unsafe (lanes.0 ^ place.loadUnaligned(as: UInt64.self)) &* factor
        lanes.1 = unsafe (lanes.1 ^ place.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) &* factor
        lanes.2 = unsafe (lanes.2 ^ place.loadUnaligned(fromByteOffset: 16, as: UInt64.self)) &* factor
        lanes.3 = unsafe (lanes.3 ^ place.loadUnaligned(fromByteOffset: 24, as: UInt64.self)) &* factor
        // The factor moves nothing downwards: without this a flip of a top bit would stay where it is.
        lanes.0 ^= lanes.0 &>> 32
        lanes.1 ^= lanes.1 &>> 32
        lanes.2 ^= lanes.2 &>> 32
        lanes.3 ^= lanes.3 &>> 32
        word &+= 4
      }
      while word < range.upperBound {
        lanes.0 = unsafe mixed(lanes.0, (base + word &* 8).loadUnaligned(as: UInt64.self))
        word &+= 1
      }
      sums[range.lowerBound / blockWords] = mixed(mixed(mixed(lanes.0, lanes.1), lanes.2), lanes.3)
    }
    var sum = mixed(factor, UInt64(bytes))
    for block in 0..<sums.count { sum = mixed(sum, sums[block]) }
    // SAFETY: the bytes behind the last whole word.
    let base = unsafe UnsafeRawPointer(column.base)
    for byte in words * 8..<bytes { sum = unsafe mixed(sum, UInt64(base.load(fromByteOffset: byte, as: UInt8.self))) }
    return sum
  }

  @inline(__always)
  static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let product = (sum ^ word) &* factor
    return product ^ product &>> 32
  }
}
