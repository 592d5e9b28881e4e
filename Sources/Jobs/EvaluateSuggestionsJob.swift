import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports

/// How well hidden ties are found again (DOMAIN C.8).
public enum EvaluateSuggestionsJob {
  public struct Request: Sendable {
    /// Ties that began later are hidden; nil hides a tenth at random.
    public var after: Timestamp?
    /// Runs, from seed 1: 1 … 100.
    public var seeds: Int
    /// People ranked in each run.
    public var people: Int
    /// One from a file, with its name; nil fits one in each run: to a tenth of the ties that are not hidden, or to those
    /// that began in the time before `after`.
    public var model: (file: String, model: SuggestionModel)?

    public init(
      after: Timestamp? = nil, seeds: Int = 3, people: Int = 600, model: (file: String, model: SuggestionModel)? = nil
    ) {
      (self.after, self.seeds, self.people, self.model) = (after, seeds, people, model)
    }
  }

  /// - Throws: `Failure`: nobody who allows suggestions, no ties, too few to hide.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> SuggestionEvaluationReport {
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.after)
    let network = try SuggestJob.network(dataset, gate, request.after, context)
    let control = context.control(named: "evaluate")
    let outcome = try failing { () throws(SuggestionError) in
      var outcome = SuggestionEvaluation.empty
      for run in 0..<request.seeds {
        let seed = UInt64(run + 1)
        let share = Double(run) / Double(request.seeds)...Double(run + 1) / Double(request.seeds)
        let part = control.part(share)
        let hidden =
          request.after == nil
          ? try HiddenTies.draw(network, share: 0.1, seed: seed, part.silent) : HiddenTies.later(network, seed: seed)
        let model: SuggestionModel
        if let given = request.model {
          model = given.model
        } else if let after = request.after {
          // As an operator would have fitted it then.
          model = try FitSuggestionsJob.model(
            gate.suggestionGraph(dataset.books), after: nil, until: after, seed: seed &+ 1_000, part.part(0...0.5))
        } else {
          model = try FitSuggestionsJob.random(hidden.network, seed: seed &+ 1_000, part.part(0...0.5))
        }
        try SuggestionEvaluation.run(
          hidden, model, seed: seed, rankedPeople: request.people, into: &outcome, part.part(0.5...1))
      }
      return SuggestionEvaluation.mean(outcome)
    }
    return SuggestionEvaluationReport(
      protocolWords: request.after.map { "ties that began after \($0)" } ?? "a tenth of the ties, at random",
      runs: outcome.runs, hidden: outcome.hidden, rankedPeople: outcome.rankedPeople,
      models: outcome.models, file: request.model.map { Entry($0.file, $0.model.provenance) },
      rows: outcome.rows.map {
        SuggestionEvaluationReport.Row(
          method: $0.method, auc: $0.auc, precisionAt10: $0.precisionAt10, meanReciprocalRank: $0.meanReciprocalRank,
          recallAt10: $0.recallAt10, ndcgAt10: $0.ndcgAt10)
      },
      chance: outcome.shown.isEmpty
        ? nil
        : ReliabilityReport(
          name: "chance shown beside the first ten of \(request.people) people drawn at random in each run",
          ProbabilityFigures(outcome.shown)))
  }
}
