import People
import Privacy
import Testing

@Suite("Statements of consent whose texts differ in bytes alone")
struct ConsentBytesTests {
  @Test("are two statements, in the same order however they came")
  func composed() throws {
    let versions = ["\u{E9}", "e\u{301}", nil, "\u{E9}", ""]
    let statements = versions.map {
      ConsentStatement(person: PersonIndex(1), purpose: .suggestions, answer: .granted, version: $0)
    }
    for list in [statements, statements.reversed()] {
      let register = ConsentRegister(list, declared: .none)
      let bytes = register.statements.map { $0.version.map { Array($0.utf8) } }
      #expect(bytes == [nil, [], [0x65, 0xCC, 0x81], [0xC3, 0xA9]])
      #expect(ConsentRegister(sorted: register.statements, declared: .none) == register)
    }
    #expect(ConsentRegister(sorted: statements, declared: .none) == nil)
  }
}
