import GraphStorage
import Testing

@testable import People

@Suite("External ids")
struct IDTableTests {
  /// The order, written the other way: parse with the standard library, compare tuples.
  func oracleOrder(_ ids: [String]) -> [String] {
    func canonical(_ id: String) -> Int64? {
      guard let value = Int64(id), String(value) == id else { return nil }
      return value
    }
    let integers = ids.compactMap(canonical).sorted().map(String.init)
    let texts = ids.filter { canonical($0) == nil }.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    return integers + texts
  }

  static let odd = [
    "0", "-1", "1", "-0", "00", "007", "7", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "+5",
    "5",
    "", "-", "a", "aa", "aaaaaaaab", "aaaaaaaaa", "é", "e\u{301}", "🙂", " 7", "1e3", "１",
  ]

  @Test("are ordered integers first, by value, then texts by their bytes; whatever the order of insertion")
  func order() {
    for seed in 0..<50 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var ids = Self.odd
      for _ in 0..<200 { ids.append(String(generator.below(500) - 250)) }
      for _ in 0..<100 { ids.append("p\(generator.below(1000))") }
      generator.shuffle(&ids)
      var builder = IDTable.Builder()
      let positions = ids.map { builder.insert($0).position }
      let (table, final) = builder.finish()
      #expect(table.all == oracleOrder(Array(Set(ids.map(ByteString.init))).map(\.text)))
      for (id, position) in zip(ids, positions) {
        #expect(Array(table[Int(final[position])].utf8) == Array(id.utf8))
        #expect(table.index(of: id) == Int(final[position]))
      }
      #expect(table.index(of: "not there") == nil)
      #expect(IDTable(arena: table.columns.arena, ends: table.columns.ends) == table)
    }
  }

  /// `String` equality folds canonically equivalent texts; ids do not.
  struct ByteString: Hashable {
    let bytes: [UInt8]
    init(_ text: String) { bytes = Array(text.utf8) }
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  @Test("are refused as stored columns when unsorted, doubled or cut")
  func invalidColumns() {
    var builder = IDTable.Builder()
    for id in ["b", "a", "10", "9"] { _ = builder.insert(id) }
    let (arena, ends) = builder.finish().table.columns
    #expect(IDTable(arena: arena, ends: ends) != nil)
    #expect(IDTable(arena: Array("ba".utf8), ends: [1, 2]) == nil)
    #expect(IDTable(arena: Array("aa".utf8), ends: [1, 2]) == nil)
    #expect(IDTable(arena: arena, ends: ends.dropLast()) == nil)
    #expect(IDTable(arena: arena, ends: ends + [99]) == nil)
  }

  @Test("keep 64-bit integers exactly")
  func integers() {
    func value(_ text: String) -> Int64? {
      let bytes = Array(text.utf8)
      return IDOrder.integer(bytes.span)
    }
    #expect(value("9223372036854775807") == .max)
    #expect(value("-9223372036854775808") == .min)
    #expect(value("9223372036854775808") == nil)
    #expect(value("-9223372036854775809") == nil)
    #expect(value("9007199254740993") == 9_007_199_254_740_993)
    #expect(value("07") == nil && value("-0") == nil && value("") == nil && value("-") == nil && value("1 ") == nil)
  }
}
