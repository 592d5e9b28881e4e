import Foundation
import GraphKernels
import GraphStorage
import TestSupport
import Testing

@testable import Inference

@Suite("Departments inferred from face-to-face contacts", .enabled(if: OfficeData.isThere, "KITH_DATASETS is not set"))
struct OfficeInferenceTests {
  static let seeds: [UInt64] = Datasets.runsLongTests ? [1, 2, 3, 4, 5] : [1, 2]
  static let threads = ThreadCount.available

  /// One line of figures a run, so that a change of the method shows in the log.
  static func figures(_ title: String, _ outcome: InferenceEvaluation.Outcome, baseline: Double) {
    func text(_ value: Double) -> String { String(format: "%.3f", value) }
    let m = outcome.pooled
    print(
      title, "plain", text(baseline), "accuracy", text(m.accuracy), "macro_f1", text(m.macroF1), "ece_raw",
      text(m.eceRaw), "ece", text(m.ece), "brier", text(m.brier), "coverage", text(m.coverage), "precision",
      text(m.precision), "cases", m.cases)
  }

  static func masked(_ data: OfficeData, _ share: Double) -> InferenceEvaluation.Outcome {
    InferenceEvaluation.masked(
      data.weightings, data.labels, keys: data.keys, folds: data.folds, judged: data.judged, share: share, seeds: seeds,
      threads: threads)
  }

  @Test(
    "the office of 2015 is inferred at least as well as by a plain vote, and what is shown is right",
    arguments: Datasets.runsLongTests ? [(0.2, 0.12), (0.5, 0.06), (0.8, 0.06)] : [(0.8, 0.06)])
  func office15(share: Double, worstError: Double) throws {
    let data = try OfficeData.office15()
    let outcome = Self.masked(data, share)
    let baseline = data.baseline(share: share, seeds: Self.seeds)
    Self.figures("InVS15 \(share)", outcome, baseline: baseline)
    #expect(outcome.pooled.accuracy >= baseline)
    #expect(outcome.pooled.ece <= worstError && outcome.pooled.ece < outcome.pooled.eceRaw)
    #expect(outcome.pooled.published == 0 || outcome.pooled.precision >= 0.9)
    if share >= 0.5 { #expect(outcome.pooled.coverage >= 0.4) }
  }

  @Test(
    "with all other labels the office of 2015 is inferred at least as well as by a plain vote",
    .enabled(if: Datasets.runsLongTests, "the long set only; the office of 2013 stands for it"))
  func office15LeaveOneOut() throws {
    let data = try OfficeData.office15()
    let outcome = InferenceEvaluation.leaveOneOut(
      data.weightings, data.labels, folds: data.folds, judged: data.judged, threads: Self.threads)
    let baseline = data.baselineLeaveOneOut()
    Self.figures("InVS15 loo", outcome, baseline: baseline)
    #expect(outcome.pooled.accuracy >= baseline)
    #expect(outcome.pooled.ece <= 0.08 && outcome.pooled.ece < outcome.pooled.eceRaw)
    #expect(outcome.pooled.precision >= 0.9 && outcome.pooled.coverage >= 0.5)
  }

  @Test("with all other labels the office of 2013 is inferred at least as well as by a plain vote")
  func office13LeaveOneOut() throws {
    let data = try OfficeData.office13()
    let outcome = InferenceEvaluation.leaveOneOut(
      data.weightings, data.labels, folds: data.folds, judged: data.judged, threads: Self.threads)
    let baseline = data.baselineLeaveOneOut()
    Self.figures("InVS13 loo", outcome, baseline: baseline)
    for share in [0.2, 0.5, 0.8] where ProcessInfo.processInfo.environment["KITH_FIGURES"] != nil {
      Self.figures(
        "InVS13 \(share)", Self.masked(data, share), baseline: data.baseline(share: share, seeds: Self.seeds))
    }
    #expect(outcome.pooled.accuracy >= baseline)
    #expect(outcome.pooled.published == 0 || outcome.pooled.precision >= 0.9)
  }

  @Test(
    "departments dealt at random are shown for almost nobody", arguments: Datasets.runsLongTests ? [UInt64](1...3) : [1]
  )
  func dealt(seed: UInt64) throws {
    let data = try OfficeData.office15()
    var generator = SeededGenerator(seed: seed)
    var labels = data.labels.labels
    generator.shuffle(&labels)
    let dealt = LabelEvidence(labels: labels, classCount: data.labels.classCount, evidence: data.labels.evidence)
    let outcome = InferenceEvaluation.leaveOneOut(
      [data.weightings[0]], dealt, folds: data.folds, judged: data.judged,
      methods: [.oneHopVote, .twoHopVote, .spreading(alpha: 0.5)],
      threads: Self.threads)
    Self.figures("InVS15 dealt", outcome, baseline: 0)
    #expect(outcome.pooled.coverage <= 0.02)
  }
}
