import GraphKernels
import GraphStorage

/// Chooses method and edge weighting for one attribute by cross-fit, and calibrates the choice (DOMAIN C.2).
///
/// Each fold's labels are hidden in turn, and every judged vertex is predicted by each candidate in the run that hides
/// its fold. Judged are labelled people who may be inferred about; the labels of others are evidence only. The
/// candidate with the most correct predictions wins; ties go to the earlier method, then to the earlier weighting. Methods
/// in which labelled people keep their labels, and candidates with what people state of other attributes, win only by more
/// than a standard error: as many right as the best of the rest and √(cases in which one of the two is right) more. The
/// first were ahead by a hair on LastFM Asia with 20 % of labels in four draws of five, and 0.53 instead of 0.68 of the
/// people could be told a value. The winner's held-out predictions are the calibration cases.
///
/// The best of many candidates looks better on the cases that chose it than it is. The figures of a choice are
/// therefore taken fold by fold: candidate and calibration come from the other folds' cases, and are tried on this one
/// (but for the short list that much work leaves time for, see `shortlist`).
/// The other folds' cases still have this fold's labels among their neighbours; hiding those too would cost a run for
/// each pair of folds, three times as many. On two real offices of 92 and 232 people that changes the share of right
/// trials by −0.01 and +0.03, their calibration error by −0.01 in both; `InferenceEvaluation` leaves no such way open.
/// - Complexity: folds × methods × weightings runs; of much work fewer, `shortlist`.
public enum CrossFit {
  public static let foldCount = 5

  /// Arcs times values up to which every candidate is tried on every fold, and up to which more than votes are tried at
  /// all: a run of most methods takes some 25 rounds over them.
  static let smallWork = 1 << 21
  static let greatWork = 1 << 25
  /// How many of the other methods stay on a list that is cut short.
  private static let shortCount = 4

  public struct Candidate: Equatable, Sendable {
    public let method: InferenceMethod
    /// Position in the list of weightings.
    public let weighting: Int
    public let weightingName: String
    /// How much what people state of other attributes counts beside their ties (`DeclaredEvidence`); 0 for nothing.
    public let signs: Double

    init(method: InferenceMethod, weighting: Int, weightingName: String, signs: Double = 0) {
      (self.method, self.weighting, self.weightingName, self.signs) = (method, weighting, weightingName, signs)
    }

    public var name: String {
      let beside = signs > 0 ? " + other values ×0.\(Int((signs * 10).rounded()))" : ""
      return "\(method.name) on \(weightingName)\(beside)"
    }

    /// Whether it is taken only where it is clearly better than the others.
    var mustLead: Bool { method.mustLead || signs > 0 }
  }

  public struct Score: Equatable, Sendable {
    public let candidate: Candidate
    public let correct: Int
    public let cases: Int
    public var accuracy: Double { cases == 0 ? 0 : Double(correct) / Double(cases) }
  }

  /// A held-out prediction by the candidate that the other folds chose, with the confidence that they calibrate.
  public struct Trial: Equatable, Sendable {
    public let prediction: HeldOutPrediction
    public let calibrated: Double
  }

  public struct Choice: Equatable, Sendable {
    public let chosen: Candidate
    /// One for each candidate that was tried on all folds, methods in their order, weightings inside.
    public let scores: [Score]
    /// Of the chosen candidate, by vertex.
    public let heldOut: [HeldOutPrediction]
    public let calibration: IsotonicCalibration
    /// Each judged vertex once, fold by fold.
    public let trials: [Trial]
    /// The share of the most frequent class among the judged.
    public let majorityShare: Double
    /// √(p (1 − p) / n) with p the majority's share: of the accuracy of always naming the majority.
    public let standardError: Double

    /// The share of right trials: what to expect of the whole procedure, choice included.
    public var accuracy: Double {
      trials.isEmpty ? 0 : Double(trials.count { $0.prediction.isCorrect }) / Double(trials.count)
    }
    /// The accuracy of the chosen candidate on the cases that chose it: the best of all candidates.
    public var bestAccuracy: Double { scores.first { $0.candidate == chosen }?.accuracy ?? 0 }

    /// accuracy > majority + 2 standard errors
    public var hasHomophily: Bool { accuracy > majorityShare + 2 * standardError }
  }

