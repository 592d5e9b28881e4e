import GraphKernels
import GraphStorage
import Testing

@testable import Inference

@Suite("One person behind many")
struct OnePersonTests {
  /// A calibration that publishes whatever is certain enough, so that only the person behind it can forbid.
  static func choice(_ method: InferenceMethod) throws -> CrossFit.Choice {
    let lone = try WeightedGraphBuilder.build(
      vertexCount: 1, sources: [], targets: [], weights: [], symmetric: true)
    let said = OneHopVote.run(
      lone, LabelEvidence(labels: [0], classCount: 1, evidence: [true]), threads: ThreadCount(1))
    let right = CrossFit.Trial(prediction: HeldOutPrediction(MethodAnswer(said, vertex: 0), truth: 0), calibrated: 1)
    let candidate = CrossFit.Candidate(method: method, weighting: 0, weightingName: "plain")
    return CrossFit.Choice(
      chosen: candidate, scores: [], heldOut: [],
      calibration: IsotonicCalibration((0..<100).map { _ in CalibrationCase(confidence: 0, isCorrect: true) }),
      trials: [right], majorityShare: 0.5, standardError: 0.01)
  }

  /// 0 asks its neighbours 1...5, and 6 stands behind all of them; 7...11 are known to one of the neighbours each.
  /// - Parameter hub: the weight of the ties to 6.
  static func ties(hub: Double, chain: Int) throws -> WeightedGraph {
    var (sources, targets, weights): ([UInt32], [UInt32], [Double]) = ([], [], [])
    func tie(_ one: Int, _ other: Int, _ weight: Double) {
      sources.append(UInt32(one))
      targets.append(UInt32(other))
      weights.append(weight)
    }
    for neighbour in 1...5 {
      tie(0, neighbour, 1)
      tie(neighbour, neighbour + 6, 1)
      if chain == 0 {
        tie(neighbour, 6, hub)
      } else {
        // One more unlabelled person on each way to the hub.
        tie(neighbour, neighbour + 11, hub)
        tie(neighbour + 11, 6, hub)
      }
    }
    return try WeightedGraphBuilder.build(
      vertexCount: 17, sources: sources, targets: targets, weights: weights, symmetric: true)
  }

  @Test(
    "a labelled hub behind five neighbours leaves the value unknown, though no neighbour brings more than a fifth",
    arguments: [
      (InferenceMethod.twoHopVote, 0), (.spreading(alpha: 0.3), 0), (.spreading(alpha: 0.9), 0),
      (.spreading(alpha: 0.9), 1), (.harmonic, 0), (.harmonic, 1), (.relaxation, 1),
    ])
  func hub(method: InferenceMethod, chain: Int) throws {
    let graph = try Self.ties(hub: 40, chain: chain)
    let labels = LabelEvidence(
      labels: (0..<17).map { (6...11).contains($0) ? 0 : -1 }, classCount: 2,
      evidence: [Bool](repeating: true, count: 17))
    func decision(_ graph: WeightedGraph) throws -> AttributePrediction {
      AttributeInference.predict(
        try Self.choice(method), [NamedWeighting(name: "plain", graph: graph)], labels, subjects: [0],
        rule: PublicationRule(), threads: ThreadCount(2))[0]
    }
    let found = try decision(graph)
    #expect(found.decision == .singlePersonShare, "\(found)")
    #expect((found.support?.people ?? 0) >= 5)
    // The neighbours alone look harmless: each brings the same, a fifth.
    let five = (1...5).map { neighbour in
      LabelSpreading.run(graph, labels, parameters: .init(alpha: 0.5), threads: ThreadCount(1)).masses[neighbour]
    }
    #expect((five.max() ?? 1) / five.reduce(0, +) < 0.21)
    // With a weak hub the same five would do.
    #expect(try decision(Self.ties(hub: 0.05, chain: chain)).decision == .publish)
  }
}
