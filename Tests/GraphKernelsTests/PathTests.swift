import GraphKernels
import GraphStorage
import Testing

/// Oracles here relax every arc until nothing changes, or walk all paths; the kernels do neither.
@Suite("Paths")
struct PathTests {
  struct Case: Sendable, CustomStringConvertible {
    enum Weights: CaseIterable, Sendable { case none, whole, real, wide }
    var count: Int
    var edges: Int
    var directed: Bool
    var weights: Weights
    var seed: UInt64

    var graph: Graph {
      get throws {
        var generator = SeededGenerator(seed: seed)
        let ends = (0..<edges * 2).map { _ in UInt32(Double(count) * generator.unit() * generator.unit()) }
        let values: [Double] = (0..<edges).map { _ in
          switch weights {
          case .none, .whole: Double(1 + generator.below(4))
          case .real: generator.unit() + 0.001
          case .wide: 1 / (generator.unit() * generator.unit() * generator.unit() * generator.unit() + 1e-9)
          }
        }
        let (sources, targets) = (Array(ends[..<edges]), Array(ends[edges...]))
        return weights == .none
          ? try Graph(vertexCount: count, sources: sources, targets: targets, directed: directed)
          : try Graph(vertexCount: count, sources: sources, targets: targets, weights: values, directed: directed)
      }
    }

    var description: String {
      "\(count) vertices, \(edges) edges, \(directed ? "directed" : "undirected"), \(weights), seed \(seed)"
    }
  }

  static let cases = [true, false].flatMap { directed in
    Case.Weights.allCases.flatMap { weights in
      [(30, 45, 1), (60, 250, 2), (60, 70, 3)].map {
        Case(count: $0.0, edges: $0.1, directed: directed, weights: weights, seed: UInt64($0.2))
      }
    }
  }

  static func distances(_ graph: Graph, from source: Int) -> [Double] {
    var found = [Double](repeating: .infinity, count: graph.vertexCount)
    found[source] = 0
    var changed = true
    while changed {
      changed = false
      for vertex in 0..<graph.vertexCount {
        for arc in graph.row(vertex) {
          let sum = found[vertex] + (graph.weights?[arc] ?? 1)
          if sum < found[Int(graph.targets[arc])] {
            found[Int(graph.targets[arc])] = sum
            changed = true
          }
        }
      }
    }
    return found
  }

  @Test("distances are those of the fixed point, to the last bit, and parents the smallest that do", arguments: cases)
  func shortestPaths(of input: Case) throws {
    let graph = try input.graph
    let expected = Self.distances(graph, from: 1)
    for threads in [1, 3] {
      let tree = try ShortestPaths.run(graph, source: 1, parents: true, RunControl(threads: ThreadCount(threads)))
      #expect(Array(tree.distances) == expected)
      for vertex in 0..<graph.vertexCount {
        let before = (0..<graph.vertexCount).first { other in
          expected[other] < expected[vertex] && expected[vertex] < .infinity
            && graph.row(other).contains {
              Int(graph.targets[$0]) == vertex && expected[other] + (graph.weights?[$0] ?? 1) == expected[vertex]
            }
        }
        #expect(tree.parents?[vertex] == before.map { UInt32($0) } ?? KernelResult.none)
      }
      #expect(try ShortestPaths.run(graph, source: 1, RunControl(threads: ThreadCount(threads))).parents == nil)
    }
  }

  @Test("weights that vanish beside the distance still give a tree and end; lengths beyond the numbers are an error")
  func extremeWeights() throws {
    // 0 → 1 is so long that 1 → 2 → 3 → 1 adds nothing; 5 is far smaller than all; 4 has no arc, or is too far away.
    let (sources, targets): ([UInt32], [UInt32]) = ([0, 1, 2, 3, 1, 0, 5], [1, 2, 3, 1, 3, 5, 6])
    let weights = [1e308, 1, 1, 1, 1, 1e-300, 1e-305]
    let graph = try Graph(vertexCount: 7, sources: sources, targets: targets, weights: weights, directed: true)
    let tree = try ShortestPaths.run(graph, source: 0, parents: true)
    #expect(Array(tree.distances) == [0, 1e308, 1e308, 1e308, .infinity, 1e-300, 1e-300 + 1e-305])
    #expect(tree.parents.map { Array($0) } == [KernelResult.none, 0, 1, 1, KernelResult.none, 0, 5])
    #expect(try PointToPoint.run(graph, source: 0, target: 3).vertices == [0, 1, 3])
    #expect(try PointToPoint.run(graph, source: 0, target: 4).vertices == [])
    #expect(try KShortestPaths.run(graph, source: 0, target: 4, count: 2) == [])
    let far = try Graph(
      vertexCount: 7, sources: sources + [3], targets: targets + [4], weights: weights + [1.7e308], directed: true)
    func tooLong(_ kernel: String) -> KernelError {
      .noResult(kernel: kernel, reason: "the numbers left the range of the arithmetic; scale the weights")
    }
    #expect(throws: tooLong("shortest-paths")) { try ShortestPaths.run(far, source: 0) }
    #expect(throws: tooLong("point-to-point")) { try PointToPoint.run(far, source: 0, target: 4) }
    #expect(throws: tooLong("k-shortest-paths")) { try KShortestPaths.run(far, source: 0, target: 4, count: 2) }
    #expect(try PointToPoint.run(far, source: 0, target: 3).vertices == [0, 1, 3])
    #expect(try ShortestPaths.run(far, source: 3).distances[4] == 1.7e308)
  }

