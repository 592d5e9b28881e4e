import Foundation
import GraphStorage
import Ingest
import Testing

@Suite struct FieldParsingTests {
  private func time(_ text: String) throws(RejectReason) -> Int64 { try FieldParsing.timestamp(Array(text.utf8).span) }
  private func int(_ text: String) throws(RejectReason) -> Int64 { try FieldParsing.int64(Array(text.utf8).span) }
  private func number(_ text: String) throws(RejectReason) -> Double { try FieldParsing.double(Array(text.utf8).span) }

  private func reason<Value>(_ body: () throws(RejectReason) -> Value) -> RejectReason? {
    do throws(RejectReason) { _ = try body() } catch { return error }
    return nil
  }

  @Test("integers are read to their last value and no further")
  func integers() throws {
    for value in [0, 1, -1, 9_999_999_999, .max, .min, .max - 1, .min + 1] as [Int64] {
      #expect(try int("\(value)") == value)
    }
    #expect(try int("+0000000000000000000000007") == 7)
    for text in ["9223372036854775808", "-9223372036854775809", "99999999999999999999999"] {
      #expect(reason { () throws(RejectReason) in try int(text) } == .outOfRange)
    }
    for text in ["-", "+", "1.0", " 1", "1 ", "0x1", "--1", "99999999999999999999x"] {
      #expect(reason { () throws(RejectReason) in try int(text) } == .notAnInteger, "\(text)")
    }
    #expect(reason { () throws(RejectReason) in try int("") } == .emptyValue)
    #expect(try FieldParsing.uint32(Array("4294967295".utf8).span) == .max)
    for text in ["4294967296", "-1"] {
      #expect(reason { () throws(RejectReason) in try FieldParsing.uint32(Array(text.utf8).span) } == .outOfRange)
    }
  }

  @Test("decimals are the doubles of the standard library, bit for bit")
  func decimals() throws {
    var generator = SeededGenerator(seed: 3)
    func digits(_ most: Int) -> String {
      (0..<generator.below(most + 1)).map { _ in "\(generator.below(10))" }.joined()
    }
    for _ in 0..<20_000 {
      var text = ["", "-", "+"][generator.below(3)] + "\(generator.below(10))" + digits(20)
      if generator.below(2) == 0 { text += "." + digits(20) }
      if generator.below(2) == 0 { text += ["e", "E-", "e+"][generator.below(3)] + "\(generator.below(290))" }
      let expected = try #require(
        Double(text.hasSuffix(".") ? text + "0" : text.replacing(".e", with: ".0e").replacing(".E", with: ".0E")))
      if expected.isFinite { #expect(try number(text).bitPattern == expected.bitPattern, "\(text)") }
    }
    #expect(try number("0.1") == 0.1)
    #expect(try number(".5") == 0.5)
    for text in ["nan", "inf", "0x1p3", "1e", "1e+", ".", "-", "1,5", "1 ", "1.2.3"] {
      #expect(reason { () throws(RejectReason) in try number(text) } == .notANumber, "\(text)")
    }
    #expect(reason { () throws(RejectReason) in try number("1e400") } == .outOfRange)
  }

  @Test("numbers from 10^11 on are milliseconds, smaller ones seconds")
  func epochs() throws {
    #expect(try time("1700000000") == 1_700_000_000_000)
    #expect(try time("1700000000.1239") == 1_700_000_000_123)
    #expect(try time("1700000000123") == 1_700_000_000_123)
    #expect(try time("99999999999") == 99_999_999_999_000)
    #expect(try time("100000000000") == 100_000_000_000)
    #expect(try time("-1.5") == -1500)
    #expect(try time("0") == 0)
    for text in ["x", "-", "1.", "1.x", ".5", "1e9", "17000000 0"] {
      #expect(reason { () throws(RejectReason) in try time(text) } == .notATime, "\(text)")
    }
    for text in ["99999999999999999999999999", "-99999999999999999999", "253402300800000"] {
      #expect(reason { () throws(RejectReason) in try time(text) } == .outOfRange)
    }
  }

  @Test("calendar times need a zone, dates alone are UTC")
  func calendar() throws {
    #expect(try time("1970-01-01") == 0)
    #expect(try time("2024-02-29T12:34:56.789Z") == 1_709_210_096_789)
    #expect(try time("2024-02-29 12:34:56.7891z") == 1_709_210_096_789)
    #expect(try time("2024-02-29T14:34+02:00") == 1_709_210_040_000)
    #expect(try time("2024-02-29T07:04:00-05:30") == 1_709_210_040_000)
    #expect(try time("0001-01-01") == -62_135_596_800_000)
    for text in ["2024-02-29T12:34", "2024-02-29 12:34:56", "2024-02-29T12:34:56.7"] {
      #expect(reason { () throws(RejectReason) in try time(text) } == .timeWithoutZone)
    }
    for text in [
      "2023-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32", "0000-01-01", "2024-1-01Z", "2024-01-01T",
      "2024-01-01T24:00Z", "2024-01-01T12:60Z", "2024-01-01T12:00:60Z", "2024-01-01T12Z", "2024-01-01T12:00:0Z",
      "2024-01-01T12:00+1:00", "2024-01-01T12:00+19:00", "2024-01-01T12:00Zx", "2024-01-01x12:00Z", "2024/01/01",
      "2024-01-01T12:00:00.Z",
    ] {
      #expect(reason { () throws(RejectReason) in try time(text) } == .notATime, "\(text)")
    }
    #expect(reason { () throws(RejectReason) in try time("0001-01-01T00:00+01:00") } == .outOfRange)
  }

  @Test("days of every month from 1600 to 2400 are Foundation's")
  func days() throws {
    var utc = Calendar(identifier: .gregorian)
    utc.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for year in 1600...2400 {
      for month in 1...12 {
        let date = try #require(utc.date(from: DateComponents(year: year, month: month, day: 1)))
        #expect(daysSince1970(year: year, month: month, day: 1) == Int((date.timeIntervalSince1970 / 86_400).rounded()))
      }
    }
    // Each day follows the one before, from year 1 to 9999.
    var expected = -719_162
    for year in 1...9999 {
      for month in 1...12 {
        for day in 1...31 {
          guard let days = daysSince1970(year: year, month: month, day: day) else { continue }
          if days != expected {
            Issue.record("\(year)-\(month)-\(day)")
            return
          }
          expected += 1
        }
      }
    }
    #expect(expected == 2_932_897)
  }

  @Test("yes and no have their words, in any case")
  func booleans() throws {
    for text in ["true", "YES", "1", "Granted"] { #expect(try FieldParsing.boolean(Array(text.utf8).span)) }
    for text in ["false", "No", "0", "DENIED"] { #expect(try !FieldParsing.boolean(Array(text.utf8).span)) }
    for text in ["y", "2", "tru", "\u{11}", "truE "] {
      #expect(reason { () throws(RejectReason) in try FieldParsing.boolean(Array(text.utf8).span) } == .notABoolean)
    }
  }
}
