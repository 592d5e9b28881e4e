import Benchmark
import Foundation
import GraphKernels
import GraphStorage
import Shared

// Every kernel of the catalogue on graphs of Graph500's kind and on a uniform one, in degree order as a .kgraph keeps
// them. KITH_BENCHMARK_GRAPHS names the graphs: kronecker20 (the default), kronecker22, uniform20, social20; any other
// scale may stand for 20. The yardstick is one sweep over all arcs that reads eight bytes of each target.

/// Kernels whose work grows faster than the graph run on samples, stated here.
private let settings: [String: [String: ParameterValue]] = [
  "distance-histogram": ["samples": .integer(64)],
  "k-hop-neighbourhood": ["hops": .integer(2)],
]
/// Left out: on a million vertices one run takes minutes or more, by their cost formulas.
private let heavy = 4e11

private struct Input {
  let graph: Graph
  /// The first vertices, which have the most neighbours: sources and pairs.
  let hubs: [UInt32]

  init(_ name: String) throws {
    let model = name.prefix { $0.isLetter }
    guard let scale = Int(name.dropFirst(model.count)), (1...31).contains(scale) else {
      throw UnknownGraph(name: name)
    }
    let list =
      switch model {
      case "kronecker": try KroneckerGenerator.edges(scale: scale, weights: true)
      case "uniform": try UniformGenerator.edges(vertexCount: 1 << scale, edgeCount: 16 << scale, weights: true)
      case "social": try SocialGenerator.edges(people: 1 << scale, weights: true)
      default: throw UnknownGraph(name: name)
      }
    let policy = BuildPolicy(directed: false, duplicates: .minimum, order: .degreeDescending)
    graph = try GraphBuilder.build(list, policy).graph
    hubs = [0, 1, 2, 3]
  }

  struct UnknownGraph: Error { let name: String }

  func values(_ entry: KernelEntry) throws -> ParameterValues {
    var given = settings[entry.name] ?? [:]
    given = given.filter { name, _ in entry.parameters.contains { $0.name == name } }
    for parameter in entry.parameters where parameter.standard == nil {
      given[parameter.name] = .vertices(parameter.kind == .vertex ? [hubs[0]] : hubs)
    }
    return try ParameterValues(given, for: entry.parameters, vertexCount: graph.vertexCount)
  }
}

let benchmarks: @Sendable () -> Void = {
  let comparison = Comparison(rate: "edges/s", yardstick: "one sweep")
  let names = ProcessInfo.processInfo.environment["KITH_BENCHMARK_GRAPHS"] ?? "kronecker20"
  for name in names.split(separator: " ").map(String.init) {
    let input = Lazy { try Input(name) }
    for entry in kernelCatalogue {
      Benchmark("\(name): \(entry.name)", configuration: comparison.configuration) { benchmark in
        let input = try input.get()
        let values = try input.values(entry)
        let cost = entry.cost(input.graph.shape, values, threads: .available)
        guard Double(cost.operations) < heavy else { return }
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
