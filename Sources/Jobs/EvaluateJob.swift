import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports

/// How well attributes are inferred, measured on people who state them (DOMAIN C.8).
public enum EvaluateJob {
  public struct Request: Sendable {
    /// nil evaluates every attribute that can be inferred.
    public var attribute: String?
    public var revealed: [AttributeProblem.Revealed]
    /// 1 or more.
    public var seeds: Int
    public var asOf: Timestamp?
    public var rule: PublicationRule

    public init(
      attribute: String? = nil, revealed: [AttributeProblem.Revealed] = EvaluateJob.standardShares, seeds: Int = 5,
      asOf: Timestamp? = nil, rule: PublicationRule = PublicationRule()
    ) {
      self.attribute = attribute
      self.revealed = revealed
      self.seeds = seeds
      self.asOf = asOf
      self.rule = rule
    }
  }

  public static let standardShares: [AttributeProblem.Revealed] = [
    .share(0.2), .share(0.5), .share(0.8), .leaveOneOut,
  ]

  /// - Throws: `Failure`, as `InferJob`. Without a named attribute those that cannot be inferred are told and skipped.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> [EvaluationReport] {
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.asOf)
    if let attribute = request.attribute { return [try evaluate(dataset, gate, attribute, request, context)] }
    var reports: [EvaluationReport] = []
    var lastRefusal: Failure?
    for column in dataset.graph.attributes {
      do {
        reports.append(try evaluate(dataset, gate, column.name, request, context))
      } catch {
        if error.category == .cancelled { throw error }
        context.tell("skipped: \(error.message)")
        lastRefusal = error
      }
    }
    if reports.isEmpty { throw lastRefusal ?? Failure(.data, "this graph has no attributes to evaluate") }
    return reports
  }

  private static func evaluate(
    _ dataset: Dataset, _ gate: PolicyGate, _ attribute: String, _ request: Request, _ context: RunContext
  ) throws(Failure) -> EvaluationReport {
    let problem = try InferJob.problem(dataset, gate, attribute, request.asOf, context)
    var rows: [EvaluationReport.Row] = []
    var cases: [CalibrationCase] = []
    for revealed in request.revealed {
      try context.checkCancellation()
      let outcome = problem.evaluate(revealed, seeds: (1...UInt64(request.seeds)).map { $0 }, rule: request.rule)
      guard !outcome.predictions.isEmpty else { continue }
      cases = outcome.predictions.map {
        CalibrationCase(confidence: $0.prediction.confidence, isCorrect: $0.isCorrect)
      }
      rows.append(row(revealed, outcome, seeds: request.seeds))
    }
    return EvaluationReport(
      attribute: attribute, threshold: request.rule.threshold, rows: rows,
      reliability: CalibrationMetrics.reliability(cases).filter { $0.cases > 0 }.map { bin in
        EvaluationReport.Bin(
          lower: bin.lower, upper: bin.upper, count: bin.cases, meanConfidence: bin.meanConfidence,
          accuracy: bin.accuracy)
      })
  }

  private static func row(
    _ revealed: AttributeProblem.Revealed, _ outcome: InferenceEvaluation.Outcome, seeds: Int
  ) -> EvaluationReport.Row {
    var counts: [Int32: Int] = [:]
    for prediction in outcome.predictions { counts[prediction.truth, default: 0] += 1 }
    // The methods chosen, the most frequent first: seeds may differ.
    var chosen: [String: Int] = [:]
    for choice in outcome.choices {
      chosen["\(choice.chosen.method.name) on \(choice.chosen.weightingName)", default: 0] += 1
    }
    let methods = chosen.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let method = methods.first.map { methods.count == 1 ? $0.key : "\($0.key) (and \(methods.count - 1) more)" } ?? ""
    let (label, runs): (String, Int) =
      switch revealed {
      case .share(let share): ("\(share)", seeds)
      case .leaveOneOut: ("loo", 1)
      }
    let pooled = outcome.pooled
    return EvaluationReport.Row(
      labels: label, seeds: runs, cases: pooled.cases, method: method, accuracy: pooled.accuracy,
      macroF1: pooled.macroF1,
      majorityAccuracy: Double(counts.values.max() ?? 0) / Double(max(pooled.cases, 1)), eceRaw: pooled.eceRaw,
      ece: pooled.ece, brier: pooled.brier, coverage: pooled.coverage,
      precision: pooled.published > 0 ? pooled.precision : nil)
  }
}
