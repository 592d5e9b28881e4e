import Foundation
import GraphKernels
import GraphStorage
import TestSupport
import Testing

/// Bytes to graph to every kernel: whatever a file holds, a reader gives a graph or a typed error, and what it gives
/// every kernel of the catalogue takes, to a result that is whole or to a typed error.
///
/// `KITH_FUZZ_SEEDS` says how many inputs, `KITH_FUZZ_FIRST` the first seed. The input of a run that ends the process
/// stays in the temporary folder, named by its seed.
@Suite("Bytes to graph to every kernel")
struct GraphFuzzTests {
  static let seeds: Range<UInt64> = {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["KITH_FUZZ_FIRST"].flatMap { UInt64($0) } ?? 1
    let count = environment["KITH_FUZZ_SEEDS"].flatMap { UInt64($0) }
    return first..<first + (count ?? UInt64(Datasets.cases(quick: 48, long: 2_000)))
  }()

  @Test("no input crashes a reader or a kernel, and results are whole and the same for 1 and 3 threads")
  func everything() throws {
    var accepted = 0
    var refused = 0
    for seed in Self.seeds {
      try withTemporaryFolder { folder in
        let input = FuzzedInput(seed: seed)
        let path = folder + "/seed-\(seed)"
        try input.write(to: path)
        for options in input.options {
          let named: NamedGraph
          do throws(GraphFileError) {
            named = try GraphFile.read(path, input.format, options: options, RunControl(threads: ThreadCount(1)))
          } catch {
            refused += 1
            #expect(!error.description.isEmpty)
            let again = Result { () throws(GraphFileError) in
              try GraphFile.read(path, input.format, options: options, RunControl(threads: ThreadCount(3)))
            }
            #expect(throws: error, "seed \(seed)") { try again.get() }
            continue
          }
          accepted += 1
          Self.check(named, options, "seed \(seed)")
          for entry in kernelCatalogue { Self.run(entry, named.graph, seed: seed) }
        }
      }
    }
    // A generator whose inputs are all refused, or all fine, would show nothing.
    if Self.seeds.count >= 40 { #expect(accepted > Self.seeds.count / 4 && refused > Self.seeds.count / 4) }
  }

  /// What storage promises of every graph.
  private static func check(_ named: NamedGraph, _ options: GraphReadOptions, _ place: Comment) {
    let graph = named.graph
    for vertex in 0..<graph.vertexCount {
      let row = graph.row(vertex).map { Int(graph.targets[$0]) }
      #expect(zip(row, row.dropFirst()).allSatisfy { $0 < $1 }, place)
      #expect(row.allSatisfy { $0 != vertex && $0 < graph.vertexCount }, place)
    }
    if let weights = graph.weights { #expect(weights.allSatisfy { $0 > 0 && $0.isFinite }, place) }
    if let names = named.names { #expect(zip(names, names.dropFirst()).allSatisfy { $0 < $1 }, place) }
  }

  private static func run(_ entry: KernelEntry, _ graph: Graph, seed: UInt64) {
    let place: Comment = "seed \(seed): \(entry.name)"
    guard let values = settings(entry, graph, seed) else { return }
    func outcome(_ threads: Int) -> Result<KernelResult, KernelError> {
      Result { () throws(KernelError) in
        try entry.run(graph, values, RunControl(threads: ThreadCount(threads)))
      }
    }
    let first = outcome(1)
    #expect(first == outcome(3), place)
    switch first {
    case .success(let result):
      whole(result, graph, place)
      if entry.name == "shortest-paths" { reach(result, graph, values, place) }
      #expect(ConformanceTests.fits(entry, graph), place)
    case .failure(.needsUndirected), .failure(.needsWeights): #expect(!ConformanceTests.fits(entry, graph), place)
    case .failure(.noResult): break
    case .failure(let error): Issue.record("\(place): \(error)")
    }
  }

  /// The defaults; for half of the inputs flags and choices are drawn. Nil where no vertex can be named.
  private static func settings(_ entry: KernelEntry, _ graph: Graph, _ seed: UInt64) -> ParameterValues? {
    var generator = SeededGenerator(seed: seed, stream: UInt64(entry.name.utf8.count))
    var given: [String: ParameterValue] = [:]
    for parameter in entry.parameters {
      switch parameter.kind {
      case .vertex, .vertices:
        guard graph.vertexCount > 0 else { return nil }
        given[parameter.name] = .vertices([UInt32(generator.below(graph.vertexCount))])
      case .flag where seed % 2 == 0: given[parameter.name] = .flag(generator.below(2) == 0)
      case .choice(let choices) where seed % 2 == 0:
        given[parameter.name] = .text(choices[generator.below(choices.count)])
      default: break
      }
    }
    do throws(KernelError) {
      return try ParameterValues(given, for: entry.parameters, vertexCount: graph.vertexCount)
    } catch {
      Issue.record("seed \(seed): \(entry.name): \(error)")
      return nil
    }
  }

  /// An infinite distance says that nothing leads there.
  private static func reach(_ result: KernelResult, _ graph: Graph, _ values: ParameterValues, _ place: Comment) {
    guard case .reals(let distances)? = result.columns.first?.values else { return }
    let steps = try? BreadthFirstSearch.run(graph, source: values.vertex("source")).distances
    #expect(distances.map { $0 < .infinity } == steps?.map { $0 >= 0 }, place)
  }

  /// One value a row, numbers that are numbers, and vertices that exist. Infinity stands for "none" among distances.
  private static func whole(_ result: KernelResult, _ graph: Graph, _ place: Comment) {
    let count = graph.vertexCount
    let rows: Int
    switch result.rows {
    case .vertices: rows = count
    case .pairs(let sources, let targets):
      rows = sources.count
      #expect(targets.count == rows && (sources + targets).allSatisfy { Int($0) < count }, place)
    case .list(let listed): rows = listed
    }
    for column in result.columns {
      #expect(column.values.count == rows, "\(place): \(column.name)")
      switch column.values {
      case .integers, .steps: break
      case .reals(let values):
        #expect(
          values.allSatisfy { $0.isFinite || column.name == "distance" && $0 == .infinity }, "\(place): \(column.name)")
      case .vertices(let values), .classes(let values):
        #expect(values.allSatisfy { $0 == KernelResult.none || Int($0) < count }, "\(place): \(column.name)")
      }
    }
    for figure in result.figures {
      if case .real(let value) = figure.value { #expect(value.isFinite, "\(place): \(figure.name)") }
    }
  }
}
