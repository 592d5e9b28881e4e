/// How wide an interval around an answer must be to hold the truth as often as promised: measured on held-out people,
/// by how much what they heard differed.
///
/// For each held-out person the score is how far the truth lay outside the interval that the method itself named
/// (negative inside); an interval for somebody new is widened by a quantile of the scores of people about whom the method
/// was as sure. Where neighbours agree intervals are thus narrow, down to a single value, and wide where they do not.
///
/// Source: conformalized quantile regression (Romano, Patterson and Candès 2019) by group (Vovk's Mondrian form), on
/// cross-fit residuals (Barber, Candès, Ramdas and Tibshirani, "Predictive inference with the jackknife+", 2021).
/// Deviation: the quantile is the least score for which the Wilson lower bound (95 %) of the share covered reaches the
/// promised level, as publication of names tests it; plain conformal quantiles keep the promise on average only.
public struct ConformalIntervals: Equatable, Sendable {
  /// Which interval is widened.
  public enum Form: String, Sendable, CaseIterable {
    /// The answer itself: all intervals of a group are equally wide.
    case number
    /// The method's own interval, wide where its distribution is.
    case distribution
  }

  public struct Group: Equatable, Sendable {
    /// The least doubt among its cases.
    public let leastDoubt: Double
    public let cases: Int
    /// How many of them the widened interval covers.
    public let covered: Int
    /// What is added on either side; nil where no widening keeps the promise with so few cases.
    public let margin: Double?

    public var coverage: Double { cases == 0 ? 0 : Double(covered) / Double(cases) }
    public var lowerBound: Double { wilsonLowerBound(correct: covered, cases: cases) }
  }

  /// A held-out answer and the truth.
  struct Case {
    let answer: OrderedAnswer
    let truth: Double
  }

  public let form: Form
  /// Ascending in doubt. People to whom nothing came are in none.
  public let groups: [Group]

  /// At most so many groups, each of so many cases at least.
  static let groupLimit = 8
  static let groupCases = 60

  init(_ cases: [Case], form: Form, level: Double) {
    self.form = form
    let reached = cases.filter { $0.answer.mass > 0 }.sorted {
      ($0.answer.doubt, $0.answer.vertex) < ($1.answer.doubt, $1.answer.vertex)
    }
    let count = min(Self.groupLimit, max(1, reached.count / Self.groupCases))
    var cuts = [0]
    for piece in 0..<count where piece > 0 {
      // Equal doubts stay together.
      var cut = reached.count * piece / count
      while reached.indices.contains(cut), reached[cut].answer.doubt == reached[cut - 1].answer.doubt { cut += 1 }
      if reached.indices.contains(cut), cuts.last.map({ $0 < cut }) ?? true { cuts.append(cut) }
    }
    cuts.append(reached.count)
    groups = reached.isEmpty
      ? []
      : zip(cuts, cuts.dropFirst()).map { start, end in
        Self.group(reached[start..<end], form: form, level: level)
      }
  }

  private static func group(_ cases: ArraySlice<Case>, form: Form, level: Double) -> Group {
    let scores = cases.map { entry in
      let (low, high) = bounds(entry.answer, form)
      return max(low - entry.truth, entry.truth - high)
    }.sorted()
    let least = cases.first?.answer.doubt ?? 0
    // The least count whose bound reaches the level; the bound rises with the count.
    guard
      let needed = (1...scores.count).first(where: {
        wilsonLowerBound(correct: $0, cases: scores.count) >= level
      })
    else { return Group(leastDoubt: least, cases: scores.count, covered: 0, margin: nil) }
    let margin = scores[needed - 1]
    return Group(
      leastDoubt: least, cases: scores.count, covered: scores.count { $0 <= margin }, margin: margin)
  }

  private static func bounds(_ answer: OrderedAnswer, _ form: Form) -> (low: Double, high: Double) {
    switch form {
    case .number: (answer.number, answer.number)
    case .distribution: (answer.low, answer.high)
    }
  }

  /// The group that answers for a doubt: the last that does not begin above it, else the first; nil where nothing came.
  func group(of answer: OrderedAnswer) -> Group? {
    guard answer.mass > 0 else { return nil }
    return groups.last { $0.leastDoubt <= answer.doubt } ?? groups.first
  }

  /// The interval around an answer, which it always holds; nil where none keeps the promise.
  func interval(_ answer: OrderedAnswer) -> ClosedRange<Double>? {
    guard let margin = group(of: answer)?.margin else { return nil }
    let (low, high) = Self.bounds(answer, form)
    return min(low - margin, answer.number)...max(high + margin, answer.number)
  }
}
