import GraphKernels
import GraphStorage

/// How well an attribute is inferred, measured on people who declared it (DOMAIN C.8).
///
/// Judged are people who declared it and may be inferred about; everybody else's labels are evidence only. People
/// without ties count; they get the prior. Method, calibration and homophily test see revealed labels only.
public enum InferenceEvaluation {
  public struct Outcome: Sendable {
    public let predictions: [EvaluatedPrediction]
    /// One a seed; one a fold for leave-one-out.
    public let choices: [CrossFit.Choice]
    /// Over the cases of all seeds together.
    public let pooled: CalibrationMetrics
    /// Mean over the seeds; the pooled figures for leave-one-out.
    public let mean: CalibrationMetrics
    /// The accuracy of the plain vote on the same cases: the value of most of a person's ties, by the first weighting.
    public let plainVote: Double
  }

  /// Reveals a share of the labels and predicts the rest, once a seed.
  ///
  /// - Parameters:
  ///   - keys: one number a vertex from a hash of the person's id; with the seed it decides alone whether the label is
  ///     revealed, so the draw does not depend on the order of the people.
  ///   - folds: one a vertex, 0..<`CrossFit.foldCount`.
  ///   - judged: one a vertex: whether the person may be inferred about.
  ///   - share: above 0, below 1.
  ///   - shuffled: each seed deals the labels anew among those who have one: nothing is left to be found.
  static func masked(
    _ weightings: [NamedWeighting], _ labels: LabelEvidence, keys: [UInt64], folds: [Int], judged: [Bool],
    share: Double, seeds: [UInt64], shuffled: Bool = false, methods: [InferenceMethod] = InferenceMethod.nominal,
    declared: DeclaredEvidence = .none, rule: PublicationRule = PublicationRule(), threads: ThreadCount
  ) -> Outcome {
    precondition(share > 0 && share < 1, "a share of the labels is revealed")
    precondition(keys.count == labels.vertexCount, "one key for each vertex")
    var runs: [[EvaluatedPrediction]] = []
    var choices: [CrossFit.Choice] = []
    var plain = (right: 0, cases: 0)
    let given = labels
    for seed in seeds {
      let labels = shuffled ? given.shuffled(seed: seed) : given
      let isHidden = keys.map { key in
        var generator = SeededGenerator(seed: seed, stream: key)
        return generator.unit() >= share
      }
      let revealed = labels.hiding { isHidden[$0] }
      let subjects = CrossFit.cases(labels, judged).filter { isHidden[$0] }
      let choice = CrossFit.run(
        weightings, revealed, folds: folds, judged: judged, methods: methods, declared: declared, threads: threads)
      let predictions = AttributeInference.predict(
        choice, weightings, revealed, subjects: subjects, declared: declared, rule: rule, threads: threads)
      runs.append(predictions.map { EvaluatedPrediction(prediction: $0, truth: labels.labels[$0.vertex]) })
      choices.append(choice)
      plain.right += plainlyRight(weightings, shown: revealed, of: labels, subjects, threads: threads)
      plain.cases += subjects.count
    }
    let all = runs.flatMap { $0 }
    return Outcome(
      predictions: all, choices: choices, pooled: CalibrationMetrics(all),
      mean: CalibrationMetrics.mean(runs.map { CalibrationMetrics($0) }),
      plainVote: Double(plain.right) / Double(max(plain.cases, 1)))
  }

