import GraphStorage

/// Communities by greedy modularity: the Louvain method.
///
/// Paper: Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks" (2008).
/// Deviation: vertices of one batch decide by the same state (`LocalMoving`), only those are visited again whose
/// neighbours moved, a vertex may go to a community of its own, and a level that did not raise the quality is
/// dropped. Communities may be disconnected inside: `Leiden` gives the guarantee.
/// Result: for each vertex the smallest vertex of its community; a vertex without ties is its own. The same for any
/// number of threads.
/// - Complexity: O(arcs) a sweep, a few dozen sweeps. Memory for the next level is 5 bytes an arc of it (12 with weights),
///   of at most a third of the arcs below it (`rowShare`). The estimate is 1.2 times the peak on uniform random graphs, which
///   have no communities, 1.9 on Kronecker graphs and 1.6 where there are clear communities (with weights 1.5, 1.4 and 1.5).
///
/// Tried and measured on Kronecker graphs of scale 16 to 20 and social graphs of scale 16 and 18: sums without a branch
/// instead of a hash table in cache, 1.4 times faster (`LinkSums`); their communities and own sums asked for ahead of
/// time, a tenth faster on both; counts in 4 bytes and arcs of 5
/// (`CountedLinks`) instead of 8 and 12, the same time and half the memory; batches of other sizes (`VisitingOrder`); leaving
/// out vertices whose neighbours' moves together weigh less than the margin of their last choice: half the arcs of
/// late sweeps, 5 percent of the time, 8 bytes a vertex, and so not kept; a tolerance of 1e-3: a fifth faster for 0.2
/// percent less modularity; ids in descending order of degree: a quarter faster on Kronecker graphs; a look at the rows of a
/// piece ahead of time (`RowLook`): 1.14 to 0.93 s on a Kronecker graph of scale 20, 1.80 to 1.14 on a social one.
/// Of the first two sweeps on the social graph, then: what a community holds asked for only where the sum to it is no less
/// than the best score, and counted in 4 bytes: 560 to 480 ms; what moves change asked for ahead of them: 85 to 53; who is to
/// be visited again finding that out, instead of being told by all, where most moved: 29 to 67 ms to 11. To begin with
/// everybody in the community of the neighbour of least hash: a tenth faster there, and 8 to 10 percent less modularity on
/// Kronecker and uniform graphs.
/// The best community without a branch: 190 to 148 ms for a first sweep in which nobody moves on Kronecker 20, no difference in the
/// whole. What all communities around hold asked for ahead of their scores: no difference. A team of threads that stays
/// awake between batches (`ThreadTeam`): a tenth less for Louvain and Leiden.
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
    bytes: 60 * .n + 48 * .isolated + 4 * .n * .threads + 1.9 * .m
      + .weighted * (10 * .n + 8 * .isolated + 4 * .n * .threads + 3.5 * .m),
    operations: 20 * .n + 10 * .m
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
    let found = try stoppable { () throws(Cancelled) in
      graph.countsLinks
        ? try partition(graph, weights: nil, CountedLinks.self, parameters, control)
        : try partition(graph, weights: graph.weights, WeighedLinks.self, parameters, control)
    }
    guard found.quality.isFinite else { throw .beyondRange(kernel: "louvain") }
    return found
  }

  private static func partition<Links: LinkWeight>(
    _ graph: Graph, weights: Column<Links.Arc>?, _ links: Links.Type, _ parameters: Parameters, _ control: RunControl
  ) throws(Cancelled) -> CommunityPartition {
    var progress = CommunityProgress()
    var rooms = LevelRooms<Links>()
    let ground = try CommunityLevel<Links>.ground(
      graph, weights: weights, parameters.quality, resolution: parameters.resolution, control)
    return try partition(ground, parameters, &rooms, &progress, control)
  }

  /// A level with more of the arcs below it has no rows of its own. On a uniform graph of scale 20 it takes 117 MiB with
  /// this, and 212 in a fifth less time without; where there are communities, levels are smaller anyway.
  static let rowShare = 1.0 / 3

  /// - Parameter ground: of the quality and the resolution that the parameters have.
  static func partition<Links>(
    _ ground: CommunityLevel<Links>, _ parameters: Parameters, share: Double = rowShare, _ rooms: inout LevelRooms<Links>,
    _ progress: inout CommunityProgress, _ control: RunControl
  ) throws(Cancelled) -> CommunityPartition {
    var levels = CommunityLevels(ground, share: share)
    var quality = ground.singletonQuality()
    while levels.number < parameters.maximumLevels {
      let communities = try moved(levels.present, parameters, levels.number, &progress, control)
      guard let communities else { break }
      let before = levels.present.count
      let count = try communities.compact(control)
      let next = try levels.next(communities.communities, count: count, &rooms, control)
      let reached = next.level.singletonQuality()
      guard reached > quality else { break }
      quality = reached
      try levels.rise(to: next, control)
      if count == before { break }
    }
    return CommunityPartition(try levels.named(control), quality: quality, levels: levels.number)
  }

  /// Nil where nobody moved.
  private static func moved<Links>(
    _ level: CommunityLevel<Links>, _ parameters: Parameters, _ number: Int, _ progress: inout CommunityProgress,
    _ control: RunControl
  ) throws(Cancelled) -> CommunityAssignment<Links>? {
    let scratch = try LinkSums.forThreads(level, control)
    let start = try CommunityAssignment(singletonsOf: level, control)
    let moving = LocalMoving(level, start, seed: parameters.seed &+ UInt64(number), scratch: scratch)
    let any = try moving.run(
      tolerance: parameters.tolerance, sweeps: LocalMoving<Links>.maximumSweeps, &progress, control)
    return any ? moving.assignment : nil
  }
}
