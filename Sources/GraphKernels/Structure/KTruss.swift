import GraphStorage

/// Trussness of every edge: the largest `k` for which it belongs to a part in which every edge is in `k - 2` triangles.
///
/// Papers: Cohen, "Trusses: cohesive subgraphs for social network analysis" (2008), and those of `TrussPeeling`.
/// Result: a row an edge (source < target, ascending), 2 for an edge of no triangle; unique, so no order matters.
/// - Complexity: O(edges^1.5 log edges) at worst.
public enum KTruss {
  public struct Result: Equatable, Sendable {
    /// One edge a place, ascending.
    public let sources: [UInt32]
    public let targets: [UInt32]
    /// 2 or more.
    public let truss: [Int64]
    /// The largest of them; 0 without edges.
    public let largest: Int
  }

  static let entry = KernelEntry(
    "k-truss", family: "structure", summary: "The densest truss that each edge belongs to", needs: [.undirected],
    bytes: 44 * .edges + 44 * .n + 4 * .n * .threads, operations: .n + .maximumDegree * .m
  ) { graph, _, control throws(KernelError) in
    let result = try run(graph, control)
    return KernelResult(
      rows: .pairs(sources: result.sources, targets: result.targets), columns: [("truss", .integers(result.truss))],
      figures: [("largest_truss", .integer(result.largest))])
  }

  /// - Throws: `KernelError.needsUndirected` for a directed graph, `KernelError.noResult` for 2^32 edges or more,
  ///   `KernelError.cancelled`.
  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Result {
    guard !graph.isDirected else { throw .needsUndirected(kernel: entry.name) }
    guard graph.edgeCount <= UInt32.max else {
      throw .noResult(kernel: entry.name, reason: "more edges than 32 bits can number")
    }
    return try stoppable { () throws(Cancelled) in
      let numbers = try EdgeNumbers(graph, control)
      return try numbers.result(graph, control)
    }
  }

  /// What is left of the work when the rows have gone back.
  private struct EdgeNumbers {
    let supports: Column<UInt32>
    let ranking: Relabelling
    let find: @Sendable (Int, Int) -> Int

    init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
      let rows = try TrussRows(graph, control.part(0...0.1))
      control.report(0.1)
      let supports = try rows.supports(control.part(0.1...0.3))
      try TrussPeeling.run(rows, supports, control.part(0.3...0.95))
      self.supports = supports.values.frozen()
      ranking = rows.ranking
      find = rows.edgeFinder
    }

    func result(_ graph: Graph, _ control: RunControl) throws(Cancelled) -> Result {
      var sources: [UInt32] = []
      var targets: [UInt32] = []
      var truss: [Int64] = []
      sources.reserveCapacity(graph.edgeCount)
      targets.reserveCapacity(graph.edgeCount)
      truss.reserveCapacity(graph.edgeCount)
      var largest = 0
      var walked = 0
      // Edges of a graph in order of degree are numbered as the result lists them.
      let isInOrder = graph.isDegreeDescending
      let ranks = ranking.newOfOld
      for vertex in 0..<graph.vertexCount {
        for arc in graph.row(vertex) where graph.targets[arc] > vertex {
          walked += 1
          if walked & 0xFFFF == 0 { try control.checkCancelled() }
          let target = graph.targets[arc]
          let edge = isInOrder ? truss.count : find(Int(ranks[vertex]), Int(ranks[Int(target)]))
          let value = Int(supports[edge]) + 2
          sources.append(UInt32(truncatingIfNeeded: vertex))
          targets.append(target)
          truss.append(Int64(value))
          largest = max(largest, value)
        }
      }
      return Result(sources: sources, targets: targets, truss: truss, largest: largest)
    }
  }
}
