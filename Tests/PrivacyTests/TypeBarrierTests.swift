import Foundation
import TestSupport
import Testing

/// Compiles snippets against the modules as built, as a program outside them would.
private enum Compiler {
  /// Beside the bundle of these tests.
  static let modules: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") }
    let folder = bundle.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    let candidates = [folder, Datasets.projectRoot + "/.build/debug"].compactMap { $0 }.map { $0 + "/Modules" }
    return candidates.first { FileManager.default.fileExists(atPath: $0 + "/Privacy.swiftmodule") } ?? ""
  }()

  /// What the compiler says; empty where it is content.
  static func complaints(_ body: String) throws -> String {
    try withTemporaryFolder { folder in
      let file = folder + "/snippet.swift"
      let imports = ["GraphStorage", "Inference", "People", "Privacy", "Ties"].map { "import \($0)\n" }.joined()
      try (imports + body).write(toFile: file, atomically: true, encoding: .utf8)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      // The module maps of what a layer beneath needs of C: one of ours, one that the build makes.
      let folders = [modules, Datasets.projectRoot + "/Sources/CMemory", modules + "/../CBitRows.build"]
      process.arguments = ["swiftc", "-typecheck", "-swift-version", "6"] + folders.flatMap { ["-I", $0] } + [file]
      let pipe = Pipe()
      (process.standardOutput, process.standardError) = (pipe, pipe)
      try process.run()
      let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return process.terminationStatus == 0 ? "" : text
    }
  }
}

@Suite(
  "The policy gate cannot be gone round", .enabled(if: !Compiler.modules.isEmpty, "the built modules are not found"))
struct TypeBarrierTests {
  @Test("what goes through the gate compiles")
  func control() throws {
    let complaints = try Compiler.complaints(
      """
      func f(_ gate: PolicyGate, _ time: Timestamp) throws {
        _ = try TieScorer(gate.graph(for: .service), asOf: time, threads: ThreadCount(1)).allTies()
        _ = try AttributeProblem(gate.inferenceGraph(), attribute: "city", asOf: time, threads: ThreadCount(1)).solve()
      }
      """)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test(
    "what goes round the gate does not compile, for that reason",
    arguments: [
      ("_ = Permitted(graph, purpose: .service, basis: \"x\")", "'Permitted<Value>' initializer is inaccessible"),
      (
        "_ = InferenceGraph(graph: graph, subjects: all, evidence: all, declared: [])",
        "'InferenceGraph' initializer is inaccessible"
      ),
      ("_ = try TieScorer(graph, asOf: time, threads: ThreadCount(1))", "Permitted<SocialGraph>"),
      (
        "_ = try AttributeProblem(graph, attribute: \"city\", asOf: time, threads: ThreadCount(1))",
        "Permitted<InferenceGraph>"
      ),
      (
        "_ = try AttributeProblem(gate.graph(for: .service), attribute: \"city\", asOf: time, threads: ThreadCount(1))",
        "Permitted<InferenceGraph>"
      ),
      ("_ = InferableAttribute(column: graph.attributes[0])", "column"),
      ("_ = CrossFit.run([], labels, folds: [], threads: ThreadCount(1))", "'run' is inaccessible"),
      ("_ = InferenceEvaluation.leaveOneOut([], labels, folds: [], threads: ThreadCount(1))", "inaccessible"),
      ("_ = Released<Int>(7, .kAnonymous(1))", "'Released<Value>' initializer is inaccessible"),
      ("_ = NoiseSource(foreseeable: SeededGenerator(seed: 1))", "takes no arguments"),
      ("_ = BoundedCounts([7], sensitivity: 1)", "inaccessible"),
      ("func g(_ counts: BoundedCounts) -> [Int] { counts.counts }", "'counts' is inaccessible"),
      ("_ = AttributeInference.self", "cannot find 'AttributeInference'"),
    ])
  func barred(statement: String, reason: String) throws {
    let complaints = try Compiler.complaints(
      """
      import GraphKernels
      func f(_ graph: SocialGraph, _ all: PersonSet, _ gate: PolicyGate, _ labels: LabelEvidence, _ time: Timestamp) throws {
        \(statement)
      }
      """)
    let errors = complaints.split(separator: "\n").filter { $0.contains("error:") }
    #expect(errors.contains { $0.contains(reason) }, "\(complaints)")
    #expect(!complaints.contains("no such module"))
  }
}
