/// What was inferred about one attribute, how, how sure that is, and what stays unknown.
///
/// A row without a value says "unknown"; the maker of the report leaves unpublished values out of it altogether.
///
/// Of ordinal and numeric attributes `ordered` holds the figures, of sets `sets`; those of names (`crossFitAccuracy`,
/// `bestAccuracy`, `majorityShare`, `calibration`) are 0 and empty then, and stand in no output.
public struct InferenceReport: Codable, Equatable, Sendable {
  public var attribute: String
  public var ordered: OrderedFigures?
  public var sets: SetFigures?
  /// nil where too few ties tell.
  public var homophily: HomophilyFigures?
  /// What a reader must know beside the figures, a sentence each.
  public var notes: [String] = []
  /// The chosen method in words, for example `label spreading, α 0.5, on log tie strength`.
  public var method: String
  /// In the order in which they were tried.
  public var candidates: [MethodScore]
  /// People whose value is known and may serve as evidence.
  public var labelled: Int
  /// People whose value was asked for.
  public var subjects: Int
  public var published: Int
  public var unknown: Int
  /// Why values stay unknown; in words.
  public var reasons: [ReasonCount]
  /// The least lower bound of confidence that is published: 0 … 1.
  public var threshold: Double
  /// How many of the labelled people were tested: those who may be inferred about.
  public var tested: Int
  /// Share of right answers among the tested, each by the method that the others' answers chose: 0 … 1.
  public var crossFitAccuracy: Double
  /// Share of right answers of the chosen method, the best of all candidates on the very people that chose it: 0 … 1.
  public var bestAccuracy: Double
  /// What always saying the most frequent value would reach: 0 … 1.
  public var majorityShare: Double
  /// Whether the attribute follows the ties; where it does not, nothing is published.
  public var homophilyPassed: Bool
  public var calibration: CalibrationFigures
  /// Who is asked about and on what basis, in one sentence.
  public var purpose: String
  public var rows: [Row]

  public init(
    attribute: String, method: String, candidates: [MethodScore], labelled: Int, subjects: Int, published: Int,
    unknown: Int, reasons: [ReasonCount], threshold: Double, tested: Int, crossFitAccuracy: Double,
    bestAccuracy: Double, majorityShare: Double, homophilyPassed: Bool, calibration: CalibrationFigures,
    purpose: String, rows: [Row]
  ) {
    (self.attribute, self.method, self.candidates) = (attribute, method, candidates)
    (self.labelled, self.subjects, self.published, self.unknown) = (labelled, subjects, published, unknown)
    (self.reasons, self.threshold, self.crossFitAccuracy) = (reasons, threshold, crossFitAccuracy)
    (self.tested, self.bestAccuracy) = (tested, bestAccuracy)
    (self.majorityShare, self.homophilyPassed, self.calibration) = (majorityShare, homophilyPassed, calibration)
    (self.purpose, self.rows) = (purpose, rows)
  }

  /// One candidate method.
  public struct MethodScore: Codable, Equatable, Sendable {
    public var name: String
    /// On all tested people, those who chose the method among them: 0 … 1. Of ordered attributes the mean error, of
    /// sets the mean area under the curve.
    public var accuracy: Double
    public var chosen: Bool

    public init(name: String, accuracy: Double, chosen: Bool) {
      (self.name, self.accuracy, self.chosen) = (name, accuracy, chosen)
    }
  }

  public struct ReasonCount: Codable, Equatable, Sendable {
    public var reason: String
    public var count: Int

    public init(reason: String, count: Int) { (self.reason, self.count) = (reason, count) }
  }

  /// How far the stated confidence can be trusted, from held-out people of known value.
  public struct CalibrationFigures: Codable, Equatable, Sendable {
    /// Expected calibration error before and after calibration: 0 … 1.
    public var eceRaw: Double
    public var ece: Double
    /// 0 (perfect) … 1.
    public var brier: Double
    /// By ascending raw confidence.
    public var blocks: [Block]

    public init(eceRaw: Double, ece: Double, brier: Double, blocks: [Block]) {
      (self.eceRaw, self.ece, self.brier, self.blocks) = (eceRaw, ece, brier, blocks)
    }
  }

  /// One step of the calibration: answers with a raw confidence in `lower` … `upper` were right that often.
  public struct Block: Codable, Equatable, Sendable {
    public var lower: Double
    public var upper: Double
    public var cases: Int
    public var accuracy: Double
    /// The lower end of the 95 % Wilson interval of `accuracy`.
    public var wilson: Double

