import GraphKernels
import GraphStorage
import Testing

/// Oracles here ask for every pair, or take edges away one by one; the kernels walk the graph once.
@Suite("Connectivity")
struct ConnectivityTests {
  typealias Case = PathTests.Case

  static let directed = [(12, 14), (30, 40), (30, 70), (60, 75), (200, 300)].enumerated().map {
    Case(count: $1.0, edges: $1.1, directed: true, weights: .none, seed: UInt64($0))
  }

  static let undirected = Case.Weights.allCases.flatMap { weights in
    [(12, 12), (30, 40), (40, 40), (60, 200)].enumerated().map {
      Case(count: $1.0, edges: $1.1, directed: false, weights: weights, seed: UInt64($0 + 10))
    }
  }

  static func reach(_ graph: Graph, from start: Int) -> Set<Int> {
    var seen: Set<Int> = [start]
    var waiting = [start]
    while let vertex = waiting.popLast() {
      for arc in graph.row(vertex) where seen.insert(Int(graph.targets[arc])).inserted {
        waiting.append(Int(graph.targets[arc]))
      }
    }
    return seen
  }

  @Test("strong components are who reaches each other", arguments: directed)
  func strongComponents(of input: Case) throws {
    let graph = try input.graph
    let reach = (0..<graph.vertexCount).map { Self.reach(graph, from: $0) }
    let expected = reach.indices.map { vertex in
      UInt32(reach[vertex].filter { reach[$0].contains(vertex) }.min() ?? -1)
    }
    for threads in [1, 3] {
      let found = try StronglyConnectedComponents.run(graph, RunControl(threads: ThreadCount(threads)))
      #expect(Array(found) == expected)
    }
  }

  @Test("rings of several sizes, each leading to the next, are told apart, also in a long path")
  func rings() throws {
    var arcs: [(Int, Int)] = []
    var expected: [UInt32] = []
    for size in 1...40 {
      let start = expected.count
      for place in 0..<size {
        arcs.append((start + place, start + (place + 1) % size))
        expected.append(UInt32(start))
      }
      arcs.append((start, start + size))
    }
    let end = expected.count
    for vertex in end..<end + 20_000 {
      arcs.append((vertex, vertex + 1))
      expected.append(UInt32(vertex))
    }
    expected.append(UInt32(end + 20_000))
    // Numbers backwards too, so that the search enters from the other side.
    for isTurned in [false, true] {
      let last = expected.count - 1
      let turned = isTurned ? arcs.map { (last - $0.0, last - $0.1) } : arcs
      let graph = try Graph(
        vertexCount: expected.count, sources: turned.map { UInt32($0.0) }, targets: turned.map { UInt32($0.1) },
        directed: true)
      let found = try StronglyConnectedComponents.run(graph)
      if !isTurned { #expect(Array(found) == expected) }
      #expect(Set(found).count == 40 + 20_001)
    }
  }

  @Test("the spanning forest is the one that taking the least edges one by one gives", arguments: undirected)
  func spanningForest(of input: Case) throws {
    let graph = try input.graph
    var edges: [(weight: Double, source: Int, target: Int)] = []
    for vertex in 0..<graph.vertexCount {
      for arc in graph.row(vertex) where Int(graph.targets[arc]) > vertex {
        edges.append((graph.weights?[arc] ?? 1, vertex, Int(graph.targets[arc])))
      }
    }
    edges.sort { $0 < $1 }
    var component = Array(0..<graph.vertexCount)
    var expected: [(Int, Int)] = []
    for edge in edges where component[edge.source] != component[edge.target] {
      let (from, to) = (component[edge.source], component[edge.target])
      for vertex in component.indices where component[vertex] == from { component[vertex] = to }
      expected.append((edge.source, edge.target))
    }
    expected.sort { $0 < $1 }
    for threads in [1, 3] {
      let forest = try MinimumSpanningForest.run(graph, RunControl(threads: ThreadCount(threads)))
      #expect(
        forest.sources.map { Int($0) } == expected.map(\.0) && forest.targets.map { Int($0) } == expected.map(\.1))
      #expect(forest.treeCount == Set(component).count)
      #expect(forest.totalWeight == forest.weights.reduce(0, +))
      for (index, edge) in expected.enumerated() {
        let weight = edges.first { $0.source == edge.0 && $0.target == edge.1 }?.weight
        #expect(forest.weights[index] == weight)
      }
    }
  }
}
