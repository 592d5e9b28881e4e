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
/// - Complexity: O(1 / (tolerance × (1 − damping))) arcs, whatever the graph; 32 bytes a vertex touched.
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
    // The bound where every vertex is touched; a local run needs less.
    bytes: 64 * .n, operations: .n + .m
  ) { graph, values, control throws(KernelError) in
    let ranks = try run(
      graph, sources: values.vertices("sources"), damping: values.real("damping"),
      tolerance: values.real("tolerance"), control)
    return KernelResult(
      rows: .list(count: ranks.vertices.count),
      columns: [("vertex", .vertices(ranks.vertices)), ("rank", .reals(ranks.values))],
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
    let distinct = Set(sources).sorted()
    var found = VertexTable()
    var estimates: [Double] = []
    var residuals: [Double] = []
    var waiting: [Bool] = []
    var queue: [UInt32] = []
    func limit(_ vertex: UInt32) -> Double { tolerance * Double(max(1, graph.degree(Int(vertex)))) }
    func add(_ mass: Double, to vertex: UInt32) {
      let place = found.place(of: vertex)
      if place == residuals.count {
        estimates.append(0)
        residuals.append(0)
        waiting.append(false)
      }
      residuals[place] += mass
      if !waiting[place], residuals[place] >= limit(vertex) {
        waiting[place] = true
        queue.append(vertex)
      }
    }
    for source in distinct { add(1 / Double(distinct.count), to: source) }
    var head = 0
    var pushes = 0
    var arcs = 0
    while head < queue.count {
      let vertex = queue[head]
      head += 1
      if head > 1 << 16, head > queue.count / 2 {
        queue.removeFirst(head)
        head = 0
      }
      let place = found.place(of: vertex)
      waiting[place] = false
      let mass = residuals[place]
      residuals[place] = 0
      estimates[place] += (1 - damping) * mass
      pushes += 1
      let row = graph.row(Int(vertex))
      if row.isEmpty {
        for source in distinct { add(damping * mass / Double(distinct.count), to: source) }
      } else {
        let share = damping * mass / Double(row.count)
        for start in stride(from: row.lowerBound, to: row.upperBound, by: 1 << 16) {
          if control.isCancelled { throw .cancelled }
          for arc in start..<min(start + 1 << 16, row.upperBound) { add(share, to: graph.targets[arc]) }
        }
      }
      arcs += row.count + 1
      if arcs > 1 << 16 {
        arcs = 0
        if control.isCancelled { throw .cancelled }
      }
    }
    let kept = found.vertices.indices.filter { estimates[$0] > 0 }.sorted { found.vertices[$0] < found.vertices[$1] }
    return Ranks(
      vertices: kept.map { found.vertices[$0] }, values: kept.map { estimates[$0] }, residual: residuals.reduce(0, +),
      pushes: pushes)
  }
}
