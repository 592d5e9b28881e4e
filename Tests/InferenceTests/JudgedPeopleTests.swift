import GraphStorage
import Testing

@testable import GraphKernels
@testable import Inference

/// Two communities of unequal size with labels that mostly follow them.
private struct Communities {
  let weightings: [NamedWeighting]
  let labels: LabelEvidence
  let folds: [Int]
  let keys: [UInt64]
  var everybody: [Bool] { [Bool](repeating: true, count: folds.count) }

  init(count: Int = 160, seed: UInt64 = 1) throws {
    var generator = SeededGenerator(seed: seed)
    let side = (0..<count).map { $0 % 5 < 3 ? 0 : 1 }
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    for _ in 0..<count * 6 {
      let (one, other) = (generator.below(count), generator.below(count))
      guard one != other, side[one] == side[other] || generator.unit() < 0.2 else { continue }
      sources.append(UInt32(one))
      targets.append(UInt32(other))
    }
    let graph = try WeightedGraphBuilder.build(
      vertexCount: count, sources: sources, targets: targets, weights: sources.map { _ in 1 }, symmetric: true)
    weightings = [
      NamedWeighting(name: "plain", graph: graph),
      NamedWeighting(
        name: "noisy",
        graph: try WeightedGraphBuilder.build(
          vertexCount: count, sources: sources, targets: targets, weights: sources.map { _ in generator.unit() + 0.01 },
          symmetric: true)),
    ]
    labels = LabelEvidence(
      labels: side.map { generator.unit() < 0.1 ? Int32(1 - $0) : Int32($0) }, classCount: 2,
      evidence: [Bool](repeating: true, count: count))
    keys = (0..<count).map { UInt64($0) }
    folds = keys.map { key in
      var generator = SeededGenerator(seed: 77, stream: key)
      return generator.below(CrossFit.foldCount)
    }
  }
}

@Suite("Who is judged, and by what")
struct JudgedPeopleTests {
  static let methods: [InferenceMethod] = [.oneHopVote, .twoHopVote, .spreading(alpha: 0.5)]
  static let threads = ThreadCount(2)

  @Test("people who are evidence only are never predicted, neither to choose a method nor to evaluate it")
  func evidenceOnly() throws {
    let given = try Communities()
    let judged = given.folds.indices.map { !$0.isMultiple(of: 3) }
    let choice = CrossFit.run(
      given.weightings, given.labels, folds: given.folds, judged: judged, methods: Self.methods, threads: Self.threads)
    let expected = given.folds.indices.filter { judged[$0] }
    #expect(choice.heldOut.map(\.vertex) == expected)
    #expect(choice.trials.map(\.prediction.vertex).sorted() == expected)
    #expect(choice.scores.allSatisfy { $0.cases == expected.count })
    let masked = InferenceEvaluation.masked(
      given.weightings, given.labels, keys: given.keys, folds: given.folds, judged: judged, share: 0.5, seeds: [1, 2],
      methods: Self.methods, threads: Self.threads)
    let loo = InferenceEvaluation.leaveOneOut(
      given.weightings, given.labels, folds: given.folds, judged: judged, methods: Self.methods, threads: Self.threads)
    #expect(!masked.predictions.isEmpty && masked.predictions.allSatisfy { judged[$0.prediction.vertex] })
    #expect(loo.predictions.map(\.prediction.vertex) == expected)
    for outcome in [masked, loo] {
      #expect(outcome.choices.allSatisfy { $0.heldOut.allSatisfy { judged[$0.vertex] } })
    }
    // Their labels still serve: without them the answers are others.
    let silent = given.labels.hiding { !judged[$0] }
    let without = CrossFit.run(
      given.weightings, silent, folds: given.folds, judged: judged, methods: Self.methods, threads: Self.threads)
    #expect(without.heldOut != choice.heldOut)
  }

  @Test("the best of many claims on its cases what the trials say of it, not what it is right for there")
  func choiceCosts() throws {
    var (gap, claimed, plain) = (0, 0.0, 0.0)
    for seed in 1...6 as ClosedRange<UInt64> {
      let given = try Communities(seed: seed)
      // Labels dealt at random: every candidate is as good as any, and the best of them is best by luck.
      var generator = SeededGenerator(seed: seed, stream: 9)
      var dealt = given.labels.labels
      generator.shuffle(&dealt)
      let labels = LabelEvidence(labels: dealt, classCount: 2, evidence: given.labels.evidence)
      let choice = CrossFit.run(
        given.weightings, labels, folds: given.folds, judged: given.everybody, threads: Self.threads)
      let claims = choice.heldOut.reduce(0.0) { $0 + (choice.calibration.block(for: $1.confidence)?.mean ?? 0) }
      let (best, right) = (choice.heldOut.count { $0.isCorrect }, choice.trials.count { $0.prediction.isCorrect })
      #expect(abs(claims - Double(min(best, right))) < 1e-6)
      gap += best - right
      claimed += claims
      plain += Double(best)
    }
    #expect(gap > 0 && claimed < plain, "there is luck to be taken off")
  }

