import GraphStorage
import Testing

@testable import Ingest

@Suite("Times of ten and thirteen digits, read at once")
struct PlainTimeTests {
  @Test("are what every time is read as, in every unit, or left to it", arguments: TimeUnit.allCases)
  func same(unit: TimeUnit) {
    var random = SeededGenerator(seed: 5)
    var known = 0
    for round in 0..<4_000 {
      let length = round % 5 == 0 ? 8 + random.below(8) : [10, 13][random.below(2)]
      var text = (0..<length).map { _ in UInt8(0x30 + random.below(10)) }
      if round % 7 == 0 { for place in 0..<random.below(4) { text[place] = 0x30 } }
      if round % 11 == 0 { text[random.below(length)] = [0x2D, 0x2E, 0x2B, 0x20, 0x3A, 0xB0][random.below(6)] }
      // The field stands somewhere in the bytes.
      let before = random.below(9)
      let bytes = [UInt8](repeating: 0x2C, count: before) + text + [0x2C]
      let whole = try? FieldParsing.time(text.span, unit: unit)
      guard let plain = FieldParsing.plainTime(bytes.span, before..<before + length, unit: unit) else { continue }
      known += 1
      #expect(plain.milliseconds == whole?.milliseconds && plain.form == whole?.form, "\(String(decoding: text, as: UTF8.self)) \(unit)")
    }
    #expect((known > 500) == (unit != .iso8601))
  }
}
