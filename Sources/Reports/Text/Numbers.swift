/// Numbers as people and files read them. No locale, no `Double.description` in texts for people.
enum Numbers {
  /// `value` with exactly `decimals` places, rounded half away from zero; `–` where it is not a number.
  /// - Precondition: 0 … 6 decimals.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    precondition((0...6).contains(decimals), "0 … 6 decimals")
    guard value.isFinite else { return "–" }
    let unit = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    let scaled = (value.magnitude * unit).rounded()
    // Beyond 2^53 the places behind the point say nothing any more.
    guard scaled < 9_007_199_254_740_992 else { return value.description }
    let digits = String(Int64(scaled))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// `0.314` as `31.4 %`.
  static func percent(_ share: Double, decimals: Int = 1) -> String {
    share.isFinite ? fixed(share * 100, decimals) + " %" : "–"
  }

  /// `1234567` as `1,234,567`.
  static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// `1 tie`, `1,200 ties`.
  static func count(_ value: Int, _ one: String, _ many: String) -> String {
    "\(grouped(value)) \(value == 1 ? one : many)"
  }

  /// `2015-07-02T18:04:20Z` as `2015-07-02 18:04`; anything else as it is.
  static func shortTime(_ time: String) -> String {
    let bytes = Array(time.utf8)
    guard bytes.count >= 17, bytes.last == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T"),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[13] == UInt8(ascii: ":")
    else { return time }
    return "\(time.prefix(10)) \(time.dropFirst(11).prefix(5))"
  }
}
