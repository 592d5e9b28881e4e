/// Builds a `WeightedGraph` from an arc list in any order.
///
/// Loops are dropped; repeated arcs become one whose weight is their sum, added in ascending order of weight, so that
/// the graph is the same, bit for bit, for any order of the list. See `GraphBuilder`, which does the work.
/// - Complexity: O(vertices + arcs) time beside the sorting of repetitions; about 40 bytes an arc at the peak.
public enum WeightedGraphBuilder {
  /// - Parameters:
  ///   - vertexCount: vertices are `0..<vertexCount`.
  ///   - symmetric: each listed arc stands for a tie and is entered both ways.
  ///   - weights: positive and finite, one for each arc.
  public static func build(
    vertexCount: Int, sources: [UInt32], targets: [UInt32], weights: [Double], symmetric: Bool
  ) throws(GraphError) -> WeightedGraph {
    guard sources.count == targets.count, sources.count == weights.count else { throw .columnLengthsDiffer }
    let edges = EdgeList(
      vertexCount: vertexCount, sources: Column(sources), targets: Column(targets), weights: Column(weights))
    let rows = try GraphBuilder.build(consume edges, BuildPolicy(directed: !symmetric)).graph
    return WeightedGraph(
      trustedOffsets: rows.offsets.array(), targets: rows.targets.array(), weights: rows.weights?.array() ?? [],
      symmetric: symmetric)
  }
}
