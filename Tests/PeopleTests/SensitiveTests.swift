import Testing

@testable import People

@Suite("Sensitive values")
struct SensitiveTests {
  @Test("print as <redacted> in description, interpolation, dump and mirrors, also inside other values")
  func redacted() {
    struct Holder { let name: Sensitive<String> }
    let secret = Sensitive("Grace Hopper")
    var dumped = ""
    dump(Holder(name: secret), to: &dumped)
    let texts = [
      "\(secret)", secret.description, secret.debugDescription, String(reflecting: secret), dumped,
      "\(Holder(name: secret))", "\([secret])", "\(Optional(secret) as Any)",
    ]
    for text in texts {
      #expect(text.contains("<redacted>"))
      #expect(!text.contains("Grace"))
    }
    #expect(secret.value == "Grace Hopper")
  }

  @Test("special categories stay sensitive whatever is declared, and cannot become inferable")
  func specialCategories() {
    #expect(AttributeKind.effective(name: "Religion", declared: .categorical) == .sensitive)
    #expect(AttributeKind.effective(name: "city", declared: nil) == .categorical)
    let religion = AttributeColumn(name: "religion", kind: .sensitive, rows: [["x"], []])
    #expect(throws: InferableAttribute.Refusal.sensitive("religion")) { try InferableAttribute(religion) }
    let interests = AttributeColumn(name: "interests", kind: .set, rows: [["x", "y"], []])
    #expect(throws: InferableAttribute.Refusal.setValued("interests")) { try InferableAttribute(interests) }
  }
}
