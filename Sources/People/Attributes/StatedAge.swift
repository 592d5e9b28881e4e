/// What attributes say about somebody's age: by the name of the attribute and the number its value begins with.
public enum StatedAge {
  private static let names: Set<String> = ["age", "ages", "birth", "born", "birthday", "birthdate", "birthyear", "dob", "yob"]

  /// Whether an attribute is about age: one of the words of its name is, as in `age_band` or `year of birth`.
  public static func isAge(_ attribute: String) -> Bool {
    attribute.lowercased().split { !$0.isLetter }.contains { names.contains(String($0)) }
  }

  /// As below, and of a year of birth, such as `2012`, on a day; a year where no day is known may be anybody's.
  public static func mayBeYounger(than years: Int, _ value: String, on day: CivilDate?) -> Bool {
    let digits = value.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).first ?? ""
    guard digits.count == 4, let year = Int(digits), (1800...2200).contains(year) else {
      return mayBeYounger(than: years, value)
    }
    return day.map { Birth.year(year).mayBeYounger(than: years, on: $0) } ?? true
  }

  /// Whether a value of an attribute about age, such as `13-17` or `under 18`, says that its person may be younger than
  /// `years`: by the first number in it, which as an age has at most three digits. Years of birth are not ages.
  public static func mayBeYounger(than years: Int, _ value: String) -> Bool {
    guard let first = value.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).first, first.count <= 3,
      let number = Int(first)
    else { return false }
    let start = value[..<first.startIndex].lowercased()
    let isBelow = start.contains("<") || start.contains("under") || start.contains("below") || start.contains("up to")
    return number < years || isBelow && number <= years
  }
}
