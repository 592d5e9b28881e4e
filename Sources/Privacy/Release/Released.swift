/// An aggregate that may leave: its noise is drawn or its small counts are hidden. Only this module makes one.
public struct Released<Value: Sendable>: Sendable {
  public let value: Value
  public let guarantee: Guarantee

  init(_ value: Value, _ guarantee: Guarantee) { (self.value, self.guarantee) = (value, guarantee) }
}

/// What protects a released value.
public enum Guarantee: Hashable, Sendable {
  /// Noise; the gate came after it and costs nothing.
  case differential(PrivacyLoss)
  /// True counts of at least k. Differences of several such answers may still tell about one person.
  case kAnonymous(Int)
}

/// Hides small counts.
public enum KGate {
  /// For breakdowns by what people are.
  public static let breakdown = 100
  /// For totals.
  public static let total = 30

  /// True counts with everything below `k` hidden; nothing and little look the same.
  /// - Precondition: `k >= 1`.
  public static func released(_ counts: [Int], atLeast k: Int) -> Released<[Int?]> {
    precondition(k >= 1, "a gate of 1 or more")
    return Released(counts.map { $0 >= k ? $0 : nil }, .kAnonymous(k))
  }

  /// One true count, hidden below `k`.
  public static func released(_ count: Int, atLeast k: Int) -> Released<Int?> {
    let all = released([count], atLeast: k)
    return Released(all.value[0], all.guarantee)
  }

  /// The cells of one total with everything below `k` hidden, and as much more that what is hidden cannot be found by
  /// subtraction: never one cell alone, and never several that have less than `k` together. The smallest shown ones go
  /// first, of equal ones the earlier.
  /// - Parameter counts: parts of one total that is shown or can be guessed.
  /// - Complexity: O(n log n).
  static func complementary(_ counts: [Int], atLeast k: Int) -> [Int?] {
    var cells = counts.map { $0 >= k ? $0 : nil }
    let hidden = counts.indices.filter { cells[$0] == nil }
    if hidden.isEmpty { return cells }
    var (number, sum) = (hidden.count, hidden.reduce(0) { $0 + max(0, counts[$1]) })
    for place in counts.indices.filter({ cells[$0] != nil }).sorted(by: { (counts[$0], $0) < (counts[$1], $1) }) {
      if number >= 2, sum >= k { break }
      cells[place] = nil
      (number, sum) = (number + 1, sum + counts[place])
    }
    return cells
  }
}
