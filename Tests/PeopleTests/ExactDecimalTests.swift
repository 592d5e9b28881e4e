import GraphStorage
import People
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
  @Test(
    "one number has one text",
    arguments: [
      ("1.50", "1.5"), ("+7", "7"), ("007", "7"), ("-0", "0"), ("-0.0", "0"), (".5", "0.5"), ("-.25", "-0.25"),
      ("999999999999999999", "999999999999999999"), ("0.000000000000000001", "0.000000000000000001"),
      ("-12345678901234567.8", "-12345678901234567.8"), ("10", "10"), ("100.00", "100"),
    ])
  func canonical(text: String, expected: String) throws {
    let number = try #require(ExactDecimal(text))
    #expect(number.description == expected)
    #expect(ExactDecimal(expected) == number)
    #expect(number.value == Double(expected))
  }

  @Test(
    "what is no plain decimal number is none",
    arguments: ["", "-", ".", "1.", "1e3", "0x1", "nan", "inf", "1,5", " 1", "1 ", "１", "--1", "1.2.3",
      "1000000000000000000", "0.0000000000000000001"])
  func refused(text: String) { #expect(ExactDecimal(text) == nil) }

  @Test("numbers are ordered as numbers, exactly, where doubles are equal")
  func order() throws {
    let near = try #require(ExactDecimal("100000000000000001"))
    let next = try #require(ExactDecimal("100000000000000002"))
    #expect(near.value == next.value && near < next && !(next < near))
    func text(_ hundredths: Int) -> String {
      let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
      return "\(hundredths < 0 ? "-" : "")\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
    var random = SeededGenerator(seed: 4)
    for _ in 0..<500 {
      let (a, b) = (random.below(4000) - 2000, random.below(4000) - 2000)
      let left = try #require(ExactDecimal(text(a)))
      let right = try #require(ExactDecimal(text(b)))
      #expect((left < right) == (a < b) && (left == right) == (a == b))
    }
  }

  @Test("ordinal values go by the numbers in them, totally")
  func natural() {
    let sorted = ["5-9", "9-12", "10-14", "65+", "100-120", "grade 2", "grade 10", "grade 10b"]
    #expect(sorted.reversed().sorted(by: precedesNaturally) == sorted)
    let odd = ["", "0", "00", "07", "7", "7a", "a", "a0", "a00"]
    for left in odd {
      for right in odd {
        let isBefore = precedesNaturally(left, right)
        #expect(left == right ? !isBefore : isBefore != precedesNaturally(right, left))
      }
    }
  }

  @Test("an attribute about age is known by the words of its name, a minor's by the first number")
  func ages() {
    #expect(["age", "age_band", "Age group", "year of birth", "dob"].allSatisfy(StatedAge.isAge))
    #expect(!["village", "page", "language", "image", "stage", "household"].contains(where: StatedAge.isAge))
    #expect(["13-17", "under 18", "<18", "17", "up to 18", "0-99"].allSatisfy { StatedAge.mayBeYounger(than: 18, $0) })
    let day = CivilDate(year: 2025, month: 6, day: 1)
    #expect(["2012", "2007", "13-17"].allSatisfy { StatedAge.mayBeYounger(than: 18, $0, on: day) })
    #expect(!["1999", "2006", "18-24", "9999", ""].contains { StatedAge.mayBeYounger(than: 18, $0, on: day) })
    #expect(StatedAge.mayBeYounger(than: 18, "1999", on: nil))
    #expect(!["18-24", "65+", "1999", "adult", "over 18", ""].contains { StatedAge.mayBeYounger(than: 18, $0) })
  }
}
