import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports
import Ties

/// How well rankings of past contacts foretell whom people contact next (DOMAIN C.8).
public enum EvaluateTiesJob {
  public struct Request: Sendable {
    /// nil takes what the length of the log suggests.
    public var windowHours: Int?
    public var cuts: Int
    /// Compared beside the standard rows, with a name each.
    public var files: [(name: String, file: TieParameterFile)]

    public init(windowHours: Int? = nil, cuts: Int = 10, files: [(name: String, file: TieParameterFile)] = []) {
      (self.windowHours, self.cuts, self.files) = (windowHours, cuts, files)
    }
  }

  /// Cases by which probabilities are judged, at most about.
  private static let caseLimit = 2_000_000

  /// - Throws: `Failure`: no contacts, a log too short, parameters that do not fit the graph.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> TieEvaluationReport {
    let (evaluation, basis) = try evaluation(
      dataset, TieEvaluation.Plan(windowHours: request.windowHours, cuts: request.cuts), context)
    try context.checkCancellation()
    let named = request.files.map { (name: $0.name, ranker: ContactRanker.strength($0.file.parameters)) }
    let rows = try failing { () throws(TieError) in try evaluation.rows(ContactRanker.standard + named) }
    try context.checkCancellation()
    let judged = [(name: "the default", file: TieParameterFile(.standard))] + request.files
    var probabilities: [ReliabilityReport] = []
    for (name, file) in judged {
      let found = try failing { () throws(TieError) in try probability(evaluation, file) }
      if let found { probabilities.append(ReliabilityReport(name: name + found.words, found.figures)) }
    }
    return TieEvaluationReport(
      purpose: evaluation.purpose.rawValue, basis: basis, windowHours: evaluation.windowHours,
      cuts: evaluation.cuts.map(\.description), judged: evaluation.judged, candidates: evaluation.candidates,
      share: evaluation.share,
      rows: rows.map { .init(name: $0.name, parameters: $0.parameters, ndcg: $0.ndcg, auc: $0.auc) },
      probabilities: probabilities, files: request.files.map(\.name))
  }

  /// How honest the probabilities of a file are, or, where it has none of this window, those that would be fitted to
  /// this log; nil where there are too few cases.
  private static func probability(
    _ evaluation: TieEvaluation, _ file: TieParameterFile
  ) throws(TieError) -> (words: String, figures: ProbabilityFigures)? {
    let cases = try evaluation.cases(file.parameters, limit: caseLimit)
    if let own = file.probability, own.windowHours == evaluation.windowHours { return (", as it says", own.figures(cases)) }
    return ContactProbability.crossFit(cases, windowHours: evaluation.windowHours).map { ("", $0) }
  }

  static func evaluation(
    _ dataset: Dataset, _ plan: TieEvaluation.Plan, _ context: RunContext
  ) throws(Failure) -> (TieEvaluation, basis: String) {
    if let hours = plan.windowHours, !(1...87_600).contains(hours) {
      throw Failure(.usage, "window: lies in 1 hour … 3650 days")
    }
    guard (1...100).contains(plan.cuts) else { throw Failure(.usage, "cuts: lies in 1 … 100") }
    let permitted = PolicyGate(graph: dataset.graph, consents: dataset.consents).graph(for: .statistics)
    let evaluation = try failing { () throws(TieError) in
      try TieEvaluation(permitted, plan, threads: context.threads)
    }
    if evaluation.cuts.count < plan.cuts {
      context.tell(
        "\(evaluation.cuts.count) of \(plan.cuts) cuts: before the others less than three tenths of the log is known, or "
          + "nobody contacts a known contact behind them")
    }
    return (evaluation, permitted.basis)
  }
}
