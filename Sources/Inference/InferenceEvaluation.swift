import GraphKernels
import GraphStorage

/// How well an attribute is inferred, measured on people who declared it (DOMAIN C.8).
///
/// People without ties count; they get the prior. Method, calibration and homophily test see revealed labels only.
public enum InferenceEvaluation {
  public struct Outcome: Sendable {
    public let predictions: [EvaluatedPrediction]
    /// One a seed; one a fold for leave-one-out.
    public let choices: [CrossFit.Choice]
    /// Over the cases of all seeds together.
    public let pooled: CalibrationMetrics
    /// Mean over the seeds; the pooled figures for leave-one-out.
    public let mean: CalibrationMetrics
  }

  /// Reveals a share of the labels and predicts the rest, once a seed.
  ///
  /// - Parameters:
  ///   - keys: one number a vertex from a hash of the person's id; with the seed it decides alone whether the label is
  ///     revealed, so the draw does not depend on the order of the people.
  ///   - folds: one a vertex, 0..<`CrossFit.foldCount`.
  ///   - share: above 0, below 1.
  static func masked(
    _ weightings: [NamedWeighting], _ labels: LabelEvidence, keys: [UInt64], folds: [Int], share: Double,
    seeds: [UInt64], methods: [InferenceMethod] = InferenceMethod.standard, rule: PublicationRule = PublicationRule(),
    threads: ThreadCount
  ) -> Outcome {
    precondition(share > 0 && share < 1, "a share of the labels is revealed")
    precondition(keys.count == labels.vertexCount, "one key for each vertex")
    var runs: [[EvaluatedPrediction]] = []
    var choices: [CrossFit.Choice] = []
    for seed in seeds {
      let isHidden = keys.map { key in
        var generator = SeededGenerator(seed: seed, stream: key)
        return generator.unit() >= share
      }
      let revealed = labels.hiding { isHidden[$0] }
      let subjects = labels.labels.indices.filter { labels.labels[$0] >= 0 && isHidden[$0] }
      let choice = CrossFit.run(weightings, revealed, folds: folds, methods: methods, threads: threads)
      let predictions = AttributeInference.predict(
        choice, weightings, revealed, subjects: subjects, rule: rule, threads: threads)
      runs.append(predictions.map { EvaluatedPrediction(prediction: $0, truth: labels.labels[$0.vertex]) })
      choices.append(choice)
    }
    let all = runs.flatMap { $0 }
    return Outcome(
      predictions: all, choices: choices, pooled: CalibrationMetrics(all),
      mean: CalibrationMetrics.mean(runs.map { CalibrationMetrics($0) }))
  }

  /// Predicts every labelled vertex from all other labels.
  ///
  /// Every candidate predicts each vertex with that vertex's own label hidden. For the people of fold k, method,
  /// calibration and homophily test come from the leave-one-out predictions of the people of the other folds. A
  /// person's label therefore never serves to choose or calibrate the answer about that person as a case of its own;
  /// it does serve as one neighbour's label among many in the predictions of the other folds' people. (Hiding it there
  /// too would take one whole cross-fit for each person.)
  static func leaveOneOut(
    _ weightings: [NamedWeighting], _ labels: LabelEvidence, folds: [Int],
    methods: [InferenceMethod] = InferenceMethod.standard, rule: PublicationRule = PublicationRule(),
    threads: ThreadCount
  ) -> Outcome {
    precondition(folds.count == labels.vertexCount, "one fold for each vertex")
    let labelled = labels.labels.indices.filter { labels.labels[$0] >= 0 }
    var runs: [ClassDistributions] = []
    var table: CrossFit.Table = []
    let candidates = CrossFit.candidates(weightings, methods)
    for candidate in candidates {
      let run = candidate.method.run(
        weightings[candidate.weighting].graph, labels, leaveOneOut: true, detail: .full, threads: threads)
      runs.append(run)
      table.append(
        (candidate, labelled.map { HeldOutPrediction(run, vertex: $0, truth: labels.labels[$0]) }))
    }
    let choices = (0..<CrossFit.foldCount).map { fold in
      CrossFit.choose(table, labels, among: { folds[$0] != fold })
    }
    let positions = choices.map { choice in candidates.firstIndex(of: choice.chosen) ?? 0 }
    let predictions = labelled.map { vertex in
      EvaluatedPrediction(
        prediction: AttributeInference.prediction(
          of: vertex, runs[positions[folds[vertex]]], choices[folds[vertex]], rule: rule),
        truth: labels.labels[vertex])
    }
    let metrics = CalibrationMetrics(predictions)
    return Outcome(predictions: predictions, choices: choices, pooled: metrics, mean: metrics)
  }
}
