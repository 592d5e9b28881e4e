import GraphStorage

/// Personalised PageRank near its sources, by forward push: work and memory depend on the tolerance, not on the graph.
///
/// Paper: Andersen, Chung and Lang, "Local graph partitioning using PageRank vectors" (2006), without the lazy step;
/// the mass of vertices without out-arcs goes back to the sources, as in `PersonalisedPageRank`. Vertices are pushed
/// in the order in which they crossed the tolerance (one queue, one thread), so the result has one set of bytes.
///
/// Each vertex has an estimate and a residual. While some residual is at least tolerance × out-arcs (sinks count one),
/// its vertex keeps 1 − damping of it and sends the rest along its arcs.
/// Result: the vertices with an estimate above 0, ascending. Estimates never exceed the true ranks; in total they miss
/// exactly the residual that is left, which the figure `residual` states: it bounds every single error too.
/// Two layouts are used (`PushMasses`): masses by vertex where most may be met, so that memory is known before, and
/// else a table of those met. Only this order of pushes was tried.
/// - Complexity: O(1 / (tolerance × (1 − damping))) arcs, whatever the graph; 110 bytes for each of them, or 21 a vertex
///   where that is less.
public enum PersonalisedPageRankPush {
  public struct Ranks: Equatable, Sendable {
    /// Ascending.
    public let vertices: [UInt32]
    /// The estimates of `vertices`, each above 0.
    public let values: [Double]
    /// What is left: the sum of all true ranks minus the sum of `values`, up to rounding.
    public let residual: Double
    public let pushes: Int
  }

  static let entry = KernelEntry(
    "personalised-page-rank-push", family: "ranking",
    summary: "Shares of a random walk that restarts at given vertices, only near them",
    parameters: [
      .vertices("sources", "where the walk restarts, each with the same probability"),
      .real("damping", "probability to follow an arc", 0.000001...0.999, default: 0.85),
      .real("tolerance", "residual left at a vertex, for each of its arcs", 1e-12...1, default: 1e-6),
    ],
    // A bound where the tolerance is large for the graph: a run that stays near its sources needs less.
    bytes: 22 * .pushed(tolerance: "tolerance", damping: "damping") + 64 * .parameter("sources"),
    operations: .n + .m
  ) { graph, values, control throws(KernelError) in
    let ranks = try run(
      graph, sources: values.vertices("sources"), damping: values.real("damping"),
      tolerance: values.real("tolerance"), control)
    return KernelResult(
      rows: .list(count: ranks.vertices.count),
      columns: [("vertex", .vertices(Column(ranks.vertices))), ("rank", .reals(ranks.values))],
      figures: [("residual", .real(ranks.residual)), ("pushes", .integer(ranks.pushes))])
  }

  /// - Parameter sources: at least one; repetitions count once.
  /// - Precondition: `sources` are vertices of `graph`; damping between 0 and 1, tolerance above 0.
  public static func run(
    _ graph: Graph, sources: [UInt32], damping: Double = 0.85, tolerance: Double = 1e-6,
    _ control: RunControl = RunControl()
  ) throws(KernelError) -> Ranks {
    precondition(!sources.isEmpty && sources.allSatisfy { Int($0) < graph.vertexCount }, "sources are vertices")
    precondition(damping > 0 && damping < 1 && tolerance > 0, "damping lies between 0 and 1, tolerance above 0")
    let bound = 5 / (tolerance * (1 - damping)) + 5 * Double(sources.count)
    return try stoppable { () throws(Cancelled) in
      let isDense = bound >= Double(graph.vertexCount)
      var push = try Push(graph, damping: damping, tolerance: tolerance, isDense: isDense, control)
      try push.run(sources: Set(sources).sorted(), control)
      return try push.ranks(control)
    }
  }

  /// The state of a run.
  private struct Push: ~Copyable {
    private let graph: Graph
    private let damping: Double
    private let tolerance: Double
    private var masses: PushMasses
    private var pushes = 0

    init(
      _ graph: Graph, damping: Double, tolerance: Double, isDense: Bool, _ control: RunControl
    ) throws(Cancelled) {
      let masses = try PushMasses(vertexCount: isDense ? graph.vertexCount : nil, control)
      self.masses = masses
      self.graph = graph
      self.damping = damping
      self.tolerance = tolerance
    }

    @inline(__always)
    private mutating func add(_ mass: Double, to vertex: UInt32) {
      masses.add(mass, to: vertex, limit: tolerance * Double(max(1, graph.degree(Int(vertex)))))
    }

    mutating func run(sources: [UInt32], _ control: RunControl) throws(Cancelled) {
      for source in sources { add(1 / Double(sources.count), to: source) }
      var kept = 0.0
      var arcs = 0
      while let (vertex, mass) = masses.next(keeping: 1 - damping) {
        kept += (1 - damping) * mass
        pushes += 1
        let row = graph.row(Int(vertex))
        if row.isEmpty {
          for source in sources { add(damping * mass / Double(sources.count), to: source) }
          arcs += sources.count
        }
        let share = damping * mass / Double(max(row.count, 1))
        for start in stride(from: row.lowerBound, to: row.upperBound, by: 1 << 16) {
          try control.checkCancelled()
          for arc in start..<min(start + 1 << 16, row.upperBound) { add(share, to: graph.targets[arc]) }
        }
        arcs += row.count + 1
        if arcs > 1 << 16 {
          arcs = 0
          try control.checkCancelled()
          control.report(kept)
        }
      }
    }

    consuming func ranks(_ control: RunControl) throws(Cancelled) -> Ranks {
      let pushes = pushes
      let residual = masses.residual
      let (vertices, values) = try masses.estimated(control)
      return Ranks(vertices: vertices, values: values, residual: residual, pushes: pushes)
    }
  }
}
