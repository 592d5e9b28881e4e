import GraphStorage
import Testing

@testable import People

@Suite("Ids looked up together")
struct IDBatchTests {
  /// Every id once, and as many strangers that look like them.
  func check(_ ids: [String], _ strangers: [String]) {
    var builder = IDTable.Builder()
    for id in ids { _ = builder.insert(id) }
    let table = builder.finish().table
    // The oracle: where the id stands in the list of all.
    var place: [[UInt8]: Int] = [:]
    for (index, id) in table.all.enumerated() { place[Array(id.utf8)] = index }
    var text: [UInt8] = []
    var ranges: [Range<Int>] = []
    for id in ids + strangers {
      text.append(UInt8(ascii: ","))
      ranges.append(text.count..<text.count + id.utf8.count)
      text.append(contentsOf: id.utf8)
    }
    var batch = IDBatch(capacity: 7)
    for start in stride(from: 0, to: ranges.count, by: 7) {
      let part = ranges[start..<min(start + 7, ranges.count)]
      for range in part { batch.append(range) }
      table.resolve(&batch, in: text.span)
      for (item, range) in part.enumerated() {
        let expected = place[Array(text[range])].map { UInt32($0) } ?? IDBatch.unknown
        #expect(batch[item] == expected)
        #expect(batch.range(item) == range)
      }
      batch.removeAll()
    }
  }

  @Test("give what each gives alone: texts of every length from none to 600, integers, numbered ids, and strangers")
  func sameAsAlone() {
    var generator = SeededGenerator(seed: 3)
    func word(_ length: Int) -> String {
      String((0..<length).map { _ in Character(["a", "b", "é"][generator.below(3)]) })
    }
    let texts = Array(Set((0..<600).map { word($0) } + (0..<400).map { _ in word(12) }))
    check(texts, texts.map { $0 + "a" } + texts.map { String($0.dropLast()) + "c" })
    let integers = Array(Set((0..<500).map { _ in String(Int64(bitPattern: generator.next())) }))
    check(integers, integers.map { $0 + "0" } + ["0", "-1", ""])
    check((0..<300).map { "p\(1000 + $0)" }, ["p999", "p1300", "p01000", "q1000", "p", "", "p10000000000000000000"])
    check((0..<300).map { "\($0 * 3)" }, ["1", "00", "-3", "3 "])
    // Without gaps, with and without leading zeros.
    check((0..<300).map { "\($0)" }, ["00", "007", "-1", "300", "", "1 "])
    check((17..<300).map { "\($0)" }, ["16", "017", "300", "0"])
    check((0..<300).map { String($0 + 1_000).dropFirst() }.map(String.init), ["0", "7", "0007", "300", "-01"])
    check([], ["", "a"])
    check([""], ["a"])
  }

  @Test("are told apart where slot, length and 24 bits of the hash agree")
  func collisions() throws {
    struct Seen: Hashable {
      let tag: UInt64
      let slot: UInt64
    }
    // Two of these share all 28 bits by which a table of sixteen slots looks first.
    var first: [Seen: String] = [:]
    var pairs: [(String, String)] = []
    for number in 0..<60_000 {
      let id = "user-\(100_000_000 + number)"
      let bytes = Array(id.utf8)
      let hash = HashSlots.hash(bytes.span)
      let seen = Seen(tag: hash >> 40, slot: hash & 15)
      if let other = first.updateValue(id, forKey: seen) { pairs.append((other, id)) }
    }
    try #require(pairs.count >= 2)
    for (one, other) in pairs {
      check([one, "another"], [other])
      check([one, other, "another"], [])
    }
  }
}
