import GraphStorage
import Testing

@Suite("Building a graph from listed edges")
struct GraphBuilderTests {
  struct Listed {
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    var weights: [Double] = []
    var times: [Int64] = []

    init(vertices: Int, edges: Int, seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<edges {
        let few = max(1, vertices / 10)
        sources.append(UInt32(generator.below(generator.below(2) == 0 ? vertices : few)))
        targets.append(UInt32(generator.below(generator.below(2) == 0 ? vertices : few)))
        weights.append(generator.unit() + 1e-9)
        times.append(Int64(generator.below(1000)) - 500)
      }
    }

    mutating func shuffle(seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      var order = Array(sources.indices)
      generator.shuffle(&order)
      sources = order.map { sources[$0] }
      targets = order.map { targets[$0] }
      weights = order.map { weights[$0] }
      times = order.map { times[$0] }
    }

    func list(_ vertices: Int, pieces: Int = 1, weighted: Bool, timed: Bool) -> EdgeList {
      EdgeList(
        vertexCount: vertices,
        pieces: evenRanges(sources.count, pieces: pieces).map { range in
          EdgeList.Piece(
            sources: Column(Array(sources[range])), targets: Column(Array(targets[range])),
            weights: weighted ? Column(Array(weights[range])) : nil, times: timed ? Column(Array(times[range])) : nil)
        })
    }
  }

  struct Pair: Hashable {
    let source: UInt32
    let target: UInt32
  }

  /// Every arc with the weights and times listed for it, by a dictionary.
  static func oracle(_ listed: Listed, directed: Bool) -> [Pair: (weights: [Double], times: [Int64])] {
    var arcs: [Pair: (weights: [Double], times: [Int64])] = [:]
    for edge in listed.sources.indices where listed.sources[edge] != listed.targets[edge] {
      let pair = Pair(source: listed.sources[edge], target: listed.targets[edge])
      arcs[pair, default: ([], [])].weights.append(listed.weights[edge])
      arcs[pair, default: ([], [])].times.append(listed.times[edge])
      if directed { continue }
      let twin = Pair(source: pair.target, target: pair.source)
      arcs[twin, default: ([], [])].weights.append(listed.weights[edge])
      arcs[twin, default: ([], [])].times.append(listed.times[edge])
    }
    return arcs
  }

  static func same(_ left: Graph, _ right: Graph) -> Bool {
    left.isDirected == right.isDirected && left.offsets == right.offsets && left.targets == right.targets
      && left.weights?.map(\.bitPattern) == right.weights?.map(\.bitPattern) && left.times == right.times
      && left.inOffsets == right.inOffsets && left.inSources == right.inSources
      && left.inWeights?.map(\.bitPattern) == right.inWeights?.map(\.bitPattern)
      && left.isDegreeDescending == right.isDegreeDescending
  }

  @Test(
    "arcs, weights and times are those a dictionary finds",
    arguments: [(1, 5), (2, 3), (40, 600), (300, 900), (20_000, 30_000)], [false, true])
  func againstDictionary(size: (Int, Int), directed: Bool) throws {
    let (vertices, edges) = size
    let listed = Listed(vertices: vertices, edges: edges, seed: UInt64(vertices))
    let arcs = Self.oracle(listed, directed: directed)
    for duplicates in [BuildPolicy.Duplicates.sum, .minimum, .maximum] {
      let policy = BuildPolicy(directed: directed, duplicates: duplicates)
      let graph = try GraphBuilder.build(listed.list(vertices, weighted: true, timed: true), policy).graph
      #expect(graph.vertexCount == vertices && graph.arcCount == arcs.count && graph.isDirected == directed)
      // Every rule, by the checked initialiser.
      let checked = try Graph(
        offsets: graph.offsets, targets: graph.targets, weights: graph.weights, times: graph.times,
        directed: directed)
      #expect(Self.same(checked, graph))
      var wrong = 0
      for vertex in 0..<vertices {
        for arc in graph.row(vertex) {
          let found = arcs[Pair(source: UInt32(vertex), target: graph.targets[arc])] ?? ([], [])
          let weight: Double
          switch duplicates {
          case .minimum: weight = found.weights.min() ?? .nan
          case .maximum: weight = found.weights.max() ?? .nan
          case .sum, .reject: weight = found.weights.sorted().reduce(0, +)
          }
          if graph.weights?[arc] != weight || graph.times?[arc] != found.times.max() { wrong += 1 }
        }
        for arc in graph.inRow(vertex) {
          let found = arcs[Pair(source: graph.inSources[arc], target: UInt32(vertex))]
          if found == nil { wrong += 1 }
        }
      }
      #expect(wrong == 0)
      #expect(graph.inSources.count == arcs.count)
      let plain = try GraphBuilder.build(listed.list(vertices, weighted: false, timed: false), policy).graph
      #expect(plain.targets == graph.targets && plain.offsets == graph.offsets && plain.weights == nil)
    }
  }

