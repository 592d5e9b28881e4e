import GraphKernels
import GraphStorage

/// Chooses method and edge weighting for one attribute by cross-fit, and calibrates the choice (DOMAIN C.2).
///
/// Each fold's labels are hidden in turn, and every labelled vertex is predicted by each candidate in the run that
/// hides its fold. The candidate with the most correct predictions wins; ties go to the earlier method, then to the
/// earlier weighting. Its held-out predictions are the calibration cases.
/// - Complexity: folds × methods × weightings runs without details.
public enum CrossFit {
  public static let foldCount = 5

  public struct Candidate: Equatable, Sendable {
    public let method: InferenceMethod
    /// Position in the list of weightings.
    public let weighting: Int
    public let weightingName: String
  }

  public struct Score: Equatable, Sendable {
    public let candidate: Candidate
    public let correct: Int
    public let cases: Int
    public var accuracy: Double { cases == 0 ? 0 : Double(correct) / Double(cases) }
  }

  public struct Choice: Equatable, Sendable {
    public let chosen: Candidate
    /// One for each candidate, methods in their order, weightings inside.
    public let scores: [Score]
    /// Of the chosen candidate, by vertex.
    public let heldOut: [HeldOutPrediction]
    public let calibration: IsotonicCalibration
    public let accuracy: Double
    /// The share of the most frequent class among the labelled.
    public let majorityShare: Double
    /// √(p (1 − p) / n) with p the majority's share: of the accuracy of always naming the majority.
    public let standardError: Double

    /// accuracy > majority + 2 standard errors
    public var hasHomophily: Bool { accuracy > majorityShare + 2 * standardError }
  }

  /// - Parameters:
  ///   - folds: for each vertex 0..<foldCount, by a hash of the person's id; read only where labelled.
  ///   - weightings: at least one; the same vertices in all.
  static func run(
    _ weightings: [NamedWeighting], _ labels: LabelEvidence, folds: [Int],
    methods: [InferenceMethod] = InferenceMethod.standard, threads: ThreadCount
  ) -> Choice {
    let table = heldOutTable(weightings, labels, folds: folds, methods: methods, threads: threads)
    return choose(table, labels, among: { _ in true })
  }

  /// All candidates with their predictions of every labelled vertex, by vertex.
  typealias Table = [(candidate: Candidate, predictions: [HeldOutPrediction])]

  static func heldOutTable(
    _ weightings: [NamedWeighting], _ labels: LabelEvidence, folds: [Int], methods: [InferenceMethod],
    threads: ThreadCount
  ) -> Table {
    precondition(folds.count == labels.vertexCount, "one fold for each vertex")
    let labelled = labels.labels.indices.filter { labels.labels[$0] >= 0 }
    let masks = (0..<foldCount).map { fold in labels.hiding { folds[$0] == fold } }
    return candidates(weightings, methods).map { candidate in
      let graph = weightings[candidate.weighting].graph
      let runs = masks.map { mask in
        candidate.method.run(graph, mask, leaveOneOut: false, detail: .none, threads: threads)
      }
      return (
        candidate,
        labelled.map { HeldOutPrediction(runs[folds[$0]], vertex: $0, truth: labels.labels[$0]) }
      )
    }
  }

  static func candidates(_ weightings: [NamedWeighting], _ methods: [InferenceMethod]) -> [Candidate] {
    precondition(!weightings.isEmpty && !methods.isEmpty, "there is something to choose from")
    return methods.flatMap { method in
      weightings.indices.map { Candidate(method: method, weighting: $0, weightingName: weightings[$0].name) }
    }
  }

  /// The best candidate on the vertices for which `among` holds, calibrated on them.
  static func choose(_ table: Table, _ labels: LabelEvidence, among: (Int) -> Bool) -> Choice {
    var best = 0
    var scores: [Score] = []
    for (index, entry) in table.enumerated() {
      let cases = entry.predictions.filter { among($0.vertex) }
      scores.append(Score(candidate: entry.candidate, correct: cases.count { $0.isCorrect }, cases: cases.count))
      if scores[index].correct > scores[best].correct { best = index }
    }
    let heldOut = table[best].predictions.filter { among($0.vertex) }
    var counts = [Int](repeating: 0, count: labels.classCount)
    for entry in heldOut { counts[Int(entry.truth)] += 1 }
    let count = Double(max(heldOut.count, 1))
    let majority = Double(counts.max() ?? 0) / count
    return Choice(
      chosen: table[best].candidate, scores: scores, heldOut: heldOut,
      calibration: IsotonicCalibration(heldOut.map(\.calibrationCase)), accuracy: scores[best].accuracy,
      majorityShare: majority, standardError: (majority * (1 - majority) / count).squareRoot())
  }
}
