import GraphKernels
import GraphStorage
import Privacy
import Reports

/// Runs one kernel of the catalogue on one graph.
public enum KernelJob {
  public struct Request: Sendable {
    public var kernel: String
    /// Name and value of each parameter that is not left at its default, as typed.
    public var parameters: [(name: String, value: String)]
    /// Bytes that graph and kernel together may take; the run is refused where the estimate is larger.
    public var memoryBudget: Int

    /// - Parameter memoryBudget: three quarters of the machine's memory where nothing is said.
    public init(
      kernel: String, parameters: [(name: String, value: String)] = [],
      memoryBudget: Int = physicalMemoryBytes() / 4 * 3
    ) {
      (self.kernel, self.parameters, self.memoryBudget) = (kernel, parameters, memoryBudget)
    }
  }

  /// What a run will take, told before it starts.
  public struct Estimate: Sendable, Equatable {
    public let graphBytes: Int
    public let kernelBytes: Int
    /// At the most before the kernel runs; 0 where a file was opened as it is.
    public let makingBytes: Int
    public let operations: Int
    public var totalBytes: Int { max(graphBytes + kernelBytes, makingBytes) }

    public var json: JSONValue {
      .object([
        "graph_bytes": .integer(graphBytes), "kernel_bytes": .integer(kernelBytes),
        "making_bytes": .integer(makingBytes), "memory_bytes": .integer(totalBytes), "operations": .integer(operations),
      ])
    }

    /// As in `needs about 3 MiB (2 MiB graph, 800 KiB kernel) and 559,400 steps`.
    public var line: String {
      let making = makingBytes > graphBytes + kernelBytes ? ", while the graph is made \(makingBytes.amount)" : ""
      return "needs about \(totalBytes.amount) (\(graphBytes.amount) graph, \(kernelBytes.amount) kernel\(making)) and "
        + (operations == 1 ? "1 step" : "\(operations.formatted) steps")
    }
  }

  /// All kernels, for people to choose from.
  public static var list: KernelList {
    KernelList(
      kernels: kernelCatalogue.map { entry in
        KernelList.Kernel(
          name: entry.name, family: entry.family, summary: entry.summary,
          needs: KernelEntry.Need.allCases.filter(entry.needs.contains).map(\.words),
          bytes: entry.bytes.description, operations: entry.operations.description,
          parameters: entry.parameters.map { parameter in
            KernelList.Parameter(
              name: parameter.name, summary: parameter.summary, range: parameter.range,
              standard: parameter.standard.map { KernelReport.Figure.Value($0, .numbers).words })
          })
      })
  }

  /// - Throws: `Failure` for an unknown kernel, with those whose names are like it as the hint.
  public static func entry(_ name: String) throws(Failure) -> KernelEntry {
    if let entry = kernelCatalogue.first(where: { $0.name == name }) { return entry }
    let alike = NearestNames.of(name, among: kernelCatalogue.map(\.name), known: otherNames)
    throw Failure(
      .usage, "no kernel '\(name)'",
      hint: alike.isEmpty ? "kith kernels lists them all" : "perhaps \(alike.joined(separator: ", "))")
  }

  /// What other programs and papers call some of them.
  private static let otherNames = [
    "sssp": "shortest-paths", "dijkstra": "shortest-paths", "deltastepping": "shortest-paths",
    "yen": "k-shortest-paths", "wcc": "connected-components", "cc": "connected-components",
    "weaklyconnectedcomponents": "connected-components", "lcc": "local-clustering",
    "clusteringcoefficient": "local-clustering", "cdlp": "label-propagation", "lpa": "label-propagation",
    "tc": "triangles", "trianglecount": "triangles", "bc": "betweenness", "ppr": "personalised-page-rank",
    "personalizedpagerank": "personalised-page-rank", "node2vec": "random-walks", "mst": "minimum-spanning-forest",
    "minimumspanningtree": "minimum-spanning-forest", "degree": "degree-centrality", "degrees": "degree-centrality",
    "coreness": "k-core", "cores": "k-core", "backbone": "disparity-backbone", "assortativity": "degree-assortativity",
  ]

