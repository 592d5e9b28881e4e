import Benchmark
import Foundation
import GraphKernels
import GraphStorage
import Shared

// Every kernel of the catalogue on graphs of Graph500's kind and on a uniform one, in degree order as a .kgraph keeps
// them. KITH_BENCHMARK_GRAPHS names the graphs: kronecker20 (the default), kronecker22, uniform20, social20; any other
// scale may stand for these. The yardstick is one sweep over all arcs that reads eight bytes of each target. Kernels
// that would take minutes are left out.

let benchmarks: @Sendable () -> Void = {
  let comparison = Comparison(rate: "edges/s", yardstick: "one sweep")
  let names = ProcessInfo.processInfo.environment["KITH_BENCHMARK_GRAPHS"] ?? "kronecker20"
  for name in names.split(separator: " ").map(String.init) {
    let input = Lazy { try KernelInput(name) }
    for entry in kernelCatalogue {
      Benchmark("\(name): \(entry.name)", configuration: comparison.configuration) { benchmark in
        let input = try input.get()
        let values = try input.values(entry)
        let cost = entry.cost(input.graph.shape, values, threads: .available)
        guard Double(cost.operations) < KernelInput.heavy else { return }
        let ones = [Double](repeating: 1, count: input.graph.vertexCount)
        comparison.measure(benchmark, items: input.graph.edgeCount) {
          blackHole(Yardstick.gather(input.graph.targets, ones))
        } work: {
          blackHole(try entry.run(input.graph, values, RunControl()))
        }
      }
    }
  }
}
