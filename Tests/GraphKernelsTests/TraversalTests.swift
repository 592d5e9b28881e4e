import GraphKernels
import GraphStorage
import Testing

/// Oracles here relax every arc until nothing changes; the kernels search level by level.
@Suite("Traversal")
struct TraversalTests {
  /// Sparse graphs stay top-down, dense ones of some thousand vertices go bottom-up and come back.
  struct Case: Sendable, CustomStringConvertible {
    var count: Int
    var edges: Int
    var directed: Bool
    var seed: UInt64

    var graph: Graph {
      get throws {
        var generator = SeededGenerator(seed: seed)
        // Squares of uniform numbers favour small ids, so that some vertices are large and some alone.
        func end() -> UInt32 {
          let draw = generator.unit()
          return UInt32(Double(count) * draw * draw)
        }
        let arcs = (0..<edges).map { _ in (end(), end()) }
        // A tail of ten vertices that only a long walk reaches.
        let tail = (max(0, count - 11)..<count - 1).map { (UInt32($0), UInt32($0 + 1)) }
        let all = arcs + tail
        return try Graph(vertexCount: count, sources: all.map(\.0), targets: all.map(\.1), directed: directed)
      }
    }

    var description: String {
      "\(count) vertices, \(edges) edges, \(directed ? "directed" : "undirected"), seed \(seed)"
    }
  }

  static let cases =
    [true, false].flatMap { directed in
      (1...4).flatMap { seed in
        [(40, 45), (120, 500)].map { Case(count: $0.0, edges: $0.1, directed: directed, seed: seed) }
      } + [Case(count: 3_000, edges: 30_000, directed: directed, seed: 9)]
    }

  static let unreachable = Int.max / 2

  /// Distances from the nearest of `sources`.
  static func distances(_ graph: Graph, _ sources: [UInt32]) -> [Int] {
    var found = [Int](repeating: unreachable, count: graph.vertexCount)
    for source in sources { found[Int(source)] = 0 }
    let targets = Array(graph.targets)
    var changed = true
    while changed {
      changed = false
      for vertex in 0..<graph.vertexCount where found[vertex] < unreachable {
        for arc in graph.row(vertex) where found[Int(targets[arc])] > found[vertex] + 1 {
          found[Int(targets[arc])] = found[vertex] + 1
          changed = true
        }
      }
    }
    return found
  }

  static func plain(_ distances: some Sequence<Int32>) -> [Int] {
    distances.map { $0 < 0 ? unreachable : Int($0) }
  }

  @Test("a search gives the distances of the fixed point and the smallest parent", arguments: cases)
  func search(of input: Case) throws {
    let graph = try input.graph
    for threads in [1, 3] {
      let tree = try BreadthFirstSearch.run(graph, source: 0, RunControl(threads: ThreadCount(threads)))
      let expected = Self.distances(graph, [0])
      #expect(Self.plain(tree.distances) == expected)
      var parents = [UInt32](repeating: KernelResult.none, count: graph.vertexCount)
      for vertex in (0..<graph.vertexCount).reversed() where expected[vertex] < Self.unreachable {
        for arc in graph.row(vertex) where expected[Int(graph.targets[arc])] == expected[vertex] + 1 {
          parents[Int(graph.targets[arc])] = UInt32(vertex)
        }
      }
      #expect(Array(tree.parents) == parents)
      let reached = expected.filter { $0 < Self.unreachable }
      #expect(tree.counts == (0...(reached.max() ?? 0)).map { depth in reached.count { $0 == depth } })
    }
  }

  @Test(
    "a level of many arcs, yet few of all, gives every vertex the smallest parent", arguments: [1, 3],
    [(220, 4_000, 370), (7_000, 10_000, 2_400)])
  func wideLevel(threads: Int, size: (known: Int, others: Int, clique: Int)) throws {
    // Vertex 0, 40 middle vertices and others, of which each middle vertex knows some; and, apart, a clique of so many arcs
    // that the search does not turn round. The larger graph has more arcs in its second level than are sorted at a time, and
    // as many in the third.
    let (middle, (known, others, clique)) = (40, size)
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    var parents = [UInt32](repeating: KernelResult.none, count: 1 + middle + others + clique)
    for one in (1...middle).reversed() {
      sources.append(0)
      targets.append(UInt32(one))
      parents[one] = 0
      for number in 0..<known {
        let other = 1 + middle + (one * 611 + number * 17) % others
        sources.append(UInt32(one))
        targets.append(UInt32(other))
        parents[other] = UInt32(one)
      }
    }
    for one in 1..<clique {
      sources += [UInt32](repeating: UInt32(1 + middle + others + one), count: one)
      targets += (0..<one).map { UInt32(1 + middle + others + $0) }
    }
    let graph = try Graph(vertexCount: parents.count, sources: sources, targets: targets, directed: false)
    let tree = try BreadthFirstSearch.run(graph, source: 0, RunControl(threads: ThreadCount(threads)))
    #expect(Array(tree.parents) == parents)
    let reached = parents.count { $0 != KernelResult.none } - middle
    #expect(tree.counts == [1, middle, reached])
    #expect(tree.distances.count { $0 == 2 } == reached && tree.distances[1 + middle + others] == -1)
  }

