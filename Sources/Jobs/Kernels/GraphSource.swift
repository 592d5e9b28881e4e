import GraphKernels
import GraphStorage
import Ingest
import People
import Privacy

/// Where a graph comes from: a graph file, or a snapshot of people behind the policy gate.
public enum GraphSource: Sendable {
  case file(path: String, format: GraphFormat, options: GraphReadOptions)
  case snapshot(path: String, projection: SocialProjection)

  /// Nil for a graph that is not of people.
  public var projection: SocialProjection? {
    if case .snapshot(_, let projection) = self { projection } else { nil }
  }

  /// The files that are read.
  public var paths: [String] {
    switch self {
    case .file(let path, let format, _): format.paths(path)
    case .snapshot(let path, _): [path]
    }
  }

  /// How the vertices are numbered for the run; the names stay.
  public enum Order: String, CaseIterable, Sendable {
    /// As in the file.
    case given = "none"
    /// By descending degree: what most kernels are fastest on. Where a kernel breaks ties by number, it breaks them by
    /// the new ones.
    case degree
    /// Neighbours near each other.
    case breadthFirst = "breadth-first"
    /// Whom label propagation, ten rounds, puts together side by side.
    case community
  }

  /// - Parameter memoryBudget: bytes that the graph may take.
  /// - Throws: `Failure`: a file that cannot be read or is at fault, a purpose that nobody allows, a graph of a text
  ///   that has no room in the budget (refused), cancelled.
  public func load(
    order: Order = .given, memoryBudget: Int = physicalMemoryBytes() / 4 * 3, _ context: RunContext
  ) throws(Failure) -> LoadedGraph {
    var times = LoadedGraph.Times()
    switch self {
    case .file(let path, let format, let options):
      let named = try readFile(path, format, options, memoryBudget, &times, context)
      return LoadedGraph(try ordered(named, order, &times, context), times: times)
    case .snapshot(let path, let projection):
      let clock = ContinuousClock()
      let begun = clock.now
      let dataset = try SnapshotJob.read(path, context)
      times.load = (clock.now - begun).seconds
      return try Self.project(dataset, projection, order, &times, context)
    }
  }

  /// The graph of a snapshot that was read already, in the order of people's ids.
  static func loaded(
    _ dataset: Dataset, _ projection: SocialProjection, _ context: RunContext
  ) throws(Failure) -> LoadedGraph {
    var times = LoadedGraph.Times()
    return try project(dataset, projection, .given, &times, context)
  }

  /// As `loaded`, in any order, and how long it took.
  static func project(
    _ dataset: Dataset, _ projection: SocialProjection, _ order: Order, _ times: inout LoadedGraph.Times,
    _ context: RunContext
  ) throws(Failure) -> LoadedGraph {
    let clock = ContinuousClock()
    let begun = clock.now
    let projected = try projection.graph(of: dataset, context)
    times.build = (clock.now - begun).seconds
    let named = try ordered(projected.graph, order, &times, context)
    return LoadedGraph(named, texts: projected.names, origin: projected.origin, times: times)
  }

  private func readFile(
    _ path: String, _ format: GraphFormat, _ options: GraphReadOptions, _ memoryBudget: Int,
    _ times: inout LoadedGraph.Times, _ context: RunContext
  ) throws(Failure) -> NamedGraph {
    let clock = ContinuousClock()
    let begun = clock.now
    let control = context.control(named: "load")
    let listed: ListedGraph
    var unpacked: MappedFile? = nil
    if path.lowercased().hasSuffix(".gz") {
      guard format == .edgeList || format == .adjacencyList else {
        throw Failure(
          .usage, "\(path): only edge lists and adjacency lists are read from gzip", hint: "unpack it with gunzip")
      }
      do throws(IngestError) {
        unpacked = try UnpackedText.gzip(path, limit: memoryBudget, context.cancellation)
      } catch { throw Failure(error) }
      if unpacked == nil { throw Failure(GraphFileError.cancelled) }
    }
    do throws(GraphFileError) {
      if format == .binary {
        defer { times.load = (clock.now - begun).seconds }
        return try GraphFile.read(path, format, options: options, control)
      }
      listed =
        if let unpacked { try GraphFile.list(unpacked, format, options: options, control) } else {
          try GraphFile.list(path, format, options: options, control)
        }
      unpacked = nil
    } catch {
      throw Failure(error)
    }
    let edges = listed.edges
    if edges.vertexCount == 0 { context.tell("\(path): no vertex: the file is empty or holds only comments") }
    try GraphRoom.require(
      vertices: edges.vertexCount, edges: edges.count, directed: options.policy.directed,
      weighted: edges.pieces.contains { $0.weights != nil }, listing: false, budget: memoryBudget,
      hint: options.vertices == .allUpToGreatest
        ? "without --all-vertices only the ids that occur are vertices" : "a machine with more memory can hold it")
    let loaded = clock.now
    times.load = (loaded - begun).seconds
    defer { times.build = (clock.now - loaded).seconds }
    return try building { () throws(GraphError) in
      try listed.built(options.policy, context.control(named: "build"))
    }
  }
}

/// Turns an error of a graph's build into a failure.
func building<Value>(_ body: () throws(GraphError) -> Value) throws(Failure) -> Value {
  do throws(GraphError) {
    return try body()
  } catch {
    throw Failure(error)
  }
}

/// The graph in the order asked for.
func ordered(
  _ named: NamedGraph, _ order: GraphSource.Order, _ times: inout LoadedGraph.Times, _ context: RunContext
) throws(Failure) -> NamedGraph {
  let clock = ContinuousClock()
  let begun = clock.now
  let control = context.control(named: "relabel")
  do throws(GraphError) {
    guard let next = try relabelling(named.graph, order, control.part(0...0.5)) else { return named }
    let result = try named.relabelled(next, control.part(0.5...1))
    times.relabel = (clock.now - begun).seconds
    return result
  } catch {
    throw Failure(error)
  }
}

/// Nil where the graph is in that order.
private func relabelling(
  _ graph: Graph, _ order: GraphSource.Order, _ control: RunControl
) throws(GraphError) -> Relabelling? {
  do {
    switch order {
    case .given: return nil
    case .degree: return graph.isDegreeDescending ? nil : try Relabelling.byDegree(graph, control)
    case .breadthFirst: return try Relabelling.byBreadthFirst(graph, control)
    case .community:
      return try Relabelling.byGroup(try LabelPropagation.run(graph, rounds: 10, control).array(control) { $0 }, control)
    }
  } catch {
    // Neither an order nor ten rounds can fail otherwise.
    throw .cancelled
  }
}

extension Failure {
  public init(_ error: GraphError) {
    if error == .cancelled {
      self.init(.cancelled, "cancelled; nothing was left half-written")
    } else {
      self.init(.data, error.description)
    }
  }

  public init(_ error: GraphFileError) {
    switch error {
    case .file(let error): self.init(error)
    case .cancelled: self.init(.cancelled, "cancelled; nothing was left half-written")
    case .line, .binary, .graph: self.init(.data, error.description)
    }
  }
}
