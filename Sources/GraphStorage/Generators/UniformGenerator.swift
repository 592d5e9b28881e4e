/// Uniform random graphs: both ends of every edge uniform and independent (Erdős and Rényi, with repetitions and
/// loops in the list). The list is the same for any number of threads.
public enum UniformGenerator {
  /// - Parameters:
  ///   - vertexCount: at least 1.
  ///   - edgeCount: listed edges.
  ///   - weights: whole numbers 1 to 255, uniform.
  public static func edges(
    vertexCount: Int, edgeCount: Int, seed: UInt64 = 1, weights: Bool = false, _ control: RunControl = RunControl()
  ) throws(GraphError) -> EdgeList {
    precondition(vertexCount >= 1 && edgeCount >= 0, "at least one vertex")
    guard vertexCount < Int(UInt32.max) else { throw .tooManyVertices(count: vertexCount) }
    return try GeneratedEdges.list(
      vertexCount: vertexCount, count: edgeCount, seed: seed, weights: weights, control
    ) { range, generator, sources, targets in
      for edge in range {
        sources[edge] = UInt32(generator.below(vertexCount))
        targets[edge] = UInt32(generator.below(vertexCount))
      }
    }
  }
}
