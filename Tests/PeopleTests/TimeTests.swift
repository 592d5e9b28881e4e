import Foundation
import GraphStorage
import Testing

@testable import People

@Suite("Time")
struct TimeTests {
  @Test("prints as Foundation prints it, over ten thousand years")
  func description() {
    let formatter = ISO8601DateFormatter()
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let seconds = Int64(generator.below(200_000_000_000))
      let date = Date(timeIntervalSince1970: Double(seconds))
      #expect(Timestamp(seconds: seconds).description == formatter.string(from: date))
    }
  }

  @Test("of a day and back is the same day")
  func civilDates() {
    for days in stride(from: -700_000, through: 2_900_000, by: 37) {
      let date = CivilDate(daysSince1970: days)
      #expect(date.daysSince1970 == days)
    }
    #expect(CivilDate(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2024, month: 2, day: 29) != nil)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2000, month: 13, day: 1) == nil)
  }

  @Test("tells minors: of a birth year alone the latest day counts")
  func minors() throws {
    let today = try #require(CivilDate(year: 2026, month: 11, day: 23))
    let eve = try #require(CivilDate(year: 2026, month: 12, day: 31))
    #expect(Birth.year(2008).mayBeYounger(than: 18, on: today))
    #expect(!Birth.year(2008).mayBeYounger(than: 18, on: eve))
    #expect(!Birth.year(2007).mayBeYounger(than: 18, on: today))
    #expect(Birth.day(try #require(CivilDate(year: 2008, month: 11, day: 24))).mayBeYounger(than: 18, on: today))
    #expect(!Birth.day(try #require(CivilDate(year: 2008, month: 11, day: 23))).mayBeYounger(than: 18, on: today))
  }
}
