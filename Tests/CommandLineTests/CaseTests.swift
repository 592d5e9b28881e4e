import Foundation
import TestSupport
import Testing

/// The built binary on transcripts (`Cases/*.case`; the form is described at `Transcript`).
///
/// `KITH_RECORD_CASES=1` writes what happened into the files, and the tests still fail: a recording is to be read
/// before it is believed.
@Suite struct CaseTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Cases"
  static let records = ProcessInfo.processInfo.environment["KITH_RECORD_CASES"] != nil

  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".case") }
    .map { String($0.dropLast(5)) }.sorted()

  /// What the transcripts must cover; one that was deleted is missed.
  static let required = [
    "help", "import", "append", "rank", "trends", "infer", "suggest", "communities", "evaluate", "fit-decay", "draw",
    "report", "open", "run", "generate", "quiet", "errors-usage", "errors-data", "errors-input", "errors-output",
    "errors-policy", "errors-kernel", "pipes", "job", "kernels", "kernel", "graph", "insights",
  ]

  @Test("no transcript is missing")
  func complete() {
    #expect(Set(Self.required).subtracting(Self.names).isEmpty)
  }

  @Test("every verb's help stands in a transcript and has an example")
  func everyVerb() throws {
    let recorded = try Transcript(parsing: Self.read("help"))
    let verbs = try Self.verbs([])
    #expect(verbs.count >= 9)
    for verb in verbs {
      let help = try #require(
        recorded.steps.first { $0.command == "kith \(verb.joined(separator: " ")) --help" }, "no help of \(verb)")
      #expect(help.output.contains("Example: kith"), "\(verb)")
    }
  }

  /// The verbs as the program lists them, those below another verb too.
  static func verbs(_ above: [String]) throws -> [[String]] {
    let help = try BuiltBinary.shell("kith \(above.joined(separator: " ")) --help", in: "/").text
    guard let list = help.range(of: "SUBCOMMANDS:\n") else { return [above] }
    return try help[list.upperBound...].split(separator: "\n").filter {
      $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See")
    }.flatMap { try verbs(above + [String($0.split(separator: " ")[0])]) }
  }

  @Test("the binary answers as the transcript says", arguments: names)
  func transcript(name: String) throws {
    let recorded = try Transcript(parsing: Self.read(name))
    #expect(!recorded.steps.isEmpty)
    let happened = try Self.run(recorded)
    for (expected, actual) in zip(recorded.steps, happened.steps) {
      #expect(actual.output == expected.output, "standard output of: \(actual.command)")
      #expect(actual.errors == expected.errors, "standard error of: \(actual.command)")
      #expect(actual.code == expected.code, "exit code of: \(actual.command)")
    }
    if Self.records {
      try Data(happened.text.utf8).write(to: URL(fileURLWithPath: "\(Self.folder)/\(name).case"))
      Issue.record("\(name).case was recorded anew; read it, and run again without KITH_RECORD_CASES")
    }
  }

  static func read(_ name: String) throws -> String {
    String(decoding: try BuiltBinary.bytes("\(folder)/\(name).case"), as: UTF8.self)
  }

  /// Runs the commands of a transcript one after another in one fresh folder, in which `datasets` is the project's.
  static func run(_ recorded: Transcript) throws -> Transcript {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/datasets", withDestinationPath: Datasets.projectRoot + "/datasets")
      let steps = try recorded.steps.map { step in
        let outcome = try BuiltBinary.shell(step.command, in: folder)
        return Transcript.Step(
          comments: step.comments, command: step.command, output: normalised(outcome.output, folder),
          errors: normalised(outcome.errors, folder), code: outcome.code)
      }
      return Transcript(steps: steps, closing: recorded.closing)
    }
  }

  /// Without what differs from run to run. A carriage return is shown, because an editor might change it and Swift takes it and the newline for one character.
  static func normalised(_ bytes: [UInt8], _ folder: String) -> String {
    let shown = bytes.flatMap { $0 == 13 ? Array("<CR>".utf8) : [$0] }
    return String(decoding: shown, as: UTF8.self).replacingOccurrences(of: folder, with: "<folder>")
      .replacingOccurrences(of: #"\(\d+\.\d+ s\)"#, with: "(<seconds> s)", options: .regularExpression)
      // Progress is told to whoever waits for seconds: on a busy machine, and otherwise not.
      .replacingOccurrences(
        of: #"(?m)^(\S+  [0-9.]+ (of [0-9.]+ )?[kMG]?B .*|[a-z-]+: \d0 %)\n"#, with: "", options: .regularExpression)
  }
}

/// The runner itself must be able to fail.
@Suite struct TranscriptTests {
  @Test("a transcript written out and read back is the same")
  func roundTrip() throws {
    let text = "# why\n$ a\n\\$ 1\n\n\\\\x\n! e\n!\n? 64\n# two\n$ b\nx\n\\no newline\n# end\n"
    let transcript = try Transcript(parsing: text)
    #expect(transcript.text == text)
    #expect(
      transcript.steps[0] == .init(comments: ["# why"], command: "a", output: "$ 1\n\n\\x\n", errors: "e\n\n", code: 64)
    )
    #expect(transcript.steps[1].output == "x")
    #expect(transcript.closing == ["# end"])
  }

  @Test("output that belongs to no command is refused")
  func stray() {
    #expect(throws: Transcript.BadLine.self) { try Transcript(parsing: "x\n$ a\n") }
    #expect(throws: Transcript.BadLine.self) { try Transcript(parsing: "$ a\n# c\nx\n") }
  }

  @Test("exit codes, both outputs and signals are told apart")
  func shell() throws {
    let outcome = try BuiltBinary.shell("echo 1; echo 2 >&2; exit 65", in: "/")
    #expect((outcome.text, outcome.messages, outcome.code) == ("1\n", "2\n", 65))
    #expect(!outcome.crashed)
    #expect(try BuiltBinary.shell("kill -SEGV $$", in: "/").crashed)
  }
}
