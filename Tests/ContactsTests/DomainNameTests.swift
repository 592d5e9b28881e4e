import Testing

@testable import Contacts

@Suite("Domain names outside ASCII")
struct DomainNameTests {
  /// RFC 3492, section 7.1: (A) Arabic, (B) simplified Chinese, (D) Czech, (E) Hebrew, (I) Russian, (L) 3年B組金八先生,
  /// (M) with mixed case, (R) Sono Supiido de, (S) ASCII that breaks the rules for host names.
  static let vectors: [(text: String, letters: String)] = [
    (
      "\u{644}\u{64A}\u{647}\u{645}\u{627}\u{628}\u{62A}\u{643}\u{644}\u{645}\u{648}\u{634}\u{639}\u{631}\u{628}"
        + "\u{64A}\u{61F}", "egbpdaj6bu4bxfgehfvwxn"
    ),
    ("\u{4ED6}\u{4EEC}\u{4E3A}\u{4EC0}\u{4E48}\u{4E0D}\u{8BF4}\u{4E2D}\u{6587}", "ihqwcrb4cv8a8dqg056pqjye"),
    (
      "Pro\u{10D}prost\u{11B}nemluv\u{ED}\u{10D}esky", "Proprostnemluvesky-uyb24dma41a"
    ),
    (
      "\u{5DC}\u{5DE}\u{5D4}\u{5D4}\u{5DD}\u{5E4}\u{5E9}\u{5D5}\u{5D8}\u{5DC}\u{5D0}\u{5DE}\u{5D3}\u{5D1}\u{5E8}"
        + "\u{5D9}\u{5DD}\u{5E2}\u{5D1}\u{5E8}\u{5D9}\u{5EA}", "4dbcagdahymbxekheh6e0a7fei0b"
    ),
    (
      "\u{43F}\u{43E}\u{447}\u{435}\u{43C}\u{443}\u{436}\u{435}\u{43E}\u{43D}\u{438}\u{43D}\u{435}\u{433}\u{43E}"
        + "\u{432}\u{43E}\u{440}\u{44F}\u{442}\u{43F}\u{43E}\u{440}\u{443}\u{441}\u{441}\u{43A}\u{438}",
      "b1abfaaepdrnnbgefbadotcwatmq2g4l"
    ),
    ("3\u{5E74}B\u{7D44}\u{91D1}\u{516B}\u{5148}\u{751F}", "3B-ww4c5e180e575a65lsy2b"),
    (
      "\u{5B89}\u{5BA4}\u{5948}\u{7F8E}\u{6075}-with-SUPER-MONKEYS", "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n"
    ),
    ("\u{305D}\u{306E}\u{30B9}\u{30D4}\u{30FC}\u{30C9}\u{3067}", "d9juau41awczczp"),
    ("-> $1.00 <-", "-> $1.00 <--"),
  ]

  @Test("Punycode gives the letters of RFC 3492 and takes them back", arguments: vectors.indices)
  func punycode(index: Int) throws {
    let (text, letters) = Self.vectors[index]
    let encoded = try #require(Punycode.encoded(Array(text.unicodeScalars)))
    #expect(String(decoding: encoded, as: UTF8.self) == letters)
    let decoded = try #require(Punycode.decoded(Array(letters.utf8)))
    #expect(decoded == Array(text.unicodeScalars))
  }

  @Test(
    "what is no Punycode is refused, and large numbers do not overflow",
    arguments: ["é", "a_b", "99999999", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "a-b!"])
  func notPunycode(letters: String) {
    #expect(Punycode.decoded(Array(letters.utf8)) == nil)
  }

  @Test(
    "a domain and its A-labels are one, whatever the case and the composition",
    arguments: [
      ("ada@b\u{FC}cher.example", "ada@xn--bcher-kva.example"),
      ("ada@bu\u{308}cher.example", "ada@XN--BCHER-KVA.Example"),
      ("ada@B\u{DC}CHER.EXAMPLE", "ada@b\u{FC}cher\u{3002}example"),
      ("ada@\u{43F}\u{440}\u{438}\u{43C}\u{435}\u{440}.example", "ADA@xn--e1afmkfd.example"),
      ("ada@fa\u{DF}.example", "ada@xn--fa-hia.example"),
      ("ada@\u{4F8B}\u{5B50}.\u{6D4B}\u{8BD5}", "ada@xn--fsqu00a.xn--0zwm56d"),
    ])
  func oneDomain(left: String, right: String) throws {
    let address = try EmailAddress(left)
    #expect(try address == EmailAddress(right))
    #expect(address.normalised.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("domains that only look alike are two")
  func lookAlikes() throws {
    // Cyrillic а; ß is not ss; a label that is no Punycode stands for itself.
    let all = ["ada@p\u{430}y.example", "ada@pay.example", "ada@fass.example", "ada@fa\u{DF}.example"]
    #expect(Set(try all.map { try EmailAddress($0).normalised }).count == 4)
    #expect(try EmailAddress("ada@xn--99999999.example").normalised == "ada@xn--99999999.example")
    #expect(throws: EmailAddress.Invalid.notAnAddress) {
      try EmailAddress("ada@" + String(repeating: "\u{FC}", count: 63) + ".example")
    }
  }
}