  @Test("the labels of one fold change neither choice nor calibration of its own trials")
  func ownFold() throws {
    let given = try Communities(count: 120, seed: 3)
    func trials(_ labels: LabelEvidence, fold: Int) -> [CrossFit.Trial] {
      // Answers stay and truths of one fold change, as where labels have no way to their neighbours.
      let candidates = CrossFit.candidates(given.weightings, InferenceMethod.nominal)
      var generator = SeededGenerator(seed: 5)
      let table: CrossFit.Table = candidates.map { candidate in
        let shares = labels.labels.indices.map { _ in generator.unit() }
        let answers = ClassDistributions(
          classCount: 2, probabilities: shares.flatMap { [$0, 1 - $0] }, masses: shares.map { _ in 1 }, rows: nil)
        return (
          candidate,
          labels.labels.indices.map { HeldOutPrediction(MethodAnswer(answers, vertex: $0), truth: labels.labels[$0]) }
        )
      }
      return CrossFit.choose(table, labels, folds: given.folds).trials.filter { given.folds[$0.prediction.vertex] == fold }
    }
    for fold in 0..<CrossFit.foldCount {
      let turned = LabelEvidence(
        labels: given.labels.labels.enumerated().map { given.folds[$0] == fold ? 1 - $1 : $1 }, classCount: 2,
        evidence: given.labels.evidence)
      let (before, after) = (trials(given.labels, fold: fold), trials(turned, fold: fold))
      #expect(before.map(\.calibrated) == after.map(\.calibrated) && !before.isEmpty)
      #expect(before.map(\.prediction.label) == after.map(\.prediction.label))
      #expect(before.map(\.prediction.isCorrect) == after.map { !$0.prediction.isCorrect })
    }
  }

  @Test("a person's label changes neither the method nor the calibration by which that person is judged")
  func ownLabel() throws {
    let given = try Communities()
    func outcome(_ labels: LabelEvidence) -> InferenceEvaluation.Outcome {
      InferenceEvaluation.leaveOneOut(
        given.weightings, labels, folds: given.folds, judged: given.everybody, methods: Self.methods,
        threads: Self.threads)
    }
    let truth = outcome(given.labels)
    for person in [0, 17, 58] {
      var labels = given.labels.labels
      labels[person] = 1 - labels[person]
      let changed = outcome(LabelEvidence(labels: labels, classCount: 2, evidence: given.labels.evidence))
      let fold = given.folds[person]
      #expect(changed.choices[fold] == truth.choices[fold])
      #expect(changed.choices.indices.contains { $0 != fold && changed.choices[$0] != truth.choices[$0] })
      let (now, before) = (changed.predictions[person].prediction, truth.predictions[person].prediction)
      #expect(now.vertex == person && now.label == before.label && abs(now.rawConfidence - before.rawConfidence) < 1e-9)
    }
  }

  @Test("leave-one-out predicts as a run with that one label hidden")
  func hidden() throws {
    let given = try Communities(count: 60)
    let outcome = InferenceEvaluation.leaveOneOut(
      given.weightings, given.labels, folds: given.folds, judged: given.everybody, methods: Self.methods,
      threads: Self.threads)
    for entry in outcome.predictions {
      let vertex = entry.prediction.vertex
      let choice = outcome.choices[given.folds[vertex]]
      let run = choice.chosen.method.run(
        given.weightings[choice.chosen.weighting].graph, given.labels.hiding { $0 == vertex }, threads: Self.threads)
      #expect(abs(run.top(vertex).confidence - entry.prediction.rawConfidence) < 1e-9)
    }
  }

  @Test("each trial is by the candidate that is best on the other folds, and chance gains nothing by choosing")
  func trials() throws {
    let given = try Communities()
    var (best, tried) = (0.0, 0.0)
    for seed in UInt64(1)...8 {
      var generator = SeededGenerator(seed: seed)
      let labels = LabelEvidence(
        labels: given.labels.labels.map { _ in Int32(generator.below(2)) }, classCount: 2,
        evidence: given.labels.evidence)
      let choice = CrossFit.run(
        given.weightings, labels, folds: given.folds, judged: given.everybody, methods: InferenceMethod.standard,
        threads: Self.threads)
      best += choice.bestAccuracy / 8
      tried += choice.accuracy / 8
      #expect(choice.bestAccuracy == choice.scores.map(\.accuracy).max())
      guard seed == 1 else { continue }
      // By hand: each candidate cross-fitted alone.
      let alone = choice.scores.map { score in
        CrossFit.run(
          [given.weightings[score.candidate.weighting]], labels, folds: given.folds, judged: given.everybody,
          methods: [score.candidate.method], threads: Self.threads
        ).heldOut
      }
      for fold in 0..<CrossFit.foldCount {
        let right = alone.map { $0.count { given.folds[$0.vertex] != fold && $0.isCorrect } }
        let winner = try #require(right.firstIndex(of: right.max() ?? 0))
        let expected = alone[winner].filter { given.folds[$0.vertex] == fold }
        #expect(choice.trials.map(\.prediction).filter { given.folds[$0.vertex] == fold } == expected)
      }
    }
    #expect(best > tried + 0.02, "best \(best), tried \(tried)")
    #expect(abs(tried - 0.5) < 0.04)
  }

  @Test("the memory counted covers three tables of rows and every held-out prediction")
  func memory() {
    let people = 1_000_000
    let rows = 3 * 8 * 200 * people
    let counted = AttributeProblem.memory(people: people, values: 200, labelled: 500_000, candidates: 30)
    #expect(counted >= rows + 30 * 500_000 * MemoryLayout<HeldOutPrediction>.stride)
    #expect(AttributeProblem.memory(people: people, values: 2, labelled: 0, candidates: 80) >= 3 * 8 * 16 * people)
    #expect(AttributeProblem.memory(people: .max, values: 2, labelled: 0, candidates: 80) == .max)
  }
}
