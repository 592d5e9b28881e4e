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
  func spanningForest(of input: Case) throws { try expectLeastForest(input.graph) }

  /// Each member has many more edges inside than a vertex holds at a time, all lighter than those that lead out; or of the
  /// same weight, then only the ends tell which is first.
  @Test("the spanning forest of dense groups, light inside and joined by heavy edges", arguments: [1, 7, 0])
  func spanningForestOfGroups(outside: Double) throws {
    var generator = SeededGenerator(seed: 12)
    let (groups, size) = (12, 23)
    var edges: [(UInt32, UInt32, Double)] = []
    for group in 0..<groups {
      for member in 0..<size {
        for other in 0..<member {
          edges.append((UInt32(group * size + member), UInt32(group * size + other), Double(1 + generator.below(5))))
        }
      }
    }
    for _ in 0..<60 {
      let ends = (generator.below(groups * size), generator.below(groups * size))
      edges.append((UInt32(ends.0), UInt32(ends.1), outside + Double(1 + generator.below(5))))
    }
    // Numbers of a group lie far apart.
    let names = (0..<UInt32(groups * size)).map { $0 * 101 % UInt32(groups * size) }
    let (sources, targets) = (edges.map { names[Int($0.0)] }, edges.map { names[Int($0.1)] })
    try expectLeastForest(
      outside == 0
        ? Graph(vertexCount: groups * size, sources: sources, targets: targets, directed: false)
        : Graph(
          vertexCount: groups * size, sources: sources, targets: targets, weights: edges.map(\.2), directed: false))
  }

  /// By union and find over all edges in order.
  private func expectLeastForest(_ graph: Graph) throws {
    var edges: [(weight: Double, source: Int, target: Int)] = []
    for vertex in 0..<graph.vertexCount {
      for arc in graph.row(vertex) where Int(graph.targets[arc]) > vertex {
        edges.append((graph.weights?[arc] ?? 1, vertex, Int(graph.targets[arc])))
      }
    }
    edges.sort { $0 < $1 }
    var above = Array(0..<graph.vertexCount)
    func root(_ vertex: Int) -> Int {
      var vertex = vertex
      while above[vertex] != vertex {
        above[vertex] = above[above[vertex]]
        vertex = above[vertex]
      }
      return vertex
    }
    var expected: [(source: Int, target: Int, weight: Double)] = []
    for edge in edges where root(edge.source) != root(edge.target) {
      above[root(edge.source)] = root(edge.target)
      expected.append((edge.source, edge.target, edge.weight))
    }
    expected.sort { ($0.source, $0.target) < ($1.source, $1.target) }
    for threads in [1, 3] {
      let forest = try MinimumSpanningForest.run(graph, RunControl(threads: ThreadCount(threads)))
      #expect(forest.sources.map { Int($0) } == expected.map(\.source))
      #expect(forest.targets.map { Int($0) } == expected.map(\.target))
      #expect(forest.weights == expected.map(\.weight))
      #expect(forest.treeCount == above.indices.count { above[$0] == $0 })
      #expect(forest.totalWeight == forest.weights.reduce(0, +))
    }
  }

  /// Components of the graph without one vertex, or without one edge.
  static func components(_ graph: Graph, without vertex: Int = -1, edge: (Int, Int) = (-1, -1)) -> Int {
    var seen: Set<Int> = []
    var count = 0
    for start in 0..<graph.vertexCount where start != vertex && seen.insert(start).inserted {
      count += 1
      var waiting = [start]
      while let next = waiting.popLast() {
        for arc in graph.row(next) {
          let target = Int(graph.targets[arc])
          let isCut = (next, target) == edge || (target, next) == edge
          if target != vertex, !isCut, seen.insert(target).inserted { waiting.append(target) }
        }
      }
    }
    return count
  }

  @Test("the spanning forest of a graph of many pieces of work", arguments: [1.0, 6, 300])
  func largeSpanningForest(greatestWeight: Double) throws {
    try expectLeastForest(Self.large(count: 90_000, edges: 200_000, greatestWeight: greatestWeight, seed: 3))
  }

  /// Half of the ends fall on a tenth of the vertices; many vertices have one edge or none.
  static func large(count: Int, edges: Int, greatestWeight: Double, seed: UInt64) throws -> Graph {
    var generator = SeededGenerator(seed: seed)
    func end() -> UInt32 { UInt32(generator.below(generator.below(2) == 0 ? count / 10 : count)) }
    let ends = (0..<edges).map { _ in (end(), end()) }
    let weights = ends.map { _ in Double(1 + generator.below(Int(greatestWeight))) }
    let (sources, targets) = (ends.map(\.0), ends.map(\.1))
    return greatestWeight == 1
      ? try Graph(vertexCount: count, sources: sources, targets: targets, directed: false)
      : try Graph(vertexCount: count, sources: sources, targets: targets, weights: weights, directed: false)
  }

  /// One depth-first search with the earliest that each subtree leads to (Hopcroft and Tarjan 1973).
  @Test(
    "bridges and articulation points of graphs of many pieces of work are those of a depth-first search",
    arguments: [(60_000, 70_000), (60_000, 200_000), (120_000, 90_000)], [1, 3])
  func largeRemoval(size: (count: Int, edges: Int), threads: Int) throws {
    let graph = try Self.large(count: size.count, edges: size.edges, greatestWeight: 1, seed: 8)
    let (targets, offsets) = (Array(graph.targets), Array(graph.offsets))
    var entered = [Int](repeating: -1, count: graph.vertexCount)
    var least = entered
    var cursors = Array(offsets.dropLast())
    var (pieces, clock) = ([Int](repeating: 0, count: graph.vertexCount), 0)
    var bridges: [[Int]] = []
    for start in 0..<graph.vertexCount where entered[start] < 0 {
      var path = [start]
      (entered[start], least[start], clock) = (clock, clock, clock + 1)
      while let vertex = path.last {
        if cursors[vertex] < offsets[vertex + 1] {
          let target = Int(targets[cursors[vertex]])
          cursors[vertex] += 1
          if entered[target] < 0 {
            (entered[target], least[target], clock) = (clock, clock, clock + 1)
            path.append(target)
          } else if path.count < 2 || target != path[path.count - 2] {
            least[vertex] = min(least[vertex], entered[target])
          }
        } else {
          path.removeLast()
          guard let parent = path.last else { continue }
          least[parent] = min(least[parent], least[vertex])
          pieces[vertex] += 1
          if least[vertex] >= entered[parent] { pieces[parent] += 1 }
          if least[vertex] > entered[parent] { bridges.append([min(vertex, parent), max(vertex, parent)]) }
        }
      }
    }
    let control = RunControl(threads: ThreadCount(threads))
    let found = try Bridges.run(graph, control)
    #expect(zip(found.sources, found.targets).map { [Int($0), Int($1)] } == bridges.sorted { $0.lexicographicallyPrecedes($1) })
    #expect(try ArticulationPoints.run(graph, control).map { Int($0) } == pieces)
    #expect(bridges.count > 1_000 && pieces.contains { $0 > 5 })
  }

  @Test("bridges and articulation points are those whose removal leaves more pieces", arguments: undirected)
  func removal(of input: Case) throws {
    let graph = try input.graph
    let whole = Self.components(graph)
    var expected: [[Int]] = []
    for vertex in 0..<graph.vertexCount {
      for target in graph.row(vertex).map({ Int(graph.targets[$0]) }) where target > vertex {
        if Self.components(graph, edge: (vertex, target)) > whole { expected.append([vertex, target]) }
      }
    }
    let bridges = try Bridges.run(graph)
    #expect(zip(bridges.sources, bridges.targets).map { [Int($0), Int($1)] } == expected)
    let pieces = try ArticulationPoints.run(graph)
    for vertex in 0..<graph.vertexCount {
      #expect(Int(pieces[vertex]) == Self.components(graph, without: vertex) - whole + 1)
    }
  }

  @Test("a path of 100,000 vertices, all bridges, does not exhaust the stack")
  func longPath() throws {
    let count = 100_000
    let graph = try Graph(
      vertexCount: count, sources: (1..<count).map { UInt32($0) }, targets: (1..<count).map { UInt32($0 - 1) },
      directed: false)
    #expect(try Bridges.run(graph).sources.count == count - 1)
    #expect(try ArticulationPoints.run(graph).count { $0 == 2 } == count - 2)
  }

  @Test("the order has every vertex after all that lead to it, and levels count the longest walk", arguments: directed)
  func topologicalOrder(of input: Case) throws {
    let cyclic = try input.graph
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    for vertex in 0..<cyclic.vertexCount {
      for arc in cyclic.row(vertex) {
        // Along a shuffled order there is no cycle.
        let ends = [UInt32(vertex), cyclic.targets[arc]].sorted { ($0 &* 7_919) % 1_009 < ($1 &* 7_919) % 1_009 }
        sources.append(ends[0])
        targets.append(ends[1])
      }
    }
    let acyclic = try Graph(vertexCount: cyclic.vertexCount, sources: sources, targets: targets, directed: true)
    for graph in [cyclic, acyclic] {
      // The longest walk to each by walking once more as often as it grows; longer than all vertices is a cycle.
      var longest = [Int](repeating: 0, count: graph.vertexCount)
      for _ in 0...graph.vertexCount {
        for vertex in 0..<graph.vertexCount {
          for arc in graph.row(vertex) {
            let target = Int(graph.targets[arc])
            longest[target] = min(max(longest[target], longest[vertex] + 1), graph.vertexCount)
          }
        }
      }
      let expected = longest.map { $0 == graph.vertexCount ? -1 : $0 }
      let order = try TopologicalOrder.run(graph, RunControl(threads: ThreadCount(2)))
      #expect(order.levels.map { Int($0) } == expected)
      let ordered = expected.indices.filter { expected[$0] >= 0 }.sorted { (expected[$0], $0) < (expected[$1], $1) }
      #expect(order.vertices.map { Int($0) } == ordered)
      #expect(order.isAcyclic == !expected.contains(-1) && order.levelCount == (expected.max() ?? 0) + 1)
    }
    #expect(try TopologicalOrder.run(acyclic).isAcyclic)
  }

  @Test("the diameter lies between the bounds and is met when asked for", arguments: undirected)
  func diameter(of input: Case) throws {
    let graph = try input.graph
    let components = (0..<graph.vertexCount).map { Self.reach(graph, from: $0) }
    let largest = components.max { $0.count < $1.count } ?? []
    let members = components.first { $0.count == largest.count } ?? []
    var expected = 0
    for vertex in members {
      let distances = TraversalTests.distances(graph, [UInt32(vertex)])
      expected = max(expected, distances.filter { $0 < TraversalTests.unreachable }.max() ?? 0)
    }
    let bounds = try Diameter.run(graph)
    #expect(bounds.lower <= expected && expected <= bounds.upper)
    let exact = try Diameter.run(graph, exact: true, RunControl(threads: ThreadCount(2)))
    #expect(exact.lower == expected && exact.upper == expected)
    for found in [bounds, exact] {
      let distances = TraversalTests.distances(graph, [found.ends[0]])
      #expect(distances[Int(found.ends[1])] == found.lower && members.contains(Int(found.ends[0])))
    }
  }

  @Test("the diameter of rings, grids and trees is known", arguments: [5, 6, 40, 41])
  func knownDiameters(size: Int) throws {
    func graph(_ count: Int, _ edges: [(Int, Int)]) throws -> Graph {
      try Graph(
        vertexCount: count, sources: edges.map { UInt32($0.0) }, targets: edges.map { UInt32($0.1) }, directed: false)
    }
    let ring = try graph(size, (0..<size).map { ($0, ($0 + 1) % size) })
    #expect(try Diameter.run(ring, exact: true).lower == size / 2)
    var edges: [(Int, Int)] = []
    for cell in 0..<size * size {
      if cell % size + 1 < size { edges.append((cell, cell + 1)) }
      if cell + size < size * size { edges.append((cell, cell + size)) }
    }
    let grid = try graph(size * size, edges)
    #expect(try Diameter.run(grid, exact: true).lower == 2 * (size - 1))
    let tree = try graph(size, (1..<size).map { ($0, ($0 - 1) / 2) })
    let bounds = try Diameter.run(tree)
    #expect(try Diameter.run(tree, exact: true).lower == bounds.lower)
  }
}
