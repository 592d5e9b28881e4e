/// What the numbers in the times of a table are, and which form a time may have.
///
/// It is stated once for a whole table, never guessed row by row from anything but what cannot be misread: without a
/// statement numbers below 100,000,000,000 are seconds (they reach the year 5138) and others milliseconds (they begin in
/// March 1973), and a table that holds both is noted, with counts. With a statement everything else is rejected.
public enum TimeUnit: String, CaseIterable, Sendable {
  /// Nothing is stated.
  case bySize = "by-size"
  /// Seconds since 1970, with an optional fraction.
  case seconds
  /// Milliseconds since 1970, whole, from 100,000,000,000 (March 1973) on: smaller numbers would be seconds.
  case milliseconds
  /// ISO 8601: a day, or a time with its zone.
  case iso8601
}
