import GraphStorage

/// Communities of high modularity, each connected: the Leiden method.
///
/// Paper: Traag, Waltman and van Eck, "From Louvain to Leiden: guaranteeing well-connected communities" (2019).
/// Each level moves single vertices (`LocalMoving`), refines the communities found (`CommunityRefinement`, which
/// states two deviations) and makes the refined ones the vertices of the next, which begins with the communities
/// found. A further iteration begins with the result of the one before; the best is kept. Deviation: of two iterations
/// the first is one of `Louvain`, as the refined communities of the first level are what takes long, and the next
/// iteration refines anyway.
/// Guarantee: every community is connected. Refined communities are by construction; should the last level hold a
/// community of several, it is cut into its connected parts, which raises the quality.
/// Result: for each vertex the smallest vertex of its community; a vertex without ties is its own. The same for any
/// number of threads.
/// - Complexity: O(arcs) a sweep, a few dozen sweeps an iteration.
///
/// Tried and measured on the graphs of `Louvain`: one iteration instead of two takes as long on Kronecker graphs and
/// loses 5 percent of the modularity; on social ones it takes a tenth less and loses nothing. Three gain 0.5 percent. Two
/// that both refine take 2.5 s for 1.9 on Kronecker 20 (modularity 0.0814 for 0.0811, means of three seeds), 2.7 for 2.1 on
/// social 20 (the same), 7.7 for 6.6 on uniform 20 (0.1547 for 0.1556). Begun by Louvain, ten iterations agree a little
/// less with what people state (normalised mutual information 0.590 to 0.576 on e-mail, 0.632 to 0.626 on LastFM), so only
/// two are. Ten times the tolerance in all iterations but the last saves a
/// tenth and costs 0.2 percent or nothing. Rows of levels in memory that served before (`LevelRooms`): 2.8 to 2.4 s on
/// Kronecker 20, nothing on a social one; a look at rows ahead of time (`RowLook`) 3.4 to 2.8 s, and 4.1 to 3.0. Refining
/// one community after the other and numbering what comes of it in that order: 2.1 to 1.7 s on a social graph of scale 20, 1.87
/// to 1.79 on Kronecker 20; members in ascending order, not drawn, 1.6 s there and 0.0006 less modularity on e-mail and LastFM. On
/// Kronecker graphs the refined graph of the first level keeps 95 of 100 arcs, which is why Leiden takes twice as long as
/// Louvain there. No rows for a level of which a sample says that it keeps three fifths: 2 percent less time and an eighth less
/// memory on Kronecker 20, and a fifth more time with weights.
public enum Leiden {
  public struct Parameters: Codable, Hashable, Sendable {
    /// γ of the quality; 1 is the usual one for modularity, more gives smaller communities. Above 0.
    public var resolution: Double
    public var quality: CommunityQuality
    /// The moving of a level ends with a sweep that raises the quality by less than this.
    public var tolerance: Double
    public var maximumLevels: Int
    /// Ends earlier where one does not raise the quality.
    public var iterations: Int
    /// Of the order in which vertices are visited.
    public var seed: UInt64

    public init(
      resolution: Double = 1, quality: CommunityQuality = .modularity, tolerance: Double = 1e-4,
      maximumLevels: Int = 20, iterations: Int = 2, seed: UInt64 = 1
    ) {
      self.resolution = resolution
      self.quality = quality
      self.tolerance = tolerance
      self.maximumLevels = maximumLevels
      self.iterations = iterations
      self.seed = seed
    }
  }

  static let entry = KernelEntry(
    "leiden", family: "communities", summary: "Connected communities of high modularity",
    parameters: CommunityPartition.parameters + [
      .integer(
        "iterations", "runs, each from the result of the one before; of two the first is Louvain's", 1...100, default: 2)
    ],
    needs: [.undirected],
    bytes: 66 * .n + 110 * .isolated + 4 * .n * .threads + 5 * .m
      + .weighted * (16 * .n + 4 * .n * .threads + 7 * .m),
    operations: .parameter("iterations") * (20 * .n + 15 * .m)
  ) { graph, values, control throws(KernelError) in
    let parameters = Parameters(
      resolution: values.real("resolution"), quality: CommunityPartition.quality(values),
      tolerance: values.real("tolerance"), maximumLevels: values.integer("levels"),
      iterations: values.integer("iterations"), seed: UInt64(truncatingIfNeeded: values.integer("seed")))
    return try run(graph, parameters: parameters, control).result
  }

  /// - Throws: `KernelError.needsUndirected` on a directed graph, `KernelError.noResult` where weights are too large to be
  ///   added, `KernelError.cancelled`.
  public static func run(
    _ graph: Graph, parameters: Parameters = Parameters(), _ control: RunControl = RunControl()
  ) throws(KernelError) -> CommunityPartition {
    if graph.isDirected { throw .needsUndirected(kernel: "leiden") }
    precondition(parameters.resolution > 0 && parameters.tolerance >= 0, "a resolution is above 0")
    let found = try stoppable { () throws(Cancelled) in
      graph.countsLinks
        ? try partition(graph, weights: nil, CountedLinks.self, parameters, share: 1, control)
        : try partition(graph, weights: graph.weights, WeighedLinks.self, parameters, share: 1, control)
    }
    guard found.quality.isFinite else { throw .beyondRange(kernel: "leiden") }
    return found
  }

