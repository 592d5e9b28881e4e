/// Kronecker graphs with the parameters of Graph500: a few hubs, many vertices without an edge.
///
/// Each edge falls, bit by bit of its two ends, into one of four quarters with probabilities A 0.57, B 0.19, C 0.19 and
/// D 0.05; then the vertices are renumbered by a permutation drawn from the seed. Loops and repetitions are in the
/// list, as Graph500 has them. Every 65,536 edges have a stream of numbers of their own, so the list is the same for
/// any number of threads.
///
/// Source: Leskovec, Chakrabarti, Kleinberg and Faloutsos (2005); Graph500 specification, version 2.
public enum KroneckerGenerator {
  /// - Parameters:
  ///   - scale: 2^scale vertices, 1 to 31.
  ///   - edgeFactor: listed edges for each vertex, at least 1.
  ///   - weights: whole numbers 1 to 255, uniform, as GAP has them.
  public static func edges(
    scale: Int, edgeFactor: Int = 16, seed: UInt64 = 1, weights: Bool = false, _ control: RunControl = RunControl()
  ) throws(GraphError) -> EdgeList {
    precondition((1...31).contains(scale) && edgeFactor >= 1, "scale 1 to 31, edge factor from 1")
    let count = 1 << scale
    let permutation = VertexPermutation(count: count, seed: seed)
    return try GeneratedEdges.list(
      vertexCount: count, count: count * edgeFactor, seed: seed, weights: weights, control
    ) { range, generator, sources, targets in
      for edge in range {
        let ends = ends(scale, &generator)
        sources[edge] = permutation[ends.source]
        targets[edge] = permutation[ends.target]
      }
    }
  }

  @inline(__always)
  private static func ends(_ scale: Int, _ generator: inout SeededGenerator) -> (source: Int, target: Int) {
    var source = 0
    var target = 0
    // Each number drawn serves two levels, 32 bits each.
    var drawn: UInt64 = 0
    for level in 0..<scale {
      drawn = level & 1 == 0 ? generator.next() : drawn &>> 32
      let quarter = UInt32(truncatingIfNeeded: drawn)
      // 0.57, 0.76 and 0.95 of 2^32.
      let isLower = quarter >= 3_264_175_145
      let isRight = (quarter >= 2_448_131_359) != (isLower != (quarter >= 4_080_218_931))
      source = source &<< 1 | (isLower ? 1 : 0)
      target = target &<< 1 | (isRight ? 1 : 0)
    }
    return (source, target)
  }
}
