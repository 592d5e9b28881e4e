import People
import Privacy
import Testing

@Suite("Places of closed sets")
struct PositionTests {
  @Test("are those of the declaration, so that what was stored by them is read as it was")
  func positions() {
    #expect(Purpose.allCases.map(\.position) == Array(Purpose.allCases.indices))
    #expect(ConsentStatement.Answer.allCases.map(\.position) == Array(ConsentStatement.Answer.allCases.indices))
    #expect(Block.Kind.allCases.map(\.position) == Array(Block.Kind.allCases.indices))
  }
}
