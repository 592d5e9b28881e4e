/// How good predictions are, and how honest their confidences.
public struct CalibrationMetrics: Codable, Equatable, Sendable {
  /// One bin of the reliability table.
  public struct Bin: Codable, Equatable, Sendable {
    /// Bin b of n covers confidences above b/n up to (b+1)/n; the first one also 0.
    public let lower: Double
    public let upper: Double
    public let cases: Int
    public let meanConfidence: Double
    public let accuracy: Double
  }

  public static let binCount = 15

  /// Share of cases whose top class is right; 0 without cases.
  public let accuracy: Double
  /// Unweighted mean of F1 over the classes that occur as truth or as prediction.
  public let macroF1: Double
  /// Σ_b (n_b/n) |accuracy_b − confidence_b| over 15 equal-width bins (Guo et al. 2017) of the raw confidence.
  public let eceRaw: Double
  /// The same of the calibrated confidence.
  public let ece: Double
  /// Top-label form: mean of (calibrated confidence − correct)².
  public let brier: Double
  /// Share of cases that were given a value.
  public let coverage: Double
  /// Share of the given values that are right; 0 where none was given.
  public let precision: Double
  public let cases: Int
  public let published: Int

  public init(_ predictions: [EvaluatedPrediction]) {
    let count = predictions.count
    let correct = predictions.count { $0.isCorrect }
    let shown = predictions.filter { $0.prediction.decision == .publish }
    cases = count
    published = shown.count
    accuracy = count == 0 ? 0 : Double(correct) / Double(count)
    coverage = count == 0 ? 0 : Double(shown.count) / Double(count)
    precision = shown.isEmpty ? 0 : Double(shown.count { $0.isCorrect }) / Double(shown.count)
    macroF1 = Self.macroF1(predictions.map { (truth: $0.truth, predicted: $0.prediction.label) })
    let raw = predictions.map { CalibrationCase(confidence: $0.prediction.rawConfidence, isCorrect: $0.isCorrect) }
    let calibrated = predictions.map {
      CalibrationCase(confidence: $0.prediction.confidence, isCorrect: $0.isCorrect)
    }
    eceRaw = Self.calibrationError(Self.reliability(raw))
    ece = Self.calibrationError(Self.reliability(calibrated))
    brier = Self.brier(calibrated)
  }

  private init(
    accuracy: Double, macroF1: Double, eceRaw: Double, ece: Double, brier: Double, coverage: Double,
    precision: Double, cases: Int, published: Int
  ) {
    self.accuracy = accuracy
    self.macroF1 = macroF1
    self.eceRaw = eceRaw
    self.ece = ece
    self.brier = brier
    self.coverage = coverage
    self.precision = precision
    self.cases = cases
    self.published = published
  }

  /// The unweighted mean of several runs; precision is the mean over the runs that published anything. Counts are
  /// summed.
  public static func mean(_ runs: [CalibrationMetrics]) -> CalibrationMetrics {
    func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }
    return CalibrationMetrics(
      accuracy: mean(runs.map(\.accuracy)), macroF1: mean(runs.map(\.macroF1)), eceRaw: mean(runs.map(\.eceRaw)),
      ece: mean(runs.map(\.ece)), brier: mean(runs.map(\.brier)), coverage: mean(runs.map(\.coverage)),
      precision: mean(runs.filter { $0.published > 0 }.map(\.precision)),
      cases: runs.reduce(0) { $0 + $1.cases }, published: runs.reduce(0) { $0 + $1.published })
  }

  /// The non-empty bins, ascending.
  public static func reliability(_ cases: [CalibrationCase], bins: Int = binCount) -> [Bin] {
    var confidences = [Double](repeating: 0, count: bins)
    var correct = [Int](repeating: 0, count: bins)
    var counts = [Int](repeating: 0, count: bins)
    for entry in cases {
      let place = (entry.confidence * Double(bins)).rounded(.up) - 1
      let bin = min(bins - 1, max(0, Int(place)))
      confidences[bin] += entry.confidence
      correct[bin] += entry.isCorrect ? 1 : 0
      counts[bin] += 1
    }
    return (0..<bins).compactMap { bin in
      guard counts[bin] > 0 else { return nil }
      let size = Double(counts[bin])
      return Bin(
        lower: Double(bin) / Double(bins), upper: Double(bin + 1) / Double(bins), cases: counts[bin],
        meanConfidence: confidences[bin] / size, accuracy: Double(correct[bin]) / size)
    }
  }

  public static func calibrationError(_ table: [Bin]) -> Double {
    let count = table.reduce(0) { $0 + $1.cases }
    guard count > 0 else { return 0 }
    return table.reduce(0.0) { $0 + Double($1.cases) / Double(count) * abs($1.accuracy - $1.meanConfidence) }
  }

  public static func brier(_ cases: [CalibrationCase]) -> Double {
    guard !cases.isEmpty else { return 0 }
    let sum = cases.reduce(0.0) { sum, entry in
      let error = entry.confidence - (entry.isCorrect ? 1 : 0)
      return sum + error * error
    }
    return sum / Double(cases.count)
  }

  public static func macroF1(_ pairs: [(truth: Int32, predicted: Int32)]) -> Double {
    let classCount = Int(pairs.map { max($0.truth, $0.predicted) }.max() ?? -1) + 1
    var hits = [Int](repeating: 0, count: classCount)
    var mentions = [Int](repeating: 0, count: classCount)
    for pair in pairs {
      mentions[Int(pair.truth)] += 1
      mentions[Int(pair.predicted)] += 1
      if pair.truth == pair.predicted { hits[Int(pair.truth)] += 1 }
    }
    let scores = (0..<classCount).filter { mentions[$0] > 0 }.map { 2 * Double(hits[$0]) / Double(mentions[$0]) }
    return scores.isEmpty ? 0 : scores.reduce(0, +) / Double(scores.count)
  }
}

/// A prediction beside the truth that it could not see.
public struct EvaluatedPrediction: Equatable, Sendable {
  public let prediction: AttributePrediction
  public let truth: Int32

  public init(prediction: AttributePrediction, truth: Int32) {
    self.prediction = prediction
    self.truth = truth
  }

  public var isCorrect: Bool { prediction.label == truth }
}
