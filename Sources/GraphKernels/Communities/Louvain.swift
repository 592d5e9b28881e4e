import GraphStorage

/// Communities by greedy modularity: the Louvain method.
///
/// Paper: Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks" (2008).
/// Deviation: vertices of one batch decide by the same state (`LocalMoving`), only those are visited again whose
/// neighbours moved, a vertex may go to a community of its own, and a level that did not raise the quality is
/// dropped. Communities may be disconnected inside: `Leiden` gives the guarantee.
/// Result: for each vertex the smallest vertex of its community; a vertex without ties is its own. The same for any
/// number of threads.
/// - Complexity: O(arcs) a sweep, a few dozen sweeps. Memory for the next level is 12 bytes an arc of it: few where
///   there are communities, most arcs of two levels in a uniform random graph, which has none. The estimate is for
///   that: 1.0 times the peak there, 1.3 times on Kronecker graphs, 3 times where there are clear communities.
///
/// Tried and measured on Kronecker graphs of scale 16 to 20 and social graphs of scale 16 and 18: sums without a branch
/// instead of a hash table in cache, 1.4 times faster (`LinkSums`); batches of other sizes (`VisitingOrder`); leaving
/// out vertices whose neighbours' moves together weigh less than the margin of their last choice: half the arcs of
/// late sweeps, 5 percent of the time, 8 bytes a vertex, and so not kept; a tolerance of 1e-3: a fifth faster for 0.2
/// percent less modularity; ids in descending order of degree: a quarter faster on Kronecker graphs; a look at the rows of a
/// piece ahead of time (`RowLook`): 1.14 to 0.93 s on a Kronecker graph of scale 20, 1.80 to 1.14 on a social one.
public enum Louvain {
  public struct Parameters: Codable, Hashable, Sendable {
    /// γ of the quality; 1 is the usual one for modularity, more gives smaller communities. Above 0.
    public var resolution: Double
    public var quality: CommunityQuality
    /// A level ends with a sweep that raises the quality by less than this.
    public var tolerance: Double
    public var maximumLevels: Int
    /// Of the order in which vertices are visited.
    public var seed: UInt64

    public init(
      resolution: Double = 1, quality: CommunityQuality = .modularity, tolerance: Double = 1e-4,
      maximumLevels: Int = 20, seed: UInt64 = 1
    ) {
      self.resolution = resolution
      self.quality = quality
      self.tolerance = tolerance
      self.maximumLevels = maximumLevels
      self.seed = seed
    }
  }

  static let entry = KernelEntry(
    "louvain", family: "communities", summary: "Communities of high modularity by moving and merging",
    parameters: CommunityPartition.parameters, needs: [.undirected],
    bytes: 72 * .n + 16 * .n * .threads + 10.5 * .m, operations: 20 * .n + 10 * .m
  ) { graph, values, control throws(KernelError) in
    let parameters = Parameters(
      resolution: values.real("resolution"), quality: CommunityPartition.quality(values),
      tolerance: values.real("tolerance"), maximumLevels: values.integer("levels"),
      seed: UInt64(truncatingIfNeeded: values.integer("seed")))
    return try run(graph, parameters: parameters, control).result
  }

  /// - Throws: `KernelError.needsUndirected` on a directed graph, `KernelError.noResult` where weights are too large to be
  ///   added, `KernelError.cancelled`.
  public static func run(
    _ graph: Graph, parameters: Parameters = Parameters(), _ control: RunControl = RunControl()
  ) throws(KernelError) -> CommunityPartition {
    if graph.isDirected { throw .needsUndirected(kernel: "louvain") }
    precondition(parameters.resolution > 0 && parameters.tolerance >= 0, "a resolution is above 0")
    let found = try stoppable { () throws(Cancelled) in try partition(graph, parameters, control) }
    guard found.quality.isFinite else { throw .beyondRange(kernel: "louvain") }
    return found
  }

  private static func partition(
    _ graph: Graph, _ parameters: Parameters, _ control: RunControl
  ) throws(Cancelled) -> CommunityPartition {
    var progress = CommunityProgress()
    var rooms = LevelRooms()
    let ground = try CommunityLevel.ground(graph, parameters.quality, resolution: parameters.resolution, control)
    return try partition(ground, parameters, &rooms, &progress, control)
  }

  /// - Parameter ground: of the quality and the resolution that the parameters have.
  static func partition(
    _ ground: CommunityLevel, _ parameters: Parameters, _ rooms: inout LevelRooms, _ progress: inout CommunityProgress,
    _ control: RunControl
  ) throws(Cancelled) -> CommunityPartition {
    var level = ground
    var quality = level.singletonQuality()
    let nesting = CommunityNesting(count: ground.count)
    var levels = 0
    while levels < parameters.maximumLevels {
      let communities = try moved(level, parameters, levels, &progress, control)
      guard let communities else { break }
      let count = try communities.compact(control)
      let next = try CommunityAggregation.run(level, communities.communities, count: count, &rooms, control)
      let reached = next.singletonQuality()
      guard reached > quality else { break }
      quality = reached
      try nesting.merge(communities.communities, control)
      levels += 1
      if count == level.count { break }
      level = next
    }
    return CommunityPartition(try nesting.named(control), quality: quality, levels: levels)
  }

  /// Nil where nobody moved.
  private static func moved(
    _ level: CommunityLevel, _ parameters: Parameters, _ number: Int, _ progress: inout CommunityProgress,
    _ control: RunControl
  ) throws(Cancelled) -> CommunityAssignment? {
    let scratch = try LinkSums.forThreads(level, control)
    let start = try CommunityAssignment(singletonsOf: level, control)
    let moving = LocalMoving(level, start, seed: parameters.seed &+ UInt64(number), scratch: scratch)
    let any = try moving.run(
      tolerance: parameters.tolerance, sweeps: LocalMoving.maximumSweeps, &progress, control)
    return any ? moving.assignment : nil
  }
}
