import GraphKernels
import GraphStorage
import People
import Privacy

/// One attribute to infer from one permitted graph: the only door from people to inference.
///
/// Evidence is what people who allow it state themselves; inferred values never become evidence. Folds and masking
/// go by a fixed hash of the person's id.
public struct AttributeProblem: Sendable {
  public let attribute: String
  /// The values, as `AttributeColumn.values`.
  public let values: [String]
  /// How many people state a value and let it serve as evidence.
  public let labelled: Int
  /// How many of them may be inferred about as well: on them methods are chosen, calibrated and judged.
  public let judgedCount: Int

  /// What distributions and held-out predictions may take together, in GiB.
  private static let memoryLimit = 8

  let labels: LabelEvidence
  let ground: InferenceGround
  /// To choose from.
  private let methods: [InferenceMethod]
  private let asked: [Int]

  /// - Parameters:
  ///   - asOf: when ties are weighed.
  /// - Throws: `InferenceError`: no such attribute, sensitive, set-valued or numeric, no evidence, no ties.
  /// - Complexity: O(ledger rows + ties log ties).
  public init(
    _ permitted: Permitted<InferenceGraph>, attribute: String, asOf: Timestamp, threads: ThreadCount
  ) throws(InferenceError) {
    let graph = permitted.value.graph
    let (index, named) = try InferenceGround.column(permitted, attribute)
    let column: AttributeColumn
    do throws(InferableAttribute.Refusal) {
      column = try InferableAttribute(named).column
    } catch {
      throw .refused(error)
    }
    try InferenceGround.requireEvidence(permitted, attribute)
    let evidence = permitted.value.evidence
    var codes = [Int32](repeating: -1, count: graph.people.count)
    var mayServe = [Bool](repeating: false, count: graph.people.count)
    for position in codes.indices {
      let person = PersonIndex(position)
      mayServe[position] = evidence.contains(person)
      if mayServe[position], let code = column.code(of: person) { codes[position] = Int32(code) }
    }
    // The permitted graph holds the values of evidence only, so every value is a class.
    let labelled = codes.count { $0 >= 0 }
    guard labelled > 0 else { throw .noLabels(attribute: attribute) }
    guard column.values.count > 1 else { throw .oneValue(attribute: attribute) }

    self.attribute = attribute
    values = column.values
    labels = LabelEvidence(labels: codes, classCount: column.values.count, evidence: mayServe)
    self.labelled = labelled
    ground = try InferenceGround(permitted, except: attribute, asOf: asOf, structural: true, threads: threads)
    methods = ground.methods(InferenceMethod.nominal)
    try Self.requireMemory(
      attribute, people: codes.count, values: column.values.count, labelled: labelled,
      candidates: methods.count * ground.weightings.count * (ground.declared.isEmpty ? 1 : 1 + DeclaredEvidence.strengths.count),
      signs: !ground.declared.isEmpty)
    judgedCount = CrossFit.cases(labels, ground.judged).count
    asked = ground.asked(permitted.value.declared[index])
  }

  /// Bytes that are held at once, at most.
  ///
  /// A run of spreading holds three tables of rows (the last round's, the new one in pieces, and joined), as many
  /// columns wide as there are values, or `LabelSpreading.returnWidth` for leave-one-out; runs follow each other, and
  /// of a run that is over only the held-out predictions remain, for each candidate: of cross-fit one, of leave-one-out
  /// one a fold and the answer itself.
  ///
  /// - Parameter signs: whether what people state of other attributes counts: of leave-one-out six tables of its sums.
  static func memory(people: Int, values: Int, labelled: Int, candidates: Int, signs: Bool = false) -> Int {
    let signBytes = signs ? 7 * MemoryLayout<Double>.stride * values : 0
    let rows = 3 * MemoryLayout<Double>.stride * max(values, LabelSpreading.returnWidth)
    let predictions = candidates * (CrossFit.foldCount + 1) * MemoryLayout<HeldOutPrediction>.stride + signBytes
    let (wide, isWide) = people.multipliedReportingOverflow(by: rows)
    let (long, isLong) = labelled.multipliedReportingOverflow(by: predictions)
    let (sum, isLarge) = wide.addingReportingOverflow(long)
    return isWide || isLong || isLarge ? .max : sum
  }

