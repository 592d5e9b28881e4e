import GraphKernels
import GraphStorage
import Testing

@Suite("Modularity")
struct ModularityTests {
  /// By its definition, over all ordered pairs.
  static func ofPairs(_ graph: Graph, _ classes: [UInt32], resolution: Double) -> Double {
    let count = graph.vertexCount
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for vertex in 0..<count {
      for arc in graph.row(vertex) { matrix[vertex][Int(graph.targets[arc])] = graph.weights?[arc] ?? 1 }
    }
    let out = matrix.map { $0.reduce(0, +) }
    let back = (0..<count).map { column in matrix.reduce(0) { $0 + $1[column] } }
    let total = out.reduce(0, +)
    guard total > 0 else { return 0 }
    var sum = 0.0
    for first in 0..<count {
      for second in 0..<count where classes[first] == classes[second] {
        sum += matrix[first][second] - resolution * out[first] * back[second] / total
      }
    }
    return sum / total
  }

  @Test("agrees with its definition over all pairs", arguments: ConformanceTests.samples.indices, [0, 0.5, 1, 3])
  func pairs(sample: Int, resolution: Double) throws {
    let graph = ConformanceTests.samples[sample].graph
    var generator = SeededGenerator(seed: UInt64(sample))
    let classes = (0..<graph.vertexCount).map { _ in UInt32(generator.below(min(5, graph.vertexCount))) }
    let value = try Modularity.value(graph, classes: Column(classes), resolution: resolution)
    #expect(abs(value - Self.ofPairs(graph, classes, resolution: resolution)) < 1e-12)
  }

  @Test("of Zachary's club as it split is 0.3582, as published")
  func karate() throws {
    let graph = try Karate.graph()
    let faction: Set<Int> = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21]
    let classes = (0..<34).map { UInt32(faction.contains($0) ? 0 : 1) }
    #expect(abs(try Modularity.value(graph, classes: Column(classes)) - 0.3582) < 0.0001)
  }

  @Test("refuses classes that are not one number below the count for each vertex")
  func refusal() throws {
    let graph = try Karate.graph()
    #expect(throws: KernelError.self) { try Modularity.value(graph, classes: [0, 1]) }
    #expect(throws: KernelError.self) {
      try Modularity.value(graph, classes: Column([UInt32](repeating: 34, count: 34)))
    }
  }
}

/// Zachary (1977), "An information flow model for conflict and fission in small groups": 34 people, 78 ties.
enum Karate {
  /// For each person the later ones they are tied to.
  private static let later: [Int: [Int]] = [
    0: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31], 1: [2, 3, 7, 13, 17, 19, 21, 30],
    2: [3, 7, 8, 9, 13, 27, 28, 32], 3: [7, 12, 13], 4: [6, 10], 5: [6, 10, 16], 6: [16], 8: [30, 32, 33], 9: [33],
    13: [33], 14: [32, 33], 15: [32, 33], 18: [32, 33], 19: [33], 20: [32, 33], 22: [32, 33],
    23: [25, 27, 29, 32, 33], 24: [25, 27, 31], 25: [31], 26: [29, 33], 27: [33], 28: [31, 33], 29: [32, 33],
    30: [32, 33], 31: [32, 33], 32: [33],
  ]

  static func graph() throws -> Graph {
    let ties = later.sorted { $0.key < $1.key }.flatMap { entry in entry.value.map { (entry.key, $0) } }
    try #require(ties.count == 78)
    return try Graph(
      vertexCount: 34, sources: ties.map { UInt32($0.0) }, targets: ties.map { UInt32($0.1) }, directed: false)
  }
}
