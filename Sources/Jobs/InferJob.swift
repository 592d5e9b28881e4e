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
    /// Of how many people, the first ones with a published value, it is told why. Each costs a run of the method.
    public var explained: Int
    /// Whether those who stand behind a value are named where that tells nobody's value: an operator's view. The person
    /// concerned is told how many they are and what they bring, not who.
    public var namesEvidence: Bool

    public init(
      attribute: String, person: String? = nil, asOf: Timestamp? = nil, rule: PublicationRule = PublicationRule(),
      explained: Int = 0, namesEvidence: Bool = false
    ) {
      (self.attribute, self.person, self.asOf, self.rule) = (attribute, person, asOf, rule)
      (self.explained, self.namesEvidence) = (explained, namesEvidence)
    }
  }

  /// As many as one person can have published values of one attribute.
  public static let allValues = 1000

  /// - Throws: `Failure`: unknown or sensitive attribute, nobody who allows it, no ties.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> InferenceReport {
    let person = try request.person.map { id throws(Failure) in try dataset.graph.people.require(id) }
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.asOf)
    let problem = try problem(dataset, gate, request.attribute, request.asOf, context)
    let setting = Setting(people: dataset.graph.people, gate: gate, request: request, person: person, context: context)
    let report = switch problem {
    case .names(let problem): try report(problem, problem.solve(rule: request.rule), setting)
    case .ordered(let problem): try report(problem, problem.solve(rule: request.rule), setting)
    case .sets(let problem): try report(problem, problem.solve(rule: request.rule), setting)
    }
    if report.subjects == 0 {
      context.tell(
        "nobody is asked about: whoever allows it states a value; kith evaluate inference hides values and infers them")
    }
    return report
  }

  /// An attribute of any kind, ready to be inferred.
  enum Problem {
    case names(AttributeProblem)
    case ordered(OrderedProblem)
    case sets(SetProblem)
  }

  /// Whether an attribute can be inferred at all, and what `birth_year` is: a column of that name, else people's dates.
  static func problem(
    _ dataset: Dataset, _ gate: PolicyGate, _ attribute: String, _ asOf: Timestamp?, _ context: RunContext
  ) throws(Failure) -> Problem {
    // The newest thing among those who allow it: what others do must not move the answer.
    let permitted = gate.inferenceGraph()
    let time = asOf ?? permitted.value.graph.newestContact ?? Timestamp(seconds: 0)
    let threads = context.threads
    let kind = dataset.graph.attribute(attribute)?.kind ?? (attribute == OrderedProblem.birthYear ? .numeric : nil)
    guard kind != nil else { throw Failure(InferenceError.noSuchAttribute(attribute, known: inferable(dataset))) }
    do throws(InferenceError) {
      switch kind {
      case .ordinal, .numeric:
        return .ordered(try OrderedProblem(permitted, attribute: attribute, asOf: time, threads: threads))
      case .set: return .sets(try SetProblem(permitted, attribute: attribute, asOf: time, threads: threads))
      case .categorical, .sensitive, nil:
        return .names(try AttributeProblem(permitted, attribute: attribute, asOf: time, threads: threads))
      }
    } catch {
      throw Failure(error)
    }
  }

  /// Everything that can be inferred from a dataset, by name: what is not sensitive, and years of birth.
  static func inferable(_ dataset: Dataset) -> [String] {
    var names = dataset.graph.attributes.filter { $0.kind != .sensitive }.map(\.name)
    if dataset.graph.attribute(OrderedProblem.birthYear) == nil, dataset.graph.people.born.contains(where: { $0 != nil })
    {
      names.append(OrderedProblem.birthYear)
    }
    return names
  }

  /// What the reports of all kinds need beside the solution.
  struct Setting {
    let people: PersonTable
    let gate: PolicyGate
    let request: Request
    let person: PersonIndex?
    let context: RunContext

    var purpose: String { "\(gate.summary(of: .inferenceSubject)); \(gate.summary(of: .inferenceEvidence))" }

    func name(_ vertex: Int) -> String? { people.names[vertex]?.value }

    /// Those of the people asked about who are reported; nobody else is asked anything.
    /// - Throws: `Failure` where the request names somebody who is not asked about, or somebody cancelled.
    func reported(_ asked: [Int]) throws(Failure) -> [Int] {
      try context.checkCancellation()
      guard let person, let id = request.person else { return asked }
      // One sentence for all reasons: it must not tell who has withheld consent.
      guard asked.contains(person.position) else {
        throw Failure(
          .refused, "'\(id)' is not asked about: they state a value themselves, or do not allow it",
          hint: "which of the two is not told here; kith evaluate inference tells how well stated values would be found")
      }
      return [person.position]
    }
  }

  private static func report(
    _ problem: AttributeProblem, _ solution: AttributeSolution, _ setting: Setting
  ) throws(Failure) -> InferenceReport {
    let people = setting.people
    let choice = solution.choice
    let metrics = solution.figures
    let reported = Set(try setting.reported(solution.predictions.map(\.vertex)))
    let shown = solution.predictions.filter { reported.contains($0.vertex) }
    var explanations: [Int: InferenceReport.Explanation] = [:]
    for prediction in shown.filter({ $0.decision == .publish }).prefix(setting.request.explained) {
      try setting.context.checkCancellation()
      explanations[prediction.vertex] = InferenceReport.Explanation(
        problem.explain(prediction, solution), method: choice.chosen.sentence,
        named: setting.request.namesEvidence, people)
    }
    let rows = shown.map { prediction in
      let isShown = prediction.decision == .publish
      return InferenceReport.Row(
        person: people.ids[prediction.vertex], name: people.names[prediction.vertex]?.value,
        value: isShown ? solution.values[Int(prediction.label)] : nil, confidence: prediction.confidence,
        lowerBound: prediction.lowerBound, evidenceCount: prediction.support?.people,
        evidenceIsMinimum: prediction.support?.isMinimum ?? false,
        largestShare: prediction.support?.largestShare.upperBound, reason: isShown ? nil : prediction.decision.words,
        explanation: explanations[prediction.vertex])
    }
    let reasons = PublicationRule.counts(solution.predictions).filter { $0.decision != .publish && $0.count > 0 }
    let published = solution.published.count
    var report = InferenceReport(
      attribute: problem.attribute, method: choice.chosen.name,
      candidates: choice.scores.map { score in
        InferenceReport.MethodScore(
          name: score.candidate.name, accuracy: score.accuracy,
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
      purpose: setting.purpose, rows: rows)
    report.homophily = problem.homophily.map { InferenceReport.HomophilyFigures($0) }
    return report
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
    case .noHomophily: "neither ties nor other values foretell it"
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
