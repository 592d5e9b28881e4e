import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports
import Ties

/// Fits the parameters of tie strength to an operator's own log, and the probability of contact to the strength.
public enum FitDecayJob {
  public struct Request: Sendable {
    public var windowHours: Int?
    public var cuts: Int
    /// The name of the file that the outcome goes into, for the report.
    public var file: String

    public init(windowHours: Int? = nil, cuts: Int = 12, file: String) {
      (self.windowHours, self.cuts, self.file) = (windowHours, cuts, file)
    }
  }

  /// Contacts ranked at one cut, at most about: each is weighed some hundred times.
  private static let candidateLimit = 400_000

  /// - Returns: the report, and the text of the file of parameters; nothing is written.
  /// - Throws: `Failure`: a log too short; cancelled.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> (report: DecayFitReport, text: String) {
    let plan = TieEvaluation.Plan(
      windowHours: request.windowHours, cuts: request.cuts, candidateLimit: candidateLimit)
    let (evaluation, basis) = try EvaluateTiesJob.evaluation(dataset, plan, context)
    let outcome = try failing { () throws(TieError) in
      try DecayFit(evaluation).run(goOn: { !context.cancellation.isRequested }) { parameters, score in
        context.tell("fit-decay: NDCG@10 \(fixed(score, 4)) with \(parameters.summary)")
      }
    }
    let cases = try failing { () throws(TieError) in try evaluation.cases(outcome.parameters) }
    let probability = ContactProbability.fit(cases, windowHours: evaluation.windowHours)
    func scores(_ scores: DecayFit.Scores) -> DecayFitReport.Scores {
      .init(fit: scores.fit, guarding: scores.guarding, heldOut: scores.heldOut)
    }
    let report = DecayFitReport(
      purpose: evaluation.purpose.rawValue, basis: basis, windowHours: evaluation.windowHours,
      cuts: evaluation.cuts.map(\.description), fitCuts: outcome.fitCuts, guardCuts: outcome.guardCuts,
      heldOutCuts: outcome.heldOutCuts, tried: outcome.tried, parameters: outcome.parameters.summary,
      isDefault: outcome.isDefault, standard: scores(outcome.standard), chosen: scores(outcome.chosen),
      probability: probability.map { fit in
        .init(
          steps: fit.probability.steps.count, cases: fit.figures.cases, baseRate: fit.figures.baseRate,
          ece: fit.figures.ece, brier: fit.figures.brier, brierOfBaseRate: fit.figures.brierOfBaseRate)
      }, file: request.file)
    let file = TieParameterFile(outcome.parameters, probability: probability?.probability)
    return (
      report,
      file.text(comments: [
        "Tie strength as fitted by kith \(KithVersion.text): mean NDCG@10 on \(outcome.heldOutCuts) held-out cuts "
          + "\(fixed(outcome.chosen.heldOut, 4)), of the default \(fixed(outcome.standard.heldOut, 4)).",
        "Probability: of a contact within \(evaluation.windowHours) hours, by strength.",
      ])
    )
  }
}