  @Test("distances of many bins, several windows and many threads are those of the fixed point", arguments: [1, 3, 8])
  func manyBins(threads: Int) throws {
    var generator = SeededGenerator(seed: 5)
    // A graph of short ways and many improvements, and one of long ways: a path with short cuts.
    let count = 20_000
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    var weights: [[Double]] = [[], [], []]
    for number in 0..<6 * count {
      let source = UInt32(number < count - 1 ? number : Int.random(in: 0..<count, using: &generator))
      let far = UInt32.random(in: 0..<UInt32(count), using: &generator)
      let target = number < count - 1 ? source + 1 : far == source ? (source + 1) % UInt32(count) : far
      sources.append(source)
      targets.append(target)
      let distance = Double(max(source, target) - min(source, target))
      weights[0].append(Double(Int.random(in: 1...255, using: &generator)))
      weights[1].append(distance * Double.random(in: 0.9...1.1, using: &generator))
      weights[2].append([1e-300, 1e-3, 1, 1e3, 1e290].randomElement(using: &generator) ?? 1)
    }
    for weights in weights {
      let graph = try Graph(vertexCount: count, sources: sources, targets: targets, weights: weights, directed: true)
      let tree = try ShortestPaths.run(graph, source: 0, RunControl(threads: ThreadCount(threads)))
      #expect(Array(tree.distances) == Self.distances(graph, from: 0))
    }
  }

  @Test("between two vertices the path is the one the whole tree has", arguments: cases)
  func pointToPoint(of input: Case) throws {
    let graph = try input.graph
    for (source, target) in [(0, 7), (3, 29), (12, 1), (5, 5), (2, 20)] {
      let tree = try ShortestPaths.run(graph, source: source, parents: true)
      let path = try PointToPoint.run(graph, source: source, target: target)
      var expected: [UInt32] = []
      if tree.distances[target] < .infinity {
        var vertex = UInt32(target)
        while vertex != KernelResult.none {
          expected.insert(vertex, at: 0)
          vertex = tree.parents?[Int(vertex)] ?? KernelResult.none
        }
      }
      #expect(path.vertices == expected)
      #expect(path.distances == expected.map { tree.distances[Int($0)] })
    }
  }

  /// Lengths of all paths without repetition, ascending.
  static func allLengths(_ graph: Graph, _ source: Int, _ target: Int) -> [Double] {
    var lengths: [Double] = []
    func walk(_ vertex: Int, _ length: Double, _ seen: Set<Int>) {
      if vertex == target { return lengths.append(length) }
      for arc in graph.row(vertex) where !seen.contains(Int(graph.targets[arc])) {
        walk(Int(graph.targets[arc]), length + (graph.weights?[arc] ?? 1), seen.union([Int(graph.targets[arc])]))
      }
    }
    walk(source, 0, [source])
    return lengths.sorted()
  }

  @Test("the k shortest paths are the first of all paths", arguments: Case.Weights.allCases, [UInt64](1...10))
  func kShortest(weights: Case.Weights, seed: UInt64) throws {
    let directed = seed % 2 == 0
    let graph = try Case(count: 9, edges: directed ? 26 : 14, directed: directed, weights: weights, seed: seed).graph
    for (source, target) in [(0, 1), (2, 5), (4, 0)] {
      let expected = Self.allLengths(graph, source, target)
      for count in [1, 4, 1_000] {
        let paths = try KShortestPaths.run(graph, source: source, target: target, count: count)
        #expect(paths.count == min(count, expected.count))
        #expect(Set(paths.map(\.vertices)).count == paths.count)
        for (path, length) in zip(paths, expected) {
          #expect(abs(path.length - length) <= 1e-9 * length)
          #expect(path.vertices.first == UInt32(source) && path.vertices.last == UInt32(target))
          #expect(Set(path.vertices).count == path.vertices.count)
          var sum = 0.0
          for (one, next) in zip(path.vertices, path.vertices.dropFirst()) {
            let arc = try #require(graph.row(Int(one)).first { graph.targets[$0] == next })
            sum += graph.weights?[arc] ?? 1
          }
          #expect(sum == path.length)
        }
      }
    }
  }
}
