import GraphKernels

/// What is inferred about one vertex and one value of a set, and whether it may be shown.
public struct SetPrediction: Equatable, Sendable {
  public let vertex: Int
  /// Into `SetProblem.values`.
  public let value: Int
  /// What the method says: the probability that the vertex has the value.
  public let score: Double
  /// The calibrated one: the share of held-out people with such a score who have it.
  public let confidence: Double
  public let lowerBound: Double
  /// Asked only for candidates of publication.
  public let support: LabelSupport?
  /// Publishing says yes; nothing ever says no.
  public let decision: PublicationDecision
}

/// What was inferred about one set-valued attribute.
public struct SetSolution: Sendable {
  public let choice: SetCrossFit.Choice
  /// For each value asked about and each subject one: values in their order, subjects inside.
  public let predictions: [SetPrediction]
  /// Everybody asked about, in the order of people.
  public let subjects: [Int]
  public let values: [String]
  public let rule: PublicationRule
}

/// Held-out predictions of sets beside the truth.
public struct SetEvaluation: Sendable {
  public struct Case: Equatable, Sendable {
    public let prediction: SetPrediction
    public let truth: Bool

    var isPublished: Bool { prediction.decision == .publish }
  }

  public let cases: [Case]
  /// The chosen method of each seed in which any value was asked about.
  public let methods: [String]

  public init(cases: [Case], methods: [String]) { (self.cases, self.methods) = (cases, methods) }

  /// How many values were asked about in any seed.
  public var valueCount: Int { Set(cases.map(\.prediction.value)).count }
  public var published: Int { cases.count { $0.isPublished } }
  /// The share of published yeses that are right; nil where there are none.
  public var microPrecision: Double? { precision(cases) }
  /// The share of true yeses that are published; nil where there are none.
  public var microRecall: Double? { recall(cases) }
  /// Means over the values that have one.
  public var macroPrecision: Double? { macro(precision) }
  public var macroRecall: Double? { macro(recall) }
  /// The share of pairs of person and value that are published.
  public var coverage: Double { cases.isEmpty ? 0 : Double(published) / Double(cases.count) }
  /// The mean area under the curve over the values.
  public var area: Double {
    macro { areaUnderCurve($0.map { ($0.prediction.score, $0.truth) }) } ?? 0.5
  }
  /// The share of all pairs that are true.
  public var plainShare: Double { cases.isEmpty ? 0 : Double(cases.count { $0.truth }) / Double(cases.count) }
  public var ece: Double { CalibrationMetrics.calibrationError(CalibrationMetrics.reliability(calibrationCases)) }
  public var brier: Double { CalibrationMetrics.brier(calibrationCases) }

  /// Of the calibrated probability of yes.
  public var calibrationCases: [CalibrationCase] {
    cases.map { CalibrationCase(confidence: $0.prediction.confidence, isCorrect: $0.truth) }
  }

  private func precision(_ cases: [Case]) -> Double? {
    let shown = cases.filter(\.isPublished)
    return shown.isEmpty ? nil : Double(shown.count { $0.truth }) / Double(shown.count)
  }

  private func recall(_ cases: [Case]) -> Double? {
    let holders = cases.filter(\.truth)
    return holders.isEmpty ? nil : Double(holders.count { $0.isPublished }) / Double(holders.count)
  }

  private func macro(_ figure: ([Case]) -> Double?) -> Double? {
    let groups = Dictionary(grouping: cases) { $0.prediction.value }
    let figures = groups.keys.sorted().compactMap { value in groups[value].flatMap(figure) }
    return figures.isEmpty ? nil : mean(figures)
  }
}
