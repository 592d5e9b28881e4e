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

  /// - Parameter memoryBudget: bytes that making the graph may take; three quarters of the machine's memory where nothing is
  ///   said. Not counted is what a snapshot holds beside the graph.
  /// - Throws: `Failure`: a file that cannot be read or is at fault, a purpose that nobody allows, a graph that has no room
  ///   in the budget (refused, of a text before it is read), cancelled.
  public func load(
    order: Order = .given, memoryBudget: Int? = nil, _ context: RunContext
  ) throws(Failure) -> LoadedGraph {
    var making = LoadedGraph.Making()
    let budget = memoryBudget ?? GraphRoom.standard
    switch self {
    case .file(let path, let format, let options):
      if GraphText.isPacked(path), format != .edgeList, format != .adjacencyList {
        throw Failure(
          .usage, "\(path): only edge lists and adjacency lists are read from gzip", hint: "unpack it with gunzip")
      }
      let named =
        format == .binary
        ? try Self.opened(path, options, &making, context)
        : try GraphText(path: path, format: format, options: options, budget: budget, context: context).graph(&making)
      return LoadedGraph(try ordered(named, order, budget: budget, &making, context), making: making)
    case .snapshot(let path, let projection):
      let clock = ContinuousClock()
      let begun = clock.now
      let dataset = try SnapshotJob.read(path, context)
      making.load = (clock.now - begun).seconds
      return try Self.project(dataset, projection, order, budget: budget, &making, context)
    }
  }

  private static func opened(
    _ path: String, _ options: GraphReadOptions, _ making: inout LoadedGraph.Making, _ context: RunContext
  ) throws(Failure) -> NamedGraph {
    let clock = ContinuousClock()
    let begun = clock.now
    defer { making.load = (clock.now - begun).seconds }
    do throws(GraphFileError) {
      return try GraphFile.read(path, .binary, options: options, context.control(named: "load"))
    } catch { throw Failure(error) }
  }

  /// The graph of a snapshot that was read already, in the order of people's ids.
  static func loaded(
    _ dataset: Dataset, _ projection: SocialProjection, _ context: RunContext
  ) throws(Failure) -> LoadedGraph {
    var making = LoadedGraph.Making()
    return try project(dataset, projection, .given, budget: GraphRoom.standard, &making, context)
  }

  /// As `loaded`, in any order, and how long it took.
  static func project(
    _ dataset: Dataset, _ projection: SocialProjection, _ order: Order, budget: Int, _ making: inout LoadedGraph.Making,
    _ context: RunContext
  ) throws(Failure) -> LoadedGraph {
    let clock = ContinuousClock()
    let begun = clock.now
    let projected = try projection.graph(of: dataset, context)
    making.build = (clock.now - begun).seconds
    let named = try ordered(projected.graph, order, budget: budget, &making, context)
    return LoadedGraph(named, texts: projected.names, origin: projected.origin, making: making)
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
  _ named: NamedGraph, _ order: GraphSource.Order, budget: Int, _ making: inout LoadedGraph.Making,
  _ context: RunContext
) throws(Failure) -> NamedGraph {
  let bytes = GraphRoom.renumbering(named.graph, order, threads: context.threads)
  try GraphRoom.require(bytes, for: "renumbering the graph needs", budget: budget, hint: GraphRoom.hint)
  making.bytes = max(making.bytes, bytes)
  let clock = ContinuousClock()
  let begun = clock.now
  let control = context.control(named: "relabel")
  do throws(GraphError) {
    guard let next = try relabelling(named.graph, order, control.part(0...0.5)) else { return named }
    let result = try named.relabelled(next, control.part(0.5...1))
    making.relabel = (clock.now - begun).seconds
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
