import GraphKernels
import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports

/// What people did not say, from the people around them; or "unknown".
public enum InferJob {
  public struct Request: Sendable {
    public var attribute: String
    /// External id; nil infers about everybody who allows it.
    public var person: String?
    public var asOf: Timestamp?
    public var rule: PublicationRule

    public init(
      attribute: String, person: String? = nil, asOf: Timestamp? = nil, rule: PublicationRule = PublicationRule()
    ) {
      (self.attribute, self.person, self.asOf, self.rule) = (attribute, person, asOf, rule)
    }
  }

  /// - Throws: `Failure`: unknown or sensitive attribute, nobody who allows it, no ties.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> InferenceReport {
    let person = try request.person.map { id throws(Failure) in try dataset.graph.people.require(id) }
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.asOf)
    let problem = try problem(dataset, gate, request.attribute, request.asOf, context)
    let solution = problem.solve(rule: request.rule)
    try context.checkCancellation()
    if let person, let id = request.person, !solution.predictions.contains(where: { $0.vertex == person.position }) {
      // One sentence for all reasons: it must not tell who has withheld consent.
      throw Failure(
        .refused, "'\(id)' is not asked about: people who state a value, and people who do not allow it, are not")
    }
    return report(dataset, gate, problem, solution, only: person)
  }

  static func problem(
    _ dataset: Dataset, _ gate: PolicyGate, _ attribute: String, _ asOf: Timestamp?, _ context: RunContext
  ) throws(Failure) -> AttributeProblem {
    // The newest thing among those who allow it: what others do must not move the answer.
    let permitted = gate.inferenceGraph()
    let time = asOf ?? permitted.value.graph.newestContact ?? Timestamp(seconds: 0)
    do throws(InferenceError) {
      return try AttributeProblem(permitted, attribute: attribute, asOf: time, threads: context.threads)
    } catch {
      throw Failure(error)
    }
  }

  private static func report(
    _ dataset: Dataset, _ gate: PolicyGate, _ problem: AttributeProblem, _ solution: AttributeSolution,
    only person: PersonIndex?
  ) -> InferenceReport {
    let people = dataset.graph.people
    let choice = solution.choice
    let metrics = solution.figures
    let rows = solution.predictions.filter { person == nil || $0.vertex == person?.position }.map { prediction in
      let isShown = prediction.decision == .publish
      return InferenceReport.Row(
        person: people.ids[prediction.vertex], name: people.names[prediction.vertex]?.value,
        value: isShown ? solution.values[Int(prediction.label)] : nil, confidence: prediction.confidence,
        lowerBound: prediction.lowerBound, evidenceCount: prediction.support?.people,
        evidenceIsMinimum: prediction.support?.isMinimum ?? false,
        largestShare: prediction.support?.largestShare.upperBound, reason: isShown ? nil : prediction.decision.words)
    }
    let reasons = PublicationRule.counts(solution.predictions).filter { $0.decision != .publish && $0.count > 0 }
    let published = solution.published.count
    return InferenceReport(
      attribute: problem.attribute, method: "\(choice.chosen.method.name) on \(choice.chosen.weightingName)",
      candidates: choice.scores.map { score in
        InferenceReport.MethodScore(
          name: "\(score.candidate.method.name) on \(score.candidate.weightingName)", accuracy: score.accuracy,
          chosen: score.candidate == choice.chosen)
      }, labelled: problem.labelled, subjects: solution.predictions.count, published: published,
      unknown: solution.predictions.count - published,
      reasons: reasons.map { InferenceReport.ReasonCount(reason: $0.decision.words, count: $0.count) },
      threshold: solution.rule.threshold, tested: problem.judgedCount, crossFitAccuracy: choice.accuracy,
      bestAccuracy: choice.bestAccuracy, majorityShare: choice.majorityShare, homophilyPassed: choice.hasHomophily,
      calibration: InferenceReport.CalibrationFigures(
        eceRaw: metrics.eceRaw, ece: metrics.ece, brier: metrics.brier,
        blocks: choice.calibration.blocks.map { block in
          InferenceReport.Block(
            lower: block.lowest, upper: block.highest, cases: block.cases, accuracy: block.mean,
            wilson: block.lowerBound)
        }),
      purpose: "\(gate.summary(of: .inferenceSubject)); \(gate.summary(of: .inferenceEvidence))", rows: rows)
  }
}

extension Failure {
  public init(_ error: InferenceError) {
    switch error {
    case .refused(let refusal): self.init(refusal)
    case .ties(let error): self.init(error)
    case .nobodyAllows:
      self.init(
        .refused, error.description,
        hint: "state people's own consent in consents.csv, or a default with its basis in words under 'consents:' in "
          + "dataset.yaml, and import again")
    case .noSuchAttribute, .noLabels, .oneValue, .noTies: self.init(.data, error.description)
    case .tooLarge: self.init(.refused, error.description)
    }
  }
}

extension PublicationDecision {
  /// For people.
  public var words: String {
    switch self {
    case .publish: "published"
    case .noHomophily: "the attribute does not follow the ties"
    case .tooFewCases: "too few people state a value to calibrate"
    case .tooFewEvidence: "too few people as evidence"
    case .singlePersonShare: "one person would decide it"
    case .unprovenShare: "one person might decide it"
    case .belowThreshold: "not sure enough"
    case .tooWide: "the interval would be too wide to be useful"
    case .uncalibrated: "tested intervals held the truth too seldom"
    }
  }
}
