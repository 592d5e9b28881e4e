// Columns of numbers as bytes in little-endian order, and back: what a snapshot keeps of a graph. One `memcpy` each way.

/// The numbers of `column[range]`, 2 bytes each, least significant first.
/// - Precondition: `range` lies in the column.
public func littleEndianBytes(of column: [UInt16], _ range: Range<Int>) -> [UInt8] { encoded(column, range) }

/// The numbers of `column[range]`, 4 bytes each, least significant first.
/// - Precondition: `range` lies in the column.
public func littleEndianBytes(of column: [UInt32], _ range: Range<Int>) -> [UInt8] { encoded(column, range) }

/// The numbers of `column[range]`, 4 bytes each in two's complement, least significant first.
/// - Precondition: `range` lies in the column.
public func littleEndianBytes(of column: [Int32], _ range: Range<Int>) -> [UInt8] { encoded(column, range) }

/// The numbers of `column[range]`, 8 bytes each, least significant first.
/// - Precondition: `range` lies in the column.
public func littleEndianBytes(of column: [UInt64], _ range: Range<Int>) -> [UInt8] { encoded(column, range) }

/// The numbers of `column[range]`, 8 bytes each, least significant first.
/// - Precondition: `range` lies in the column.
public func littleEndianBytes(of column: [Int64], _ range: Range<Int>) -> [UInt8] { encoded(column, range) }

/// The numbers of `column[range]`, 8 bytes each, least significant first.
/// - Precondition: `range` lies in the column.
public func littleEndianBytes(of column: [Int], _ range: Range<Int>) -> [UInt8] { encoded(column, range) }

extension [UInt16] {
  /// The inverse of `littleEndianBytes`; nil where `bytes` is no whole number of elements.
  public init?(littleEndian bytes: [UInt8]) {
    guard let column: Self = decoded(bytes) else { return nil }
    self = column
  }
}

extension [UInt32] {
  /// The inverse of `littleEndianBytes`; nil where `bytes` is no whole number of elements.
  public init?(littleEndian bytes: [UInt8]) {
    guard let column: Self = decoded(bytes) else { return nil }
    self = column
  }
}

extension [Int32] {
  /// The inverse of `littleEndianBytes`; nil where `bytes` is no whole number of elements.
  public init?(littleEndian bytes: [UInt8]) {
    guard let column: Self = decoded(bytes) else { return nil }
    self = column
  }
}

extension [UInt64] {
  /// The inverse of `littleEndianBytes`; nil where `bytes` is no whole number of elements.
  public init?(littleEndian bytes: [UInt8]) {
    guard let column: Self = decoded(bytes) else { return nil }
    self = column
  }
}

extension [Int64] {
  /// The inverse of `littleEndianBytes`; nil where `bytes` is no whole number of elements.
  public init?(littleEndian bytes: [UInt8]) {
    guard let column: Self = decoded(bytes) else { return nil }
    self = column
  }
}

extension [Int] {
  /// The inverse of `littleEndianBytes`; nil where `bytes` is no whole number of elements.
  public init?(littleEndian bytes: [UInt8]) {
    guard let column: Self = decoded(bytes) else { return nil }
    self = column
  }
}

@inline(__always)
private func encoded<Element: FixedWidthInteger & BitwiseCopyable>(
  _ column: [Element], _ range: Range<Int>
) -> [UInt8] {
  precondition(range.lowerBound >= 0 && range.upperBound <= column.count, "range outside the column")
  #if _endian(big)
    let column = column.map(\.littleEndian)
  #endif
  let width = MemoryLayout<Element>.stride
  let length = range.count * width
  // SAFETY: copies `length` bytes that lie in the column, by the precondition, into a new array of that length.
  return unsafe [UInt8](unsafeUninitializedCapacity: length) { target, count in
    unsafe column.withUnsafeBytes { source in
      let piece = unsafe UnsafeRawBufferPointer(rebasing: source[range.lowerBound * width..<range.upperBound * width])
      unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: piece)
    }
    count = length
  }
}

@inline(__always)
private func decoded<Element: FixedWidthInteger & BitwiseCopyable>(_ bytes: [UInt8]) -> [Element]? {
  let width = MemoryLayout<Element>.stride
  guard bytes.count % width == 0 else { return nil }
  let elements = bytes.count / width
  // SAFETY: fills all `elements` elements, `bytes.count` bytes, of a new array; every bit pattern is an integer.
  let column = unsafe [Element](unsafeUninitializedCapacity: elements) { target, count in
    unsafe bytes.withUnsafeBytes { source in
      unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
    }
    count = elements
  }
  #if _endian(big)
    return column.map { Element(littleEndian: $0) }
  #else
    return column
  #endif
}