  /// Predicts every judged vertex from all other labels.
  ///
  /// Every candidate predicts with each vertex's own label hidden. For the people of fold k, method, calibration and
  /// homophily test come from such predictions of the other folds' people in a run that hides the labels of all of fold
  /// k: no label of fold k chooses or calibrates an answer about anybody of fold k, neither as a case nor as a
  /// neighbour's. Calibration thus sees four fifths of the labels that the answer itself sees. What an own label brings
  /// its own row is computed once where it does not depend on the labels shown.
  /// - Complexity: `CrossFit.foldCount` + 1 runs and one `ownReturns` for each candidate, of methods that keep labels one
  ///   for each run.
  static func leaveOneOut(
    _ weightings: [NamedWeighting], _ labels: LabelEvidence, folds: [Int], judged: [Bool],
    methods: [InferenceMethod] = InferenceMethod.nominal, declared: DeclaredEvidence = .none,
    rule: PublicationRule = PublicationRule(), threads: ThreadCount
  ) -> Outcome {
    precondition(folds.count == labels.vertexCount, "one fold for each vertex")
    let cases = CrossFit.cases(labels, judged)
    var tables = [CrossFit.Table](repeating: [], count: CrossFit.foldCount)
    let shown = (0..<CrossFit.foldCount).map { fold in labels.hiding { folds[$0] == fold } }
    let signs = shown.indices.map { fold in
      declared.said(shown[fold], of: cases.filter { folds[$0] != fold }, threads: threads)
    }
    let allSigns = declared.said(labels, of: cases, threads: threads)
    // The answers of each candidate from all other labels, and nothing else of the run.
    var answers: [(candidate: CrossFit.Candidate, answers: [MethodAnswer])] = []
    for plain in CrossFit.candidates(weightings, methods) {
      let graph = weightings[plain.weighting].graph
      let forms = plain.with(declared)
      let returns = plain.method.ownReturns(graph, labels, threads: threads)
      for fold in 0..<CrossFit.foldCount {
        let others = cases.filter { folds[$0] != fold }
        let own =
          plain.method.hasReturnsByLabels
          ? plain.method.ownReturns(graph, shown[fold], threads: threads) : returns
        let run = plain.method.run(graph, shown[fold], ownReturns: own, only: others, threads: threads)
        for form in forms {
          tables[fold].append(
            (
              form,
              others.map {
                HeldOutPrediction(
                  MethodAnswer(run, signs[fold], strength: form.signs, vertex: $0), truth: labels.labels[$0])
              }
            ))
        }
      }
      let run = plain.method.run(graph, labels, ownReturns: returns, only: cases, threads: threads)
      for form in forms {
        answers.append((form, cases.map { MethodAnswer(run, allSigns, strength: form.signs, vertex: $0) }))
      }
    }
    let choices = tables.map { CrossFit.choose($0, labels, folds: folds) }
    let predictions = choices.indices.flatMap { fold -> [AttributePrediction] in
      let choice = choices[fold]
      let own = answers.first { $0.candidate == choice.chosen }?.answers ?? []
      return AttributeInference.decide(
        own.filter { folds[$0.vertex] == fold }, choice, weightings[choice.chosen.weighting].graph, labels,
        declared: declared, rule: rule, threads: threads)
    }.sorted { $0.vertex < $1.vertex }
    let evaluated = predictions.map { EvaluatedPrediction(prediction: $0, truth: labels.labels[$0.vertex]) }
    let metrics = CalibrationMetrics(evaluated)
    let right = plainlyRight(weightings, shown: labels, of: labels, cases, threads: threads)
    return Outcome(
      predictions: evaluated, choices: choices, pooled: metrics, mean: metrics,
      plainVote: Double(right) / Double(max(cases.count, 1)))
  }

  /// Of how many vertices the plain vote tells the label; it never shows anybody their own.
  private static func plainlyRight(
    _ weightings: [NamedWeighting], shown: LabelEvidence, of truth: LabelEvidence, _ vertices: [Int],
    threads: ThreadCount
  ) -> Int {
    let vote = OneHopVote.run(weightings[0].graph, shown, only: vertices, threads: threads)
    return vertices.count { vote.top($0).label == truth.labels[$0] }
  }
}

extension LabelEvidence {
  /// The same labels dealt anew among those who have one.
  func shuffled(seed: UInt64) -> LabelEvidence {
    let labelled = labels.indices.filter { labels[$0] >= 0 }
    var dealt = labelled.map { labels[$0] }
    var generator = SeededGenerator(seed: seed, stream: 1)
    generator.shuffle(&dealt)
    var all = labels
    for (vertex, label) in zip(labelled, dealt) { all[vertex] = label }
    return LabelEvidence(labels: all, classCount: classCount, evidence: evidence)
  }
}
