import People
import Testing

@Suite("Attribute columns")
struct AttributeColumnTests {
  static let rows = [["b"], ["secret"], [], ["a", "d"], ["d", "zeal"]]

  @Test("a projection keeps what the kept people state, and equals the column built without the others")
  func projection() {
    let column = AttributeColumn(name: "likes", kind: .set, rows: Self.rows)
    #expect(column.values == ["a", "b", "d", "secret", "zeal"])
    for mask in 0..<32 {
      var kept = PersonSet(universe: 5)
      for position in 0..<5 where mask >> position & 1 == 1 { kept.insert(PersonIndex(position)) }
      let rebuilt = AttributeColumn(
        name: "likes", kind: .set,
        rows: Self.rows.indices.map { kept.contains(PersonIndex($0)) ? Self.rows[$0] : [] })
      #expect(column.projected(kept) == rebuilt)
    }
  }

  @Test("a value that nobody states leaves even when everybody is kept")
  func unused() throws {
    let column = try #require(
      AttributeColumn(name: "city", kind: .categorical, values: ["a", "ghost", "z"], ends: [1, 2], codes: [0, 2]))
    let projected = column.projected(PersonSet(universe: 2, all: true))
    #expect(projected.values == ["a", "z"] && projected.codes == [0, 1])
  }
}
