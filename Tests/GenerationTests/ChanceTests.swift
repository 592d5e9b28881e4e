import Foundation
import GraphStorage
import Testing

@testable import Generation

@Suite("Chance")
struct ChanceTests {
  @Test("exponential and logarithm agree with the system's to 13 digits")
  func elementary() {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<2_000 {
      let exponent = 1_300 * generator.unit() - 650
      let power = Foundation.exp(exponent)
      #expect(abs(Elementary.exp(exponent) / power - 1) < 1e-12)
      #expect(abs(Elementary.log(power) - exponent) < 1e-13 * max(1, abs(exponent)))
    }
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.log(1) == 0)
    #expect(Elementary.exp(-1_000) == 0)
  }

  @Test("means of Poisson draws and the tail of Pareto draws are as defined")
  func distributions() {
    var generator = SeededGenerator(seed: 9)
    for expected in [0.3, 4.0, 29.0, 200.0] {
      let draws = (0..<20_000).map { _ in Double(generator.poisson(expected)) }
      // Five standard errors.
      #expect(abs(mean(draws) - expected) < 5 * (expected / 20_000).squareRoot())
    }
    let far = (0..<20_000).filter { _ in generator.pareto(2) > 4 }.count
    #expect(abs(Double(far) / 20_000 - 1.0 / 16) < 0.01)
  }

  @Test("days turn into dates as the calendar of the system has them")
  func dates() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for day in stride(from: -30_000, to: 60_000, by: 97) {
      let parts = calendar.dateComponents(
        [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(day) * 86_400))
      let civil = CivilDay(day)
      #expect(civil.year == parts.year && civil.month == parts.month && civil.day == parts.day)
      #expect((CivilDay.weekday(day) + 1) % 7 + 1 == parts.weekday)
    }
    var row = RowBuffer()
    row.instant(1_756_697_336)
    #expect(String(decoding: row.bytes, as: UTF8.self) == "2025-09-01T03:28:56Z")
  }

  @Test("employers of all cities have distinct names")
  func employers() {
    var names: Set<String> = []
    for city in Places.cities.indices {
      for index in 0..<3_000 { names.insert(Words.employer(city: city, index: index)) }
    }
    #expect(names.count == Places.cities.count * 3_000)
  }

  @Test("all names have an ASCII form of small letters, and no two slots of a country are one number")
  func tables() {
    for language in PersonNames.languages {
      #expect(language.given.count == 20 && language.surnames.count == 20)
      for name in language.given + language.surnames {
        #expect(name.ascii.count >= 2 && name.ascii.allSatisfy { (0x61...0x7A).contains($0) })
      }
    }
    for country in PhoneNumbers.capacities.indices {
      var seen: Set<[UInt8]> = []
      for slot in 0..<PhoneNumbers.capacities[country] {
        var row = RowBuffer(capacity: 24)
        PhoneNumbers.append(country: country, slot: slot, as: .internationalPlain, to: &row)
        seen.insert(row.bytes)
      }
      #expect(seen.count == PhoneNumbers.capacities[country])
    }
  }
}
