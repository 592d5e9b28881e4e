import GraphStorage
import Testing

@Suite struct ColumnBytesTests {
  @Test("numbers become bytes, least significant first")
  func order() {
    #expect(littleEndianBytes(of: [0x0102] as [UInt16], 0..<1) == [2, 1])
    #expect(littleEndianBytes(of: [9, 0x0102_0304] as [UInt32], 1..<2) == [4, 3, 2, 1])
    #expect(littleEndianBytes(of: [-2] as [Int64], 0..<1) == [254, 255, 255, 255, 255, 255, 255, 255])
    #expect(littleEndianBytes(of: [1] as [Int], 0..<1) == [1, 0, 0, 0, 0, 0, 0, 0])
    #expect(littleEndianBytes(of: [1, 2] as [Int], 1..<1) == [])
  }

  @Test("bytes become the same numbers again, and half a number is refused")
  func inverse() {
    var random = SeededGenerator(seed: 2)
    let words = (0..<1000).map { _ in random.next() }
    let (small, middle) = (words.map { UInt16(truncatingIfNeeded: $0) }, words.map { UInt32(truncatingIfNeeded: $0) })
    let (signed, plain) = (
      words.map { Int64(bitPattern: $0) }, words.map { Int(bitPattern: UInt(truncatingIfNeeded: $0)) }
    )
    #expect([UInt16](littleEndian: littleEndianBytes(of: small, 0..<1000)) == small)
    #expect([UInt32](littleEndian: littleEndianBytes(of: middle, 3..<999)) == Array(middle[3..<999]))
    #expect([Int64](littleEndian: littleEndianBytes(of: signed, 0..<1000)) == signed)
    #expect([Int](littleEndian: littleEndianBytes(of: plain, 0..<1000)) == plain)
    #expect([UInt32](littleEndian: []) == [])
    #expect([UInt16](littleEndian: [1]) == nil && [UInt32](littleEndian: [1, 2, 3]) == nil)
    #expect([Int64](littleEndian: [1, 2, 3, 4]) == nil && [Int](littleEndian: [0]) == nil)
  }

  @Test("a range outside the column stops the program")
  func outside() async {
    await #expect(processExitsWith: .failure) { _ = littleEndianBytes(of: [1] as [UInt16], 0..<2) }
  }
}