  /// What can be told of a request before a graph is read: an unknown kernel, a parameter that is unknown, missing or
  /// out of range, and, of a projection, edges that lack what the kernel needs.
  /// - Throws: `Failure`, usage.
  public static func check(_ request: Request, _ projection: SocialProjection? = nil) throws(Failure) {
    let entry = try entry(request.kernel)
    try projection?.requirePossible()
    do throws(KernelError) {
      // Which vertices there are is not known yet: every name may be one.
      _ = try ParameterValues(text: request.parameters, for: entry.parameters, vertexCount: 1) { _ in 0 }
      if let edges = projection?.edges {
        if edges.areDirected, entry.needs.contains(.undirected) { throw .needsUndirected(kernel: entry.name) }
        if !edges.areWeighted, entry.needs.contains(.weights) { throw .needsWeights(kernel: entry.name) }
      }
    } catch {
      throw Failure(error)
    }
  }

  /// What a run of the kernel on the graph will take.
  /// - Throws: as `run`, except for the budget.
  public static func estimate(
    _ loaded: LoadedGraph, _ request: Request, _ context: RunContext
  ) throws(Failure) -> Estimate {
    let entry = try entry(request.kernel)
    return estimate(entry, loaded, try values(entry, request, loaded), context)
  }

  private static func estimate(
    _ entry: KernelEntry, _ loaded: LoadedGraph, _ values: ParameterValues, _ context: RunContext
  ) -> Estimate {
    let cost = entry.cost(loaded.graph.shape, values, threads: context.threads)
    return Estimate(
      graphBytes: loaded.graph.byteCount, kernelBytes: cost.bytes, makingBytes: loaded.making.bytes,
      operations: cost.operations)
  }

  private static func values(
    _ entry: KernelEntry, _ request: Request, _ loaded: LoadedGraph
  ) throws(Failure) -> ParameterValues {
    do throws(KernelError) {
      // Told before what the run needs.
      if entry.needs.contains(.undirected), loaded.graph.isDirected { throw .needsUndirected(kernel: entry.name) }
      if entry.needs.contains(.weights), loaded.graph.weights == nil { throw .needsWeights(kernel: entry.name) }
      return try ParameterValues(
        text: request.parameters, for: entry.parameters, vertexCount: loaded.graph.vertexCount,
        vertex: loaded.vertex(named:))
    } catch {
      let named = entry.parameters.first { parameter in
        if case .badParameter(parameter.name, _) = error {
          parameter.kind == .vertex || parameter.kind == .vertices
        } else {
          false
        }
      }
      guard let named else { throw Failure(error) }
      throw Failure(
        .data, "parameter \(named.name): no such vertex in this graph",
        hint: loaded.origin.map { "whoever does not allow \($0.projection.purpose.rawValue) is no vertex" })
    }
  }

  /// - Parameter estimated: is told what the run needs, before it, where that is allowed.
  /// - Throws: `Failure`: unknown kernel or parameter, a graph that lacks what the kernel needs, an estimate above the
  ///   budget (refused), cancelled.
  public static func run(
    _ loaded: LoadedGraph, _ request: Request, _ context: RunContext, estimated: (Estimate) -> Void = { _ in }
  ) throws(Failure) -> KernelReport {
    try found(loaded, request, context, estimated: estimated).report(loaded)
  }

  /// As `run`, before it is a table for people.
  static func found(
    _ loaded: LoadedGraph, _ request: Request, _ context: RunContext, estimated: (Estimate) -> Void = { _ in }
  ) throws(Failure) -> KernelFinding {
    let entry = try entry(request.kernel)
    let values = try values(entry, request, loaded)
    let needs = estimate(entry, loaded, values, context)
    try admit(needs, request.memoryBudget)
    estimated(needs)
    let result = try run(entry, loaded, values, context)
    return KernelFinding(
      entry: entry, values: values, result: loaded.relabelling.map { result.inOldOrder($0) } ?? result)
  }

