import Foundation
import GraphKernels
import GraphStorage
import Testing

@Suite("Disparity backbone")
struct DisparityBackboneTests {
  /// The paper's form: 1 - (k - 1) ∫ from 0 to `share` of (1 - x)^(k - 2) dx, the integral by Simpson's rule.
  static func integrated(share: Double, degree: Int) -> Double {
    if degree < 2 { return 1 }
    let steps = 400
    let width = share / Double(steps)
    func density(_ x: Double) -> Double {
      (0..<degree - 2).reduce(1.0) { product, _ in product * (1 - x) }
    }
    let sum = (0...steps).reduce(0.0) { sum, step in
      sum + density(Double(step) * width) * (step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2)
    }
    return 1 - Double(degree - 1) * sum * width / 3
  }

  @Test("p-values are the paper's integral over an adjacency matrix, at the better end", arguments: [true, false])
  func matrix(directed: Bool) throws {
    let count = 50
    let graph = ConformanceTests.sample(count: count, edges: 300, seed: 41, directed: directed, weighted: true)
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for vertex in 0..<count {
      for arc in graph.row(vertex) { matrix[vertex][Int(graph.targets[arc])] = graph.weights?[arc] ?? 0 }
    }
    let found = try DisparityBackbone.run(graph, RunControl(threads: ThreadCount(2)))
    var place = 0
    for first in 0..<count {
      for second in 0..<count where matrix[first][second] > 0 && (directed || first < second) {
        let row = matrix[first]
        let column = matrix.map { $0[second] }
        let weight = matrix[first][second]
        let expected = min(
          Self.integrated(share: weight / row.reduce(0, +), degree: row.count { $0 > 0 }),
          Self.integrated(share: weight / column.reduce(0, +), degree: column.count { $0 > 0 }))
        try #require(place < found.pValues.count)
        #expect(found.sources[place] == UInt32(first) && found.targets[place] == UInt32(second))
        #expect(abs(found.pValues[place] - expected) < 1e-9)
        place += 1
      }
    }
    #expect(place == found.pValues.count)
  }

  @Test("edges of many pieces of work are each where they belong, and the smaller power is told", arguments: [true, false])
  func pieces(directed: Bool) throws {
    var generator = SeededGenerator(seed: 5)
    let count = 20_000
    // Half of the edges lie at hubs; some vertices have none; weights are of very different sizes.
    let ends = (0..<150_000).map { edge in
      (UInt32(generator.below(edge.isMultiple(of: 2) ? 40 : count)), UInt32(generator.below(count - 500)))
    }
    let graph = try Graph(
      vertexCount: count, sources: ends.map(\.0), targets: ends.map(\.1),
      weights: ends.map { _ in exp(20 * generator.unit()) }, directed: directed)
    let found = try DisparityBackbone.run(graph, RunControl(threads: ThreadCount(1)))
    #expect(try found == DisparityBackbone.run(graph, RunControl(threads: ThreadCount(3))))
    let weights = try #require(graph.weights)
    let inWeights = try #require(graph.inWeights)
    let out = (0..<count).map { vertex in graph.row(vertex).reduce(0) { $0 + weights[$1] } }
    let into = (0..<count).map { vertex in graph.inRow(vertex).reduce(0) { $0 + inWeights[$1] } }
    func pValue(_ weight: Double, _ strength: Double, _ degree: Int) -> Double {
      degree == 1 ? 1 : pow(max(0, 1 - weight / strength), Double(degree - 1))
    }
    var place = 0
    for vertex in 0..<count {
      for arc in graph.row(vertex) where directed || Int(graph.targets[arc]) > vertex {
        let target = Int(graph.targets[arc])
        let expected = min(
          pValue(weights[arc], out[vertex], graph.degree(vertex)),
          pValue(weights[arc], into[target], graph.inRow(target).count))
        try #require(place < found.pValues.count)
        let isHere = found.sources[place] == UInt32(vertex) && found.targets[place] == UInt32(target)
        #expect(isHere && abs(found.pValues[place] - expected) <= 1e-9 * expected)
        place += 1
      }
    }
    #expect(place == found.pValues.count && place > 100_000)
    let control = RunControl()
    control.cancel()
    #expect(throws: KernelError.cancelled) { try DisparityBackbone.run(graph, control) }
  }

  @Test("a heavy edge of a star is kept for its centre, and an end with one edge says nothing")
  func star() throws {
    // Shares of the centre: 0.7, 0.1, 0.1, 0.1; p = 0.3^3 and 0.9^3.
    let graph = try Graph(
      vertexCount: 7, sources: [0, 0, 0, 0, 5], targets: [1, 2, 3, 4, 6], weights: [7, 1, 1, 1, 9], directed: false)
    let found = try DisparityBackbone.run(graph)
    let expected = [0.027, 0.729, 0.729, 0.729, 1]
    #expect(zip(found.pValues, expected).allSatisfy { abs($0 - $1) < 1e-12 } && found.pValues.count == 5)
    #expect(found.kept(alpha: 0.05) == [0] && found.kept(alpha: 0.8) == [0, 1, 2, 3])
    #expect(found.kept(alpha: 1) == [0, 1, 2, 3], "the lone pair is significant at neither end")
  }

  @Test("equal weights keep nothing, and a weight that drowns the others gives p of 0 at the least")
  func extremes() throws {
    let equal = try Graph(
      vertexCount: 4, sources: [0, 0, 0, 1, 1, 2], targets: [1, 2, 3, 2, 3, 3], weights: [2, 2, 2, 2, 2, 2],
      directed: false)
    #expect(try DisparityBackbone.run(equal).kept(alpha: 0.4) == [])
    let drowned = try Graph(
      vertexCount: 3, sources: [0, 0], targets: [1, 2], weights: [1e300, 1e-300], directed: false)
    #expect(try DisparityBackbone.run(drowned).pValues == [0, 1])
  }

  @Test("the entry counts what it keeps, and refuses a graph without weights")
  func entry() throws {
    let entry = try #require(kernelCatalogue.first { $0.name == "disparity-backbone" })
    let graph = ConformanceTests.sample(count: 80, edges: 400, seed: 42, directed: false, weighted: true)
    let values = try ParameterValues(["alpha": .real(0.2)], for: entry.parameters, vertexCount: 80)
    let result = try entry.run(graph, values, RunControl())
    let kept = try DisparityBackbone.run(graph).kept(alpha: 0.2).count
    #expect(kept > 0 && kept < graph.edgeCount)
    #expect(result.figures.map(\.name) == ["kept"] && result.figures.map(\.value) == [.integer(kept)])
    let plain = ConformanceTests.sample(count: 8, edges: 4, seed: 1, directed: false, weighted: false)
    #expect(throws: KernelError.needsWeights(kernel: "disparity-backbone")) { try DisparityBackbone.run(plain) }
  }
}