  /// - Throws: `tooLarge` where more than `memoryLimit` would be needed.
  static func requireMemory(
    _ attribute: String, people: Int, values: Int, labelled: Int, candidates: Int, signs: Bool = false
  ) throws(InferenceError) {
    let gibibytes =
      memory(people: people, values: values, labelled: labelled, candidates: candidates, signs: signs) >> 30
    guard gibibytes <= memoryLimit else {
      throw .tooLarge(
        attribute: attribute, people: people, values: values, gibibytes: gibibytes, limit: memoryLimit)
    }
  }

  /// What is inferred about everybody who allows it and states no value.
  public func solve(rule: PublicationRule = PublicationRule()) -> AttributeSolution {
    let choice = CrossFit.run(
      ground.weightings, labels, folds: ground.folds, judged: ground.judged, methods: methods,
      declared: ground.declared, threads: ground.threads)
    let predictions = AttributeInference.predict(
      choice, ground.weightings, labels, subjects: asked, declared: ground.declared, rule: rule, threads: ground.threads)
    return AttributeSolution(
      choice: choice, figures: figures(choice), predictions: predictions, values: values, rule: rule)
  }

  /// Calibration figures of the trials, each calibrated on the four other folds, so that none is judged by itself.
  private func figures(_ choice: CrossFit.Choice) -> AttributeSolution.Figures {
    let raw = choice.trials.map(\.prediction.calibrationCase)
    let calibrated = choice.trials.map {
      CalibrationCase(confidence: $0.calibrated, isCorrect: $0.prediction.isCorrect)
    }
    return AttributeSolution.Figures(
      eceRaw: CalibrationMetrics.calibrationError(CalibrationMetrics.reliability(raw)),
      ece: CalibrationMetrics.calibrationError(CalibrationMetrics.reliability(calibrated)),
      brier: CalibrationMetrics.brier(calibrated))
  }

  /// How much of the labels an evaluation reveals.
  public enum Revealed: Hashable, Sendable {
    /// Above 0, below 1.
    case share(Double)
    case leaveOneOut
  }

  /// How well the attribute is inferred, measured on people who state it and may be inferred about (DOMAIN C.8).
  /// - Parameters:
  ///   - seeds: one run each; leave-one-out uses the first alone, and only to shuffle.
  ///   - shuffled: deal the labels at random, to see that nothing is found where there is nothing.
  public func evaluate(
    _ revealed: Revealed, seeds: [UInt64], rule: PublicationRule = PublicationRule(), shuffled: Bool = false
  ) -> InferenceEvaluation.Outcome {
    switch revealed {
    case .share(let share):
      InferenceEvaluation.masked(
        ground.weightings, labels, keys: ground.keys, folds: ground.folds, judged: ground.judged, share: share,
        seeds: seeds, shuffled: shuffled, methods: methods, declared: ground.declared, rule: rule, threads: ground.threads)
    case .leaveOneOut:
      InferenceEvaluation.leaveOneOut(
        ground.weightings, shuffled ? labels.shuffled(seed: seeds.first ?? 1) : labels, folds: ground.folds,
        judged: ground.judged, methods: methods, declared: ground.declared, rule: rule, threads: ground.threads)
    }
  }
}

/// What was inferred about one attribute, and how the method was chosen.
public struct AttributeSolution: Sendable {
  /// Of the cross-fit: expected calibration error before and after, Brier score after.
  public struct Figures: Equatable, Sendable {
    public let eceRaw: Double
    public let ece: Double
    public let brier: Double
  }

  public let choice: CrossFit.Choice
  public let figures: Figures
  /// One for each subject without a value of their own, in the order of people.
  public let predictions: [AttributePrediction]
  public let values: [String]
  public let rule: PublicationRule

  public var published: [AttributePrediction] { predictions.filter { $0.decision == .publish } }
}