  /// Whether the kernel finds something about each vertex, and not about pairs or the whole; nil where that cannot be
  /// told before it runs.
  ///
  /// Told by what it finds on two vertices and the edge between them, with the parameters of the request.
  static func findsVertices(_ request: Request, _ edges: SocialProjection.Edges) throws(Failure) -> Bool? {
    let entry = try entry(request.kernel)
    let result: KernelResult?
    do {
      let graph =
        edges.areWeighted
        ? try Graph(vertexCount: 2, sources: [0], targets: [1], weights: [1], directed: edges.areDirected)
        : try Graph(vertexCount: 2, sources: [0], targets: [1], directed: edges.areDirected)
      let values = try ParameterValues(text: request.parameters, for: entry.parameters, vertexCount: 2) { _ in 0 }
      result = try entry.run(graph, values, RunControl(threads: ThreadCount(1)))
    } catch {
      result = nil
    }
    return result.map { $0.rows == .vertices }
  }

  /// Loads, builds, relabels and runs several times over, and says how long each took.
  ///
  /// The results of all trials must be equal, bit for bit.
  /// - Throws: as `run`; a bug where two trials differ.
  public static func trials(
    _ count: Int, _ source: GraphSource, order: GraphSource.Order, _ request: Request, _ context: RunContext
  ) throws(Failure) -> KernelTrials {
    let entry = try entry(request.kernel)
    let clock = ContinuousClock()
    var trials: [KernelTrials.Trial] = []
    var first: KernelResult?
    var facts: [KernelReport.Figure] = []
    var estimated = 0
    for _ in 0..<count {
      let loaded = try source.load(order: order, memoryBudget: request.memoryBudget, context)
      let values = try values(entry, request, loaded)
      let needs = estimate(entry, loaded, values, context)
      try admit(needs, request.memoryBudget)
      let begun = clock.now
      let result = try run(entry, loaded, values, context)
      let seconds = (clock.now - begun).seconds
      trials.append(
        .init(load: loaded.making.load, build: loaded.making.build, relabel: loaded.making.relabel, kernel: seconds))
      if let first, first != result {
        throw Failure(.bug, "\(entry.name) gave two results for one graph: a bug in Kith", hint: "please report it")
      }
      first = first ?? result
      (facts, estimated) = (loaded.facts, needs.totalBytes)
    }
    return KernelTrials(
      kernel: entry.name, graph: facts, figures: (first?.figures ?? []).map { KernelReport.Figure($0) },
      threads: context.threads.value, trials: trials, estimatedMemoryBytes: estimated,
      peakMemoryBytes: peakMemoryBytes())
  }

  private static func admit(_ estimate: Estimate, _ budget: Int) throws(Failure) {
    guard estimate.totalBytes <= budget else {
      throw Failure(
        .refused, "\(estimate.line), more than the \(budget.amount) allowed",
        hint: "allow more with --memory, or choose parameters that need less")
    }
  }

  private static func run(
    _ entry: KernelEntry, _ loaded: LoadedGraph, _ values: ParameterValues, _ context: RunContext
  ) throws(Failure) -> KernelResult {
    let control = context.control(named: entry.name)
    do throws(KernelError) {
      return try entry.run(loaded.graph, values, control)
    } catch {
      throw Failure(error)
    }
  }
}

extension KernelEntry.Need {
  fileprivate var words: String {
    switch self {
    case .undirected: "an undirected graph"
    case .weights: "weights"
    }
  }
}

extension Failure {
  init(_ error: KernelError) {
    switch error {
    case .cancelled: self.init(.cancelled, "cancelled; nothing was left half-written")
    case .unknownParameter, .missingParameter, .repeatedParameter, .badParameter: self.init(.usage, error.description)
    case .needsUndirected:
      self.init(
        .usage, error.description,
        hint: "read a text without --directed; of a snapshot, take the edges friends, ties or memberships")
    case .needsWeights:
      self.init(
        .usage, error.description,
        hint: "give an edge list a third field; of a snapshot, take the edges ties or directed-ties")
    case .noResult: self.init(.data, error.description)
    }
  }
}

extension Int {
  /// Bytes, in whole KiB below 10 MiB and whole MiB from there on, rounded up.
  var amount: String {
    let (shift, unit) = self < 10 << 20 ? (10, "KiB") : (20, "MiB")
    let rest = self & ((1 << shift) - 1)
    return "\(((self >> shift) + (rest > 0 ? 1 : 0)).formatted) \(unit)"
  }

  /// With a comma between thousands.
  var formatted: String {
    var result = ""
    for (index, digit) in String(self).enumerated() {
      if index > 0, (String(self).count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
