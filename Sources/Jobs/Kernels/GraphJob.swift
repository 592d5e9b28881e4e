import GraphStorage
import Reports

/// Makes, converts and describes plain graphs.
public enum GraphJob {
  /// An invented graph.
  public enum Model: Sendable {
    /// 2^scale vertices, edge factor times as many edges listed.
    case kronecker(scale: Int, edgeFactor: Int)
    case uniform(vertices: Int, edges: Int)
    /// Communities of about 100 people and a heavy tail of ties.
    case social(people: Int, tiesPerPerson: Int)

    /// Vertices, and edges as they are drawn.
    var size: (vertices: Int, edges: Int) {
      switch self {
      case .kronecker(let scale, let edgeFactor): (1 << scale, edgeFactor << scale)
      case .uniform(let vertices, let edges): (vertices, edges)
      case .social(let people, let ties): (people, people * ties)
      }
    }
  }

  /// - Parameters:
  ///   - directed: keeps the direction in which each edge was drawn.
  ///   - weights: whole numbers 1 to 255, uniform; an edge drawn twice keeps the smaller.
  public static func generate(
    _ model: Model, seed: UInt64, weights: Bool, directed: Bool, order: GraphSource.Order = .given,
    _ context: RunContext
  ) throws(Failure) -> LoadedGraph {
    let (vertices, edges) = model.size
    let clock = ContinuousClock()
    let begun = clock.now
    var making = LoadedGraph.Making()
    making.bytes = GraphRoom.building(
      vertices: vertices, edges: edges, directed: directed, weighted: weights, threads: context.threads.value)
    try GraphRoom.require(
      making.bytes, for: "making the graph needs", budget: GraphRoom.standard, hint: "ask for a smaller graph")
    let named = try building { () throws(GraphError) in
      let control = context.control(named: "generate")
      let list: EdgeList
      switch model {
      case .kronecker(let scale, let edgeFactor):
        list = try KroneckerGenerator.edges(
          scale: scale, edgeFactor: edgeFactor, seed: seed, weights: weights, control)
      case .uniform(let vertices, let edges):
        list = try UniformGenerator.edges(
          vertexCount: vertices, edgeCount: edges, seed: seed, weights: weights, control)
      case .social(let people, let ties):
        list = try SocialGenerator.edges(people: people, tiesPerPerson: ties, seed: seed, weights: weights, control)
      }
      making.load = (clock.now - begun).seconds
      let made = clock.now
      defer { making.build = (clock.now - made).seconds }
      return try ListedGraph(edges: list).built(
        BuildPolicy(directed: directed, duplicates: .minimum), context.control(named: "build"))
    }
    return LoadedGraph(try ordered(named, order, budget: GraphRoom.standard, &making, context), making: making)
  }

  /// Writes a graph whose vertices have numbers for names.
  /// - Throws: `Failure`: people's ids have no place in a graph file; whatever the file system says.
  public static func write(
    _ loaded: LoadedGraph, to path: String, _ format: GraphFormat, _ context: RunContext
  ) throws(Failure) {
    let names: Column<UInt64>?
    switch loaded.names {
    case .numbers: names = nil
    case .unsigned(let ids): names = Column(ids)
    case .texts:
      throw Failure(
        .refused, "a graph of people is not written to a graph file: it would outlive their consent",
        hint: "run kernels on the snapshot itself")
    }
    try OutputGuard.noSnapshot(path)
    do throws(GraphFileError) {
      try GraphFile.write(
        NamedGraph(loaded.graph, names: names, relabelling: loaded.relabelling), to: path, format,
        context.control(named: "write"))
    } catch {
      if case .file(let error) = error { throw Failure(writing: error) }
      throw Failure(error)
    }
  }

  /// What is said of a graph.
  public static func describe(_ loaded: LoadedGraph) -> GraphReport {
    let figures = GraphFigures(loaded.graph)
    var rows: [KernelReport.Figure] = loaded.facts
    rows += [
      .init(name: "times", value: .flag(figures.hasTimes)),
      .init(name: "degree_descending", value: .flag(figures.isDegreeDescending)),
      .init(name: "least_degree", value: .integer(figures.leastDegree)),
      .init(name: "median_degree", value: .integer(figures.medianDegree)),
      .init(name: "mean_degree", value: .real(figures.meanDegree)),
      .init(name: "greatest_degree", value: .integer(figures.greatestDegree)),
      .init(name: "isolated_vertices", value: .integer(figures.isolatedCount)),
      .init(name: "bytes", value: .integer(figures.bytesAtRest)),
      .init(
        name: "bytes_per_edge",
        value: .real(figures.edgeCount > 0 ? Double(figures.bytesAtRest) / Double(figures.edgeCount) : 0)),
    ]
    return GraphReport(figures: rows)
  }
}
