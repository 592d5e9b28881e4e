/// The eight bytes at `offset`, the first of them in the lowest bits.
///
/// With it, a scanner outside this module can test eight bytes at a time without a pointer.
/// - Precondition: `offset` and the seven places after it lie in `bytes`.
@inlinable @inline(__always)
public func littleEndianWord(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
  precondition(offset >= 0 && offset &+ 8 <= bytes.count, "eight bytes do not fit here")
  // SAFETY: in bounds by the line above; the load is unaligned and the type trivial.
  return unsafe UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
}

/// Up to eight bytes that end at `end`, the first in the lowest place of the number, and zeros above.
/// - Precondition: at least one, at most eight; eight bytes lie before `end`.
@inlinable @inline(__always)
public func shortWord(_ bytes: Span<UInt8>, endingAt end: Int, count: Int) -> UInt64 {
  littleEndianWord(bytes, at: end &- 8) &>> UInt64(64 &- 8 &* count)
}

/// The number that one to eight decimal digits write, all eight places at once; nil where anything else is among them.
///
/// The trick is an old one: neighbours are joined to pairs, pairs to fours, fours to eight, in one word.
/// - Precondition: eight bytes lie before `end`.
@inlinable @inline(__always)
public func decimalNumber(_ bytes: Span<UInt8>, endingAt end: Int, digits: Int) -> UInt64? {
  let zeros: UInt64 = 0x3030_3030_3030_3030
  let shift = UInt64(64 &- 8 &* digits)
  // What stands before the digits becomes zeros.
  let word = ((littleEndianWord(bytes, at: end &- 8) &>> shift) &<< shift) | (zeros & ((1 as UInt64) &<< shift &- 1))
  let values = word ^ zeros
  guard (values &+ 0x7676_7676_7676_7676 | values) & 0x8080_8080_8080_8080 == 0 else { return nil }
  let pairs = values &* 10 &+ values &>> 8
  let first = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
  let second = (pairs &>> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
  return (first &+ second) &>> 32
}

/// The high bit of each byte of `word` that equals the byte repeated in `pattern`, and no other bit.
@inlinable @inline(__always)
public func equalByteMask(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
  let difference = word ^ pattern
  let nonZero = ((difference & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | difference
  return ~nonZero & 0x8080_8080_8080_8080
}

/// Copies `bytes` behind those of an array. O(n).
public func appendBytes(_ bytes: Span<UInt8>, to array: inout [UInt8]) {
  // SAFETY: the bytes are copied inside the closure.
  unsafe bytes.withUnsafeBufferPointer { unsafe array.append(contentsOf: $0) }
}

/// `byte` in each of the eight places of a word.
@inlinable @inline(__always)
public func repeatedByte(_ byte: UInt8) -> UInt64 {
  UInt64(byte) &* 0x0101_0101_0101_0101
}

/// How many of the bytes in `range` equal `byte`.
/// - Precondition: `range` lies in `bytes`.
/// - Complexity: O(length of the range), sixteen bytes a step.
@inlinable
public func count(of byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
  precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside the bytes")
  let pattern = SIMD16<UInt8>(repeating: byte)
  let (zeros, ones) = (SIMD16<UInt8>(repeating: 0), SIMD16<UInt8>(repeating: 1))
  var total = 0
  var offset = range.lowerBound
  while offset &+ 16 <= range.upperBound {
    // One counter of 8 bits for each place: full after 255 steps.
    let steps = min(255, (range.upperBound &- offset) / 16)
    var counters = zeros
    for _ in 0..<steps {
      // SAFETY: sixteen bytes before the end of the range, which lies in `bytes`; the type is trivial.
      let block = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: SIMD16<UInt8>.self)
      counters &+= zeros.replacing(with: ones, where: block .== pattern)
      offset &+= 16
    }
    total &+= Int(SIMD16<UInt16>(truncatingIfNeeded: counters).wrappedSum())
  }
  while offset < range.upperBound {
    if bytes[offset] == byte { total &+= 1 }
    offset &+= 1
  }
  return total
}

/// The first index from `start` on that holds `byte`.
/// - Precondition: `start` lies in `0...bytes.count`.
/// - Complexity: O(distance), eight bytes a step.
@inlinable
public func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
  let pattern = repeatedByte(byte)
  var offset = start
  while offset &+ 8 <= bytes.count {
    let mask = equalByteMask(littleEndianWord(bytes, at: offset), pattern)
    if mask != 0 { return offset &+ mask.trailingZeroBitCount &>> 3 }
    offset &+= 8
  }
  while offset < bytes.count {
    if bytes[offset] == byte { return offset }
    offset &+= 1
  }
  return nil
}
