import GraphKernels

/// What is inferred about one vertex of an ordered attribute, and whether it may be shown.
public struct OrderedPrediction: Equatable, Sendable {
  public let vertex: Int
  /// To be shown only where `decision` is `.publish`; so the interval. Of an ordinal attribute the place of the value.
  public let number: Double
  /// Holds `number`; nil where no interval keeps the promise.
  public let interval: ClosedRange<Double>?
  /// Of people tested about whom the method was as sure, the share whose truth their interval held.
  public let coverage: Double
  /// Wilson lower bound of `coverage`; 0 where there is no interval.
  public let lowerBound: Double
  /// Asked only for candidates of publication.
  public let support: LabelSupport?
  public let decision: PublicationDecision
}

/// What was inferred about one ordered attribute, and how the method was chosen.
public struct OrderedSolution: Sendable {
  public let choice: OrderedCrossFit.Choice
  /// One for each subject without a value of their own, in the order of people.
  public let predictions: [OrderedPrediction]
  /// As `OrderedProblem.values`.
  public let values: [String]
  public let rule: PublicationRule
}

/// Held-out predictions of an ordered attribute beside the truth.
public struct OrderedEvaluation: Sendable {
  public struct Case: Equatable, Sendable {
    public let prediction: OrderedPrediction
    public let truth: Double
    public let plainMedian: Double
    public let plainInterval: ClosedRange<Double>

    var error: Double { abs(prediction.number - truth) }
    var isPublished: Bool { prediction.decision == .publish }
    var isCovered: Bool { prediction.interval?.contains(truth) ?? false }
  }

  public let cases: [Case]
  /// The chosen method of each seed.
  public let methods: [String]
  /// What is added to the width of an interval of whole numbers, which holds both ends.
  let extra: Double

  /// Of all cases; those to whom no evidence came get the median of all.
  public var meanError: Double { mean(cases.map(\.error)) }
  public var medianError: Double { median(cases.map(\.error)) }
  /// Of always saying the median of the revealed numbers.
  public var plainMeanError: Double { mean(cases.map { abs($0.plainMedian - $0.truth) }) }
  public var plainMedianError: Double { median(cases.map { abs($0.plainMedian - $0.truth) }) }
  /// Of those with an interval, the share whose truth it holds; nil where nobody has one.
  public var intervalCoverage: Double? { coverage(cases.filter { $0.prediction.interval != nil }) }
  /// The mean width of these intervals.
  public var intervalWidth: Double? { width(cases.filter { $0.prediction.interval != nil }) }
  public var plainWidth: Double { mean(cases.map { extent($0.plainInterval) }) }
  public var published: Int { cases.count { $0.isPublished } }
  /// The share of cases that are published.
  public var publishedShare: Double { cases.isEmpty ? 0 : Double(published) / Double(cases.count) }
  /// Of the published ones; nil where there are none.
  public var publishedCoverage: Double? { coverage(cases.filter(\.isPublished)) }
  public var publishedWidth: Double? { width(cases.filter(\.isPublished)) }
  public var publishedMeanError: Double? {
    published == 0 ? nil : mean(cases.filter(\.isPublished).map(\.error))
  }

  private func extent(_ interval: ClosedRange<Double>) -> Double { interval.upperBound - interval.lowerBound + extra }
  private func coverage(_ cases: [Case]) -> Double? {
    cases.isEmpty ? nil : Double(cases.count { $0.isCovered }) / Double(cases.count)
  }
  private func width(_ cases: [Case]) -> Double? {
    cases.isEmpty ? nil : mean(cases.compactMap { $0.prediction.interval.map(extent) })
  }
  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 2]
  }
}
