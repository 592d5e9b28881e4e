import Testing

@testable import Reports

@Suite("An explanation in words")
struct ExplanationTextTests {
  private static func explanation(
    _ contributors: [InferenceReport.Explanation.Contributor]
  ) -> InferenceReport.Explanation {
    InferenceReport.Explanation(
      people: contributors.count, contributors: contributors, withheld: "who they are is not shown",
      counterfactual: nil, method: "how")
  }

  @Test("tells shares where ties say something, and what it rests on where none does")
  func lines() {
    let two = [
      InferenceReport.Explanation.Contributor(person: nil, share: 0.6, steps: 1),
      InferenceReport.Explanation.Contributor(person: nil, share: 0.4, steps: 2),
    ]
    #expect(
      Self.explanation(two).lines == [
        "2 people stand behind it; the most influential bring 60 %, 40 %", "how", "who they are is not shown",
      ])
    #expect(
      Self.explanation([]).lines == [
        "no tie says anything: it rests on what people with the same other values state", "how",
        "who they are is not shown",
      ])
  }

  @Test("of many candidates the best dozen is shown, the chosen one among them, and the rest counted")
  func candidates() {
    func report(_ scores: [Double], chosen: Int) -> InferenceReport {
      InferenceReport(
        attribute: "city", method: "m",
        candidates: scores.enumerated().map { .init(name: "m\($0)", accuracy: $1, chosen: $0 == chosen) }, labelled: 1,
        subjects: 0, published: 0, unknown: 0, reasons: [], threshold: 0.8, tested: 1, crossFitAccuracy: 0,
        bestAccuracy: 0, majorityShare: 0, homophilyPassed: true,
        calibration: .init(eceRaw: 0, ece: 0, brier: 0, blocks: []), purpose: "", rows: [])
    }
    let few = report((0..<12).map { Double($0) / 20 }, chosen: 3)
    #expect(few.shownCandidates == few.candidates && few.candidateNote.isEmpty)
    let scores = (0..<30).map { Double(($0 * 7) % 30) / 30 }
    let many = report(scores, chosen: 0)
    #expect(many.shownCandidates.count == 12 && many.shownCandidates.last?.name == "m0")
    #expect(many.shownCandidates.dropLast().map(\.accuracy) == Array(scores.sorted(by: >).prefix(11)))
    #expect(many.candidateNote == "the best 12 of 30 tried; all are in the JSON")
  }
}
