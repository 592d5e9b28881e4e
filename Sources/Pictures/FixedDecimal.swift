/// `value` with exactly `places` digits after the point, rounded half away from zero: the same text on every platform
/// and in every locale. Values that are not finite, or beyond ±10^15, become "0".
func decimal(_ value: Double, places: Int) -> String {
  var scale = 1
  for _ in 0..<places { scale *= 10 }
  guard value.isFinite, abs(value) < 1e15 / Double(scale) else { return "0" }
  let scaled = Int((abs(value) * Double(scale)).rounded(.toNearestOrAwayFromZero))
  let sign = value < 0 && scaled > 0 ? "-" : ""
  guard places > 0 else { return "\(sign)\(scaled)" }
  let fraction = String(scaled % scale)
  return "\(sign)\(scaled / scale).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
}

/// A strength for a legend: about two significant digits, never an exponent.
func compactDecimal(_ value: Double) -> String {
  let places =
    switch abs(value) {
    case 10...: 0
    case 1..<10: 1
    case 0.1..<1: 2
    default: 3
    }
  return decimal(value, places: places)
}

/// A share of one as a percentage that neither reaches 100 nor 0 by rounding alone: "91 %", "over 99 %", "under 1 %".
func percentText(_ share: Double, places: Int = 0) -> String {
  let text = decimal(share * 100, places: places)
  if share < 1, text == decimal(100, places: places) { return "over \(places == 0 ? "99" : "99.9") %" }
  if share > 0, text == decimal(0, places: places) { return "under \(places == 0 ? "1" : "0.1") %" }
  return "\(text) %"
}
