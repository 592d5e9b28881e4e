/// How well one attribute is inferred, measured on people whose value is known and was hidden.
public struct EvaluationReport: Codable, Equatable, Sendable {
  public var attribute: String
  /// The least lower bound of confidence that counts as published: 0 … 1.
  public var threshold: Double
  /// Of an attribute of names; `orderedRows` and `setRows` in their place of the other kinds.
  public var rows: [Row]
  public var orderedRows: [OrderedRow] = []
  public var setRows: [SetRow] = []

  public init(attribute: String, threshold: Double, rows: [Row]) {
    (self.attribute, self.threshold, self.rows) = (attribute, threshold, rows)
  }

  /// One share of revealed labels.
  public struct Row: Codable, Equatable, Sendable {
    /// The share as given, for example `0.2`; or `loo`, everybody else's label.
    public var labels: String
    public var seeds: Int
    public var cases: Int
    /// Which method was chosen, in words.
    public var method: String
    /// All of these 0 … 1; means over the seeds.
    public var accuracy: Double
    public var macroF1: Double
    public var majorityAccuracy: Double
    /// Of giving each person the value of most of their ties, by strength.
    public var plainVote: Double
    public var eceRaw: Double
    public var ece: Double
    public var brier: Double
    /// Share of cases with a published value.
    public var coverage: Double
    /// Share of right ones among these; nil where none was published.
    public var precision: Double?
    /// Of the confidence shown; the non-empty bins.
    public var reliability: [Bin]
    /// Where nothing was published, what forbade it most often; in words.
    public var unpublished: String?

    public init(
      labels: String, seeds: Int, cases: Int, method: String, accuracy: Double, macroF1: Double,
      majorityAccuracy: Double, plainVote: Double, eceRaw: Double, ece: Double, brier: Double, coverage: Double,
      precision: Double?, reliability: [Bin] = [], unpublished: String? = nil
    ) {
      self.unpublished = unpublished
      (self.labels, self.seeds, self.cases, self.method) = (labels, seeds, cases, method)
      (self.accuracy, self.macroF1) = (accuracy, macroF1)
      (self.majorityAccuracy, self.plainVote) = (majorityAccuracy, plainVote)
      (self.eceRaw, self.ece, self.brier) = (eceRaw, ece, brier)
      (self.coverage, self.precision, self.reliability) = (coverage, precision, reliability)
    }
  }

  /// The cases whose confidence lies in `lower` … `upper`.
  public struct Bin: Codable, Equatable, Sendable {
    public var lower: Double
    public var upper: Double
    public var count: Int
    public var meanConfidence: Double
    public var accuracy: Double

    public init(lower: Double, upper: Double, count: Int, meanConfidence: Double, accuracy: Double) {
      (self.lower, self.upper, self.count) = (lower, upper, count)
      (self.meanConfidence, self.accuracy) = (meanConfidence, accuracy)
    }
  }

  /// One share of revealed numbers of an ordinal or numeric attribute; distances in its unit, or in steps of its values.
  public struct OrderedRow: Codable, Equatable, Sendable {
    public var labels: String
    public var seeds: Int
    public var cases: Int
    public var method: String
    public var meanError: Double
    public var medianError: Double
    /// Of always saying the median of the revealed numbers.
    public var plainMeanError: Double
    public var plainMedianError: Double
    /// The share of truths that intervals hold, and their mean width, over all who have one; nil where nobody has.
    public var intervalCoverage: Double?
    public var intervalWidth: Double?
    /// The width of what one would say without ties.
    public var plainWidth: Double
    /// Share of cases with a published interval.
    public var coverage: Double
    /// Of the published ones; nil where there are none.
    public var publishedCoverage: Double?
    public var publishedWidth: Double?
    public var publishedMeanError: Double?

    public init(
      labels: String, seeds: Int, cases: Int, method: String, meanError: Double, medianError: Double,
      plainMeanError: Double, plainMedianError: Double, intervalCoverage: Double?, intervalWidth: Double?,
      plainWidth: Double, coverage: Double, publishedCoverage: Double?, publishedWidth: Double?,
      publishedMeanError: Double?
    ) {
      (self.labels, self.seeds, self.cases, self.method) = (labels, seeds, cases, method)
      (self.meanError, self.medianError) = (meanError, medianError)
      (self.plainMeanError, self.plainMedianError) = (plainMeanError, plainMedianError)
      (self.intervalCoverage, self.intervalWidth, self.plainWidth) = (intervalCoverage, intervalWidth, plainWidth)
      (self.coverage, self.publishedCoverage) = (coverage, publishedCoverage)
      (self.publishedWidth, self.publishedMeanError) = (publishedWidth, publishedMeanError)
    }
  }

  /// One share of revealed sets; a case is a person and a value.
  public struct SetRow: Codable, Equatable, Sendable {
    public var labels: String
    public var seeds: Int
    public var cases: Int
    public var method: String
    /// How many values were common enough to be asked about.
    public var values: Int
    /// Mean area under the curve over the values: 0 … 1.
    public var area: Double
    /// Of all published values, and the mean over the values; nil where there are none.
    public var microPrecision: Double?
    public var macroPrecision: Double?
    /// Of all true values.
    public var microRecall: Double?
    public var macroRecall: Double?
    public var ece: Double
    public var brier: Double
    /// Share of cases with a published value.
    public var coverage: Double
    /// Of the calibrated probability of a value.
    public var reliability: [Bin]

    public init(
      labels: String, seeds: Int, cases: Int, method: String, values: Int, area: Double, microPrecision: Double?,
      macroPrecision: Double?, microRecall: Double?, macroRecall: Double?, ece: Double, brier: Double,
      coverage: Double, reliability: [Bin]
    ) {
      (self.labels, self.seeds, self.cases, self.method) = (labels, seeds, cases, method)
      (self.values, self.area, self.microPrecision, self.macroPrecision) = (values, area, microPrecision, macroPrecision)
      (self.microRecall, self.macroRecall) = (microRecall, macroRecall)
      (self.ece, self.brier, self.coverage, self.reliability) = (ece, brier, coverage, reliability)
    }
  }
}

extension EvaluationReport {
  /// One for each share of labels: its name and the bins of its reliability diagram, where there are any.
  var diagrams: [(labels: String, bins: [Bin])] {
    (rows.map { ($0.labels, $0.reliability) } + setRows.map { ($0.labels, $0.reliability) }).filter { !$0.1.isEmpty }
  }

  /// `20 % of labels`, `all other labels`.
  static func labelText(_ labels: String) -> String {
    labels == "loo"
      ? "all other labels known"
      : Double(labels).map { "\(Numbers.percent($0, decimals: 0)) of labels known" } ?? labels
  }
}
