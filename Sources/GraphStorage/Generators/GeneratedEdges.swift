/// Lists of edges drawn in blocks, each from a stream of its own.
enum GeneratedEdges {
  static let block = 1 << 16

  /// - Parameter draw: fills both columns over the range. Called by several threads: what it loops over should hold no
  ///   reference that threads share, because counting references would make them wait for each other.
  static func list(
    vertexCount: Int, count: Int, seed: UInt64, weights hasWeights: Bool, _ control: RunControl,
    _ draw: @Sendable (Range<Int>, inout SeededGenerator, MutableColumn<UInt32>, MutableColumn<UInt32>) -> Void
  ) throws(GraphError) -> EdgeList {
    // SAFETY: the blocks cover all edges, and each edge is written.
    let sources = unsafe MutableColumn<UInt32>(unwritten: count)
    let targets = unsafe MutableColumn<UInt32>(unwritten: count)
    let weights = hasWeights ? MutableColumn<Double>(repeating: 1, count: count) : nil
    try uncancelled { () throws(Cancelled) in
      try parallelRanges(count, grain: block, control) { range in
        var generator = SeededGenerator(seed: seed, stream: UInt64(range.lowerBound / block))
        draw(range, &generator, sources, targets)
        guard let weights else { return }
        // Weights have streams of their own: with or without them the edges are the same.
        var weigher = SeededGenerator(seed: ~seed, stream: UInt64(range.lowerBound / block))
        for edge in range { weights[edge] = Double(1 + weigher.below(255)) }
      }
    }
    return EdgeList(
      vertexCount: vertexCount, sources: sources.frozen(), targets: targets.frozen(), weights: weights?.frozen())
  }
}
