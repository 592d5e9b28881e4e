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
    /// Values of names are dealt at random first: what is then published is published for nothing.
    public var shuffled = false

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
    let inferable = InferJob.inferable(dataset)
    let others = dataset.graph.attributes.map(\.name).filter { !inferable.contains($0) }
    for name in inferable + others {
      do {
        reports.append(try evaluate(dataset, gate, name, request, context))
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
    var report = EvaluationReport(attribute: attribute, threshold: request.rule.threshold, rows: [])
    let seeds = (1...UInt64(request.seeds)).map { $0 }
    let problem = try InferJob.problem(dataset, gate, attribute, request.asOf, context)
    if request.shuffled {
      guard case .names = problem else {
        throw Failure(.usage, "'\(attribute)' is not an attribute of names, and only those are shuffled")
      }
    }
    for revealed in request.revealed {
      try context.checkCancellation()
      switch (problem, revealed) {
      case (.names(let problem), _):
        let outcome = problem.evaluate(revealed, seeds: seeds, rule: request.rule, shuffled: request.shuffled)
        if !outcome.predictions.isEmpty { report.rows.append(row(revealed, outcome, seeds: request.seeds)) }
      case (.ordered(let problem), .share(let share)):
        let found = problem.evaluate(share: share, seeds: seeds, rule: request.rule)
        if !found.cases.isEmpty { report.orderedRows.append(row(share, found, seeds: request.seeds)) }
      case (.sets(let problem), .share(let share)):
        let found = problem.evaluate(share: share, seeds: seeds, rule: request.rule)
        if found.cases.isEmpty {
          context.tell("\(attribute) at \(share): no value is stated by enough people to be asked about")
        } else {
          report.setRows.append(row(share, found, seeds: request.seeds))
        }
      case (.ordered, .leaveOneOut), (.sets, .leaveOneOut):
        context.tell("\(attribute): all but one label (loo) is measured for attributes of names only")
      }
    }
    return report
  }

  private static func bins(_ cases: [CalibrationCase]) -> [EvaluationReport.Bin] {
    CalibrationMetrics.reliability(cases).map(EvaluationReport.Bin.init)
  }

  /// The most frequent one, and how many others there are: seeds may differ.
  private static func mostFrequent(_ methods: [String], counted: Bool = true) -> String {
    var counts: [String: Int] = [:]
    for method in methods { counts[method, default: 0] += 1 }
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return sorted.first.map { sorted.count == 1 || !counted ? $0.key : "\($0.key) (and \(sorted.count - 1) more)" } ?? ""
  }

  private static func row(_ share: Double, _ found: OrderedEvaluation, seeds: Int) -> EvaluationReport.OrderedRow {
    EvaluationReport.OrderedRow(
      labels: "\(share)", seeds: seeds, cases: found.cases.count, method: mostFrequent(found.methods),
      meanError: found.meanError, medianError: found.medianError, plainMeanError: found.plainMeanError,
      plainMedianError: found.plainMedianError, intervalCoverage: found.intervalCoverage,
      intervalWidth: found.intervalWidth, plainWidth: found.plainWidth, coverage: found.publishedShare,
      publishedCoverage: found.publishedCoverage, publishedWidth: found.publishedWidth,
      publishedMeanError: found.publishedMeanError)
  }

  private static func row(_ share: Double, _ found: SetEvaluation, seeds: Int) -> EvaluationReport.SetRow {
    EvaluationReport.SetRow(
      labels: "\(share)", seeds: seeds, cases: found.cases.count, method: mostFrequent(found.methods),
      values: found.valueCount, area: found.area, microPrecision: found.microPrecision,
      macroPrecision: found.macroPrecision, microRecall: found.microRecall, macroRecall: found.macroRecall,
      ece: found.ece, brier: found.brier, coverage: found.coverage, reliability: bins(found.calibrationCases))
  }

  private static func row(
    _ revealed: AttributeProblem.Revealed, _ outcome: InferenceEvaluation.Outcome, seeds: Int
  ) -> EvaluationReport.Row {
    var counts: [Int32: Int] = [:]
    for prediction in outcome.predictions { counts[prediction.truth, default: 0] += 1 }
    let method = mostFrequent(outcome.choices.map { $0.chosen.name })
    let (label, runs): (String, Int) =
      switch revealed {
      case .share(let share): ("\(share)", seeds)
      case .leaveOneOut: ("loo", 1)
      }
    let pooled = outcome.pooled
    return EvaluationReport.Row(
      labels: label, seeds: runs, cases: pooled.cases, method: method, accuracy: pooled.accuracy,
      macroF1: pooled.macroF1,
      majorityAccuracy: Double(counts.values.max() ?? 0) / Double(max(pooled.cases, 1)), plainVote: outcome.plainVote,
      eceRaw: pooled.eceRaw, ece: pooled.ece, brier: pooled.brier, coverage: pooled.coverage,
      precision: pooled.published > 0 ? pooled.precision : nil,
      reliability: bins(
        outcome.predictions.map {
          CalibrationCase(confidence: $0.prediction.confidence, isCorrect: $0.isCorrect)
        }),
      unpublished: pooled.published > 0
        ? nil : mostFrequent(outcome.predictions.map { $0.prediction.decision.words }, counted: false))
  }
}