  @Test("is the same for any order and cutting of the list and any number of threads", arguments: [false, true])
  func anyOrder(directed: Bool) throws {
    var listed = Listed(vertices: 5_000, edges: 68_000, seed: 3)
    for order in [BuildPolicy.Order.given, .degreeDescending] {
      let policy = BuildPolicy(directed: directed, order: order)
      let first = try GraphBuilder.build(
        listed.list(5_000, weighted: true, timed: true), policy, RunControl(threads: ThreadCount(1)))
      for threads in [2, 8] {
        listed.shuffle(seed: UInt64(threads))
        let again = try GraphBuilder.build(
          listed.list(5_000, pieces: threads, weighted: true, timed: true), policy,
          RunControl(threads: ThreadCount(threads)))
        #expect(Self.same(first.graph, again.graph) && first.relabelling == again.relabelling)
      }
    }
  }

  @Test("numbers by degree as building first and relabelling afterwards does", arguments: [false, true])
  func degreeOrder(directed: Bool) throws {
    let listed = Listed(vertices: 3_000, edges: 20_000, seed: 5)
    let list = listed.list(3_000, weighted: true, timed: true)
    let given = try GraphBuilder.build(list, BuildPolicy(directed: directed)).graph
    let fused = try GraphBuilder.build(list, BuildPolicy(directed: directed, order: .degreeDescending))
    let relabelling = try #require(fused.relabelling)
    #expect(relabelling == (try Relabelling.byDegree(given)))
    #expect(Self.same(fused.graph, try given.relabelled(relabelling)))
    #expect(fused.graph.isDegreeDescending && !given.isDegreeDescending)
  }

  @Test("rejects what the policy says, naming the row")
  func rejects() throws {
    func fails(_ error: GraphError, _ sources: [UInt32], _ targets: [UInt32], _ policy: BuildPolicy) {
      let list = EdgeList(vertexCount: 4, sources: Column(sources), targets: Column(targets))
      #expect(throws: error) { _ = try GraphBuilder.build(list, policy) }
    }
    let strict = BuildPolicy(directed: false, duplicates: .reject, loops: .reject)
    fails(.loop(row: 2), [0, 2], [1, 2], strict)
    fails(.duplicate(row: 0), [0, 1], [1, 0], strict)
    fails(.vertexOutOfRange(row: 1), [0, 1], [1, 4], strict)
    fails(.columnLengthsDiffer, [0], [], strict)
    var directed = strict
    directed.directed = true
    fails(.duplicate(row: 1), [0, 1, 1], [1, 0, 0], directed)
    let both = EdgeList(vertexCount: 4, sources: [0, 1], targets: [1, 0])
    #expect(try GraphBuilder.build(both, directed).graph.arcCount == 2)
    for weight in [0, -1, Double.nan, .infinity] {
      let list = EdgeList(vertexCount: 2, sources: [1], targets: [0], weights: [weight])
      #expect(throws: GraphError.weightNotPositive(row: 1)) { _ = try GraphBuilder.build(list, directed) }
    }
    let great = EdgeList(
      vertexCount: 2, sources: [0, 0], targets: [1, 1],
      weights: [.greatestFiniteMagnitude, .greatestFiniteMagnitude])
    #expect(throws: GraphError.weightNotPositive(row: 0)) {
      _ = try GraphBuilder.build(great, BuildPolicy(directed: true))
    }
    #expect(throws: GraphError.tooManyVertices(count: 1 << 32)) {
      _ = try GraphBuilder.build(EdgeList(vertexCount: 1 << 32, pieces: []), strict)
    }
  }

  @Test("no edge and no vertex make a graph too")
  func empty() throws {
    for vertices in [0, 1, 7] {
      for directed in [false, true] {
        for order in [BuildPolicy.Order.given, .degreeDescending] {
          let built = try GraphBuilder.build(
            EdgeList(vertexCount: vertices, pieces: []), BuildPolicy(directed: directed, order: order))
          #expect(built.graph.vertexCount == vertices && built.graph.arcCount == 0)
          #expect(built.graph.isDirected == directed)
        }
      }
    }
  }

  @Test("stops when told to, and its progress ascends to the end")
  func control() throws {
    let listed = Listed(vertices: 1_000, edges: 5_000, seed: 9)
    let list = listed.list(1_000, weighted: false, timed: false)
    let stopped = RunControl(threads: ThreadCount(2))
    stopped.cancel()
    #expect(throws: GraphError.cancelled) { _ = try GraphBuilder.build(list, BuildPolicy(directed: true), stopped) }
    let shares = Shares()
    _ = try GraphBuilder.build(list, BuildPolicy(directed: true), RunControl(progress: { shares.add($0) }))
    #expect(shares.seen == shares.seen.sorted() && shares.seen.last == 1 && shares.seen.count > 5)
  }
}

/// Progress is reported from one thread.
private final class Shares: @unchecked Sendable {
  private(set) var seen: [Double] = []
  func add(_ share: Double) { seen.append(share) }
}