  @Test("a few vertices in a row of stars, far fewer than all, turn the search round and back", arguments: [1, 3])
  func rowOfStars(threads: Int) throws {
    // Hubs 0 to 3, and 3,000 leaves between each two that follow each other, numbered as chance has it among many more
    // vertices, of which some hang in pairs on the leaves of the last two and the rest are alone.
    let (count, leaves, hubs) = (100_003, 3_000, 4)
    func place(_ number: Int) -> UInt32 { UInt32(number * 7_919 % count) }
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    func connect(_ one: Int, _ other: Int) {
      sources.append(place(one))
      targets.append(place(other))
    }
    for hub in 0..<hubs - 1 {
      for leaf in 0..<leaves {
        let number = hubs + hub * leaves + leaf
        connect(hub, number)
        connect(hub + 1, number)
        if hub == hubs - 2 { for hanging in 0...1 { connect(number, number + (1 + hanging) * leaves) } }
      }
    }
    let graph = try Graph(vertexCount: count, sources: sources, targets: targets, directed: false)
    let tree = try BreadthFirstSearch.run(graph, source: Int(place(0)), RunControl(threads: ThreadCount(threads)))
    let distances = Self.distances(graph, [place(0)])
    #expect(Self.plain(tree.distances) == distances)
    #expect(tree.counts == [1, leaves, 1, leaves, 1, leaves, 2 * leaves + 1])
    let neighbours = Array(graph.targets)
    let parents = distances.indices.map { vertex in
      neighbours[graph.row(vertex)].first { distances[Int($0)] == distances[vertex] - 1 } ?? KernelResult.none
    }
    #expect(Array(tree.parents) == parents)
  }

  @Test("a neighbourhood holds exactly the vertices within the hops", arguments: cases, [0, 1, 2, 5])
  func neighbourhood(of input: Case, hops: Int) throws {
    let graph = try input.graph
    let sources: [UInt32] = [3, 17, 3]
    let found = try KHopNeighbourhood.run(graph, sources: sources, hops: hops)
    let expected = Self.distances(graph, sources)
    let inside = expected.indices.filter { expected[$0] <= hops }
    #expect(found.vertices.map { Int($0) } == inside)
    #expect(found.distances.map { Int($0) } == inside.map { expected[$0] })
    #expect(found.counts.reduce(0, +) == inside.count && found.counts.last != 0 && found.counts.first == 2)
  }

