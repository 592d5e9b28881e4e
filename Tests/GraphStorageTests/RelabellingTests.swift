import GraphStorage
import Testing

@Suite("Relabelling")
struct RelabellingTests {
  static func graph(directed: Bool) throws -> Graph {
    let listed = GraphBuilderTests.Listed(vertices: 500, edges: 1_500, seed: 17)
    return try GraphBuilder.build(
      listed.list(500, weighted: true, timed: true), BuildPolicy(directed: directed)
    ).graph
  }

  @Test("moves every arc with its weight and time, and its inverse brings them back", arguments: [false, true])
  func movesArcs(directed: Bool) throws {
    let graph = try Self.graph(directed: directed)
    var order = (0..<UInt32(500)).map { $0 }
    var generator = SeededGenerator(seed: 23)
    generator.shuffle(&order)
    let relabelling = try Relabelling(oldOfNew: Column(order))
    let moved = try graph.relabelled(relabelling, RunControl(threads: ThreadCount(2)))
    #expect(GraphBuilderTests.same(graph, try moved.relabelled(relabelling.inverse)))
    // One arc after the other, by the definition.
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    var weights: [Double] = []
    var times: [Int64] = []
    for vertex in 0..<500 {
      for arc in graph.row(vertex) {
        sources.append(UInt32(order.firstIndex(of: UInt32(vertex)) ?? -1))
        targets.append(UInt32(order.firstIndex(of: graph.targets[arc]) ?? -1))
        weights.append(graph.weights?[arc] ?? -1)
        times.append(graph.times?[arc] ?? -1)
      }
    }
    let expected = try GraphBuilder.build(
      EdgeList(
        vertexCount: 500, sources: Column(sources), targets: Column(targets), weights: Column(weights),
        times: Column(times)), BuildPolicy(directed: directed, duplicates: .maximum)
    ).graph
    #expect(GraphBuilderTests.same(moved, expected))
  }

  @Test("what was found by new numbers comes back by old ones")
  func mapsBack() throws {
    let relabelling = try Relabelling(oldOfNew: [2, 0, 1])
    #expect(Array(relabelling.newOfOld) == [1, 2, 0])
    #expect(relabelling.byOldNumbers(["two", "zero", "one"]) == ["zero", "one", "two"])
    #expect(relabelling.byNewNumbers(["zero", "one", "two"]) == ["two", "zero", "one"])
    #expect(relabelling.oldVertices([0, 1, 2, .max]) == [2, 0, 1, .max])
    #expect(relabelling.newVertices(relabelling.oldVertices([0, 1, 2, .max])) == [0, 1, 2, .max])
    let back = try relabelling.followed(by: relabelling.inverse)
    #expect(Array(back.oldOfNew) == [0, 1, 2] && Array(back.newOfOld) == [0, 1, 2])
    let other = try Relabelling(newOfOld: [1, 0, 2])
    #expect(Array(try relabelling.followed(by: other).newOfOld) == [0, 2, 1])
  }

  @Test("refuses what is no permutation")
  func refuses() {
    for broken: Column<UInt32> in [[0, 0], [1], [0, 2, 1, 4], [.max]] {
      #expect(throws: GraphError.notAPermutation) { _ = try Relabelling(oldOfNew: broken) }
      #expect(throws: GraphError.notAPermutation) { _ = try Relabelling(newOfOld: broken) }
    }
    #expect(throws: GraphError.notAPermutation) {
      _ = try Self.graph(directed: false).relabelled(Relabelling(oldOfNew: [0]))
    }
  }

  @Test("by degree: descending, equal ones in their order")
  func byDegree() throws {
    for directed in [false, true] {
      let graph = try Self.graph(directed: directed)
      let expected = (0..<500).sorted { (-graph.degree($0), $0) < (-graph.degree($1), $1) }
      #expect(try Relabelling.byDegree(graph).oldOfNew.map { Int($0) } == expected)
      #expect(try graph.relabelled(Relabelling.byDegree(graph)).isDegreeDescending)
    }
  }

  @Test("by group: groups by label, members in their order, for labels of any size")
  func byGroup() throws {
    for scale: UInt32 in [1, 1_000_003] {
      let labels = (0..<200).map { UInt32($0 * 7919 % 13) * scale }
      let expected = (0..<200).sorted { (labels[$0], $0) < (labels[$1], $1) }
      #expect(try Relabelling.byGroup(labels).oldOfNew.map { Int($0) } == expected)
    }
    #expect(try Relabelling.byGroup([]).count == 0)
  }

  @Test(
    "by breadth-first search: each vertex after its component's first follows a neighbour", arguments: [false, true])
  func byBreadthFirst(directed: Bool) throws {
    let graph = try Self.graph(directed: directed)
    let relabelling = try Relabelling.byBreadthFirst(graph)
    // The earliest-met neighbour of each vertex; along the order these never go back (that is what a queue gives).
    var earliest: [Int] = []
    for old in relabelling.oldOfNew {
      let neighbours = graph.row(Int(old)).map { graph.targets[$0] } + graph.inRow(Int(old)).map { graph.inSources[$0] }
      earliest.append(neighbours.map { Int(relabelling.newOfOld[Int($0)]) }.min() ?? Int.max)
    }
    var last = -1
    for (new, first) in earliest.enumerated() {
      if first > new {
        // The start of a component: nobody before it is its neighbour, and from here on nobody reaches back.
        last = new
      } else {
        #expect(first >= last)
        last = max(last, first)
      }
    }
  }
}
