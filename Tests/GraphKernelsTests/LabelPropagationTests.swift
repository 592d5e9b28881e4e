import GraphKernels
import GraphStorage
import Testing

@Suite("Label propagation")
struct LabelPropagationTests {
  /// Everybody tells its label along each arc, into a tally by label; no round leaves anybody out.
  static func told(_ graph: Graph, rounds: Int) -> [UInt32] {
    var labels = (0..<UInt32(graph.vertexCount)).map { $0 }
    for _ in 0..<rounds {
      var tallies = [[UInt32: Int]](repeating: [:], count: graph.vertexCount)
      for vertex in 0..<graph.vertexCount {
        for arc in graph.row(vertex) {
          let target = Int(graph.targets[arc])
          tallies[target][labels[vertex], default: 0] += 1
          if graph.isDirected { tallies[vertex][labels[target], default: 0] += 1 }
        }
      }
      for vertex in 0..<graph.vertexCount {
        let best = tallies[vertex].max { ($0.value, $1.key) < ($1.value, $0.key) }
        if let best { labels[vertex] = best.key }
      }
    }
    return labels
  }

  @Test("equals tallies that everybody tells their label to", arguments: [true, false], [UInt64](1...5))
  func random(directed: Bool, seed: UInt64) throws {
    // The sparse one settles, so that later rounds leave vertices out; the dense one counts by table.
    for edges in [90, 250, 1_500] {
      let graph = ConformanceTests.sample(count: 150, edges: edges, seed: seed, directed: directed, weighted: false)
      for rounds in [0, 1, 2, 3, 12] {
        let labels = try LabelPropagation.run(graph, rounds: rounds, RunControl(threads: ThreadCount(2)))
        #expect(labels.array() == Self.told(graph, rounds: rounds), "\(edges) edges, \(rounds) rounds")
      }
    }
  }

  @Test("a hub of more neighbours than any table takes hears as others do", arguments: [true, false])
  func hub(directed: Bool) throws {
    // Two hubs, some leaves shared, and pairs among the leaves.
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    for leaf in 2..<UInt32(6_000) {
      sources.append(leaf % 3 == 0 ? 1 : 0)
      targets.append(leaf)
      if leaf % 2 == 0 {
        sources.append(leaf)
        targets.append(leaf + 1)
      }
      if leaf % 7 == 0 {
        sources.append(leaf)
        targets.append(1)
      }
    }
    let graph = try Graph(vertexCount: 6_001, sources: sources, targets: targets, directed: directed)
    for rounds in [1, 2, 4] {
      #expect(try LabelPropagation.run(graph, rounds: rounds).array() == Self.told(graph, rounds: rounds))
    }
  }
}