  /// - Parameters:
  ///   - judged: for each vertex whether its person may be inferred about; read only where labelled.
  ///   - folds: for each vertex 0..<foldCount, by a hash of the person's id; read only where labelled.
  ///   - weightings: at least one; the same vertices in all.
  static func run(
    _ weightings: [NamedWeighting], _ labels: LabelEvidence, folds: [Int], judged: [Bool],
    methods: [InferenceMethod] = InferenceMethod.nominal, declared: DeclaredEvidence = .none, threads: ThreadCount
  ) -> Choice {
    precondition(folds.count == labels.vertexCount, "one fold for each vertex")
    let cases = Self.cases(labels, judged)
    let masks = (0..<foldCount).map { fold in labels.hiding { folds[$0] == fold } }
    let byFold = (0..<foldCount).map { fold in cases.filter { folds[$0] == fold } }
    let signs = masks.indices.map { declared.said(masks[$0], of: byFold[$0], threads: threads) }
    // Where each case stands when they are put together fold by fold.
    let order = cases.indices.sorted { (folds[cases[$0]], $0) < (folds[cases[$1]], $1) }
    var table: Table = []
    let arcs = weightings.map(\.graph.arcCount).max() ?? 0
    let sample = largest(byFold.map(\.count))
    let listed = shortlist(candidates(weightings, methods), work: arcs * labels.classCount) { candidate in
      let said = candidate.method.run(
        weightings[candidate.weighting].graph, masks[sample], only: byFold[sample], threads: threads)
      return Double(byFold[sample].count { MethodAnswer(said, vertex: $0).label == labels.labels[$0] })
    }
    for plain in listed {
      let graph = weightings[plain.weighting].graph
      let forms = plain.with(declared)
      var answers = [[MethodAnswer]](repeating: [], count: forms.count)
      // One distribution is held at a time.
      for fold in 0..<foldCount {
        let asked = byFold[fold]
        let run = plain.method.run(graph, masks[fold], only: asked, threads: threads)
        let ranges = evenRanges(asked.count, pieces: 64)
        for (form, candidate) in forms.enumerated() {
          answers[form] += parallelMap(count: ranges.count, threads: threads) { piece in
            asked[ranges[piece]].map { MethodAnswer(run, signs[fold], strength: candidate.signs, vertex: $0) }
          }.flatMap { $0 }
        }
      }
      for (form, candidate) in forms.enumerated() {
        var predictions = [HeldOutPrediction?](repeating: nil, count: cases.count)
        for (place, answer) in zip(order, answers[form]) {
          predictions[place] = HeldOutPrediction(answer, truth: labels.labels[answer.vertex])
        }
        table.append((candidate, predictions.compactMap { $0 }))
      }
    }
    return choose(table, labels, folds: folds)
  }

  /// All candidates with their predictions of every judged vertex, by vertex.
  typealias Table = [(candidate: Candidate, predictions: [HeldOutPrediction])]

  /// The labelled vertices that are predicted when their labels are hidden.
  static func cases(_ labels: LabelEvidence, _ judged: [Bool]) -> [Int] {
    precondition(judged.count == labels.vertexCount, "one flag for each vertex")
    return labels.labels.indices.filter { labels.labels[$0] >= 0 && judged[$0] }
  }

  static func candidates(_ weightings: [NamedWeighting], _ methods: [InferenceMethod]) -> [Candidate] {
    precondition(!weightings.isEmpty && !methods.isEmpty, "there is something to choose from")
    return methods.flatMap { method in
      weightings.indices.map { Candidate(method: method, weighting: $0, weightingName: weightings[$0].name) }
    }
  }

