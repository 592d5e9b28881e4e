import GraphKernels
import Testing

@testable import Inference

@Suite("Which candidates cross-fit has time for")
struct ShortlistTests {
  private static let weightings = ["a", "b", "c"]
  private static let candidates = InferenceMethod.nominal.flatMap { method in
    weightings.indices.map { CrossFit.Candidate(method: method, weighting: $0, weightingName: weightings[$0]) }
  }

  /// Votes do best on c, then on a; spreading on b best of all, and the more the larger α is.
  private static func score(_ candidate: CrossFit.Candidate) -> Double {
    switch candidate.method {
    case .oneHopVote: [5, 1, 2][candidate.weighting]
    case .twoHopVote: [0, 3, 9][candidate.weighting]
    case .spreading(let alpha, let balanced): 100 * alpha + (balanced ? 1 : 0) + [2, 50, 1][candidate.weighting] / 10
    // Ahead of all, and yet no more than one of them is kept.
    case .clamped(let parameters): parameters.startsFromPrior ? 1_000 : 900
    }
  }

  private static func list(_ work: Int, _ candidates: [CrossFit.Candidate] = candidates) -> [CrossFit.Candidate] {
    CrossFit.shortlist(candidates, work: work, score: score)
  }

  @Test("all where there is little to do, nobody asks how they score")
  func small() {
    let listed = CrossFit.shortlist(Self.candidates, work: CrossFit.smallWork) { _ in
      Issue.record("a score costs a run")
      return 0
    }
    #expect(listed == Self.candidates)
  }

  @Test("of much work all votes, the four best and one that must lead on the two weightings on which votes do best, in the order of all")
  func great() {
    let listed = Self.list(CrossFit.smallWork + 1)
    #expect(listed.filter(\.method.isVote) == Self.candidates.filter(\.method.isVote))
    #expect(
      listed.filter { !$0.method.isVote }.map(\.name) == [
        "spreading 0.9 on a", "spreading 0.9 on c", "balanced spreading 0.9 on a", "balanced spreading 0.9 on c",
        "relaxation labelling on a",
      ])
    #expect(Self.list(CrossFit.greatWork) == listed)
    #expect(listed == Self.candidates.filter { listed.contains($0) })
  }

  @Test("of very much work the votes; where there are none, whatever there is")
  func most() {
    #expect(Self.list(CrossFit.greatWork + 1) == Self.candidates.filter(\.method.isVote))
    let others = Self.candidates.filter { !$0.method.isVote }
    #expect(Self.list(.max, others) == others)
    let votes = Self.candidates.filter(\.method.isVote)
    #expect(Self.list(CrossFit.greatWork, votes) == votes)
  }

  @Test("the largest fold is asked, the first of several")
  func largest() {
    #expect(CrossFit.largest([0, 0, 0]) == 0 && CrossFit.largest([1, 3, 3]) == 1 && CrossFit.largest([]) == 0)
  }
}
