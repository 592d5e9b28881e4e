import GraphStorage
import Synchronization

/// Betweenness: how many of the shortest paths between others pass through a vertex.
///
/// Paper: Brandes, "A faster algorithm for betweenness centrality" (2001). Without weights eight sources at a time
/// (`PathCounts`), all threads inside a batch; with weights one source a thread (`WeightedPathCounts`), sources cut
/// into 16 slots that are added in order. Ends of a path do not count as on it; unreachable pairs count 0.
/// Result: one number a vertex, at least 0. `normalised`: divided by the (n − 1)(n − 2) ordered pairs of others, 0 to 1;
/// `paths`: pairs as they are, in an undirected graph each once. NetworkX's conventions (`paths` is igraph's too).
/// What was tried and measured stands with `PathCounts`.
/// - Complexity: O(vertices × arcs), with weights × log vertices. Memory: without weights 176 to 200 bytes a vertex,
///   whatever the threads; with weights 16 slots of 8 bytes and 36 a thread.
public enum Betweenness {
  public enum Scale: String, CaseIterable, Sendable {
    case normalised
    case paths
  }

  static let scaleParameter = KernelParameter.choice(
    "scale", "share of the pairs of others, or pairs as they are", Scale.allCases.map(\.rawValue))
  static let weightedParameter = KernelParameter.flag("weighted", "weights are lengths; else each arc has length 1")

  /// What weights change: one source a thread.
  static let weightedMemory: CostFormula = .parameter("weighted") * (36 * .threads * .n + -50 * .n)

  static let entry = KernelEntry(
    "betweenness", family: "centrality", summary: "Shortest paths between others that pass through a vertex",
    parameters: [scaleParameter, weightedParameter],
    bytes: 200 * .n + weightedMemory, operations: 0.5 * .n * .m + .n * .n
  ) { graph, values, control throws(KernelError) in
    let scores = try run(
      graph, scale: Scale(rawValue: values.choice("scale")) ?? .normalised, weighted: values.flag("weighted"), control)
    return .vertices("betweenness", .reals(scores))
  }

  /// - Parameter weighted: weights are lengths, where the graph has them.
  /// - Throws: `KernelError.noResult` where there are more shortest paths than a number can count (about 10^308), or one
  ///   longer than that.
  public static func run(
    _ graph: Graph, scale: Scale = .normalised, weighted: Bool = false, _ control: RunControl = RunControl()
  ) throws(KernelError) -> [Double] {
    let sources = (0..<graph.vertexCount).map { UInt32(truncatingIfNeeded: $0) }
    let sums = try dependencies(graph, sources: sources, weighted: weighted, kernel: entry.name, control)
    let factor = factor(graph, scale)
    return sums.map { $0 * factor }
  }

  /// What a sum over all ordered pairs is multiplied by.
  static func factor(_ graph: Graph, _ scale: Scale) -> Double {
    let count = Double(graph.vertexCount)
    return switch scale {
    case .normalised: count > 2 ? 1 / ((count - 1) * (count - 2)) : 0
    case .paths: graph.isDirected ? 1 : 0.5
    }
  }

  /// For each vertex the sum of the sources' dependencies on it.
  static func dependencies(
    _ graph: Graph, sources: [UInt32], weighted: Bool, kernel: String, _ control: RunControl
  ) throws(KernelError) -> [Double] {
    let sums: [Double]? = try stoppable { () throws(Cancelled) in
      weighted && graph.weights != nil
        ? try weightedDependencies(graph, sources, control) : try plainDependencies(graph, sources, control)
    }
    guard let sums else {
      throw .noResult(kernel: kernel, reason: "more shortest paths, or longer ones, than a number can count")
    }
    return sums
  }

  private static func plainDependencies(
    _ graph: Graph, _ sources: [UInt32], _ control: RunControl
  ) throws(Cancelled) -> [Double]? {
    let scores = try filledColumn(0.0, count: graph.vertexCount, control)
    guard try PathBatches.add(graph, sources: sources, to: scores, control) else { return nil }
    return try scores.array(control)
  }

  private static func weightedDependencies(
    _ graph: Graph, _ sources: [UInt32], _ control: RunControl
  ) throws(Cancelled) -> [Double]? {
    let count = graph.vertexCount
    let ranges = evenRanges(sources.count, pieces: 16)
    let scores = try filledColumn(0.0, count: count * ranges.count, control)
    let progress = WorkProgress(total: sources.count * 64, control)
    let overflowed = Atomic<Bool>(false)
    var scratch: [WeightedPathCounts] = []
    for _ in 0..<min(control.threads.value, ranges.count) {
      scratch.append(try WeightedPathCounts(count: count, control))
    }
    let owned = scratch
    try parallelPieces(ranges.count, control) { slot, worker in
      for source in sources[ranges[slot]] {
        if overflowed.load(ordering: .relaxed) || control.isCancelled { return }
        if !owned[worker].add(graph, source: Int(source), to: scores, at: slot * count, control, progress) {
          overflowed.store(true, ordering: .relaxed)
        }
      }
    }
    if overflowed.load(ordering: .relaxed) { return nil }
    // SAFETY: the loop writes every place.
    let sums = unsafe MutableColumn<Double>(unwritten: count)
    try parallelRanges(count, grain: 1 << 14, control) { range in
      for vertex in range { sums[vertex] = ranges.indices.reduce(0) { $0 + scores[$1 * count + vertex] } }
    }
    return try sums.array(control)
  }
}
