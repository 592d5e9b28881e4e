import GraphKernels
import GraphStorage

/// Chooses method and edge weighting for one ordered attribute by cross-fit, and measures how wide intervals must be.
///
/// As `CrossFit`, with the mean absolute error in place of the share of right answers: each fold's numbers are hidden in
/// turn, every judged vertex is predicted by each candidate, the candidate with the least mean error wins (ties: the
/// earlier method, then the earlier weighting), and its held-out errors make the intervals. The figures of the choice
/// are taken fold by fold, candidate and intervals from the other folds.
/// - Complexity: folds × methods × weightings runs.
public enum OrderedCrossFit {
  public struct Candidate: Equatable, Sendable {
    public let method: OrderedMethod
    /// Position in the list of weightings.
    public let weighting: Int
    public let weightingName: String
    public var name: String { "\(method.name) on \(weightingName)" }
  }

  public struct Score: Equatable, Sendable {
    public let candidate: Candidate
    /// Mean of |answer − truth|.
    public let meanError: Double
  }

  /// A held-out answer by the candidate that the other folds chose, with the interval that they give.
  public struct Trial: Equatable, Sendable {
    public let answer: OrderedAnswer
    public let truth: Double
    /// The median of the numbers outside its fold.
    public let plainMedian: Double
    public let interval: ClosedRange<Double>?

    public var error: Double { abs(answer.number - truth) }
    public var plainError: Double { abs(plainMedian - truth) }
    public var isCovered: Bool { interval?.contains(truth) ?? false }
  }

  public struct Choice: Equatable, Sendable {
    public let chosen: Candidate
    public let scores: [Score]
    public let intervals: ConformalIntervals
    /// Each judged vertex once, by vertex.
    public let trials: [Trial]
    /// The central interval of all stated numbers at the level: what one would say without ties.
    public let plainInterval: ClosedRange<Double>

    /// What to expect of the whole procedure.
    public var meanError: Double { mean(trials.map(\.error)) }
    public var plainError: Double { mean(trials.map(\.plainError)) }

    /// The plain median's error exceeds the trials' by more than two standard errors of the paired difference.
    public var hasHomophily: Bool {
      let gains = trials.map { $0.plainError - $0.error }
      guard gains.count > 1 else { return false }
      let centre = mean(gains)
      let square = gains.reduce(0.0) { $0 + ($1 - centre) * ($1 - centre) } / Double(gains.count - 1)
      return centre > 2 * (square / Double(gains.count)).squareRoot() && centre > 0
    }

    /// Whether intervals made by other folds' people hold the truth about as often as promised: at most two standard
    /// errors more seldom.
    public func isCalibrated(level: Double) -> Bool {
      let with = trials.filter { $0.interval != nil }
      guard !with.isEmpty else { return false }
      let error = (level * (1 - level) / Double(with.count)).squareRoot()
      return Double(with.count { $0.isCovered }) / Double(with.count) >= level - 2 * error
    }
  }

  /// - Parameters:
  ///   - level: the share of truths that intervals are to hold, above 0 and below 1.
  ///   - isWhole: whether the attribute has whole numbers only.
  static func run(
    _ ground: InferenceGround, _ evidence: OrderedEvidence, level: Double, isWhole: Bool,
    methods: [OrderedMethod]
  ) -> Choice {
    let folds = ground.folds
    let cases = evidence.numbers.numbers.indices.filter { !evidence.numbers.numbers[$0].isNaN && ground.judged[$0] }
    let shown = (0..<CrossFit.foldCount).map { fold in evidence.hiding { folds[$0] == fold } }
    let candidates = methods.flatMap { method in
      ground.weightings.indices.map {
        Candidate(method: method, weighting: $0, weightingName: ground.weightings[$0].name)
      }
    }
    // For each candidate its answer about each case, in the order of cases.
    let table = candidates.map { candidate -> [OrderedAnswer] in
      let graph = ground.weightings[candidate.weighting].graph
      var answers = [OrderedAnswer?](repeating: nil, count: cases.count)
      for fold in 0..<CrossFit.foldCount {
        let asked = cases.indices.filter { folds[cases[$0]] == fold }
        guard !asked.isEmpty else { continue }
        let found = candidate.method.answers(
          graph, shown[fold], ground.declared, of: asked.map { cases[$0] }, level: level, isWhole: isWhole, threads: ground.threads)
        for (place, answer) in zip(asked, found) { answers[place] = answer }
      }
      return answers.compactMap { $0 }
    }
    let truths = cases.map { evidence.numbers.numbers[$0] }
    func errors(_ candidate: Int, where kept: (Int) -> Bool) -> Double {
      mean(cases.indices.filter { kept(folds[cases[$0]]) }.map { abs(table[candidate][$0].number - truths[$0]) })
    }
    func best(where kept: (Int) -> Bool) -> Int {
      let all = candidates.indices.map { errors($0, where: kept) }
      return all.indices.reduce(0) { all[$1] < all[$0] ? $1 : $0 }
    }
    func intervals(_ candidate: Int, where kept: (Int) -> Bool) -> ConformalIntervals {
      let held = cases.indices.filter { kept(folds[cases[$0]]) }.map {
        ConformalIntervals.Case(answer: table[candidate][$0], truth: truths[$0])
      }
      return narrowest(held, level: level)
    }
    var trials: [Trial] = []
    for fold in 0..<CrossFit.foldCount {
      let chosen = best { $0 != fold }
      let made = intervals(chosen) { $0 != fold }
      for place in cases.indices where folds[cases[place]] == fold {
        let answer = table[chosen][place]
        trials.append(
          Trial(
            answer: answer, truth: truths[place], plainMedian: shown[fold].numbers.median,
            interval: made.interval(answer)))
      }
    }
    let chosen = best { _ in true }
    return Choice(
      chosen: candidates[chosen],
      scores: candidates.indices.map { Score(candidate: candidates[$0], meanError: errors($0) { _ in true }) },
      intervals: intervals(chosen) { _ in true }, trials: trials.sorted { $0.answer.vertex < $1.answer.vertex },
      plainInterval: central(evidence.numbers.numbers.filter { !$0.isNaN }, level: level))
  }

  /// Of both forms of interval the one that is narrower on the whole over the cases that made it; the plainer one where
  /// they are alike.
  private static func narrowest(_ cases: [ConformalIntervals.Case], level: Double) -> ConformalIntervals {
    let forms = ConformalIntervals.Form.allCases.map { ConformalIntervals(cases, form: $0, level: level) }
    let widths = forms.map { form in
      cases.reduce(0.0) { sum, entry in
        sum + (form.interval(entry.answer).map { $0.upperBound - $0.lowerBound } ?? 0)
      }
    }
    return widths[1] < widths[0] ? forms[1] : forms[0]
  }

  /// The interval that leaves the same share out on either side, its ends among the numbers.
  static func central(_ numbers: [Double], level: Double) -> ClosedRange<Double> {
    let sorted = numbers.sorted()
    guard !sorted.isEmpty else { return 0...0 }
    let cut = Int((Double(sorted.count) * (1 - level) / 2).rounded(.down))
    return sorted[cut]...sorted[sorted.count - 1 - cut]
  }
}

/// 0 for none.
func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }
