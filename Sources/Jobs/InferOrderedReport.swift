import GraphKernels
import Inference
import People
import Reports

extension InferJob {
  /// The report of an ordinal or numeric attribute.
  static func report(
    _ problem: OrderedProblem, _ solution: OrderedSolution, _ setting: Setting
  ) throws(Failure) -> InferenceReport {
    let choice = solution.choice
    let text = NumberText(
      values: solution.values, isWhole: problem.isWhole, isAge: problem.isAge, width: problem.width(choice.plainInterval))
    let reported = Set(try setting.reported(solution.predictions.map(\.vertex)))
    let shown = solution.predictions.filter { reported.contains($0.vertex) }
    var explanations: [Int: InferenceReport.Explanation] = [:]
    for prediction in shown.filter({ $0.decision == .publish }).prefix(setting.request.explained) {
      try setting.context.checkCancellation()
      explanations[prediction.vertex] = InferenceReport.Explanation(
        problem.explain(prediction, solution), method: choice.chosen.method.sentence,
        // Never by name: an interval tells about what its evidence states, however different the numbers are.
        named: false, setting.people)
    }
    let rows = shown.map { prediction -> InferenceReport.Row in
      let isShown = prediction.decision == .publish
      let interval = isShown ? prediction.interval.map { text.interval($0, estimate: prediction.number) } : nil
      return InferenceReport.Row(
        person: setting.people.ids[prediction.vertex], name: setting.name(prediction.vertex),
        value: interval.map { $0.low == $0.high ? $0.low : "\($0.low) to \($0.high)" },
        confidence: prediction.coverage, lowerBound: prediction.lowerBound,
        evidenceCount: prediction.support?.people, evidenceIsMinimum: prediction.support?.isMinimum ?? false,
        largestShare: prediction.support?.largestShare.upperBound, reason: isShown ? nil : prediction.decision.words,
        interval: interval, explanation: explanations[prediction.vertex])
    }
    let published = solution.predictions.count { $0.decision == .publish }
    let plain = text.interval(choice.plainInterval, estimate: choice.plainInterval.lowerBound)
    // Its ends are numbers that people stated: told only where at least five lie beyond each.
    let isPlainTold = Double(problem.labelled) * (1 - solution.rule.level) / 2 >= 5
    let tested = choice.trials.filter { $0.interval != nil }
    var report = InferenceReport(
      attribute: problem.attribute, method: choice.chosen.name,
      candidates: choice.scores.map {
        InferenceReport.MethodScore(
          name: $0.candidate.name, accuracy: $0.meanError, chosen: $0.candidate == choice.chosen)
      }, labelled: problem.labelled, subjects: solution.predictions.count, published: published,
      unknown: solution.predictions.count - published, reasons: reasons(solution.predictions.map(\.decision)),
      threshold: solution.rule.threshold, tested: problem.judgedCount, crossFitAccuracy: 0, bestAccuracy: 0,
      majorityShare: 0, homophilyPassed: choice.hasHomophily,
      calibration: InferenceReport.CalibrationFigures(eceRaw: 0, ece: 0, brier: 0, blocks: []),
      purpose: setting.purpose, rows: rows)
    report.ordered = InferenceReport.OrderedFigures(
      level: solution.rule.level, meanError: choice.meanError, plainError: choice.plainError,
      testedCoverage: tested.isEmpty ? nil : Double(tested.count { $0.isCovered }) / Double(tested.count),
      isOrdinal: !solution.values.isEmpty, followsDistribution: choice.intervals.form == .distribution,
      plainInterval: isPlainTold ? "\(plain.low) to \(plain.high)" : "–", maximumWidth: solution.rule.maximumWidth,
      groups: choice.intervals.groups.map {
        InferenceReport.OrderedFigures.Group(
          cases: $0.cases, coverage: $0.coverage, wilson: $0.lowerBound, margin: $0.margin)
      })
    report.homophily = problem.homophily.map { InferenceReport.HomophilyFigures($0) }
    if problem.isAge { report.notes.append(InferenceReport.ageNote) }
    return report
  }

  /// Why values stay unknown, in the order of decisions.
  static func reasons(_ decisions: [PublicationDecision]) -> [InferenceReport.ReasonCount] {
    PublicationDecision.allCases.compactMap { decision in
      let count = decisions.count { $0 == decision }
      guard decision != .publish, count > 0 else { return nil }
      return InferenceReport.ReasonCount(reason: decision.words, count: count)
    }
  }
}