    public init(lower: Double, upper: Double, cases: Int, accuracy: Double, wilson: Double) {
      (self.lower, self.upper, self.cases) = (lower, upper, cases)
      (self.accuracy, self.wilson) = (accuracy, wilson)
    }
  }

  /// One person that was asked about.
  public struct Row: Codable, Equatable, Sendable {
    public var person: String
    public var name: String?
    /// nil: unknown.
    public var value: String?
    public var confidence: Double
    public var lowerBound: Double
    /// Distinct people whose known values reached this one; nil where nobody asked, because the value stays unknown
    /// whoever they are.
    public var evidenceCount: Int?
    /// Whether counting stopped at `evidenceCount`, so that there may be more.
    public var evidenceIsMinimum: Bool
    /// What the single most important of them brings, over all ways, in all that was brought: 0 … 1. An upper bound,
    /// exact where that is cheap; nil as `evidenceCount`.
    public var largestShare: Double?
    /// Why the value is unknown, in words.
    public var reason: String?
    /// Of a published value of an ordered attribute.
    public var interval: Interval?
    /// Of published values for which it was asked for.
    public var explanation: Explanation?

    public init(
      person: String, name: String? = nil, value: String?, confidence: Double, lowerBound: Double,
      evidenceCount: Int?, evidenceIsMinimum: Bool = false, largestShare: Double?, reason: String? = nil,
      interval: Interval? = nil, explanation: Explanation? = nil
    ) {
      (self.person, self.name, self.value) = (person, name, value)
      (self.confidence, self.lowerBound) = (confidence, lowerBound)
      (self.evidenceCount, self.evidenceIsMinimum) = (evidenceCount, evidenceIsMinimum)
      (self.largestShare, self.reason) = (largestShare, reason)
      (self.interval, self.explanation) = (interval, explanation)
    }
  }
}

extension InferenceReport.Row {
  /// `7`, `64+` where counting stopped, a dash where nobody asked.
  var evidenceText: String {
    evidenceCount.map { Numbers.grouped($0) + (evidenceIsMinimum ? "+" : "") } ?? "–"
  }
}

extension InferenceReport {
  /// `the best of 30 tried is right for 89.4 % on the people who chose it`; empty where there was no choice.
  var choiceText: String {
    candidates.count < 2 || ordered != nil || sets != nil
      ? ""
      : "the best of \(candidates.count) tried is right for \(Numbers.percent(bestAccuracy)) on the people who chose it"
  }

  /// How many candidates a person reads through.
  static let shownLimit = 12

  /// All candidates of few; of many the best ones, best first, the chosen one always among them.
  var shownCandidates: [MethodScore] {
    guard candidates.count > Self.shownLimit else { return candidates }
    let isError = ordered != nil
    let best = candidates.enumerated().sorted { one, other in
      let (left, right) = (one.element.accuracy, other.element.accuracy)
      return left != right ? (left < right) == isError : one.offset < other.offset
    }.map(\.element)
    let shown = best.prefix(Self.shownLimit)
    if shown.contains(where: \.chosen) { return Array(shown) }
    return shown.dropLast() + best.filter(\.chosen)
  }

  /// What is left out of `shownCandidates`, in words; empty where nothing is.
  var candidateNote: String {
    let shown = shownCandidates.count
    return shown == candidates.count ? "" : "the best \(shown) of \(Numbers.grouped(candidates.count)) tried; all are in the JSON"
  }

  /// `accuracy`, `mean error` or `mean area`: by what candidates are compared.
  var scoreName: String { ordered != nil ? "mean error" : sets != nil ? "mean area" : "accuracy" }

  func scoreText(_ score: Double) -> String {
    ordered != nil || sets != nil ? Numbers.fixed(score, 3) : Numbers.percent(score)
  }

  /// On whom the figures of a published value were taken; empty where nothing is published.
  var confidenceNote: String {
    guard rows.contains(where: { $0.value != nil }) else { return "" }
    if ordered != nil {
      return "confidence: the share of the people tested whose answers were as sure whose truth their interval held · at "
        + "least: its lower bound (95 %)"
    }
    return "confidence: the share right among the people tested whose answers were as sure; 1.00 is all of them, not "
      + "certainty · at least: its lower bound (95 %)"
  }

  /// What a `+` behind a count means; empty where there is none.
  var minimumNote: String {
    let minima = Set(rows.filter { $0.evidenceIsMinimum }.compactMap(\.evidenceCount)).sorted()
    guard let least = minima.first else { return "" }
    return "\(Numbers.grouped(least))+ means at least \(Numbers.grouped(least)) people: counting stops there"
  }
}
