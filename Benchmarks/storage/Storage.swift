import Benchmark
import Foundation
import GraphStorage
import Shared

// Graphs of a million vertices and 16 million listed edges: Kronecker (scale 20, edge factor 16) and uniform. The
// yardstick of building is one sweep over the list that counts both ends of every edge; of files, counting their lines
// or reading them.

private let kronecker = Lazy { try KroneckerGenerator.edges(scale: 20) }
private let uniform = Lazy { try UniformGenerator.edges(vertexCount: 1 << 20, edgeCount: 16 << 20) }
private let built = Lazy {
  NamedGraph(try GraphBuilder.build(try kronecker.get(), BuildPolicy(directed: false)).graph)
}

private func file(_ name: String, _ format: GraphFormat) throws -> String {
  let path = InputFolder.path + "/" + name
  if !FileManager.default.fileExists(atPath: path) { try GraphFile.write(try built.get(), to: path, format) }
  return path
}

private func degrees(_ list: EdgeList) -> [UInt32] {
  var counts = [UInt32](repeating: 0, count: list.vertexCount)
  for piece in list.pieces {
    for edge in 0..<piece.count {
      counts[Int(piece.sources[edge])] &+= 1
      counts[Int(piece.targets[edge])] &+= 1
    }
  }
  return counts
}

let benchmarks: @Sendable () -> Void = {
  let builds = Comparison(rate: "edges/s", yardstick: "counting ends", size: "bytes per edge at rest × 100")
  for (name, list) in [("Kronecker", kronecker), ("uniform", uniform)] {
    for (way, order) in [("as given", BuildPolicy.Order.given), ("by degree", .degreeDescending)] {
      for threads in [1, 2] {
        let title = "build \(name) \(way), \(threads) thread\(threads == 1 ? "" : "s")"
        Benchmark(title, configuration: builds.configuration) { benchmark in
          let list = try list.get()
          let graph = try GraphBuilder.build(list, BuildPolicy(directed: false, order: order)).graph
          let bytes = 100 * Double(graph.byteCount) / Double(graph.edgeCount)
          builds.measure(benchmark, items: list.count, size: Int(bytes)) {
            blackHole(degrees(list))
          } work: {
            let control = RunControl(threads: ThreadCount(threads))
            blackHole(try GraphBuilder.build(list, BuildPolicy(directed: false, order: order), control))
          }
        }
      }
    }
  }
  let texts = Comparison(rate: "edges/s", yardstick: "counting newlines")
  for threads in [1, 2] {
    let title = "text to graph, \(threads) thread\(threads == 1 ? "" : "s")"
    Benchmark(title, configuration: texts.configuration) { benchmark in
      let path = try file("kronecker.el", .edgeList)
      let edges = try built.get().graph.edgeCount
      texts.measure(benchmark, items: edges) {
        blackHole(Yardstick.newlines(try MappedFile(path: path)))
      } work: {
        blackHole(try GraphFile.read(path, .edgeList, RunControl(threads: ThreadCount(threads))))
      }
    }
  }
  let binaries = Comparison(rate: "bytes/s", yardstick: "plain read")
  for trusted in [false, true] {
    let title = "open binary, \(trusted ? "trusted" : "checked")"
    Benchmark(title, configuration: binaries.configuration) { benchmark in
      let path = try file("kronecker.kgraph", .binary)
      let options = GraphReadOptions(isTrusted: trusted)
      binaries.measure(benchmark, items: try MappedFile(path: path).count) {
        blackHole(try Yardstick.read(path))
      } work: {
        blackHole(try GraphFile.read(path, .binary, options: options))
      }
    }
  }
}
