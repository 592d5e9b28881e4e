import Benchmark
import GraphKernels
import GraphStorage
import Shared

// Voting kernels over 5,000,000 weighted ties, eight classes, half of the vertices labelled. The yardstick is one sweep
// over all arcs that reads eight bytes of each target.

private let graph = Lazy { try GraphInput.weighted() }
private let labels = Lazy {
  var generator = SeededGenerator(seed: 22)
  return LabelEvidence(
    labels: (0..<GraphInput.vertexCount).map { _ in
      generator.below(2) == 0 ? -1 : Int32(generator.below(8))
    }, classCount: 8, evidence: [Bool](repeating: true, count: GraphInput.vertexCount))
}

private func bytes(_ graph: WeightedGraph) -> Int { graph.offsets.count * 8 + graph.arcCount * 12 }

let benchmarks: @Sendable () -> Void = {
  let comparison = Comparison(rate: "edges/s", yardstick: "one sweep", size: "bytes per weighted edge at rest × 100")
  func add(
    _ name: String, threads: [Int] = [1, 2], _ work: @escaping (WeightedGraph, LabelEvidence, ThreadCount) -> Void
  ) {
    for count in threads {
      Benchmark("\(name), \(count) thread\(count == 1 ? "" : "s")", configuration: comparison.configuration) {
        benchmark in
        let graph = try graph.get()
        let labels = try labels.get()
        let edges = graph.arcCount / 2
        let values = [Double](repeating: 1, count: graph.vertexCount)
        let targets = Column(graph.targets)
        comparison.measure(benchmark, items: edges, size: 100 * bytes(graph) / edges) {
          blackHole(Yardstick.gather(targets, values))
        } work: {
          work(graph, labels, ThreadCount(count))
        }
      }
    }
  }
  add("one-hop vote") { graph, labels, threads in
    blackHole(OneHopVote.run(graph, labels, threads: threads))
  }
  add("two-hop vote") { graph, labels, threads in
    blackHole(TwoHopVote.run(graph, labels, threads: threads))
  }
  add("two-hop vote with two-hop counts", threads: [2]) { graph, labels, threads in
    let vote = TwoHopVote.run(graph, labels, threads: threads)
    let everybody = Array(0..<graph.vertexCount)
    blackHole(TwoHopVote.support(graph, labels, of: everybody, masses: vote.masses, threads: threads))
  }
  add("label spreading") { graph, labels, threads in
    let parameters = LabelSpreading.Parameters(alpha: 0.5)
    blackHole(LabelSpreading.run(graph, labels, parameters: parameters, threads: threads))
  }
}
