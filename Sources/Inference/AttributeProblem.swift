import GraphKernels
import GraphStorage
import People
import Privacy
import Ties

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

  /// What distributions may take, in GiB.
  static let memoryLimit = 8

  private let labels: LabelEvidence
  private let weightings: [NamedWeighting]
  private let keys: [UInt64]
  private let folds: [Int]
  private let subjects: PersonSet
  private let declared: PersonSet
  private let threads: ThreadCount

  /// - Parameters:
  ///   - asOf: when ties are weighed.
  /// - Throws: `InferenceError`: no such attribute, sensitive or set-valued, no evidence, no ties.
  /// - Complexity: O(ledger rows + ties log ties).
  public init(
    _ permitted: Permitted<InferenceGraph>, attribute: String, asOf: Timestamp, threads: ThreadCount
  ) throws(InferenceError) {
    let graph = permitted.value.graph
    guard let index = graph.attributes.firstIndex(where: { $0.name == attribute }) else {
      throw .noSuchAttribute(attribute, known: graph.attributes.map(\.name))
    }
    let column: AttributeColumn
    do throws(InferableAttribute.Refusal) {
      column = try InferableAttribute(graph.attributes[index]).column
    } catch {
      throw .refused(error)
    }
    let evidence = permitted.value.evidence
    guard evidence.count > 0 else { throw .nobodyAllows(attribute: attribute, people: graph.people.count) }
    var codes = [Int32](repeating: -1, count: graph.people.count)
    var mayServe = [Bool](repeating: false, count: graph.people.count)
    for position in codes.indices {
      let person = PersonIndex(position)
      mayServe[position] = evidence.contains(person)
      if mayServe[position], let code = column.code(of: person) { codes[position] = Int32(code) }
    }
    // The list of values may come from people who are no evidence; only values that somebody states here are classes.
    let used = Set(codes).subtracting([-1]).sorted()
    guard !used.isEmpty else { throw .noLabels(attribute: attribute) }
    guard used.count > 1 else { throw .oneValue(attribute: attribute) }
    // Spreading holds three distributions a person at a time.
    let gibibytes = (3 * 8 * used.count * graph.people.count) >> 30
    guard gibibytes <= Self.memoryLimit else {
      throw .tooLarge(
        attribute: attribute, people: graph.people.count, values: used.count, gibibytes: gibibytes,
        limit: Self.memoryLimit)
    }
    var classOfCode = [Int32](repeating: -1, count: column.values.count)
    for (number, code) in used.enumerated() { classOfCode[Int(code)] = Int32(number) }
    for position in codes.indices where codes[position] >= 0 { codes[position] = classOfCode[Int(codes[position])] }

    self.attribute = attribute
    values = used.map { column.values[Int($0)] }
    labels = LabelEvidence(labels: codes, classCount: used.count, evidence: mayServe)
    labelled = labels.labelledCount
    weightings = try TieWeightings.all(permitted, asOf: asOf, threads: threads)
    keys = (0..<graph.people.count).map { graph.people.ids.stableHash($0) }
    // The fold takes other bits than the draw of a seeded generator would.
    folds = keys.map { Int(($0 >> 7) % UInt64(CrossFit.foldCount)) }
    subjects = permitted.value.subjects
    declared = permitted.value.declared[index]
    self.threads = threads
  }

  /// What is inferred about everybody who allows it and states no value.
  public func solve(rule: PublicationRule = PublicationRule()) -> AttributeSolution {
    let choice = CrossFit.run(weightings, labels, folds: folds, threads: threads)
    let asked = (0..<labels.vertexCount).filter { position in
      let person = PersonIndex(position)
      return subjects.contains(person) && !declared.contains(person)
    }
    let predictions = AttributeInference.predict(
      choice, weightings, labels, subjects: asked, rule: rule, threads: threads)
    return AttributeSolution(
      choice: choice, figures: figures(choice), predictions: predictions, values: values, rule: rule)
  }

  /// Calibration figures of the held-out cases, each fold calibrated on the four others, so that none is judged by
  /// itself.
  private func figures(_ choice: CrossFit.Choice) -> AttributeSolution.Figures {
    let raw = choice.heldOut.map(\.calibrationCase)
    var calibrated: [CalibrationCase] = []
    for fold in 0..<CrossFit.foldCount {
      let calibration = IsotonicCalibration(
        choice.heldOut.filter { folds[$0.vertex] != fold }.map(\.calibrationCase))
      for held in choice.heldOut where folds[held.vertex] == fold {
        let confidence = calibration.block(for: held.confidence)?.mean ?? held.confidence
        calibrated.append(CalibrationCase(confidence: confidence, isCorrect: held.isCorrect))
      }
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

  /// How well the attribute is inferred, measured on people who state it (DOMAIN C.8).
  /// - Parameter seeds: one run each; not used for leave-one-out.
  public func evaluate(
    _ revealed: Revealed, seeds: [UInt64], rule: PublicationRule = PublicationRule()
  ) -> InferenceEvaluation.Outcome {
    switch revealed {
    case .share(let share):
      InferenceEvaluation.masked(
        weightings, labels, keys: keys, folds: folds, share: share, seeds: seeds, rule: rule, threads: threads)
    case .leaveOneOut:
      InferenceEvaluation.leaveOneOut(weightings, labels, folds: folds, rule: rule, threads: threads)
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
