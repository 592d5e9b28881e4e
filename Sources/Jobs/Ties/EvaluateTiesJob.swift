import GraphStorage
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
    public var parameters: [(name: String, parameters: TieParameters)]

    public init(
      windowHours: Int? = nil, cuts: Int = 10, parameters: [(name: String, parameters: TieParameters)] = []
    ) {
      (self.windowHours, self.cuts, self.parameters) = (windowHours, cuts, parameters)
    }
  }

  /// - Throws: `Failure`: no contacts, a log too short, parameters that do not fit the graph.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> TieEvaluationReport {
    let (evaluation, basis) = try evaluation(
      dataset, TieEvaluation.Plan(windowHours: request.windowHours, cuts: request.cuts), context)
    try context.checkCancellation()
    let named = request.parameters.map { (name: $0.name, ranker: ContactRanker.strength($0.parameters)) }
    let rows = try failing { () throws(TieError) in try evaluation.rows(ContactRanker.standard + named) }
    try context.checkCancellation()
    return TieEvaluationReport(
      purpose: evaluation.purpose.rawValue, basis: basis, windowHours: evaluation.windowHours,
      cuts: evaluation.cuts.map(\.description), judged: evaluation.judged, candidates: evaluation.candidates,
      share: evaluation.share,
      rows: rows.map { .init(name: $0.name, parameters: $0.parameters, ndcg: $0.ndcg, auc: $0.auc) })
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
    return (evaluation, permitted.basis)
  }
}
