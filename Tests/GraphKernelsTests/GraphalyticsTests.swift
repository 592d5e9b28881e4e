import Foundation
import GraphKernels
import GraphStorage
import Testing

private let root = ProcessInfo.processInfo.environment["KITH_DATASETS"]
private let unreachable = "9223372036854775807"

/// A reference graph (each line a vertex and its out-neighbours; the named files beside it hold the answers).
private struct Reference {
  let ids: [Int]
  let graph: Graph
  private let folder: URL

  init(_ input: String, directed: Bool) throws {
    folder = URL(fileURLWithPath: root ?? "").appendingPathComponent("graphalytics-validation/validation-graphs")
    let lines = try Self.lines(folder.appendingPathComponent(input)).map { $0.compactMap { Int($0) } }
    ids = Set(lines.flatMap { $0 }).sorted()
    let index = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, UInt32($0)) })
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    for line in lines {
      for target in line.dropFirst() {
        sources.append(index[line[0]] ?? 0)
        targets.append(index[target] ?? 0)
      }
    }
    graph = try Graph(vertexCount: ids.count, sources: sources, targets: targets, directed: directed)
  }

  func answers(_ file: String) throws -> [String] {
    let pairs = try Self.lines(folder.appendingPathComponent(file))
    let byID = Dictionary(uniqueKeysWithValues: pairs.map { (Int($0[0]) ?? -1, $0[1]) })
    #expect(byID.count == ids.count, "\(file) answers for other vertices")
    return ids.map { byID[$0] ?? "missing" }
  }

  func vertex(_ id: Int) -> Int { ids.firstIndex(of: id) ?? -1 }

  private static func lines(_ url: URL) throws -> [[String]] {
    try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: " ").map(String.init) }.filter { !$0.isEmpty }
  }
}

@Suite("LDBC Graphalytics references", .enabled(if: root != nil, "KITH_DATASETS is not set"))
struct GraphalyticsTests {
  struct Files: Sendable, CustomStringConvertible {
    let input: String
    let output: String
    let directed: Bool
    var number = 0
    var description: String { input }
  }

  @Test(
    "breadth-first distances agree",
    arguments: [
      Files(input: "bfs/dir-input", output: "bfs/dir-output", directed: true, number: 1),
      Files(input: "bfs/undir-input", output: "bfs/undir-output", directed: false, number: 1),
      Files(input: "example/example-directed-input", output: "example/example-directed-BFS", directed: true, number: 1),
      Files(
        input: "example/example-undirected-input", output: "example/example-undirected-BFS", directed: false,
        number: 2),
    ])
  func breadthFirst(files: Files) throws {
    let reference = try Reference(files.input, directed: files.directed)
    let tree = try BreadthFirstSearch.run(reference.graph, source: reference.vertex(files.number))
    let distances: [String] = tree.distances.map { $0 < 0 ? unreachable : String($0) }
    #expect(distances == (try reference.answers(files.output)))
    for vertex in tree.distances.indices where tree.distances[vertex] > 0 {
      let nearer = reference.graph.inRow(vertex).map { Int(reference.graph.inSources[$0]) }
        .filter { tree.distances[$0] == tree.distances[vertex] - 1 }
      #expect(Int(tree.parents[vertex]) == nearer.min())
    }
  }

  @Test(
    "label propagation agrees",
    arguments: [
      Files(input: "cdlp/dir-input", output: "cdlp/dir-output", directed: true, number: 5),
      Files(input: "cdlp/undir-input", output: "cdlp/undir-output", directed: false, number: 5),
      Files(
        input: "example/example-directed-input", output: "example/example-directed-CDLP", directed: true, number: 2),
      Files(
        input: "example/example-undirected-input", output: "example/example-undirected-CDLP", directed: false,
        number: 2),
    ])
  func labelPropagation(files: Files) throws {
    let reference = try Reference(files.input, directed: files.directed)
    let labels = try LabelPropagation.run(reference.graph, rounds: files.number)
    let named: [String] = labels.map { String(reference.ids[Int($0)]) }
    #expect(named == (try reference.answers(files.output)))
  }

