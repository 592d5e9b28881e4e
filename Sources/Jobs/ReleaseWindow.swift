import Ingest
import People

/// Whole weeks, Monday to Sunday in UTC: the only windows that are answered, so that two are equal or share no day
/// unless one of them spans several.
public struct ReleaseWindow: Hashable, Sendable {
  /// Since 1970, the last one not in it.
  public let days: Range<Int>

  public var first: CivilDate { CivilDate(daysSince1970: days.lowerBound) }
  public var last: CivilDate { CivilDate(daysSince1970: days.upperBound - 1) }

  static let longest = 53

  /// The week of a day.
  init(of day: Int) {
    let start = Self.monday(day)
    days = start..<start + 7
  }

  private init(days: Range<Int>) { self.days = days }

  /// 1970-01-01 was a Thursday.
  private static func monday(_ day: Int) -> Int {
    let weekday = (day + 3) % 7
    return day - (weekday < 0 ? weekday + 7 : weekday)
  }

  /// The last week of which something later is known.
  static func lastWhole(before newest: Timestamp) -> ReleaseWindow {
    let end = monday(newest.date.daysSince1970)
    return ReleaseWindow(days: end - 7..<end)
  }

  /// As a person writes it: a day of the week, or the first and the last day of several.
  /// - Returns: nil where nothing was written.
  /// - Throws: `Failure`, usage: both forms, half of one, days that are not whole weeks, more than 53 weeks.
  public static func parse(week: String?, from: String?, to: String?) throws(Failure) -> ReleaseWindow? {
    if week != nil, from != nil || to != nil { throw Failure(.usage, "week: stands without from and to") }
    if let week {
      return ReleaseWindow(of: try TimeArgument.parse(week, option: "week").date.daysSince1970)
    }
    guard let from, let to else {
      if from == nil, to == nil { return nil }
      throw Failure(.usage, "from and to: both or none")
    }
    let first = try TimeArgument.parse(from, option: "from").date.daysSince1970
    let last = try TimeArgument.parse(to, option: "to").date.daysSince1970
    guard first <= last else { throw Failure(.usage, "from: is later than to") }
    let whole = ReleaseWindow(days: monday(first)..<monday(last) + 7)
    guard whole.days == first..<last + 1 else {
      throw Failure(
        .usage, "from and to: whole weeks, Monday to Sunday", hint: "these days lie in \(whole.first) to \(whole.last)")
    }
    guard whole.days.count <= longest * 7 else { throw Failure(.usage, "from and to: at most \(longest) weeks") }
    return whole
  }
}
