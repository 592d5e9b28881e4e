import GraphStorage

/// Whether there is memory for a graph: told before any is taken.
enum GraphRoom {
  /// - Parameters:
  ///   - edges: as listed.
  ///   - listing: whether the list of edges is still to be made, too.
  /// - Throws: `Failure`, refused, where even the least that the graph takes is more than the budget.
  static func require(
    vertices: Int, edges: Int, directed: Bool, weighted: Bool, listing: Bool, budget: Int, hint: String
  ) throws(Failure) {
    let columns = directed ? 2 : 1
    // Offsets of 8 bytes; of each edge two arcs, or an arc and its opposite, of 4 bytes, and a weight for each.
    let perEdge = (weighted ? 24 : 8) + (listing ? (weighted ? 16 : 8) : 0)
    let bytes = (vertices + 1) * 8 * columns + edges * perEdge
    guard bytes <= budget else {
      throw Failure(
        .refused, "the graph needs at least \(bytes.amount), more than the \(budget.amount) allowed", hint: hint)
    }
  }
}
