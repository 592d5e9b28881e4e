import GraphKernels
import GraphStorage

/// Turns what the chosen method says into predictions with calibrated confidences and a decision each.
enum AttributeInference {
  /// Runs the chosen candidate once on all labels and predicts `subjects`.
  ///
  /// - Parameter subjects: vertices to predict; their own labels, where they have one, must not be in `labels`.
  /// - Returns: one prediction a subject, in the order given. Nothing inferred ever becomes evidence.
  static func predict(
    _ choice: CrossFit.Choice, _ weightings: [NamedWeighting], _ labels: LabelEvidence, subjects: [Int],
    declared: DeclaredEvidence = .none, rule: PublicationRule, threads: ThreadCount
  ) -> [AttributePrediction] {
    let graph = weightings[choice.chosen.weighting].graph
    let said = choice.chosen.method.run(graph, labels, only: subjects, threads: threads)
    let signs = declared.said(labels, of: choice.chosen.signs > 0 ? subjects : [], threads: threads)
    return decide(
      subjects.map { MethodAnswer(said, signs, strength: choice.chosen.signs, vertex: $0) }, choice, graph, labels,
      declared: declared, rule: rule, threads: threads)
  }

  /// Calibrates and decides. Who stands behind an answer is asked only for those that nothing else forbids.
  /// - Parameters:
  ///   - labels: the answers' evidence; an asked vertex's own label in it is left out.
  ///   - declared: whose signs count in the answers where the chosen candidate counts any.
  static func decide(
    _ answers: [MethodAnswer], _ choice: CrossFit.Choice, _ graph: WeightedGraph, _ labels: LabelEvidence,
    declared: DeclaredEvidence, rule: PublicationRule, threads: ThreadCount
  ) -> [AttributePrediction] {
    let blocks = answers.map { choice.calibration.block(for: $0.confidence) }
    let isTried = choice.calibration.isSufficient && choice.calibration.caseCount >= rule.minimumCases
    let hasHomophily = choice.hasHomophily
    let refusals = blocks.map { rule.refusal(lowerBound: isTried ? $0?.lowerBound : nil, hasHomophily: hasHomophily) }
    let candidates = answers.indices.filter { refusals[$0] == nil }
    var supports = choice.chosen.method.support(
      graph, labels, of: candidates.map { answers[$0] }, rule: rule, threads: threads)
    if choice.chosen.signs > 0 {
      supports = declared.support(
        supports, labels, of: candidates.map { (answers[$0].vertex, answers[$0].label, answers[$0].mass) },
        threads: threads)
    }
    var support = [LabelSupport?](repeating: nil, count: answers.count)
    for (found, candidate) in zip(supports, candidates) { support[candidate] = found }
    return answers.indices.map { index in
      let answer = answers[index]
      return AttributePrediction(
        vertex: answer.vertex, label: answer.label, rawConfidence: answer.confidence,
        confidence: blocks[index]?.mean ?? answer.confidence, lowerBound: blocks[index]?.lowerBound ?? 0,
        support: support[index],
        decision: refusals[index] ?? support[index].map { rule.decision($0) } ?? .tooFewEvidence)
    }
  }
}
