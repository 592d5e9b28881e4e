import GraphStorage
import Testing

@testable import Contacts

@Suite("Phone numbers")
struct PhoneNumberTests {
  static let britain = PhoneNumber.Region(callingCode: "44", trunkPrefix: "0")

  @Test(
    "spellings of one number have one normal form",
    arguments: [
      "+442079460018", "+44 (0)20 7946 0018", "00442079460018", "0044 (0)20 7946 0018", "(+44) 20 7946-0018",
      "tel:+44-20-7946-0018", "TEL:+442079460018", "tel:+442079460018;ext=12", "+44 20 7946 0018 ext. 12",
      "+44 20 7946 0018 X12", "+44\u{A0}20\u{202F}7946\u{2011}0018", "\u{202A}+44 20 7946 0018\u{202C}",
      "\u{FF0B}\u{FF14}\u{FF14}2079460018", "(020) 7946 0018", "20 7946 0018",
    ])
  func spellings(text: String) throws {
    #expect(try PhoneNumber(text, region: Self.britain).e164 == "+442079460018")
  }

  @Test(
    "what is no number is refused",
    arguments: [
      "", " ", "+", "00", "+0123456789", "+12345", "+44abc", "phone", "12", "+1234567890123456", "+44+2079460018",
      "20²7946", "00 0 1234567", "x12",
    ])
  func refused(text: String) {
    #expect(throws: PhoneNumber.Invalid.notANumber) { try PhoneNumber(text, region: Self.britain) }
  }

  @Test("a national number without a region is refused for that reason")
  func noCountry() {
    #expect(throws: PhoneNumber.Invalid.noCountry) { try PhoneNumber("020 7946 0018", region: nil) }
  }

  @Test("in zones of ten digits the trunk prefix is told from an area code that begins with the same digit")
  func fixedLength() throws {
    let russia = try #require(PhoneNumber.Region(callingCode: "7", trunkPrefix: "8"))
    #expect(try PhoneNumber("812 123-45-67", region: russia).e164 == "+78121234567")
    #expect(try PhoneNumber("8 (812) 123-45-67", region: russia).e164 == "+78121234567")
    let america = try #require(PhoneNumber.Region(callingCode: "1", trunkPrefix: "1"))
    #expect(throws: PhoneNumber.Invalid.notANumber) { try PhoneNumber("011 33 1 99 00 12 34", region: america) }
  }

  static let countries: [(code: String, trunk: String, digits: Int)] = [
    ("44", "0", 10), ("1", "1", 10), ("33", "0", 9), ("49", "0", 10), ("39", "", 10), ("36", "06", 9), ("7", "8", 10),
    ("353", "0", 9), ("852", "", 8),
  ]

  @Test("however a number is written, it is read as that number", arguments: UInt64(1)...4)
  func anyFormatting(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let country = Self.countries[random.below(Self.countries.count)]
      let region = try #require(PhoneNumber.Region(callingCode: country.code, trunkPrefix: country.trunk))
      // 2 to 9 first: no national number of these countries begins with its own trunk prefix.
      var national = String(country.code == "7" ? 9 : 2 + random.below(8))
      while national.count < country.digits { national.append(String(random.below(10))) }
      var text = ["+" + country.code, "00" + country.code, country.trunk][random.below(3)]
      for digit in national {
        if random.below(4) == 0 { text += [" ", "-", ".", "/", "\u{A0}", "\u{2009}"][random.below(6)] }
        text.append(digit)
      }
      text = ["", " ", "\t"][random.below(3)] + text + ["", " ext 7", ";ext=7", " x 123", "\r\n"][random.below(5)]
      let read = try? PhoneNumber(text, region: region)
      #expect(read?.e164 == "+" + country.code + national, "seed \(seed), written \(text)")
      #expect(read.flatMap { PhoneNumber.Region.of($0) } == region)
    }
  }

  @Test(
    "a number tells its country",
    arguments: [
      ("+12125550123", "1", "1"), ("+77271234567", "7", "8"), ("+442079460018", "44", "0"), ("+34911234567", "34", ""),
      ("+4532123456", "45", ""), ("+48221234567", "48", ""), ("+351211234567", "351", ""), ("+420221234567", "420", ""),
      ("+6561234567", "65", ""), ("+85221234567", "852", ""), ("+3612345678", "36", "06"), ("+35312345678", "353", "0"),
      ("+2124512345678", "212", "0"), ("+919876543210", "91", "0"), ("+97221234567", "972", "0"),
    ])
  func regionOfNumber(number: String, code: String, trunk: String) throws {
    let region = PhoneNumber.Region.of(try PhoneNumber(number, region: nil))
    #expect(region == PhoneNumber.Region(callingCode: code, trunkPrefix: trunk))
  }

  @Test("numbers of global services tell no country", arguments: ["+80012345678", "+870773111632"])
  func globalServices(number: String) throws {
    #expect(PhoneNumber.Region.of(try PhoneNumber(number, region: nil)) == nil)
  }
}