  /// Those that time allows to try on all folds.
  ///
  /// Of much work: all votes, and on the two weightings on which votes do best the four other methods that do best, and the
  /// best of those that must lead; all by the largest fold alone, whose people therefore are tried by a list that they had a
  /// part in. Of very much work the votes. Among 20,000 people an attribute of 24 values takes 4 s instead of 21, and
  /// 3,762 of 3,774 are told a value instead of 3,735.
  /// - Parameters:
  ///   - work: arcs times values.
  ///   - score: how well a candidate does on the largest fold: the more, the better.
  static func shortlist(_ candidates: [Candidate], work: Int, score: (Candidate) -> Double) -> [Candidate] {
    let votes = candidates.filter(\.method.isVote)
    guard work > smallWork, !votes.isEmpty else { return candidates }
    guard work <= greatWork, votes.count < candidates.count else { return votes }
    func best(_ some: [Candidate], _ count: Int) -> [Candidate] {
      let scores = some.map(score)
      return some.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }.prefix(count)
        .map { some[$0] }
    }
    var weightings: [Int] = []
    for vote in best(votes, votes.count) where !weightings.contains(vote.weighting) { weightings.append(vote.weighting) }
    let others = candidates.filter { !$0.method.isVote && weightings.prefix(2).contains($0.weighting) }
    let kept = best(others.filter { !$0.mustLead }, shortCount) + best(others.filter(\.mustLead), 1)
    return candidates.filter { $0.method.isVote || kept.contains($0) }
  }

  /// The fold with most cases; of equal ones the first.
  static func largest(_ counts: [Int]) -> Int {
    counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
  }

  /// The best candidate of a table, calibrated on its cases, and tried fold by fold.
  static func choose(_ table: Table, _ labels: LabelEvidence, folds: [Int]) -> Choice {
    let scores = table.map { entry in
      Score(
        candidate: entry.candidate, correct: entry.predictions.count { $0.isCorrect }, cases: entry.predictions.count)
    }
    let best = best(table) { _ in true }
    let heldOut = table[best].predictions
    var counts = [Int](repeating: 0, count: labels.classCount)
    for entry in heldOut { counts[Int(entry.truth)] += 1 }
    let count = Double(max(heldOut.count, 1))
    let majority = Double(counts.max() ?? 0) / count
    let tried = trials(table, folds)
    return Choice(
      chosen: table[best].candidate, scores: scores, heldOut: heldOut,
      calibration: calibration(heldOut, expecting: tried.count { $0.prediction.isCorrect }), trials: tried,
      majorityShare: majority, standardError: (majority * (1 - majority) / count).squareRoot())
  }

  /// A calibration on cases that chose what they judge. The best of many is too good on them: by how much, the trials
  /// tell, and by so much all confidences are scaled.
  /// - Parameter right: how many of as many trials are right.
  private static func calibration(_ cases: [HeldOutPrediction], expecting right: Int) -> IsotonicCalibration {
    let best = cases.count { $0.isCorrect }
    // Trials learn from fewer labels: of few people they tell too little to be sure that it was luck.
    let isLuck = cases.count >= PublicationRule().minimumCases && best > right
    return IsotonicCalibration(cases.map(\.calibrationCase)).scaled(by: isLuck ? Double(right) / Double(best) : 1)
  }

  private static func trials(_ table: Table, _ folds: [Int]) -> [Trial] {
    let chosen = (0..<foldCount).map { fold in table[best(table) { folds[$0.vertex] != fold }].predictions }
    // For each two folds the right cases of either by the candidate that the other three choose: no case counts for the
    // scale by which it is judged.
    var right = [[Int]](repeating: [Int](repeating: 0, count: foldCount), count: foldCount)
    for one in 0..<foldCount {
      for other in 0..<one {
        let without = table[best(table) { folds[$0.vertex] != one && folds[$0.vertex] != other }].predictions
        right[one][other] = without.count { folds[$0.vertex] == other && $0.isCorrect }
        right[other][one] = without.count { folds[$0.vertex] == one && $0.isCorrect }
      }
    }
    return chosen.indices.flatMap { fold -> [Trial] in
      let calibration = calibration(
        chosen[fold].filter { folds[$0.vertex] != fold }, expecting: right[fold].reduce(0, +))
      return chosen[fold].filter { folds[$0.vertex] == fold }.map { prediction in
        Trial(
          prediction: prediction,
          calibrated: calibration.block(for: prediction.confidence)?.mean ?? prediction.confidence)
      }
    }
  }

  /// The position of the winner on the cases that count.
  private static func best(_ table: Table, where counts: (HeldOutPrediction) -> Bool) -> Int {
    let correct = table.map { entry in entry.predictions.count { counts($0) && $0.isCorrect } }
    func greatest(_ positions: [Int]) -> Int? {
      positions.reduce(nil) { best, next in best.map { correct[next] > correct[$0] ? next : $0 } ?? next }
    }
    let plain = greatest(table.indices.filter { !table[$0].candidate.mustLead })
    let other = greatest(table.indices.filter { table[$0].candidate.mustLead })
    guard let plain else { return other ?? 0 }
    guard let other else { return plain }
    let apart = zip(table[plain].predictions, table[other].predictions).count {
      counts($0) && $0.isCorrect != $1.isCorrect
    }
    return Double(correct[other] - correct[plain]) > Double(apart).squareRoot() ? other : plain
  }
}

extension CrossFit.Candidate {
  /// The candidate itself, and where anybody states other values the same with them, by strength.
  func with(_ declared: DeclaredEvidence) -> [CrossFit.Candidate] {
    guard !declared.isEmpty else { return [self] }
    return [self] + DeclaredEvidence.strengths.map { with(signs: $0) }
  }

  func with(signs: Double) -> CrossFit.Candidate {
    CrossFit.Candidate(method: method, weighting: weighting, weightingName: weightingName, signs: signs)
  }
}
