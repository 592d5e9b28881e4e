import Foundation
import TestSupport
import Testing

/// The keys that other programs rely on.
@Suite struct JSONKeysTests {
  @Test("evaluate gives every figure for each attribute and share of labels")
  func evaluate() throws {
    try withTemporaryFolder { folder in
      let line = """
        kith import dataset '\(Datasets.projectRoot)/datasets/karate' --into k.kith --quiet > /dev/null \
        && kith evaluate inference --graph k.kith --labels 0.5,loo --seeds 1 --json
        """
      let outcome = try BuiltBinary.shell(line, in: folder)
      #expect(outcome.code == 0, "\(outcome.messages)")
      let value = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
      let rows = try #require(value?["evaluations"] as? [[String: Any]])
      #expect(rows.map { $0["labels"] as? String } == ["0.5", "loo"])
      for row in rows {
        #expect(row["attribute"] as? String == "faction")
        for key in ["accuracy", "macro_f1", "ece_raw", "ece", "brier", "coverage"] {
          let figure = try #require(row[key] as? Double, "\(key)")
          #expect((0...1).contains(figure), "\(key)")
        }
        // Nothing published has no precision; the key is there all the same.
        #expect(row.keys.contains("precision"))
      }
    }
  }
}
