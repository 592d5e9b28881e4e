/// A window of time as a person writes it: `7d`, `12h`, or days alone.
public enum WindowArgument {
  /// - Parameter option: what the error names.
  /// - Returns: hours, 1 or more.
  /// - Throws: `Failure`, usage.
  public static func parse(_ text: String, option: String) throws(Failure) -> Int {
    let (digits, factor): (Substring, Double) =
      if text.hasSuffix("h") { (text.dropLast(), 1) } else { (text.hasSuffix("d") ? text.dropLast() : text[...], 24) }
    guard let number = Double(digits), number > 0, number <= 87_600, (number * factor).rounded() == number * factor,
      number * factor >= 1
    else {
      throw Failure(.usage, "\(option): '\(text)' is no whole number of hours", hint: "for example 7d, 12h or 0.5d")
    }
    return Int(number * factor)
  }
}
