import People
import Testing

@testable import Jobs

@Suite("Windows of releases")
struct ReleaseWindowTests {
  @Test("the week of a day goes from Monday to Sunday, before 1970 too")
  func weeks() {
    // 1970-01-01 was a Thursday, 2026-11-23 a Monday.
    for (day, monday) in [(0, -3), (-3, -3), (-4, -10), (3, -3), (4, 4), (20_780, 20_780), (20_786, 20_780)] {
      #expect(ReleaseWindow(of: day).days == monday..<monday + 7)
    }
    #expect(ReleaseWindow(of: 20_783).first.description == "2026-11-23")
    #expect(ReleaseWindow(of: 20_783).last.description == "2026-11-29")
    for day in -40..<40 { #expect(ReleaseWindow(of: day).days.contains(day)) }
  }

  @Test("a week is whole once something later is known")
  func lastWhole() {
    let monday = Int64(20_780) * 86_400_000
    #expect(ReleaseWindow.lastWhole(before: Timestamp(milliseconds: monday)).days == 20_773..<20_780)
    #expect(ReleaseWindow.lastWhole(before: Timestamp(milliseconds: monday - 1)).days == 20_766..<20_773)
  }

  @Test("windows are whole weeks, and anything else is said")
  func parsing() throws {
    #expect(try ReleaseWindow.parse(week: nil, from: nil, to: nil) == nil)
    #expect(try ReleaseWindow.parse(week: "2026-11-25", from: nil, to: nil)?.days == 20_780..<20_787)
    #expect(try ReleaseWindow.parse(week: nil, from: "2026-11-16", to: "2026-11-29")?.days == 20_773..<20_787)
    let wrong: [(String?, String?, String?)] = [
      ("2026-11-25", "2026-11-23", nil), (nil, "2026-11-23", nil), (nil, nil, "2026-11-29"),
      (nil, "2026-11-24", "2026-11-29"), (nil, "2026-11-23", "2026-11-28"), (nil, "2026-11-29", "2026-11-23"),
      (nil, "2020-01-06", "2026-11-29"), ("2026", nil, nil), ("tomorrow", nil, nil),
    ]
    for (week, from, to) in wrong {
      #expect(throws: Failure.self) { try ReleaseWindow.parse(week: week, from: from, to: to) }
    }
  }
}
