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

  @Test("a key is HMAC-SHA-256 under the pepper, with the kind of identifier before the normal form")
  func construction() throws {
    let pepper = try #require(Pepper(secret: Array("0123456789abcdef".utf8)))
    // Computed with `openssl dgst -sha256 -hmac 0123456789abcdef`.
    let email = IdentifierKey(try EmailAddress("Ada@Example.org"), pepper: pepper)
    #expect(email.digest.description == "c92c722f68291bc0de9baae6b46cf3a6aec7d0063ba091a96aedfa43599d26c1")
    let phone = IdentifierKey(try PhoneNumber("+44 20 7946 0018", region: nil), pepper: pepper)
    #expect(phone.digest.description == "cd722f70b9fcd273dc49a2fe02d78aa41581459368f291d8d8b5f9e45dd9aadc")
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
