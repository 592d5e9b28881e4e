import GraphKernels
import GraphStorage
import Synchronization
import Testing

/// What every entry of the catalogue must keep, whatever it computes.
@Suite("Every kernel of the catalogue")
struct ConformanceTests {
  /// Graphs of every shape that a kernel may be given, small.
  static let samples: [(name: String, graph: Graph)] = [
    ("no vertex", sample(count: 0, edges: 0, seed: 1, directed: false, weighted: false)),
    ("one vertex", sample(count: 1, edges: 0, seed: 1, directed: false, weighted: true)),
    ("no edge", sample(count: 5, edges: 0, seed: 1, directed: true, weighted: false)),
    ("undirected", sample(count: 200, edges: 500, seed: 2, directed: false, weighted: false)),
    ("undirected, weighted", sample(count: 150, edges: 600, seed: 3, directed: false, weighted: true)),
    ("directed", sample(count: 200, edges: 700, seed: 4, directed: true, weighted: false)),
    ("directed, weighted", sample(count: 150, edges: 600, seed: 5, directed: true, weighted: true)),
    ("dense", sample(count: 40, edges: 700, seed: 6, directed: false, weighted: true)),
  ]

  static func sample(count: Int, edges: Int, seed: UInt64, directed: Bool, weighted: Bool) -> Graph {
    var generator = SeededGenerator(seed: seed)
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    var weights: [Double] = []
    for _ in 0..<edges {
      // Half of the ends fall on a tenth of the vertices, so that some are large and some are alone.
      let first = generator.below(2) == 0 ? generator.below(count) : generator.below(max(1, count / 10))
      sources.append(UInt32(first))
      targets.append(UInt32(generator.below(count)))
      weights.append(Double(1 + generator.below(255)))
    }
    do {
      return weighted
        ? try Graph(vertexCount: count, sources: sources, targets: targets, weights: weights, directed: directed)
        : try Graph(vertexCount: count, sources: sources, targets: targets, directed: directed)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// Settings that run: the defaults, and the first vertices where vertices must be named; nil where the graph has
  /// too few vertices to name one.
  static func settings(_ entry: KernelEntry, _ graph: Graph) throws -> ParameterValues? {
    var given: [String: ParameterValue] = [:]
    for parameter in entry.parameters where parameter.standard == nil {
      guard graph.vertexCount > 0 else { return nil }
      given[parameter.name] = .vertices([UInt32(min(given.count, graph.vertexCount - 1))])
    }
    return try ParameterValues(given, for: entry.parameters, vertexCount: graph.vertexCount)
  }

  static func fits(_ entry: KernelEntry, _ graph: Graph) -> Bool {
    !(entry.needs.contains(.undirected) && graph.isDirected)
      && !(entry.needs.contains(.weights) && graph.weights == nil)
  }

  @Test("gives the same bytes for 1, 2 and 8 threads", arguments: kernelCatalogue.map(\.name))
  func sameBytes(name: String) throws {
    let entry = try #require(kernelCatalogue.first { $0.name == name })
    for (sample, graph) in Self.samples where Self.fits(entry, graph) {
      guard let values = try Self.settings(entry, graph) else { continue }
      let results = try [1, 2, 8].map { threads in
        try entry.run(graph, values, RunControl(threads: ThreadCount(threads)))
      }
      #expect(results[0] == results[1] && results[1] == results[2], "\(name) on \(sample)")
      if case .vertices = results[0].rows {
        #expect(results[0].columns.allSatisfy { $0.values.count == graph.vertexCount }, "\(name) on \(sample)")
      }
      for column in results[0].columns {
        switch column.values {
        case .reals(let values): #expect(values.allSatisfy { !$0.isNaN }, "\(name) on \(sample): \(column.name)")
        case .vertices(let values):
          #expect(values.allSatisfy { $0 == KernelResult.none || Int($0) < graph.vertexCount }, "\(name) on \(sample)")
        case .classes(let values):
          for (vertex, named) in values.enumerated() {
            #expect(Int(named) <= vertex && values[Int(named)] == named, "\(name): a class is named by its smallest")
          }
        case .integers, .steps: break
        }
      }
    }
  }

  @Test("refuses a graph that lacks what it needs", arguments: kernelCatalogue.map(\.name))
  func needs(name: String) throws {
    let entry = try #require(kernelCatalogue.first { $0.name == name })
    for (sample, graph) in Self.samples where !Self.fits(entry, graph) {
      guard let values = try Self.settings(entry, graph) else { continue }
      #expect(throws: KernelError.self, "\(name) on \(sample)") { try entry.run(graph, values, RunControl()) }
    }
  }

  @Test("refuses weights that are too large to be added, or gives numbers", arguments: kernelCatalogue.map(\.name))
  func hugeWeights(name: String) throws {
    let entry = try #require(kernelCatalogue.first { $0.name == name })
    // Each weight is a number; no two can be added.
    let (sources, targets): ([UInt32], [UInt32]) = ([0, 1, 2, 2, 3], [1, 2, 0, 3, 4])
    for directed in [false, true] {
      let graph = try Graph(
        vertexCount: 5, sources: sources, targets: targets, weights: sources.map { _ in 1.7e308 }, directed: directed)
      var given: [String: ParameterValue] = [:]
      for parameter in entry.parameters {
        switch parameter.kind {
        case .flag: given[parameter.name] = .flag(true)
        case .vertex, .vertices: given[parameter.name] = .vertices([UInt32(given.count % 5)])
        default: break
        }
      }
      let values = try ParameterValues(given, for: entry.parameters, vertexCount: 5)
      do throws(KernelError) {
        let result = try entry.run(graph, values, RunControl())
        for case .reals(let numbers) in result.columns.map(\.values) { #expect(numbers.allSatisfy { $0.isFinite }) }
        // What adds nothing up has an answer; shares and sums of weights have none here.
        #expect(!["louvain", "leiden", "degree-centrality", "shortest-paths", "betweenness"].contains(name))
      } catch {
        guard case .noResult = error else {
          #expect(error == .needsUndirected(kernel: name))
          continue
        }
      }
    }
  }

  @Test("stops when cancelled, before and while it runs", arguments: kernelCatalogue.map(\.name))
  func cancellation(name: String) throws {
    let entry = try #require(kernelCatalogue.first { $0.name == name })
    for (_, graph) in Self.samples where Self.fits(entry, graph) {
      guard let values = try Self.settings(entry, graph) else { continue }
      let control = RunControl(threads: ThreadCount(2))
      control.cancel()
      #expect(throws: KernelError.cancelled) { try entry.run(graph, values, control) }
    }
  }

  @Test("reports progress that does not fall and ends at 1", arguments: kernelCatalogue.map(\.name))
  func progress(name: String) throws {
    let entry = try #require(kernelCatalogue.first { $0.name == name })
    let graph = Self.samples[4].graph
    guard let values = try Self.settings(entry, graph) else { return }
    let seen = Mutex<[Double]>([])
    let control = RunControl(threads: ThreadCount(2)) { share in seen.withLock { $0.append(share) } }
    _ = try entry.run(graph, values, control)
    let shares = seen.withLock { $0 }
    #expect(shares == shares.sorted() && shares.last == 1 && shares.allSatisfy { $0 >= 0 }, "\(name): \(shares)")
  }

  @Test("has a name of its own, a documented range for each parameter and an estimate that grows with the graph")
  func listing() throws {
    let names = kernelCatalogue.map(\.name)
    #expect(Set(names).count == names.count)
    for entry in kernelCatalogue {
      #expect(!entry.summary.isEmpty && !entry.bytes.description.isEmpty)
      #expect(entry.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
      #expect(entry.parameters.allSatisfy { !$0.summary.isEmpty && !$0.range.isEmpty })
      let small = Self.samples[4].graph
      let values = try #require(try Self.settings(entry, small))
      var larger = small.shape
      larger.vertices *= 4
      larger.arcs *= 4
      larger.maximumDegree *= 4
      let first = entry.cost(small.shape, values, threads: ThreadCount(2))
      let second = entry.cost(larger, values, threads: ThreadCount(2))
      #expect(first.bytes > 0 && second.bytes > first.bytes && second.operations > first.operations, "\(entry.name)")
    }
  }

  @Test("says which parameter is wrong, and never runs with it", arguments: kernelCatalogue.map(\.name))
  func parameters(name: String) throws {
    let entry = try #require(kernelCatalogue.first { $0.name == name })
    #expect(throws: KernelError.self) {
      try ParameterValues(["no_such": .integer(1)], for: entry.parameters, vertexCount: 10)
    }
    for parameter in entry.parameters {
      let text = [(name: parameter.name, value: "not a value")]
      #expect(throws: KernelError.badParameter(name: parameter.name, expected: parameter.range)) {
        try ParameterValues(text: text, for: [parameter], vertexCount: 10) { _ in nil }
      }
      if let standard = parameter.standard {
        let values = try ParameterValues([:], for: [parameter], vertexCount: 10)
        #expect(values.values == [parameter.name: standard])
      } else {
        #expect(throws: KernelError.missingParameter(name: parameter.name)) {
          try ParameterValues([:], for: [parameter], vertexCount: 10)
        }
      }
    }
  }
}
