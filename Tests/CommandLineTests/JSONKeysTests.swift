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

  static func object(_ line: String, in folder: String) throws -> [String: Any] {
    let outcome = try BuiltBinary.shell(line, in: folder)
    #expect(outcome.code == 0, "\(outcome.messages)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
  }

  @Test("a kernel's result, its estimate, its trials and a graph's description have their keys")
  func kernels() throws {
    try withTemporaryFolder { folder in
      try Data("7 9 2\n9 12 0.5\n".utf8).write(to: URL(fileURLWithPath: folder + "/g.txt"))
      let result = try Self.object("kith kernel shortest-paths g.txt --param source=7 --json --quiet", in: folder)
      #expect(result["columns"] as? [String] == ["vertex", "distance"])
      #expect(result["rows"] as? [[Double]] == [[7, 0], [9, 2], [12, 2.5]])
      #expect(Set(result.keys) == ["columns", "figures", "graph", "kernel", "parameters", "rows"])
      let needs = try Self.object("kith kernel page-rank g.txt --estimate --json", in: folder)
      #expect(Set(needs.keys) == ["graph_bytes", "kernel_bytes", "making_bytes", "memory_bytes", "operations"])
      let trials = try Self.object("kith kernel page-rank g.txt --trials 3 --threads 2 --json", in: folder)
      #expect(trials["threads"] as? Int == 2 && (trials["peak_memory_bytes"] as? Int ?? 0) > 1 << 20)
      let times = try #require(trials["trials"] as? [[String: Double]])
      #expect(times.count == 3)
      for trial in times {
        #expect(Set(trial.keys) == ["load_seconds", "build_seconds", "relabel_seconds", "kernel_seconds"])
        #expect(trial.values.allSatisfy { $0 >= 0 && $0 < 60 })
      }
      let facts = try Self.object("kith graph info g.txt --json", in: folder)
      #expect(facts["vertices"] as? Int == 3 && facts["edges"] as? Int == 2 && facts["weighted"] as? Bool == true)
      let list = try Self.object("kith kernels --json", in: folder)
      #expect((list["kernels"] as? [[String: Any]] ?? []).count >= 35)
    }
  }
}
