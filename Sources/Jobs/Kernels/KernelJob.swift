import GraphKernels
import GraphStorage
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
    public let operations: Int
    public var totalBytes: Int { graphBytes + kernelBytes }

    public var json: JSONValue {
      .object([
        "graph_bytes": .integer(graphBytes), "kernel_bytes": .integer(kernelBytes),
        "memory_bytes": .integer(totalBytes), "operations": .integer(operations),
      ])
    }

    public var line: String {
      func mebibytes(_ bytes: Int) -> String { JobEstimate.mebibytes(bytes).formatted }
      return "needs about \(mebibytes(totalBytes)) MiB (\(mebibytes(graphBytes)) MiB graph, \(mebibytes(kernelBytes)) "
        + "MiB kernel) and \(operations.formatted) steps"
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
              standard: parameter.standard.map { figure(parameter.name, $0, .numbers, nil).value.words })
          })
      })
  }

  /// - Throws: `Failure` for an unknown kernel, with those whose names are like it as the hint.
  public static func entry(_ name: String) throws(Failure) -> KernelEntry {
    if let entry = kernelCatalogue.first(where: { $0.name == name }) { return entry }
    let alike = kernelCatalogue.map(\.name).filter { candidate in
      name.split(separator: "-").contains { $0.utf8.count >= 3 && candidate.contains($0) }
    }
    throw Failure(
      .usage, "no kernel '\(name)'",
      hint: alike.isEmpty ? "kith kernels lists them all" : "perhaps \(alike.joined(separator: ", "))")
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
    return Estimate(graphBytes: loaded.graph.byteCount, kernelBytes: cost.bytes, operations: cost.operations)
  }

  private static func values(
    _ entry: KernelEntry, _ request: Request, _ loaded: LoadedGraph
  ) throws(Failure) -> ParameterValues {
    do throws(KernelError) {
      return try ParameterValues(
        text: request.parameters, for: entry.parameters, vertexCount: loaded.graph.vertexCount,
        vertex: loaded.vertex(named:))
    } catch {
      throw Failure(error)
    }
  }

  /// - Throws: `Failure`: unknown kernel or parameter, a graph that lacks what the kernel needs, an estimate above the
  ///   budget (refused), cancelled.
  public static func run(
    _ loaded: LoadedGraph, _ request: Request, _ context: RunContext
  ) throws(Failure) -> KernelReport {
    let entry = try entry(request.kernel)
    let values = try values(entry, request, loaded)
    try admit(estimate(entry, loaded, values, context), request.memoryBudget)
    return report(entry, loaded, values, try run(entry, loaded, values, context))
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
      let loaded = try source.load(order: order, context)
      let values = try values(entry, request, loaded)
      let needs = estimate(entry, loaded, values, context)
      try admit(needs, request.memoryBudget)
      let begun = clock.now
      let result = try run(entry, loaded, values, context)
      let seconds = (clock.now - begun).seconds
      trials.append(
        .init(load: loaded.times.load, build: loaded.times.build, relabel: loaded.times.relabel, kernel: seconds))
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
        .refused, "\(estimate.line), more than the \(JobEstimate.mebibytes(budget).formatted) MiB allowed",
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

  private static func report(
    _ entry: KernelEntry, _ loaded: LoadedGraph, _ values: ParameterValues, _ result: KernelResult
  ) -> KernelReport {
    let mapped = loaded.relabelling.map { result.inOldOrder($0) } ?? result
    var columns: [KernelReport.Column] = []
    let rows: Int
    switch mapped.rows {
    case .vertices:
      rows = mapped.columns.first?.values.count ?? 0
      columns.append(.init(name: "vertex", values: .vertices((0..<rows).map { UInt32($0) })))
    case .pairs(let sources, let targets):
      rows = sources.count
      columns.append(.init(name: "source", values: .vertices(sources)))
      columns.append(.init(name: "target", values: .vertices(targets)))
    case .list(let count): rows = count
    }
    columns += mapped.columns.map { column in
      let values: KernelReport.Values =
        switch column.values {
        case .integers(let values): .integers(values)
        case .reals(let values): .reals(values)
        case .vertices(let values), .classes(let values): .vertices(values)
        }
      return KernelReport.Column(name: column.name, values: values)
    }
    return KernelReport(
      kernel: entry.name,
      parameters: entry.parameters.compactMap { parameter in
        values.values[parameter.name].map { figure(parameter.name, $0, loaded.names, loaded.relabelling) }
      }, graph: loaded.facts, figures: mapped.figures.map { KernelReport.Figure($0) }, names: loaded.names,
      columns: columns, rowCount: rows)
  }

  private static func figure(
    _ name: String, _ value: ParameterValue, _ names: KernelReport.Names, _ relabelling: Relabelling?
  ) -> KernelReport.Figure {
    let value: KernelReport.Figure.Value =
      switch value {
      case .integer(let value): .integer(value)
      case .real(let value): .real(value)
      case .text(let value): .text(value)
      case .flag(let value): .flag(value)
      case .vertices(let value):
        .text(value.map { names.text(relabelling?.oldOfNew[Int($0)] ?? $0) }.joined(separator: ","))
      }
    return .init(name: name, value: value)
  }
}

extension KernelReport.Figure.Value {
  fileprivate var words: String {
    switch self {
    case .integer(let value): String(value)
    case .real(let value): "\(value)"
    case .flag(let value): value ? "true" : "false"
    case .text(let value): value
    }
  }
}

extension KernelReport.Figure {
  fileprivate init(_ figure: KernelResult.Figure) {
    let value: Value =
      switch figure.value {
      case .integer(let value): .integer(value)
      case .real(let value): .real(value)
      case .flag(let value): .flag(value)
      }
    self.init(name: figure.name, value: value)
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
    case .needsUndirected: self.init(.usage, error.description, hint: "read the graph without --directed")
    case .needsWeights: self.init(.usage, error.description, hint: "give a third column, or a graph of ties")
    case .noResult: self.init(.data, error.description)
    }
  }
}

extension Int {
  /// With a comma between thousands.
  fileprivate var formatted: String {
    var result = ""
    for (index, digit) in String(self).enumerated() {
      if index > 0, (String(self).count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
