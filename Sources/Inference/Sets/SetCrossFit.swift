import GraphKernels
import GraphStorage

/// Chooses one method and edge weighting for a whole set-valued attribute, and calibrates every value by itself.
///
/// Each value is a question of its own: yes for those who state it, no for those who state others only. Each fold's
/// people are hidden in turn; the candidate with the greatest mean area under the curve over the values wins (ties: the
/// earlier one). Area and not accuracy, because most values are rare and "no" is right about almost everybody. Candidates
/// are compared on the `comparedValues` values that most people state; the others take what won there. Of much work only
/// some candidates are compared, those that do best on the largest fold (`CrossFit.shortlist`).
/// - Complexity: folds × (compared values × methods × weightings + values) runs of two classes, and up to
///   `CrossFit.foldCount` times the last where folds choose differently.
public enum SetCrossFit {
  static let comparedValues = 12

  public struct Score: Equatable, Sendable {
    public let candidate: CrossFit.Candidate
    /// Mean over the values compared.
    public let meanArea: Double
  }

  /// One value of the set.
  public struct Value: Equatable, Sendable {
    public let value: Int
    /// People tested, and how many of them have the value.
    public let cases: Int
    public let holders: Int
    public let calibration: IsotonicCalibration
    public let figures: SetFigures
  }

  public struct Choice: Equatable, Sendable {
    public let chosen: CrossFit.Candidate
    public let scores: [Score]
    public let values: [Value]
  }

  /// - Parameters:
  ///   - questions: for each value asked about the labels 1 (yes), 0 (no) and −1 (unknown or no evidence).
  static func run(
    _ ground: InferenceGround, _ questions: [(value: Int, labels: LabelEvidence)],
    methods: [InferenceMethod]
  ) -> Choice {
    let all = CrossFit.candidates(ground.weightings, methods)
    guard let first = questions.first else { return Choice(chosen: all[0], scores: [], values: []) }
    let cases = CrossFit.cases(first.labels, ground.judged)
    let folds = cases.map { ground.folds[$0] }
    /// Of each value and fold what the signs of its cases say, once it was asked.
    var signs: [Int: [DeclaredSigns]] = [:]
    /// For each strength of signs and each case the probability of yes without the case's fold; 0 outside of some folds.
    func heldOut(
      _ candidate: CrossFit.Candidate, _ value: Int, signs strengths: [Double], folds some: Range<Int>? = nil
    ) -> [[Double]] {
      let labels = questions[value].labels
      if strengths.contains(where: { $0 > 0 }), signs[value] == nil {
        signs[value] = (0..<CrossFit.foldCount).map { fold in
          ground.declared.said(
            labels.hiding { ground.folds[$0] == fold }, of: cases.filter { ground.folds[$0] == fold },
            threads: ground.threads)
        }
      }
      var scores = strengths.map { _ in [Double](repeating: 0, count: cases.count) }
      for fold in some ?? 0..<CrossFit.foldCount {
        let shown = labels.hiding { ground.folds[$0] == fold }
        let asked = cases.filter { ground.folds[$0] == fold }
        let said = candidate.method.run(
          ground.weightings[candidate.weighting].graph, shown, only: asked, threads: ground.threads)
        let own = signs[value]?[fold] ?? DeclaredSigns(classCount: 2)
        for (place, vertex) in cases.enumerated() where folds[place] == fold {
          for (form, strength) in strengths.enumerated() {
            scores[form][place] = own.row(said, vertex, strength: strength)[1]
          }
        }
      }
      return scores
    }
    let compared = questions.indices.sorted {
      let (left, right) = (questions[$0].labels.labelCounts[1], questions[$1].labels.labelCounts[1])
      return left != right ? left > right : $0 < $1
    }.prefix(comparedValues)
    let truths = questions.map { question in cases.map { question.labels.labels[$0] == 1 } }
    let arcs = ground.weightings.map(\.graph.arcCount).max() ?? 0
    let sample = CrossFit.largest((0..<CrossFit.foldCount).map { fold in folds.count { $0 == fold } })
    let plain = CrossFit.shortlist(all, work: 2 * arcs * compared.count) { candidate in
      mean(
        compared.map { value in
          let scores = heldOut(candidate, value, signs: [0], folds: sample..<sample + 1)[0]
          return areaUnderCurve(cases.indices.filter { folds[$0] == sample }.map { (scores[$0], truths[value][$0]) })
        })
    }
    let strengths = ground.declared.isEmpty ? [0] : [0, DeclaredEvidence.only]
    let candidates = strengths.flatMap { strength in plain.map { $0.with(signs: strength) } }
    // [candidate][value][case]; empty where nobody asks.
    var table = [[[Double]]](
      repeating: [[Double]](repeating: [], count: questions.count), count: candidates.count)
    for candidate in plain.indices {
      for index in compared {
        for (form, scores) in heldOut(plain[candidate], index, signs: strengths).enumerated() {
          table[candidate + form * plain.count][index] = scores
        }
      }
    }
    func area(_ candidate: Int, _ value: Int, where kept: (Int) -> Bool) -> Double {
      areaUnderCurve(
        cases.indices.filter { kept(folds[$0]) }.map { (table[candidate][value][$0], truths[value][$0]) })
    }
    // Of each candidate and fold the mean area without that fold; the last one with all.
    let areas = candidates.indices.map { candidate in
      (0...CrossFit.foldCount).map { left in mean(compared.map { area(candidate, $0) { $0 != left } }) }
    }
    func best(without fold: Int) -> Int {
      candidates.indices.reduce(0) { areas[$1][fold] > areas[$0][fold] ? $1 : $0 }
    }
    let chosen = best(without: CrossFit.foldCount)
    let choices = (0..<CrossFit.foldCount).map { best(without: $0) }
    for candidate in Set(choices + [chosen]).sorted() {
      for index in questions.indices where table[candidate][index].isEmpty {
        table[candidate][index] = heldOut(candidates[candidate], index, signs: [candidates[candidate].signs])[0]
      }
    }
    let values = questions.indices.map { index -> Value in
      func calibrated(_ candidate: Int, where kept: (Int) -> Bool) -> IsotonicCalibration {
        IsotonicCalibration(
          cases.indices.filter { kept(folds[$0]) }.map {
            CalibrationCase(confidence: table[candidate][index][$0], isCorrect: truths[index][$0])
          })
      }
      var trials: [(calibrated: Double, plain: Double, truth: Bool)] = []
      for fold in 0..<CrossFit.foldCount {
        let calibration = calibrated(choices[fold]) { $0 != fold }
        let others = cases.indices.filter { folds[$0] != fold }
        let plain = Double(others.count { truths[index][$0] }) / Double(max(others.count, 1))
        for place in cases.indices where folds[place] == fold {
          let score = table[choices[fold]][index][place]
          trials.append((calibration.block(for: score)?.mean ?? plain, plain, truths[index][place]))
        }
      }
      return Value(
        value: questions[index].value, cases: cases.count, holders: truths[index].count { $0 },
        calibration: calibrated(chosen) { _ in true },
        figures: SetFigures(area: area(chosen, index) { _ in true }, trials: trials))
    }
    return Choice(
      chosen: candidates[chosen],
      scores: candidates.indices.map {
        Score(candidate: candidates[$0], meanArea: areas[$0][CrossFit.foldCount])
      }, values: values)
  }
}
