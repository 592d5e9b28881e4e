import GraphStorage

/// Betweenness from a sample of the sources, with a bound of its error.
///
/// Papers: Brandes and Pich, "Centrality estimation in large networks" (2007), whose estimator this is: the mean
/// dependency of sources drawn without repetition. A source's share of the normalised score lies between 0 and
/// n / (n − 1), so Hoeffding's inequality in Serfling's form for draws without repetition, summed over all vertices,
/// gives the bound: with probability 1 − `failure` no score is off by more than
/// n / (n − 1) × √(ln(2 n / failure) × (1 − (k − 1) / n) / (2 k)), for k sources. It holds for every graph and is wide;
/// errors seen are much smaller. With k = n the scores are exact and the bound is 0.
/// Result and conventions as `Betweenness`; the bound, on the same scale, as figure `error_bound`.
/// Not tried: sampled paths (Riondato and Kornaropoulos 2016; KADABRA). Their bound does not grow with n, and for the
/// same figure they need about a third of the samples, each cheaper; a source says more about every vertex than a path.
/// - Complexity: O(sources × arcs). Memory as `Betweenness`, of up to four sources two fifths less.
public enum BetweennessSampled {
  public struct Estimate: Equatable, Sendable {
    /// One a vertex.
    public let values: [Double]
    /// No value is off by more, with probability 1 − failure.
    public let errorBound: Double
    public let sources: Int
  }

  static let entry = KernelEntry(
    "betweenness-sampled", family: "centrality",
    summary: "Betweenness estimated from some sources, with a bound of the error",
    parameters: [
      .integer("sources", "how many sources are drawn; all where the graph has fewer", 1...Int.max, default: 256),
      .integer("seed", "of the draw", 0...Int.max, default: 1),
      .real("failure", "probability that the stated bound does not hold", 1e-9...0.5, default: 0.1),
      Betweenness.scaleParameter, Betweenness.weightedParameter,
    ],
    bytes: 32 * .n + 21 * .pathLanes("sources") * .n + Betweenness.weightedMemory,
    operations: .n + 0.5 * .m * .sample("sources")
  ) { graph, values, control throws(KernelError) in
    let estimate = try run(
      graph, sources: values.integer("sources"), seed: UInt64(values.integer("seed")),
      failure: values.real("failure"), scale: Betweenness.Scale(rawValue: values.choice("scale")) ?? .normalised,
      weighted: values.flag("weighted"), control)
    return .vertices(
      "betweenness", .reals(estimate.values),
      figures: [("error_bound", .real(estimate.errorBound)), ("sources", .integer(estimate.sources))])
  }

  /// - Precondition: `sources` at least 1, `failure` above 0 and below 1.
  public static func run(
    _ graph: Graph, sources: Int = 256, seed: UInt64 = 1, failure: Double = 0.1,
    scale: Betweenness.Scale = .normalised, weighted: Bool = false, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Estimate {
    precondition(sources >= 1 && failure > 0 && failure < 1, "at least one source, a failure between 0 and 1")
    let count = graph.vertexCount
    guard count > 0 else { return Estimate(values: [], errorBound: 0, sources: 0) }
    let drawn = VertexSample.draw(min(sources, count), of: count, seed: seed)
    let sums = try Betweenness.dependencies(
      graph, sources: drawn, weighted: weighted, kernel: entry.name, control)
    let factor = Betweenness.factor(graph, scale)
    let upscale = factor * Double(count) / Double(drawn.count)
    let ratio = count > 2 ? Double(count) / Double(count - 1) : 0
    let share = ratio * VertexSample.meanError(drawn.count, of: count, failure: failure)
    let pairs = Double(count - 1) * Double(count - 2)
    return Estimate(values: sums.map { $0 * upscale }, errorBound: share * factor * pairs, sources: drawn.count)
  }
}