  @Test("sizes of neighbourhoods are counts of distances, for all and for a sample", arguments: cases, [1, 2, 5])
  func neighbourhoodSizes(of input: Case, hops: Int) throws {
    let graph = try input.graph
    let control = RunControl(threads: ThreadCount(3))
    let all = try NeighbourhoodSizes.run(graph, hops: hops, control)
    #expect(all.vertices == (0..<UInt32(input.count)).map { $0 } && all.counts.count == hops)
    let asked = input.count < 1_000 ? Array(0..<input.count) : [0, 1, 500, input.count - 1]
    for vertex in asked {
      let distances = Self.distances(graph, [UInt32(vertex)])
      for depth in 1...hops {
        #expect(Int(all.counts[depth - 1][vertex]) == distances.count { $0 == depth }, "\(vertex), \(depth)")
      }
    }
    let sample = try NeighbourhoodSizes.run(graph, hops: hops, samples: 20, seed: 4)
    #expect(sample.vertices.count == 20 && Set(sample.vertices).count == 20 && sample.vertices.sorted() == sample.vertices)
    for (place, vertex) in sample.vertices.enumerated() {
      for depth in 0..<hops { #expect(sample.counts[depth][place] == all.counts[depth][Int(vertex)]) }
    }
    #expect(try NeighbourhoodSizes.run(graph, hops: hops, samples: input.count) == all)
  }

  @Test("sizes of the neighbourhoods of many vertices are those of one search each, on any number of threads")
  func manyNeighbourhoodSizes() throws {
    let input = Case(count: 40_000, edges: 160_000, directed: false, seed: 21)
    let graph = try input.graph
    let one = try NeighbourhoodSizes.run(graph, hops: 2, RunControl(threads: ThreadCount(1)))
    #expect(try NeighbourhoodSizes.run(graph, hops: 2, RunControl(threads: ThreadCount(3))) == one)
    for vertex in stride(from: 0, to: input.count, by: 997) {
      let counts = try KHopNeighbourhood.run(graph, sources: [UInt32(vertex)], hops: 2).counts + [0, 0]
      #expect(Int(one.counts[0][vertex]) == counts[1] && Int(one.counts[1][vertex]) == counts[2])
    }
  }

  @Test("many sources at once equal one search each", arguments: cases, [1, 5, 64, 70])
  func manySources(of input: Case, number: Int) throws {
    guard number <= input.count, input.count < 1_000 || number == 70 else { return }
    let graph = try input.graph
    let sources = (0..<number).map { UInt32($0 * 7 % input.count) }
    try #require(Set(sources).count == min(number, input.count) || input.count % 7 == 0)
    let reach = try MultiSourceBreadthFirstSearch.run(
      graph, sources: sources, each: true, RunControl(threads: ThreadCount(2)))
    let expected = sources.map { source -> [Int] in
      input.count < 1_000
        ? Self.distances(graph, [source])
        : Self.plain((try? BreadthFirstSearch.run(graph, source: Int(source)).distances).map(Array.init) ?? [])
    }
    #expect(reach.distances.map { Self.plain($0) } == expected)
    for vertex in 0..<graph.vertexCount {
      let reached = expected.map { $0[vertex] }.filter { $0 < Self.unreachable }
      #expect(Int(reach.counts[vertex]) == reached.count)
      #expect(reach.nearest[vertex] == (reached.min().map { Int32($0) } ?? -1))
      #expect(Int(reach.totals[vertex]) == reached.reduce(0, +))
    }
  }

  @Test("the columns of the sources are named by place, so that a renumbered graph has the same table")
  func sourceColumns() throws {
    let graph = try Graph(vertexCount: 5, sources: [0, 3, 3, 3], targets: [1, 1, 2, 4], directed: false)
    let order = try Relabelling.byDegree(graph)
    let entry = try #require(kernelCatalogue.first { $0.name == "multi-source-breadth-first-search" })
    func table(_ graph: Graph, _ sources: [UInt32]) throws -> KernelResult {
      let values = try ParameterValues(
        ["sources": .vertices(sources), "each": .flag(true)], for: entry.parameters, vertexCount: 5)
      return try entry.run(graph, values, RunControl())
    }
    let plain = try table(graph, [4, 0])
    #expect(plain.columns.map(\.name) == ["sources", "nearest", "total", "distance_1", "distance_2"])
    #expect(plain.columns.last?.values == .integers([0, 1, 3, 2, 3]))
    let renumbered = try table(graph.relabelled(order), order.newVertices([4, 0]))
    #expect(renumbered.inOldOrder(order) == plain)
  }

  @Test("the exact histogram counts every ordered pair", arguments: cases.filter { $0.count < 1_000 })
  func histogram(of input: Case) throws {
    let graph = try input.graph
    var expected: [Int: Int] = [:]
    for source in 0..<graph.vertexCount {
      for distance in Self.distances(graph, [UInt32(source)]) where distance > 0 && distance < Self.unreachable {
        expected[distance, default: 0] += 1
      }
    }
    let found = try DistanceHistogram.run(graph, samples: 0)
    #expect(found.pairs == (0...(expected.keys.max() ?? 0)).map { expected[$0] ?? 0 })
    #expect(found.sources == graph.vertexCount)
    let sampled = try DistanceHistogram.run(graph, samples: 10, seed: 3)
    #expect(sampled.sources == 10 && zip(sampled.pairs, found.pairs).allSatisfy { $0 <= $1 })
  }

  @Test("on a path of four the figures are those worked out by hand")
  func pathOfFour() throws {
    let graph = try Graph(vertexCount: 4, sources: [0, 1, 2], targets: [1, 2, 3], directed: false)
    let found = try DistanceHistogram.run(graph, samples: 0)
    #expect(found.pairs == [0, 6, 4, 2])
    #expect(abs(found.mean - 20.0 / 12) < 1e-12)
    // 90 % of 12 pairs are 10.8: 0.8 of the two pairs at distance 3 beyond the ten nearer ones.
    #expect(abs(found.quantile(0.9) - 2.4) < 1e-12)
    #expect(try Array(ConnectedComponents.run(graph)) == [0, 0, 0, 0])
  }

  @Test("components are named by the smallest vertex reached both ways", arguments: cases)
  func components(of input: Case) throws {
    let graph = try input.graph
    var expected = (0..<graph.vertexCount).map { UInt32($0) }
    var changed = true
    while changed {
      changed = false
      for vertex in 0..<graph.vertexCount {
        for arc in graph.row(vertex) {
          let target = Int(graph.targets[arc])
          let least = min(expected[vertex], expected[target])
          if expected[vertex] != least || expected[target] != least { changed = true }
          expected[vertex] = least
          expected[target] = least
        }
      }
    }
    for threads in [1, 4] {
      #expect(try Array(ConnectedComponents.run(graph, RunControl(threads: ThreadCount(threads)))) == expected)
    }
  }

  @Test("components of many small pieces, of which none is a giant, are all found")
  func noGiant() throws {
    // Rings of 5 whose ids are far apart.
    let rings = 400
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    for ring in 0..<rings {
      for place in 0..<5 {
        sources.append(UInt32(ring + rings * place))
        targets.append(UInt32(ring + rings * ((place + 2) % 5)))
      }
    }
    for directed in [true, false] {
      let graph = try Graph(vertexCount: rings * 5, sources: sources, targets: targets, directed: directed)
      #expect(try Array(ConnectedComponents.run(graph)) == (0..<rings * 5).map { UInt32($0 % rings) })
    }
  }
}
