import GraphStorage
import People
import Testing

@testable import Contacts

@Suite("E-mail addresses and identifier keys")
struct IdentifierTests {
  @Test(
    "spellings of one address have one normal form",
    arguments: [" ada@example.org\t", "ADA@Example.ORG", "\u{A0}Ada@EXAMPLE.org\r\n"])
  func spellings(text: String) throws {
    #expect(try EmailAddress(text).normalised == "ada@example.org")
  }

  @Test("composed and decomposed letters agree, dots and plus tags do not")
  func forms() throws {
    #expect(try EmailAddress("re\u{301}ne@example.org") == EmailAddress("RÉNE@example.org"))
    let forms = ["ada.l@example.org", "adal@example.org", "adal+x@example.org"]
    #expect(Set(try forms.map { try EmailAddress($0) }).count == 3)
  }

  @Test(
    "what is no address is refused",
    arguments: [
      "", "ada", "@example.org", "ada@", "ada@org", "a@b@example.org", "ada@.org", "ada@example.", "ada@exa..mple.org",
      "ada l@example.org", "ada@example.org,bob@example.org", "ada@example.org;", "ada\u{0}@example.org",
      "a@" + String(repeating: "l", count: 64) + ".org", String(repeating: "x", count: 243) + "@example.org",
    ])
  func refused(text: String) {
    #expect(throws: EmailAddress.Invalid.notAnAddress) { try EmailAddress(text) }
  }

  @Test("a key is the first half of HMAC-SHA-256 under the pepper, with the kind of identifier before the normal form")
  func construction() throws {
    let pepper = try #require(Pepper(secret: Array("0123456789abcdef".utf8)))
    // Computed with `openssl dgst -sha256 -hmac 0123456789abcdef`.
    let email = IdentifierKey(try EmailAddress("Ada@Example.org"), pepper: pepper)
    #expect(email.description == "c92c722f68291bc0de9baae6b46cf3a6")
    let phone = IdentifierKey(try PhoneNumber("+44 20 7946 0018", region: nil), pepper: pepper)
    #expect(phone.description == "cd722f70b9fcd273dc49a2fe02d78aa4")
  }

  @Test("an address read from bytes has the key of the same address read as text, or is refused as that is")
  func bytesAndText() {
    var random = SeededGenerator(seed: 12)
    let pieces = [
      "a", "B", "@", ".", "-", " ", "\t", "xn--", "bcher-kva", "ex", "é", "e\u{301}", "\u{3002}", ",", "\u{A0}", "org",
      "--", String(repeating: "l", count: 62), "0",
    ]
    var valid = 0
    for _ in 0..<20_000 {
      var text = (0..<1 + random.below(5)).map { _ in pieces[random.below(pieces.count)] }.joined()
      if random.below(2) == 0 { text += "@" + (random.below(2) == 0 ? "ex" : "XN--Bcher-kva") + ".example" }
      let bytes = Array(text.utf8)
      let expected = (try? EmailAddress(text)).map { IdentifierKey($0, pepper: .builtIn) }
      let key = try? IdentifierKey(email: bytes.span, pepper: .builtIn)
      #expect(key == expected, "\(text)")
      if key != nil { valid += 1 }
    }
    #expect(valid > 2_000)
  }

  @Test("another pepper gives another key, and a pepper has 16 bytes at least")
  func pepperMatters() throws {
    let address = try EmailAddress("ada@example.org")
    let one = try #require(Pepper(secret: [UInt8](repeating: 1, count: 16)))
    let other = try #require(Pepper(secret: [UInt8](repeating: 2, count: 16)))
    #expect(Set([one, other, .builtIn].map { IdentifierKey(address, pepper: $0) }).count == 3)
    #expect(Pepper(secret: [UInt8](repeating: 1, count: 15)) == nil)
  }
}
