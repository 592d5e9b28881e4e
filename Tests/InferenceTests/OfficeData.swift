import Foundation
import GraphKernels
import GraphStorage

@testable import Inference

/// SocioPatterns offices: who faced whom, and everybody's department.
struct OfficeData {
  let labels: LabelEvidence
  let keys: [UInt64]
  let folds: [Int]
  let weightings: [NamedWeighting]
  /// Everybody may be inferred about.
  var judged: [Bool] { labels.labels.map { _ in true } }
  var counts: WeightedGraph { weightings[0].graph }

  static let root = ProcessInfo.processInfo.environment["KITH_DATASETS"]
  static var isThere: Bool { root != nil }

  static func office15() throws -> OfficeData {
    try OfficeData(
      metadata: "workplace-invs15/workplace_InVS15_metadata.txt",
      contacts: "workplace-invs15/workplace_InVS15_tij.dat.gz")
  }

  static func office13() throws -> OfficeData {
    try OfficeData(
      metadata: "workplace-invs13/workplace_InVS_metadata.txt", contacts: "workplace-invs13/workplace_InVS_tij.dat.zip")
  }

  init(metadata: String, contacts: String) throws {
    let root = URL(fileURLWithPath: Self.root ?? "")
    var departments: [Int: String] = [:]
    for line in try String(contentsOf: root.appendingPathComponent(metadata), encoding: .utf8)
      .split(whereSeparator: \.isNewline)
    {
      let fields = line.split(whereSeparator: \.isWhitespace)
      departments[Int(fields[0]) ?? -1] = String(fields[1])
    }
    var pairs: [[Int]] = []
    for line in try Self.unpacked(root.appendingPathComponent(contacts)).split(whereSeparator: \.isNewline) {
      let fields = line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      pairs.append([fields[1], fields[2]])
    }
    let ids = Set(departments.keys).union(pairs.flatMap { $0 }).sorted()
    let index = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, UInt32($0)) })
    let classes = Set(departments.values).sorted()
    labels = LabelEvidence(
      labels: ids.map { id in Int32(departments[id].flatMap { classes.firstIndex(of: $0) } ?? -1) },
      classCount: classes.count, evidence: ids.map { _ in true })
    keys = ids.map { UInt64($0) }
    folds = keys.map { key in
      var generator = SeededGenerator(seed: 77, stream: key)
      return generator.below(CrossFit.foldCount)
    }
    let counts = try WeightedGraphBuilder.build(
      vertexCount: ids.count, sources: pairs.map { index[$0[0]] ?? 0 }, targets: pairs.map { index[$0[1]] ?? 0 },
      weights: pairs.map { _ in 1 }, symmetric: true)
    weightings = [
      NamedWeighting(name: "contacts", graph: counts),
      NamedWeighting(name: "log contacts", graph: try counts.mapWeights { log1p($0) }),
    ]
  }

  private static func unpacked(_ file: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = file.pathExtension == "gz" ? ["gzip", "-dc", file.path] : ["unzip", "-p", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  /// The baseline: the class with the most tie weight around a person, the majority class where there is none.
  static func plainVote(_ graph: WeightedGraph, _ labels: [Int32], classCount: Int, of vertex: Int) -> Int32 {
    var mass = [Double](repeating: 0, count: classCount)
    for arc in graph.row(vertex) where labels[Int(graph.targets[arc])] >= 0 {
      mass[Int(labels[Int(graph.targets[arc])])] += graph.weights[arc]
    }
    if mass.allSatisfy({ $0 == 0 }) {
      for (other, label) in labels.enumerated() where label >= 0 && other != vertex { mass[Int(label)] += 1 }
    }
    let best = mass.max() ?? 0
    return Int32(mass.firstIndex(of: best) ?? 0)
  }

  /// The baseline's accuracy over the same draws as `InferenceEvaluation.masked`.
  func baseline(share: Double, seeds: [UInt64]) -> Double {
    var correct = 0
    var cases = 0
    for seed in seeds {
      var shown = labels.labels
      for vertex in shown.indices {
        var generator = SeededGenerator(seed: seed, stream: keys[vertex])
        if generator.unit() >= share { shown[vertex] = -1 }
      }
      for vertex in shown.indices where shown[vertex] < 0 && labels.labels[vertex] >= 0 {
        let guess = Self.plainVote(counts, shown, classCount: labels.classCount, of: vertex)
        correct += guess == labels.labels[vertex] ? 1 : 0
        cases += 1
      }
    }
    return Double(correct) / Double(cases)
  }

  func baselineLeaveOneOut() -> Double {
    let labelled = labels.labels.indices.filter { labels.labels[$0] >= 0 }
    let correct = labelled.count { vertex in
      Self.plainVote(counts, labels.labels, classCount: labels.classCount, of: vertex) == labels.labels[vertex]
    }
    return Double(correct) / Double(labelled.count)
  }
}
