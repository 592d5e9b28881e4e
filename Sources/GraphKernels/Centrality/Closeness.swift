import GraphStorage

/// Closeness: how near the others are to a vertex, on average.
///
/// Paper: Freeman (1978) with the factor of Wasserman and Faust (1994) for graphs in pieces, as NetworkX: with r others
/// that reach the vertex over distances that sum to D, (r / D) × (r / (n − 1)). Distances run along the arcs towards the
/// vertex, each arc 1 long.
/// A sample of the sources gives an estimate: Eppstein and Wang, "Fast approximation of centrality" (2004). With
/// probability 1 − `failure` no mean distance is off by more than the figure `error_bound` × the longest distance, in a
/// connected graph; where pieces are cut off, the bound holds for the share reached as such.
/// Result: one number a vertex, 0 to 1; 0 where nothing reaches it.
/// What was tried and measured stands with `DistanceSums`.
/// - Complexity: O(sources / 256 × arcs × levels), 256 sources at a time (`DistanceSums`); 128 bytes a vertex and thread.
public enum Closeness {
  public struct Scores: Equatable, Sendable {
    /// One a vertex.
    public let values: [Double]
    /// 0 where all sources were taken.
    public let errorBound: Double
    public let sources: Int
    /// The largest distance that was met.
    public let farthest: Int
  }

  static let sampleParameters: [KernelParameter] = [
    .integer("sources", "how many sources are drawn; 0 takes all", 0...Int.max, default: 0),
    .integer("seed", "of the draw", 0...Int.max, default: 1),
    .real("failure", "probability that the stated bound does not hold", 1e-9...0.5, default: 0.1),
  ]

  static let bytes: CostFormula = 48 * .n + 136 * .threads * .n
  // A level of a batch reads each arc once at most; four levels hold most of a social graph.
  static let operations: CostFormula = 0.02 * .sample("sources") * .m + .m + .n

  static let entry = KernelEntry(
    "closeness", family: "centrality", summary: "How near the others are to a vertex, on average",
    parameters: sampleParameters, bytes: bytes, operations: operations
  ) { graph, values, control throws(KernelError) in
    let sources = values.integer("sources")
    let scores = try run(
      graph, sources: sources > 0 ? sources : nil, seed: UInt64(values.integer("seed")),
      failure: values.real("failure"), control)
    return .vertices(
      "closeness", .reals(scores.values),
      figures: [
        ("error_bound", .real(scores.errorBound)), ("sources", .integer(scores.sources)),
        ("farthest", .integer(scores.farthest)),
      ])
  }

  /// - Parameter sources: how many are drawn; nil takes all.
  public static func run(
    _ graph: Graph, sources: Int? = nil, seed: UInt64 = 1, failure: Double = 0.1,
    _ control: RunControl = RunControl()
  ) throws(KernelError) -> Scores {
    let sample = try DistanceSample(graph, size: sources, seed: seed, failure: failure, control)
    let values = try stoppable { () throws(Cancelled) in
      try parallelArray(count: graph.vertexCount, control) { vertex in
        let (reached, others) = (Double(sample.sums.reached[vertex]), Double(sample.others[vertex]))
        return reached > 0 ? reached / Double(sample.sums.distances[vertex]) * (reached / others) : 0
      }
    }
    return Scores(
      values: values, errorBound: sample.meanError, sources: sample.size, farthest: sample.sums.farthest)
  }
}

/// Distances from all vertices or from some of them, and what that is worth.
struct DistanceSample: Sendable {
  let sums: DistanceSums
  let size: Int
  /// For each vertex, sources other than itself.
  let others: [Int]
  let meanError: Double

  init(
    _ graph: Graph, size: Int?, seed: UInt64, failure: Double, _ control: RunControl
  ) throws(KernelError) {
    let count = graph.vertexCount
    let all = (size ?? count) >= count
    let drawn =
      all
      ? (0..<count).map { UInt32(truncatingIfNeeded: $0) } : VertexSample.draw(size ?? count, of: count, seed: seed)
    self.size = drawn.count
    var others = [Int](repeating: drawn.count, count: count)
    for source in drawn { others[Int(source)] -= 1 }
    self.others = others
    meanError = VertexSample.meanError(drawn.count, of: count, failure: failure)
    sums = try stoppable { () throws(Cancelled) in try DistanceSums(graph, sources: drawn, control) }
  }
}
