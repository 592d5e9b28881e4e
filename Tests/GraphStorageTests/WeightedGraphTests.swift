import GraphStorage
import Testing

@Suite("Weighted graph")
struct WeightedGraphTests {
  @Test("the builder sums repetitions, drops loops and gives the same bits for any order of the list")
  func anyOrder() throws {
    var generator = SeededGenerator(seed: 11)
    var arcs: [(UInt32, UInt32, Double)] = (0..<600).map { _ in
      (UInt32(generator.below(20)), UInt32(generator.below(20)), generator.unit() + 1e-9)
    }
    func build(_ symmetric: Bool) throws -> WeightedGraph {
      try WeightedGraphBuilder.build(
        vertexCount: 21, sources: arcs.map(\.0), targets: arcs.map(\.1), weights: arcs.map(\.2), symmetric: symmetric)
    }
    for symmetric in [false, true] {
      let first = try build(symmetric)
      generator.shuffle(&arcs)
      let second = try build(symmetric)
      #expect(first.offsets == second.offsets && first.targets == second.targets)
      #expect(first.weights.map(\.bitPattern) == second.weights.map(\.bitPattern))
      // The checked initialiser accepts what the builder promises, twins included.
      _ = try WeightedGraph(
        offsets: first.offsets, targets: first.targets, weights: first.weights, symmetric: symmetric)
      var sums = [[Double]](repeating: [Double](repeating: 0, count: 21), count: 21)
      for (source, target, weight) in arcs where source != target {
        sums[Int(source)][Int(target)] += weight
        if symmetric { sums[Int(target)][Int(source)] += weight }
      }
      for source in 0..<21 {
        for target in 0..<21 {
          let expected = sums[source][target]
          #expect(abs((first.weight(from: source, to: target) ?? 0) - expected) < 1e-12)
        }
      }
    }
  }

  @Test("the checked initialiser names the first broken row")
  func broken() {
    func fails(_ error: GraphError, _ offsets: [Int], _ targets: [UInt32], _ weights: [Double]) {
      #expect(throws: error) {
        _ = try WeightedGraph(offsets: offsets, targets: targets, weights: weights, symmetric: true)
      }
    }
    fails(.offsetsMalformed(row: 0), [], [], [])
    fails(.offsetsMalformed(row: 0), [0, 2, 1], [1], [1])
    fails(.vertexOutOfRange(row: 0), [0, 1, 1], [2], [1])
    fails(.loop(row: 1), [0, 1, 2], [1, 1], [1, 1])
    fails(.rowNotAscending(row: 0), [0, 2, 2, 2], [2, 1], [1, 1])
    fails(.weightNotPositive(row: 0), [0, 1, 2], [1, 0], [0, 1])
    fails(.weightNotPositive(row: 1), [0, 1, 2], [1, 0], [1, .nan])
    fails(.notSymmetric(row: 0), [0, 1, 2], [1, 0], [1, 2])
    fails(.notSymmetric(row: 0), [0, 1, 1], [1], [1])
    fails(.columnLengthsDiffer, [0, 1, 2], [1, 0], [1])
    #expect(throws: GraphError.weightNotPositive(row: 0)) {
      _ = try WeightedGraphBuilder.build(
        vertexCount: 2, sources: [0], targets: [1], weights: [-1], symmetric: true)
    }
  }
}
