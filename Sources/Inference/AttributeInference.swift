import GraphKernels
import GraphStorage

/// Turns what the chosen method says into predictions with calibrated confidences and a decision each.
enum AttributeInference {
  /// Runs the chosen candidate once on all labels and predicts `subjects`.
  ///
  /// - Parameters:
  ///   - subjects: vertices to predict; their own labels, where they have one, must not be in `labels`.
  ///   - statuses: one a vertex; nil where everybody is permitted.
  /// - Returns: one prediction a subject, in the order given. Nothing inferred ever becomes evidence.
  static func predict(
    _ choice: CrossFit.Choice, _ weightings: [NamedWeighting], _ labels: LabelEvidence, subjects: [Int],
    rule: PublicationRule, statuses: [SubjectStatus]? = nil, isSensitive: Bool = false, threads: ThreadCount
  ) -> [AttributePrediction] {
    let graph = weightings[choice.chosen.weighting].graph
    let distributions = choice.chosen.method.run(
      graph, labels, leaveOneOut: false, detail: .full, threads: threads)
    return subjects.map { vertex in
      prediction(
        of: vertex, distributions, choice, rule: rule, status: statuses?[vertex] ?? .permitted,
        isSensitive: isSensitive)
    }
  }

  static func prediction(
    of vertex: Int, _ distributions: ClassDistributions, _ choice: CrossFit.Choice, rule: PublicationRule,
    status: SubjectStatus = .permitted, isSensitive: Bool = false
  ) -> AttributePrediction {
    let top = distributions.top(vertex)
    let block = choice.calibration.block(for: top.confidence)
    let evidenceCount = Int(distributions.evidenceCounts[vertex])
    let largestShare = distributions.largestShares[vertex]
    return AttributePrediction(
      vertex: vertex, label: top.label, rawConfidence: top.confidence, confidence: block?.mean ?? top.confidence,
      lowerBound: block?.lowerBound ?? 0, evidenceCount: evidenceCount, largestShare: largestShare,
      decision: rule.decide(
        lowerBound: choice.calibration.isSufficient ? block?.lowerBound : nil, evidenceCount: evidenceCount,
        largestShare: largestShare, hasHomophily: choice.hasHomophily, status: status, isSensitive: isSensitive))
  }
}
