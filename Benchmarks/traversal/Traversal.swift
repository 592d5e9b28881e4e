import Benchmark
import GraphKernels
import GraphStorage
import Shared

// Kernels on 1,000,000 vertices and 5,000,000 ties. An edge is a tie; each is stored as two arcs. The yardstick is one
// sweep over all arcs that reads eight bytes of each target.

private let graph = Lazy { try GraphInput.graph() }
private let arcs = Lazy { GraphInput.arcs() }

private func bytes(_ graph: Graph) -> Int { graph.byteCount }

let benchmarks: @Sendable () -> Void = {
  let comparison = Comparison(rate: "edges/s", yardstick: "one sweep", size: "bytes per edge at rest × 100")
  func add(_ name: String, rounds: Int = 1, _ work: @escaping (Graph) throws -> Void) {
    Benchmark(name, configuration: comparison.configuration) { benchmark in
      let graph = try graph.get()
      let edges = graph.arcCount / 2
      let values = [Double](repeating: 1, count: graph.vertexCount)
      comparison.measure(benchmark, items: edges * rounds, size: 100 * bytes(graph) / edges) {
        blackHole(Yardstick.gather(graph.targets, values))
      } work: {
        try work(graph)
      }
    }
  }
  add("breadth-first search") { graph in
    let widest = (0..<graph.vertexCount).max { graph.row($0).count < graph.row($1).count } ?? 0
    blackHole(try? BreadthFirstSearch.run(graph, source: widest))
  }
  add("connected components") { blackHole(try? ConnectedComponents.run($0)) }
  for threads in [1, 2] {
    add("PageRank, 10 rounds, \(threads) thread\(threads == 1 ? "" : "s")", rounds: 10) { graph in
      let parameters = PageRank.Parameters(stop: .rounds(10))
      blackHole(try? PageRank.run(graph, parameters: parameters, RunControl(threads: ThreadCount(threads))))
    }
  }
  add("build from the edge list") { graph in
    let arcs = try arcs.get()
    let built = try Graph(
      vertexCount: graph.vertexCount, sources: arcs.sources, targets: arcs.targets, directed: false)
    precondition(built.arcCount == graph.arcCount)
  }
}
