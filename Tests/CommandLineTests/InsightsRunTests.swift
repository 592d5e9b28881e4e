import Foundation
import TestSupport
import Testing

/// Released numbers as a user asks for them: their noise, and what they cost, outlive whatever happens.
@Suite struct InsightsRunTests {
  static let harbour = Datasets.projectRoot + "/datasets/harbour"

  static func ledger(_ folder: String) throws -> [[String: Any]] {
    let outcome = try BuiltBinary.shell("kith insights --graph g.kith --ledger --json", in: folder)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    return try #require(object?["rows"] as? [[String: Any]])
  }

  @Test(
    "whenever it is killed, no answer was shown without its entry, and the next one is the same",
    arguments: Datasets.runsLongTests ? [0.005, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.2, 0.5] : [0.02, 0.06])
  func killed(seconds: Double) throws {
    try withTemporaryFolder { folder in
      let made = try BuiltBinary.shell("kith import dataset '\(Self.harbour)' --into g.kith --quiet", in: folder)
      #expect(made.code == 0)
      let arguments = ["insights", "--graph", "g.kith", "--page", "g70", "--json", "--quiet"]
      let outcome = try BuiltBinary.kith(arguments, in: folder) { process in
        Thread.sleep(forTimeInterval: seconds)
        _ = try BuiltBinary.shell("kill -KILL \(process.processIdentifier) 2> /dev/null", in: folder)
      }
      let entries = try Self.ledger(folder)
      if !outcome.output.isEmpty { #expect(entries.count == 1) }
      let again = try BuiltBinary.shell("kith \(arguments.joined(separator: " "))", in: folder)
      #expect(again.code == 0, "\(again.messages)")
      if outcome.code == 0 { #expect(again.output == outcome.output) }
      #expect(try Self.ledger(folder).count == 1)
      let third = try BuiltBinary.shell("kith \(arguments.joined(separator: " ")) --threads 8", in: folder)
      #expect(third.output == again.output)
    }
  }

  @Test("of many questions at one time none is answered without its entry, and no more than the budget is spent")
  func concurrent() throws {
    try withTemporaryFolder { folder in
      let made = try BuiltBinary.shell("kith import dataset '\(Self.harbour)' --into g.kith --quiet", in: folder)
      #expect(made.code == 0)
      let outcome = try BuiltBinary.shell(
        """
        for e in 0.3 0.4 0.5 0.6; do for m in people events; do
          (kith insights --graph g.kith --page g70 --measure $m --epsilon $e --json --quiet > $m.$e 2> /dev/null) &
        done; done; wait
        """, in: folder)
      #expect(outcome.code == 0)
      let entries = try Self.ledger(folder)
      let answers = try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
        name.hasPrefix("people.") || name.hasPrefix("events.")
      }.map { try BuiltBinary.bytes(folder + "/" + $0) }.filter { !$0.isEmpty }
      // Two questions; each has one answer, whoever asked it.
      #expect(!answers.isEmpty && Set(answers).count == entries.count && entries.count <= 2)
      let spent = entries.reduce(0) { $0 + Int((($1["epsilon"] as? Double) ?? 9) * 1000 + 0.5) }
      #expect(spent <= 1000)
    }
  }

  @Test("a snapshot that cannot be written gives no answer, and stays what it was")
  func unwritable() throws {
    try withTemporaryFolder { folder in
      let made = try BuiltBinary.shell("kith import dataset '\(Self.harbour)' --into g.kith --quiet", in: folder)
      #expect(made.code == 0)
      let before = try BuiltBinary.bytes(folder + "/g.kith")
      let outcome = try BuiltBinary.shell(
        "trap '' XFSZ; ulimit -f 100; exec kith insights --graph g.kith --page g70 --quiet", in: folder)
      #expect(outcome.code == 74 && outcome.output.isEmpty, "\(outcome.messages)")
      #expect(try BuiltBinary.bytes(folder + "/g.kith") == before)
    }
  }

  @Test("no output of a page names a person")
  func noPeople() throws {
    try withTemporaryFolder { folder in
      let outcome = try BuiltBinary.shell(
        """
        kith import dataset '\(Self.harbour)' --into g.kith --quiet > /dev/null
        kith insights --graph g.kith --all --by age_band
        kith insights --graph g.kith --all --by age_band,day --internal --json
        """, in: folder)
      #expect(outcome.code == 0 && outcome.output.count > 1000)
      #expect(outcome.text.firstMatch(of: /p0\d{5}/) == nil)
    }
  }
}
