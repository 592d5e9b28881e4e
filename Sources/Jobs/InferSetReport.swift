import GraphKernels
import Inference
import People
import Reports

extension InferJob {
  /// The report of a set-valued attribute: a row for each value given to somebody, and one for each person given none.
  static func report(
    _ problem: SetProblem, _ solution: SetSolution, _ setting: Setting
  ) throws(Failure) -> InferenceReport {
    let choice = solution.choice
    let reported = try setting.reported(solution.subjects)
    var byPerson: [Int: [SetPrediction]] = [:]
    for prediction in solution.predictions { byPerson[prediction.vertex, default: []].append(prediction) }
    var rows: [InferenceReport.Row] = []
    var explained = 0
    for vertex in reported {
      let all = byPerson[vertex] ?? []
      let given = all.filter { $0.decision == .publish }
      var found: [InferenceExplanation?] = []
      for prediction in given {
        try setting.context.checkCancellation()
        let explanation = explained < setting.request.explained ? problem.explain(prediction, solution) : nil
        if explanation != nil { explained += 1 }
        found.append(explanation)
      }
      // The same people stand behind all values of a person: named under one, they would be known under the others.
      let named = setting.request.namesEvidence && found.allSatisfy { $0?.mayBeNamed ?? false }
      for (prediction, explanation) in zip(given, found) {
        rows.append(
          row(
            prediction, solution.values[prediction.value],
            explanation.map {
              InferenceReport.Explanation($0, method: choice.chosen.sentence, named: named, setting.people)
            }, setting))
      }
      if given.isEmpty { rows.append(unknown(vertex, all, setting)) }
    }
    let empty = solution.subjects.filter { vertex in !(byPerson[vertex] ?? []).contains { $0.decision == .publish } }
    let homophily = Dictionary(uniqueKeysWithValues: problem.homophily.map { ($0.value, $0.homophily) })
    let chosen = choice.chosen.name
    var report = InferenceReport(
      attribute: problem.attribute, method: chosen,
      candidates: choice.scores.map {
        InferenceReport.MethodScore(
          name: $0.candidate.name, accuracy: $0.meanArea,
          chosen: $0.candidate == choice.chosen)
      }, labelled: problem.labelled, subjects: solution.subjects.count,
      published: solution.subjects.count - empty.count, unknown: empty.count,
      reasons: reasons(empty.map { decision(byPerson[$0] ?? []) }), threshold: solution.rule.threshold,
      tested: problem.judgedCount, crossFitAccuracy: 0, bestAccuracy: 0, majorityShare: 0,
      homophilyPassed: choice.values.contains { $0.figures.hasHomophily },
      calibration: InferenceReport.CalibrationFigures(eceRaw: 0, ece: 0, brier: 0, blocks: []),
      purpose: setting.purpose, rows: rows)
    report.sets = InferenceReport.SetFigures(
      values: choice.values.map { value in
        InferenceReport.SetFigures.Value(
          value: solution.values[value.value], holders: value.holders, area: value.figures.area,
          ece: value.figures.ece, brier: value.figures.brier, plainBrier: value.figures.plainBrier,
          homophilyPassed: value.figures.hasHomophily, adjustedHomophily: homophily[value.value]?.adjustedHomophily,
          published: solution.predictions.count { $0.value == value.value && $0.decision == .publish })
      }, leftOut: problem.leftOut, floor: SetProblem.floor)
    return report
  }

  private static func row(
    _ prediction: SetPrediction, _ value: String, _ explanation: InferenceReport.Explanation?, _ setting: Setting
  ) -> InferenceReport.Row {
    InferenceReport.Row(
      person: setting.people.ids[prediction.vertex], name: setting.name(prediction.vertex), value: value,
      confidence: prediction.confidence, lowerBound: prediction.lowerBound,
      evidenceCount: prediction.support?.people, evidenceIsMinimum: prediction.support?.isMinimum ?? false,
      largestShare: prediction.support?.largestShare.upperBound, explanation: explanation)
  }

  private static func unknown(_ vertex: Int, _ all: [SetPrediction], _ setting: Setting) -> InferenceReport.Row {
    InferenceReport.Row(
      person: setting.people.ids[vertex], name: setting.name(vertex), value: nil, confidence: 0, lowerBound: 0,
      evidenceCount: nil, largestShare: nil, reason: decision(all).words)
  }

  /// Of somebody who is given no value: what forbids the one that came nearest, in the order in which the rule asks.
  private static func decision(_ all: [SetPrediction]) -> PublicationDecision {
    let order: [PublicationDecision] = [
      .unprovenShare, .singlePersonShare, .tooFewEvidence, .belowThreshold, .noHomophily,
    ]
    return order.first { decision in all.contains { $0.decision == decision } } ?? .tooFewCases
  }
}
