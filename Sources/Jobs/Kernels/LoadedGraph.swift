import GraphStorage
import People
import Privacy
import Reports

/// A graph in memory, what its vertices are called outside, and what making it took.
public struct LoadedGraph: Sendable {
  public let graph: Graph
  /// By rank: in the order in which results are written, which never depends on how the graph is numbered.
  public let names: KernelReport.Names
  /// From ranks to the vertices of `graph`; nil where they are the same.
  public let relabelling: Relabelling?
  /// Nil for a graph that is not of people.
  public let origin: Origin?
  public let making: Making

  /// Whose graph it is, and for what it may be used.
  public struct Origin: Sendable {
    public let projection: SocialProjection
    /// In words.
    public let basis: String
    /// The time for which the edges were taken; nil where nothing is dated.
    public let asOf: Timestamp?
    /// Whom the first vertices stand for, by rank; those after them are groups.
    public let people: [PersonIndex]
  }

  /// What a graph took before a kernel could run.
  public struct Making: Sendable {
    /// Seconds of each part.
    public var load = 0.0
    public var build = 0.0
    public var relabel = 0.0
    /// Memory at the most, as estimated (`GraphRoom`); 0 for a graph that was opened as it is. Not counted is the building of
    /// one of a snapshot's people, who take more themselves.
    public var bytes = 0

    public init() {}
  }

  public init(_ named: NamedGraph, making: Making = Making()) {
    graph = named.graph
    names = named.names.map { .unsigned(Array($0)) } ?? .numbers
    relabelling = named.relabelling
    origin = nil
    self.making = making
  }

  /// - Precondition: one name for each vertex.
  public init(_ named: NamedGraph, texts: [String], origin: Origin, making: Making) {
    precondition(texts.count == named.graph.vertexCount, "one name for each vertex")
    (graph, relabelling) = (named.graph, named.relabelling)
    (names, self.origin, self.making) = (.texts(texts), origin, making)
  }

  /// - Throws: `Failure`, a bug, for a graph that is not of people.
  func requireOrigin() throws(Failure) -> Origin {
    if let origin { return origin }
    throw Failure(.bug, "a graph of people without its origin")
  }

  /// The vertex of `graph` that is called `name`; nil where there is none. O(log n), O(n) for names that are texts.
  func vertex(named name: String) -> UInt32? {
    guard let rank = names.rank(of: name, count: graph.vertexCount) else { return nil }
    return relabelling?.newOfOld[Int(rank)] ?? rank
  }

  /// What is said of a graph in every report.
  var facts: [KernelReport.Figure] {
    var facts: [KernelReport.Figure] = [
      .init(name: "vertices", value: .integer(graph.vertexCount)),
      .init(name: "edges", value: .integer(graph.edgeCount)), .init(name: "directed", value: .flag(graph.isDirected)),
      .init(name: "weighted", value: .flag(graph.weights != nil)),
    ]
    if let origin { facts += origin.facts }
    return facts
  }
}

extension LoadedGraph.Origin {
  /// Edges, purpose, basis and time.
  var facts: [KernelReport.Figure] {
    KernelReport.Figure.origin(
      edges: projection.edges.rawValue, purpose: projection.purpose.rawValue, basis: basis, asOf: asOf)
  }
}

extension KernelReport.Figure {
  static func origin(edges: String, purpose: String, basis: String, asOf: Timestamp?) -> [Self] {
    [
      .init(name: "edges_of", value: .text(edges)), .init(name: "purpose", value: .text(purpose)),
      .init(name: "basis", value: .text(basis)),
    ] + (asOf.map { [.init(name: "as_of", value: .text($0.description))] } ?? [])
  }
}

extension KernelReport.Names {
  fileprivate func rank(of name: String, count: Int) -> UInt32? {
    switch self {
    case .numbers:
      guard let number = UInt32(name), Int(number) < count else { return nil }
      return number
    case .unsigned(let names):
      guard let number = UInt64(name) else { return nil }
      let rank = names.partitioningIndex { $0 >= number }
      return rank < names.count && names[rank] == number ? UInt32(rank) : nil
    case .texts(let names): return names.firstIndex { $0.utf8.elementsEqual(name.utf8) }.map { UInt32($0) }
    }
  }
}
