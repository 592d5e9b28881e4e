import Testing

@testable import People

@Suite("Log-linear classes")
struct LogLinearClassTests {
  @Test("stand for a lower bound at most a ninth below, exact below 16, and keep the order")
  func bounds() {
    var number: UInt32 = 0
    var previous = LogLinearClass(0)
    while true {
      let found = LogLinearClass(number)
      #expect(found >= previous)
      #expect(found.lowerBound <= number)
      #expect(Double(number - found.lowerBound) <= Double(number) / 9)
      if number < 16 { #expect(found.lowerBound == number) }
      #expect(LogLinearClass(found.lowerBound) == found)
      previous = found
      let (next, overflow) = number.addingReportingOverflow(max(1, number / 37))
      if overflow { break }
      number = next
    }
    #expect(LogLinearClass(.max).rawValue == UInt8(LogLinearClass.count - 1))
  }

  @Test("hold round durations exactly")
  func roundDurations() {
    for seconds: UInt32 in [20, 40, 60, 120, 240, 480] { #expect(LogLinearClass(seconds).lowerBound == seconds) }
  }
}
