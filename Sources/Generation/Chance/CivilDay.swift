/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
///
/// Source: Hinnant, "chrono-compatible low-level date algorithms" (2013), `civil_from_days` and `days_from_civil`.
struct CivilDay: Equatable {
  let year: Int
  /// 1 ... 12 and 1 ... 31.
  let month: Int
  let day: Int

  init(_ daysSince1970: Int) {
    let shifted = daysSince1970 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// 0 is Monday.
  static func weekday(_ daysSince1970: Int) -> Int {
    let rest = (daysSince1970 + 3) % 7
    return rest < 0 ? rest + 7 : rest
  }

  /// Whole years from the day `born` to the day `today`, as birthdays count them.
  static func age(born: Int, today: Int) -> Int {
    let first = CivilDay(born)
    let last = CivilDay(today)
    let hadBirthday = (last.month, last.day) >= (first.month, first.day)
    return last.year - first.year - (hadBirthday ? 0 : 1)
  }
}