  @Test(
    "ranks agree: to 1e-12 on the small examples, to 1e-5 of their value (the benchmark asks 1e-4) on the others",
    arguments: [
      Files(input: "pr/dir-input", output: "pr/dir-output", directed: true, number: 14),
      Files(input: "pr/undir-input", output: "pr/undir-output", directed: false, number: 26),
      Files(input: "example/example-directed-input", output: "example/example-directed-PR", directed: true, number: 2),
      Files(
        input: "example/example-undirected-input", output: "example/example-undirected-PR", directed: false,
        number: 2),
    ])
  func pageRank(files: Files) throws {
    let reference = try Reference(files.input, directed: files.directed)
    let parameters = PageRank.Parameters(stop: .rounds(files.number))
    let ranks = try PageRank.run(reference.graph, parameters: parameters, RunControl(threads: ThreadCount(2)))
    for (value, expected) in zip(ranks.values, try reference.answers(files.output)) {
      let expected = Double(expected) ?? .nan
      let tolerance = files.input.hasPrefix("example") ? 1e-12 : 1e-5 * expected
      #expect(abs(value - expected) < tolerance, "\(value) is not \(expected)")
    }
    #expect(
      try ranks == PageRank.run(reference.graph, parameters: parameters, RunControl(threads: ThreadCount(1))))
  }

  @Test(
    "components agree as a partition, and each is named by its smallest vertex",
    arguments: [
      Files(input: "wcc/dir-input", output: "wcc/dir-output", directed: true),
      Files(input: "wcc/undir-input", output: "wcc/undir-output", directed: false),
      Files(input: "example/example-directed-input", output: "example/example-directed-WCC", directed: true),
      Files(input: "example/example-undirected-input", output: "example/example-undirected-WCC", directed: false),
    ])
  func components(files: Files) throws {
    let reference = try Reference(files.input, directed: files.directed)
    let components = try ConnectedComponents.run(reference.graph)
    let answers = try reference.answers(files.output)
    for first in components.indices {
      #expect(Int(components[first]) == answers.firstIndex(of: answers[first]))
    }
  }

  @Test(
    "local clustering agrees to 1e-12 of 1",
    arguments: [
      Files(input: "lcc/dir-input", output: "lcc/dir-output", directed: true),
      Files(input: "lcc/undir-input", output: "lcc/undir-output", directed: false),
      Files(input: "example/example-directed-input", output: "example/example-directed-LCC", directed: true),
      Files(input: "example/example-undirected-input", output: "example/example-undirected-LCC", directed: false),
    ])
  func localClustering(files: Files) throws {
    let reference = try Reference(files.input, directed: files.directed)
    let result = try LocalClustering.run(reference.graph)
    for (value, expected) in zip(result.coefficients, try reference.answers(files.output)) {
      #expect(abs(value - (Double(expected) ?? .nan)) < 1e-12, "\(value) is not \(expected)")
    }
  }

  @Test(
    "weighted distances agree to 1e-9 of their value (the benchmark asks 1e-4)",
    arguments: [
      Files(input: "sssp/dir-input", output: "sssp/dir-output", directed: true, number: 1),
      Files(input: "sssp/undir-input", output: "sssp/undir-output", directed: false, number: 1),
      Files(input: "example/example-directed", output: "example/example-directed-SSSP", directed: true, number: 1),
      Files(
        input: "example/example-undirected", output: "example/example-undirected-SSSP", directed: false, number: 2),
    ])
  func shortestPaths(files: Files) throws {
    let folder = (root ?? "") + "/graphalytics-validation/validation-graphs/"
    let options = GraphReadOptions(policy: BuildPolicy(directed: files.directed, duplicates: .minimum))
    let named = try GraphFile.read(folder + files.input + ".v", .vertexEdge, options: options)
    let source = try #require(named.vertex(UInt64(files.number)))
    let tree = try ShortestPaths.run(named.graph, source: source)
    let text = try String(contentsOfFile: folder + files.output, encoding: .utf8)
    let answers = text.split(whereSeparator: \.isNewline).map { $0.split(separator: " ") }
    #expect(answers.count == named.graph.vertexCount)
    for answer in answers {
      let vertex = try #require(UInt64(answer[0]).flatMap { named.vertex($0) })
      let expected = try #require(Double(answer[1]))
      let found = tree.distances[vertex]
      #expect(found == expected || abs(found - expected) <= 1e-9 * expected, "\(found) is not \(expected)")
    }
  }
}