  /// - Parameter share: as of `CommunityLevels`; 1, as the refined levels of nearly all graphs have most of the arcs, and each
  ///   vertex of one without rows would be walked a level more.
  static func partition<Links: LinkWeight>(
    _ graph: Graph, weights: Column<Links.Arc>?, _ links: Links.Type, _ parameters: Parameters, share: Double,
    _ control: RunControl
  ) throws(Cancelled) -> CommunityPartition {
    var progress = CommunityProgress()
    let ground = try CommunityLevel<Links>.ground(
      graph, weights: weights, parameters.quality, resolution: parameters.resolution, control)
    var best: CommunityPartition? = nil
    var rooms = LevelRooms<Links>()
    let iterations = max(parameters.iterations, 1)
    var start: CommunityAssignment<Links>
    var first = 0
    if iterations == 2 {
      // What the next iteration does anyway need not be done to the end.
      let louvain = Louvain.Parameters(
        resolution: parameters.resolution, quality: parameters.quality, tolerance: 10 * parameters.tolerance,
        maximumLevels: parameters.maximumLevels, seed: parameters.seed)
      let found = try Louvain.partition(ground, louvain, share: share, &rooms, &progress, control)
      start = try CommunityAssignment(MutableColumn(found.communities.array()), of: ground, control)
      first = 1
    } else {
      start = try CommunityAssignment(singletonsOf: ground, control)
    }
    for iteration in first..<iterations {
      var own = parameters
      own.seed &+= UInt64(truncatingIfNeeded: iteration) &* 0xD1B5_4A32_D192_ED03
      if iteration + 1 < iterations { own.tolerance *= 10 }
      let found = try once(ground, start, own, share: share, &rooms, &progress, control)
      if let best, found.quality <= best.quality { break }
      best = found
      if iteration + 1 == iterations { break }
      start = try CommunityAssignment(MutableColumn(found.communities.array()), of: ground, control)
    }
    return best ?? CommunityPartition([], quality: 0, levels: 0)
  }

  private static func once<Links>(
    _ ground: CommunityLevel<Links>, _ start: consuming CommunityAssignment<Links>, _ parameters: Parameters, share: Double,
    _ rooms: inout LevelRooms<Links>, _ progress: inout CommunityProgress, _ control: RunControl
  ) throws(Cancelled) -> CommunityPartition {
    var assignment = start
    var levels = CommunityLevels(ground, share: share)
    while let (refined, groupCount) =
      try movedAndRefined(levels.present, &assignment, parameters, levels.number, &progress, control)
    {
      let present = levels.present.count
      let count = try refined.compact(by: assignment.communities, groupCount, control)
      // Every community is one vertex, or its vertices will not merge.
      if count == present { break }
      let next = try levels.next(refined.communities, count: count, &rooms, control)
      // SAFETY: every refined community has a member, whose community the loop writes.
      let communities = unsafe MutableColumn<UInt32>(unwritten: count)
      for vertex in 0..<present {
        if vertex & 0xFFFF == 0 { try control.checkCancelled() }
        communities[Int(refined.communities[vertex])] = assignment.communities[vertex]
      }
      try levels.rise(to: next, control)
      assignment = try CommunityAssignment(communities, of: levels.present, control)
    }
    let parts = try ConnectedParts.run(levels.present, assignment.communities, control)
    let count = try parts.compact(control)
    let number = levels.number
    let last = try levels.next(parts.communities, count: count, &rooms, control)
    try levels.rise(to: last, control)
    return CommunityPartition(try levels.named(control), quality: levels.present.singletonQuality(), levels: number)
  }

  /// Moves the vertices of a level, whose communities `assignment` then holds under numbers below the count given, and refines
  /// those; nil where no further level is allowed.
  private static func movedAndRefined<Links>(
    _ level: CommunityLevel<Links>, _ assignment: inout CommunityAssignment<Links>, _ parameters: Parameters, _ number: Int,
    _ progress: inout CommunityProgress, _ control: RunControl
  ) throws(Cancelled) -> (CommunityAssignment<Links>, Int)? {
    let scratch = try LinkSums.forThreads(level, control)
    let seed = parameters.seed &+ UInt64(truncatingIfNeeded: number)
    let moving = LocalMoving(level, assignment, seed: seed, scratch: scratch)
    _ = try moving.run(
      tolerance: parameters.tolerance, sweeps: LocalMoving<Links>.maximumSweeps, &progress, control)
    if number == parameters.maximumLevels { return nil }
    let count = try assignment.compact(control)
    assignment = try CommunityAssignment(assignment.communities, of: level, control)
    let refined = try CommunityRefinement.run(
      level, assignment, count: count, seed: ~seed, scratch: scratch, control)
    return (refined, count)
  }
}
