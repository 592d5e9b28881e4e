import GraphStorage
import Inference
import Ingest
import People
import Privacy
import Reports

/// Fits the model of suggestions to a graph's own history.
public enum FitSuggestionsJob {
  public struct Request: Sendable {
    /// Ties that began later are hidden; nil cuts where a tenth is later, or hides a tenth at random where ties have
    /// no dates.
    public var after: Timestamp?
    public var seed: UInt64

    public init(after: Timestamp? = nil, seed: UInt64 = 1) { (self.after, self.seed) = (after, seed) }
  }

  /// - Throws: `Failure`: nobody who allows suggestions, no ties, too few to learn from.
  public static func run(
    _ dataset: Dataset, _ request: Request, _ context: RunContext
  ) throws(Failure) -> SuggestionModel {
    let gate = PolicyGate(graph: dataset.graph, consents: dataset.consents, asOf: request.after)
    let permitted = gate.suggestionGraph(dataset.books)
    let control = context.control(named: "fit")
    return try failing { () throws(SuggestionError) in
      try model(permitted, after: request.after, seed: request.seed, control)
    }
  }

  /// A model as it would be fitted at one time: to ties that began after a cut, or to a tenth of all where there are too
  /// few of these or no dates.
  /// - Parameters:
  ///   - after: the cut; nil is where a tenth is later.
  ///   - end: the last moment that is known; nil is all.
  static func model(
    _ permitted: Permitted<SuggestionGraph>, after: Timestamp?, until end: Timestamp? = nil, seed: UInt64,
    _ control: RunControl
  ) throws(SuggestionError) -> SuggestionModel {
    if let cut = after ?? HiddenTies.cut(permitted, until: end) {
      let hidden = HiddenTies.later(
        try SuggestionNetwork(permitted, asOf: cut, control.part(0...0.1)), until: end, seed: seed)
      if after != nil || hidden.count >= SuggestionFit.leastTies {
        let words = "\(hidden.count) ties that began after \(cut)" + (end.map { ", until \($0)" } ?? "")
        return try SuggestionFit.run(hidden, provenance: words, seed: seed, control.part(0.1...1))
      }
    }
    let network = try SuggestionNetwork(permitted, asOf: end, control.part(0...0.1))
    return try random(network, seed: seed, control.part(0.1...1))
  }

  /// A model fitted to a tenth of the ties, hidden at random.
  static func random(
    _ network: SuggestionNetwork, seed: UInt64, _ control: RunControl
  ) throws(SuggestionError) -> SuggestionModel {
    let hidden = try HiddenTies.draw(network, share: 0.1, seed: seed, control)
    return try SuggestionFit.run(
      hidden, provenance: "\(hidden.count) ties hidden at random, a tenth of all", seed: seed, control)
  }

  /// The file that `kith suggest --parameters` and jobs read.
  public static func text(_ model: SuggestionModel) -> String {
    var members: [String: JSONValue] = [
      "name": .string(model.name), "provenance": .string(model.provenance),
      "intercept": .number(model.intercept), "walk_tolerance": .number(model.walkTolerance),
      "shortlist": .integer(model.shortlist), "impression_discount": .number(model.impressionDiscount),
      "terms": .array(
        model.terms.map { term in
          .object([
            "feature": .string(term.feature.rawValue), "mean": .number(term.mean),
            "deviation": .number(term.deviation), "weight": .number(term.weight),
          ])
        }),
      "scores": .array(
        model.scores.map { score in
          .object([
            "model": .string(score.model), "auc_random": .number(score.aucRandom),
            "auc_candidates": .number(score.aucCandidates),
          ])
        }),
    ]
    if let calibration = model.calibration {
      members["calibration"] = .object(["friends": .number(calibration.friends), "rank": .number(calibration.rank)])
    }
    return JSONValue.object(members).text
  }

  /// What was compared and chosen, for a person.
  public static func lines(_ model: SuggestionModel) -> [String] {
    [
      "Model of suggestions: \(model.name), fitted to \(model.provenance)",
      "areas under the ROC curve by 5-fold cross-fit, against random pairs and against other candidates", "",
    ] + SuggestionModelText.scores(model.scores.map { ($0.model, $0.aucRandom, $0.aucCandidates) }, chosen: model.name)
      + [""] + SuggestionModelText.terms(model.terms.map { ($0.feature.rawValue, $0.weight / $0.deviation) })
      + (model.calibration == nil
        ? ["", "No chances: too few hidden ties stand among the candidates that would be shown."] : [])
  }
}
