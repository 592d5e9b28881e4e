import GraphStorage
import People
import Testing

@Suite("Columns of texts")
struct TextColumnTests {
  private func column(_ texts: [String?]) -> TextColumn {
    var column = TextColumn()
    for text in texts { column.append(text) }
    return column
  }

  private func bytes(_ column: TextColumn) -> [[UInt8]?] {
    (0..<column.count).map { column[$0].map { Array($0.utf8) } }
  }

  @Test("keep what a list of texts keeps, through appending, joining, permuting and storing")
  func oracle() throws {
    var random = SeededGenerator(seed: 4)
    let words: [String?] = [
      nil, nil, "", "a", "e\u{301}", "\u{E9}", "\u{0}", "\u{10FFFF}", "long enough to need a heap",
    ]
    for round in 0..<500 {
      func list(_ random: inout SeededGenerator) -> [String?] {
        let choice = random.below(4) == 0 ? 2 : words.count
        return (0..<random.below(8)).map { _ in words[random.below(choice)] }
      }
      var texts = list(&random)
      var own = column(texts)
      let more = list(&random)
      own.append(contentsOf: column(more))
      texts += more
      let expected = texts.map { $0.map { Array($0.utf8) } }
      #expect(bytes(own) == expected, "round \(round)")
      #expect(own == column(texts), "however it came to be")
      #expect(TextColumn(count: own.count, bytes: own.columns.bytes, ends: own.columns.ends) == own)
      var order = texts.indices.map { UInt32($0) }
      random.shuffle(&order)
      order.removeLast(random.below(order.count + 1))
      #expect(own.permuted(order) == column(order.map { texts[Int($0)] }))
      for left in texts.indices {
        for right in texts.indices {
          let order = own.compare(left, right)
          #expect((order < 0) == precedesInBytes(texts[left], texts[right]))
          #expect((order == 0) == equalInBytes(texts[left], texts[right]))
        }
      }
    }
  }

  @Test("that are not well formed are refused")
  func refused() {
    #expect(TextColumn(count: 2, bytes: [0x61], ends: [1]) == nil)
    #expect(TextColumn(count: 1, bytes: [0x61], ends: [2]) == nil)
    #expect(TextColumn(count: 2, bytes: [0x61], ends: [1, 0]) == nil)
    #expect(TextColumn(count: 1, bytes: [0x61, 0x62], ends: [1]) == nil)
    #expect(TextColumn(count: 1, bytes: [], ends: [0]) == nil)
    #expect(TextColumn(count: 1, bytes: [0xC3], ends: [1]) == nil)
    #expect(TextColumn(count: 1, bytes: [0xFF, 0xFF], ends: [2]) == nil)
    #expect(TextColumn(count: 2, bytes: [0xC3, 0xA9], ends: [1, 2]) == nil, "a letter cut in two")
    #expect(TextColumn(count: 1, bytes: [0xFF], ends: [1])?[0] == "")
  }

  @Test("print nothing of what they hold")
  func redaction() {
    let column = column(["S3CRET"])
    var dumped = ""
    dump(column, to: &dumped)
    for text in ["\(column)", String(reflecting: column), dumped] {
      #expect(!text.contains("S3CRET") && !text.contains("83"))
    }
  }
}

@Suite("Texts whose bytes differ")
struct CompositionTests {
  @Test("a role composed and decomposed is two roles, in whatever order they come")
  func roles() {
    var builder = IDTable.Builder()
    _ = builder.insert("ann")
    var graph = SocialGraph(people: PersonTable(ids: builder.finish().table))
    let both = ["\u{E9}", "e\u{301}", "\u{E9}"].map {
      Membership(person: PersonIndex(0), group: GroupIndex(0), role: $0)
    }
    for order in [[0, 1, 2], [1, 0, 2], [2, 0, 1]] {
      graph.memberships = order.map { both[$0] }
      graph.normalise()
      #expect(graph.memberships.map { Array(($0.role ?? "").utf8) } == [[0x65, 0xCC, 0x81], [0xC3, 0xA9]])
    }
  }
}
