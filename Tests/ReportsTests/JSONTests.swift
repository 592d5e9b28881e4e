import Foundation
import Reports
import Testing

@Suite("JSON")
struct JSONTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("an evaluation has exactly the promised keys")
  func evaluation() throws {
    let rows = try #require(
      try object(EvaluationReport.json([Sample.evaluation]).text)["evaluations"] as? [[String: Any]])
    #expect(rows.count == 2)
    for row in rows {
      #expect(
        Set(row.keys) == [
          "attribute", "labels", "seeds", "cases", "threshold", "accuracy", "macro_f1", "ece_raw", "ece", "brier",
          "coverage", "precision", "kind", "majority", "method", "plain_vote", "reliability", "unpublished",
        ])
    }
    #expect(rows[0]["precision"] as? Double == 0.9571)
    #expect(rows[1]["precision"] is NSNull)
  }

  @Test("text is golden: sorted keys, shortest numbers, null for what is no number")
  func golden() {
    let part = RankingReport.Part(kind: "call", direction: "sent", count: 2, contribution: .nan)
    let row = RankingReport.Row(
      person: "a\"\\\u{1}\u{1B}é", rank: 1, neighbour: "b\n", strength: 0.1 + 0.2, share: -.infinity, tier: 5,
      explanation: [part])
    #expect(
      row.jsonText == """
        {
          "explanation": [
            {
              "contribution": null,
              "count": 2,
              "direction": "sent",
              "kind": "call",
              "last_hour": null
            }
          ],
          "last_contact": null,
          "neighbour": "b\\n",
          "neighbour_name": null,
          "person": "a\\"\\\\\\u0001\\u001bé",
          "person_name": null,
          "rank": 1,
          "share": null,
          "strength": 0.30000000000000004,
          "tier": 5
        }

        """)
  }

  @Test(
    "numbers read back as the same Double",
    arguments: [0, -0.0, 1, 0.1, 1e-12, .leastNonzeroMagnitude, 1e22, .greatestFiniteMagnitude, 123456789.125, -3])
  func numbers(_ value: Double) throws {
    let text = JSONValue.array([.number(value)]).text
    let read = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Double])
    #expect(read == [value])
  }

  @Test("every key of every report is snake_case, and every report is valid")
  func keys() throws {
    func check(_ value: Any) {
      if let object = value as? [String: Any] {
        for (key, inner) in object {
          #expect(key.allSatisfy { $0 == "_" || $0.isNumber || $0.isLowercase }, "\(key)")
          check(inner)
        }
      } else if let array = value as? [Any] {
        array.forEach(check)
      }
    }
    let timings = RunTimings(runID: "r", started: "s", threads: 2, seconds: 1.5, steps: [.init(name: "n", seconds: 1)])
    for text in [
      Sample.ranking(people: 2, ties: 2).jsonText, Sample.inference.jsonText, Sample.snapshot.jsonText,
      Sample.manifest.jsonText, timings.jsonText,
    ] { check(try object(text)) }
    #expect(Sample.manifest.jsonText.contains("\"seed\": 18446744073709551615"))
  }

  @Test("an unknown value is null and carries its reason")
  func unknown() throws {
    let rows = try #require(try object(Sample.inference.jsonText)["rows"] as? [[String: Any]])
    #expect(rows[42]["value"] is NSNull)
    #expect(rows[42]["reason"] as? String == "confidence too low")
  }
}
