import GraphKernels
import GraphStorage

/// Whether there is memory to make a graph: told before any is taken.
enum GraphRoom {
  static let standard = physicalMemoryBytes() / 4 * 3
  static let hint = "three quarters of the machine's memory are allowed unless --memory of kith kernel says otherwise"

  /// Bytes at the peak of a build from a list of edges, the list among them: see `GraphBuilder`. What is listed is given back
  /// when it stands in buckets, and these when they stand in rows.
  static func building(vertices: Int, edges: Int, directed: Bool, weighted: Bool, threads: Int) -> Int {
    let (listed, inBucket, inRow) = weighted ? (16, 14, 12) : (8, 6, 4)
    let arcs = directed ? 1 : 2
    let perEdge = max(listed + inBucket * arcs, (inBucket + inRow) * arcs + (directed ? inRow : 0))
    return (30 + 4 * threads) * vertices + perEdge * edges
  }

  /// Bytes at the peak of renumbering, the graph as it was among them: see `Graph.relabelled`.
  static func renumbering(_ graph: Graph, _ order: GraphSource.Order, threads: ThreadCount) -> Int {
    if order == .given || order == .degree && graph.isDegreeDescending { return 0 }
    let perArc = 6 + (graph.weights == nil ? 0 : 8) + (graph.times == nil ? 0 : 8)
    let copying = graph.byteCount + perArc * graph.arcCount + 16 * graph.vertexCount
    var ordering = 16 * graph.vertexCount
    // As `ordered` runs it: ten rounds.
    if order == .community, let entry = try? KernelJob.entry("label-propagation"),
      let values = try? ParameterValues(for: entry.parameters, vertexCount: 0)
    {
      ordering += entry.cost(graph.shape, values, threads: threads).bytes
    }
    return graph.byteCount + max(copying, ordering)
  }

  /// - Parameter what: takes the memory, as in "the graph needs".
  /// - Throws: `Failure`, refused, where `bytes` are more than the budget.
  static func require(_ bytes: Int, for what: String, budget: Int, hint: String) throws(Failure) {
    guard bytes <= budget else {
      throw Failure(.refused, "\(what) about \(bytes.amount), more than the \(budget.amount) allowed", hint: hint)
    }
  }
}
