import Foundation
import GraphStorage
import Jobs
import TestSupport
import Testing

/// What is wrong with a job file is told before anything runs, in one line with its place, as wrong data.
@Suite("Job files that cannot be run")
struct JobFileErrorTests {
  struct Wrong: CustomTestStringConvertible, Sendable {
    /// The steps, one a line, from line 4 on.
    let steps: String
    let message: String
    var testDescription: String { message }

    init(_ steps: String, _ message: String) { (self.steps, self.message) = (steps, message) }
  }

  static let good = "- import: {format: dataset, path: .}\n"

  static let cases = [
    Wrong("- rank: {top: 3}", "job.yaml:4:5 the first step must be an import"),
    Wrong(good + good, "job.yaml:5:5 a job imports once"),
    Wrong("- import: {format: csv, path: .}", "job.yaml:4:22 format: no import format 'csv'"),
    Wrong("- import: {format: dataset}", "job.yaml:4:13 missing key 'steps.Index 0.import.path'"),
    Wrong("- import: {format: dataset, path: ., max_rejects: 0}", "job.yaml:4:53 max_rejects: is 1 or more"),
    Wrong("- import: {format: dataset, path: ., into: g.db}", "job.yaml:4:46 'g.db' should end in .kith"),
    Wrong(good + "- rank: {top: 0}", "job.yaml:5:17 top: is 1 or more"),
    Wrong(good + "- rank: {top: many}", "job.yaml:5:17 steps.Index 1.rank.top: not a valid value"),
    Wrong(
      good + "- rank: {output: ../r.csv}",
      "job.yaml:5:20 '../r.csv' is not a plain file name; results go into the job's output folder"),
    Wrong(good + "- rank: {output: r.txt}", "job.yaml:5:20 'r.txt' should end in .csv or .json"),
    Wrong(
      good + "- rank: {as_of: 2025}",
      "job.yaml:5:19 as_of: '2025' looks like a year; state a day, for example 2025-12-31"),
    Wrong(
      good + "- rank: {output: a.csv}\n- infer: {attribute: city, output: a.csv}",
      "job.yaml:6:38 'a.csv' would be written twice"),
    Wrong(good + "- rank: {output: manifest.json}", "job.yaml:5:20 'manifest.json' would be written twice"),
    Wrong(good + "- infer: {output: a.csv}", "job.yaml:5:12 missing key 'steps.Index 1.infer.attribute'"),
    Wrong(good + "- infer: {attribute: city, threshold: 0.3}", "job.yaml:5:41 threshold: lies in 0.5 … 1"),
    Wrong(
      good + "- infer: {attribute: city, confidence: 0.3}",
      "job.yaml:5:30 unknown key 'steps.infer.confidence'; known here: as_of, attribute, output, threshold"),
    Wrong(
      good + "- evaluate: {labels: [\"0.5\", most]}",
      "job.yaml:5:32 labels: 'most' is neither a share between 0 and 1 nor 'loo'"),
    Wrong(good + "- evaluate: {seeds: 0}", "job.yaml:5:23 seeds: lies in 1 … 1000"),
    Wrong(good + "- draw: {person: p1, output: ego.gif}", "job.yaml:5:32 'ego.gif' should end in .svg or .png or .dot"),
    Wrong(good + "- draw: {person: p1, top: 150, output: ego.svg}", "job.yaml:5:29 top: lies in 1 … 149"),
    Wrong(good + "- report: {output: page.pdf}", "job.yaml:5:22 'page.pdf' should end in .html"),
    Wrong(
      good + "- forget: {person: p1}",
      "job.yaml:5:5 unknown key 'steps.forget'; known here: append, communities, draw, evaluate, evaluate_communities, evaluate_suggestions, evaluate_ties, expire, fit_decay, fit_suggestions, import, infer, insights, kernel, pairs, rank, report, suggest, trends"),
    Wrong(good + "- append: {events: []}", "job.yaml:5:22 events: names files, folders or patterns"),
    Wrong(
      good + "- append: {events: [a.csv]}\n- append: {events: [b.csv]}",
      "job.yaml:6:13 'append.rejected.csv' would be written twice"),
    Wrong(good + "- expire: {keep: {call: 0}}", "job.yaml:5:27 call: lies in 1 … 36500 days"),
    Wrong(good + "- fit_decay: {output: decay.csv}", "job.yaml:5:25 'decay.csv' should end in .yaml or .yml"),
    Wrong(
      good + "- fit_decay: {output: d.yaml, window: soon}",
      "job.yaml:5:41 window: 'soon' is no whole number of hours"),
    Wrong(good + "- trends: {top: 3}", "job.yaml:5:13 missing key 'steps.Index 1.trends.since'"),
    Wrong(good + "- trends: {since: then}", "job.yaml:5:21 since: not a time"),
    Wrong(good + "- pairs: {top: 0}", "job.yaml:5:18 top: is 1 or more"),
    Wrong(good + "- communities: {method: magic}", "job.yaml:5:18 method: no 'magic'"),
    Wrong(good + "- communities: {edges: follows}", "job.yaml:5:18 communities are not found over follows"),
    Wrong(good + "- evaluate_ties: {cuts: 101}", "job.yaml:5:27 cuts: lies in 1 … 100"),
    Wrong(good + "- evaluate_suggestions: {seeds: 0}", "job.yaml:5:35 seeds: lies in 1 … 100"),
    Wrong(
      good + "- rank: {top: 3}\n  draw: {person: p1, output: a.svg}",
      "job.yaml:5:5 steps.Index 1: a step has exactly one verb"),
  ]

  static func message(_ text: String, in folder: String) -> String {
    do throws(Failure) {
      let path = folder + "/job.yaml"
      guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else { return "not written" }
      _ = try JobRunner(path: path, executable: "/bin/false", context: RunContext(threads: ThreadCount(1)))
      return "no error"
    } catch {
      #expect(error.category == .data)
      #expect(!error.message.contains("\n") && !(error.hint ?? "").contains("\n"))
      return error.message
    }
  }

  @Test("are told with their place, and nothing is written", arguments: cases)
  func told(wrong: Wrong) throws {
    try withTemporaryFolder { folder in
      let steps = wrong.steps.split(separator: "\n").map { "  \($0)\n" }.joined()
      #expect(Self.message("name: x\noutput: out\nsteps:\n\(steps)", in: folder) == wrong.message)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(files == ["job.yaml"])
    }
  }

  @Test("names that are paths, no steps, no YAML and no text are told too")
  func whole() throws {
    try withTemporaryFolder { folder in
      #expect(Self.message("name: x\noutput: out\nsteps:\n  \(Self.good)", in: folder) == "no error")
      #expect(
        Self.message("name: a/b\noutput: out\nsteps: []\n", in: folder)
          == "job.yaml:1:7 name: not a plain name; the snapshot is called after it")
      #expect(Self.message("name: x\noutput: out\nsteps: []\n", in: folder) == "job.yaml:3:8 the job has no steps")
      #expect(Self.message("name: x\noutput: [", in: folder).hasPrefix("job.yaml:3:1 "))
      #expect(Self.message("output: out\nsteps: []\n", in: folder) == "job.yaml:1:1 missing key 'name'")
      #expect(Self.message("", in: folder).hasPrefix("job.yaml"))
    }
  }
}
