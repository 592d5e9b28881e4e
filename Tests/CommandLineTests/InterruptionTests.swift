import Foundation
import TestSupport
import Testing

@Suite struct InterruptionTests {
  static func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test(
    "a run that is told to end says so with exit code 130 and leaves nothing half-written",
    arguments: zip(["INT", "TERM", "INT", "INT", "TERM"], ["evaluate", "generate", "import", "kernel", "kernel"]))
  func interrupted(signal: String, verb: String) throws {
    try withTemporaryFolder { folder in
      let karate = Datasets.projectRoot + "/datasets/karate"
      var line = "kith import dataset '\(karate)' --into g.kith --quiet"
      var arguments: [String] = []
      switch verb {
      case "evaluate":
        line = line.replacing("karate", with: "harbour")
        arguments = ["evaluate", "inference", "--graph", "g.kith", "--seeds", "50"]
      case "generate": arguments = ["generate", "--people", "80000", "--seed", "1", "--output", "made"]
      case "kernel":
        line = "echo old > r.csv && " + line
        line += " && kith graph generate uniform --vertices 20000 --edges 200000 --output u.kgraph"
        arguments = ["kernel", "betweenness", "u.kgraph", "--output", "r.csv", "--quiet"]
      default:
        line += " && kith generate --people 50000 --events-per-person 40 --seed 1 --output data --quiet"
        arguments = ["import", "dataset", "data", "--into", "g.kith"]
      }
      let made = try BuiltBinary.shell(line + " > files.txt", in: folder)
      #expect(made.code == 0, "\(made.messages)")
      let before = try BuiltBinary.bytes(folder + "/g.kith")
      let files = try Self.names(folder)
      let outcome = try BuiltBinary.kith(arguments, in: folder) { process in
        Thread.sleep(forTimeInterval: 0.5)
        #expect(process.isRunning, "it was over before it could be told")
        _ = try BuiltBinary.shell("kill -\(signal) \(process.processIdentifier)", in: folder)
      }
      #expect(outcome.code == 130)
      #expect(outcome.messages == "error: cancelled; nothing was left half-written\n")
      #expect(outcome.output.isEmpty)
      if verb == "kernel" { #expect(try BuiltBinary.bytes(folder + "/r.csv") == Array("old\n".utf8)) }
      #expect(try BuiltBinary.bytes(folder + "/g.kith") == before)
      #expect(try Self.names(folder).filter { $0 != "made" } == files)
      let left = (try? Self.names(folder + "/made")) ?? []
      #expect(left.allSatisfy { $0.hasSuffix(".csv") || $0.hasSuffix(".md") || $0.hasSuffix(".yaml") }, "\(left)")
    }
  }
}
