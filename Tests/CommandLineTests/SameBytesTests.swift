import Foundation
import TestSupport
import Testing

/// The number of threads changes no byte of any result.
@Suite struct SameBytesTests {
  static let job = """
    name: small
    output: out
    steps:
      - import: {format: dataset, path: small}
      - rank: {top: 5, explain: true, output: rankings.csv}
      - rank: {top: 5, output: rankings.json}
      - infer: {attribute: city, output: city.csv}
      - evaluate: {attribute: city, labels: ["0.5"], seeds: 1, output: evaluation.json}
      - kernel: {name: k-core, edges: friends, purpose: statistics, output: cores.csv, into_snapshot: true}
      - kernel: {name: louvain, edges: ties, purpose: statistics, output: communities.csv, into_snapshot: true}
      - kernel: {name: page-rank, edges: follows, purpose: statistics, output: ranks.json, parameters: {damping: 0.9}}
      - fit_decay: {output: decay.yaml, cuts: 4}
      - rank: {top: 3, kind: message, measures: true, parameters: decay.yaml, output: messages.csv}
      - pairs: {top: 9, output: pairs.csv}
      - trends: {since: 2025-10-10, output: trends.csv}
      - communities: {edges: ties, minimum_people: 5, minimum_names: 5, output: aggregates.json}
      - evaluate_ties: {cuts: 3, parameters: [decay.yaml], output: ties.json}
      - evaluate_communities: {seeds: 2, output: partitions.json}
      - draw: {person: p000003, top: 10, output: ego.svg}
      - draw: {person: p000003, top: 10, output: ego.png}
      - report: {output: report.html}

    """

  @Test("a job gives the same bytes with one thread and with several, the snapshot and the manifest too")
  func threads() throws {
    let all = Datasets.runsLongTests ? ["1", "2", "3", "8"] : ["1", "8"]
    try withTemporaryFolder { folder in
      try Data(Self.job.utf8).write(to: URL(fileURLWithPath: folder + "/job.yaml"))
      var runs: [String: [String: [UInt8]]] = [:]
      for threads in all {
        // Generated anew each time, so that the generator is compared as well.
        let line = """
          rm -rf small && kith generate --people 60 --seed 3 --days 60 --output small --threads \(threads) \
          && kith run job.yaml --output out-\(threads) --threads \(threads)
          """
        let outcome = try BuiltBinary.shell(line, in: folder)
        #expect(outcome.code == 0, "\(outcome.messages)")
        let out = "\(folder)/out-\(threads)"
        for name in try FileManager.default.contentsOfDirectory(atPath: out) where name != "timings.json" {
          runs[threads, default: [:]][name] = try BuiltBinary.bytes("\(out)/\(name)")
        }
      }
      let one = try #require(runs["1"])
      #expect(one.keys.contains("small.kith") && one.keys.contains("manifest.json") && one.count >= 20)
      for threads in all.dropFirst() {
        #expect(runs[threads]?.keys.sorted() == one.keys.sorted())
        for (name, bytes) in one { #expect(runs[threads]?[name] == bytes, "\(name) with \(threads) threads") }
      }
    }
  }

  @Test("another kernel and back gives the same bytes, on any number of threads, and touches no snapshot")
  func kernels() throws {
    try withTemporaryFolder { folder in
      let line = """
        kith generate --people 60 --seed 3 --days 60 --output small --quiet > files.txt \
        && kith import dataset small --into small.kith --quiet > imported.txt && sha256sum small.kith > before.txt \
        && echo 'kernel: [{amplitude: 5, half_life_days: 7}]' > other.yaml \
        && echo 'reciprocity: 0.1' >> other.yaml
        """
      #expect(try BuiltBinary.shell(line, in: folder).code == 0)
      var answers: [[UInt8]] = []
      for options in ["--threads 1", "--threads 1 --parameters other.yaml", "--threads 2", "--threads 8"] {
        let outcome = try BuiltBinary.shell(
          "kith rank --graph small.kith --explain --measures --json \(options)", in: folder)
        #expect(outcome.code == 0 && outcome.output.count > 10_000, "\(outcome.messages)")
        answers.append(outcome.output)
      }
      #expect(answers[0] != answers[1] && answers[2] == answers[0] && answers[3] == answers[0])
      #expect(try BuiltBinary.shell("sha256sum --check before.txt", in: folder).code == 0)
    }
  }

  @Test("invented graphs, converted graphs and what kernels find are the same bytes for any number of threads")
  func graphs() throws {
    try withTemporaryFolder { folder in
      var runs: [[[UInt8]]] = []
      for threads in ["1", "2", "8"] {
        let line = """
          kith graph generate kronecker --scale 9 --weights --output k.kgraph --relabel degree --threads \(threads) \
          && kith graph convert k.kgraph k.txt --threads \(threads) \
          && kith graph convert k.txt b.kgraph --relabel breadth-first --threads \(threads) \
          && kith kernel page-rank k.txt --output r.csv --threads \(threads) \
          && kith kernel leiden b.kgraph --output c.json --threads \(threads) \
          && kith kernel shortest-paths b.kgraph --param source=1 --output d.csv --threads \(threads)
          """
        let outcome = try BuiltBinary.shell(line, in: folder)
        #expect(outcome.code == 0, "\(outcome.messages)")
        runs.append(
          try ["k.kgraph", "k.txt", "b.kgraph", "r.csv", "c.json", "d.csv"].map {
            try BuiltBinary.bytes("\(folder)/\($0)")
          })
      }
      #expect(runs[0].allSatisfy { $0.count > 100 })
      #expect(runs[1] == runs[0] && runs[2] == runs[0])
    }
  }
}
