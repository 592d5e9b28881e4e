import GraphStorage
import Testing

@Suite("Arrays that grow by parts, and numbers read eight places at once")
struct GrowingArrayTests {
  @Test("hold what was appended, in order, and no more, on any number of threads", arguments: [1, 2, 8])
  func parts(threads: Int) {
    var random = SeededGenerator(seed: UInt64(threads))
    for room in [0, 1, 5_000, 300_000] {
      var growing = GrowingArray<UInt32>(room: room)
      var expected: [UInt32] = []
      while expected.count < room * 2 / 3 {
        let parts = (0..<random.below(5)).map { _ in
          (0..<random.below(max(1, room / 20))).map { _ in UInt32(truncatingIfNeeded: random.next()) }
        }
        if expected.count + parts.reduce(0, { $0 + $1.count }) > room { break }
        growing.append(parts, threads: ThreadCount(threads))
        expected += parts.flatMap { $0 }
      }
      #expect(growing.count == expected.count)
      let held = growing
      #expect(growing.take() == expected)
      #expect(growing.count == 0 && growing.take().isEmpty)
      // A copy made before is not touched.
      var copy = held
      #expect(copy.take() == expected)
    }
  }

  @Test("parts of megabytes change nothing that stands before them")
  func long() {
    var growing = GrowingArray<UInt64>(room: 1_200_000)
    let parts = [100, 600_000, 599_900].map { count in (0..<count).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 | 1 } }
    growing.append([parts[0]], threads: ThreadCount(2))
    growing.append([Array(parts[1][..<10]), Array(parts[1][10...])], threads: ThreadCount(2))
    growing.append([Column(parts[2])], threads: ThreadCount(2))
    #expect(growing.take() == parts.flatMap { $0 })
  }

  @Test("a column that is filled gives what was written, and no more than there is room for")
  func filling() async {
    var filling = FillingColumn<UInt16>(room: 5)
    filling.append(7)
    filling.append(contentsOf: [1, 2, 3][1...])
    #expect(filling.count == 3 && filling[1] == 2 && filling.column.array() == [7, 2, 3])
    await #expect(processExitsWith: .failure) {
      var full = FillingColumn<UInt16>(room: 1)
      full.append(1)
      full.append(2)
    }
    await #expect(processExitsWith: .failure) { _ = FillingColumn<UInt16>(room: 1)[0] }
  }

  @Test("more than there is room for ends the program, and does not write behind it")
  func room() async {
    await #expect(processExitsWith: .failure) {
      var growing = GrowingArray<UInt8>(room: 3)
      growing.append([[1, 2], [3, 4]], threads: ThreadCount(1))
    }
  }

  @Test("digits are the number that they write, and anything else is none", arguments: 1...8)
  func digits(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for _ in 0..<2_000 {
      var text = (0..<8 - count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let digits = (0..<count).map { _ in UInt8(0x30 + random.below(10)) }
      text += digits
      let expected = digits.reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
      #expect(decimalNumber(text.span, endingAt: 8, digits: count) == expected)
      #expect(shortWord(text.span, endingAt: 8, count: count) == digits.reversed().reduce(0) { $0 << 8 | UInt64($1) })
      let place = 8 - count + random.below(count)
      let wrong = UInt8(truncatingIfNeeded: random.next())
      guard wrong < 0x30 || wrong > 0x39 else { continue }
      text[place] = wrong
      #expect(decimalNumber(text.span, endingAt: 8, digits: count) == nil)
    }
    for wrong in UInt8.min...UInt8.max where wrong < 0x30 || wrong > 0x39 {
      var text = [UInt8](repeating: 0x39, count: 8)
      text[8 - count] = wrong
      #expect(decimalNumber(text.span, endingAt: 8, digits: count) == nil)
    }
  }
}
