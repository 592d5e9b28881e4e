import GraphStorage

/// Harmonic closeness: the sum, over all others, of one by their distance to a vertex; nothing for who cannot reach it.
///
/// Paper: Marchiori and Latora (2000); conventions as NetworkX's harmonic centrality: in-distances, not divided by
/// n − 1. Distances are whole, inverses exact to 2^-41 in graphs up to a million vertices.
/// A sample of the sources gives an estimate, scaled up; since inverses lie between 0 and 1, with probability
/// 1 − `failure` no score is off by more than the figure `error_bound`, in any graph (Hoeffding and Serfling, as
/// Eppstein and Wang 2004 for mean distances).
/// Result: one number a vertex, 0 to n − 1.
/// What was tried and measured stands with `DistanceSums`.
/// - Complexity: O(sources / 256 × arcs × levels), 256 sources at a time (`DistanceSums`); 128 bytes a vertex and thread.
public enum HarmonicCloseness {
  static let entry = KernelEntry(
    "harmonic-closeness", family: "centrality", summary: "The sum of one by the distance of every other vertex",
    parameters: Closeness.sampleParameters, bytes: Closeness.bytes, operations: Closeness.operations
  ) { graph, values, control throws(KernelError) in
    let sources = values.integer("sources")
    let scores = try run(
      graph, sources: sources > 0 ? sources : nil, seed: UInt64(values.integer("seed")),
      failure: values.real("failure"), control)
    return .vertices(
      "harmonic", .reals(scores.values),
      figures: [
        ("error_bound", .real(scores.errorBound)), ("sources", .integer(scores.sources)),
        ("farthest", .integer(scores.farthest)),
      ])
  }

  /// - Parameter sources: how many are drawn; nil takes all.
  public static func run(
    _ graph: Graph, sources: Int? = nil, seed: UInt64 = 1, failure: Double = 0.1,
    _ control: RunControl = RunControl()
  ) throws(KernelError) -> Closeness.Scores {
    let sample = try DistanceSample(graph, size: sources, seed: seed, failure: failure, control)
    let rest = Double(max(graph.vertexCount - 1, 0))
    let values = try stoppable { () throws(Cancelled) in
      try parallelArray(count: graph.vertexCount, control) { vertex in
        sample.others[vertex] > 0 ? sample.sums.inverse(vertex) * (rest / Double(sample.others[vertex])) : 0
      }
    }
    // Of n terms one is the vertex itself, at 0: the mean over all n times n.
    return Closeness.Scores(
      values: values, errorBound: sample.meanError * (rest + 1), sources: sample.size,
      farthest: sample.sums.farthest)
  }
}
