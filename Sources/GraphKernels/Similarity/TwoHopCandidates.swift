import GraphStorage

/// The vertices two hops away from one vertex, with what they share with it: the candidates of a suggestion.
///
/// The `limit` best by resource allocation (Zhou, Lü and Zhang 2009) are listed, the best first, equals by the smaller
/// vertex; of each the common neighbours, their sum of 1 / ln degree (Adamic and Adar 2003) and of 1 / degree, and
/// their share of all neighbours of both (Jaccard 1901). All sums go over the common neighbours in ascending order, so
/// one vertex asked alone and all vertices on any number of threads give the same bits.
/// Vertices that are not eligible still lead to others. An isolated vertex has no candidate.
///
/// An instance is the scratch memory of one thread: 13 bytes a vertex.
/// - Complexity: O(ways of two hops) for a vertex, and O(limit · degrees) for what the listed ones share.
public struct TwoHopCandidates: Sendable {
  /// What two vertices share.
  public struct Candidate: Equatable, Sendable {
    public let vertex: UInt32
    /// Neighbours in common.
    public let common: Int
    public let adamicAdar: Double
    public let resourceAllocation: Double
    /// 0 to 1.
    public let jaccard: Double
  }

  private let graph: Graph
  private let isEligible: Column<Bool>
  private let limit: Int
  private let tally: TwoHopTally<Double>
  private let vertices: MutableColumn<UInt32>
  private let scores: MutableColumn<Double>
  private let shared: MutableColumn<UInt32>
  private let logarithms = NeighbourShares(.adamicAdar)

  /// - Parameter isEligible: for each vertex whether it may be listed.
  /// - Precondition: `graph` is undirected, `limit >= 1`, one flag a vertex.
  public init(_ graph: Graph, isEligible: Column<Bool>, limit: Int) {
    precondition(!graph.isDirected, "candidates need an undirected graph")
    precondition(limit >= 1 && isEligible.count == graph.vertexCount, "a limit from 1, and a flag for each vertex")
    self.graph = graph
    self.isEligible = isEligible
    self.limit = limit
    // SAFETY: a tally reads only places that it has written.
    let touched = unsafe MutableColumn<UInt32>(unwritten: graph.vertexCount + 1)
    tally = TwoHopTally(vertexCount: graph.vertexCount, touched: touched)
    vertices = MutableColumn(repeating: 0, count: limit)
    scores = MutableColumn(repeating: 0, count: limit)
    var largest = 0
    for vertex in 0..<graph.vertexCount { largest = max(largest, graph.degree(vertex)) }
    shared = MutableColumn(repeating: 0, count: largest + 1)
  }

  /// - Parameter excluded: vertices that are not listed either; any order, repetitions allowed.
  /// - Returns: nil where the run was told to stop; the instance is then of no use.
  public func list(of vertex: UInt32, excluding excluded: ArraySlice<UInt32>, _ control: RunControl) -> [Candidate]? {
    var best = BestPlaces(vertices, scores, places: 0..<limit)
    guard
      walk(
        vertex, excluded, control,
        { other, score in
          if score >= best.bar ?? 0, isEligible[Int(other)] { _ = best.offer(other, score) }
        })
    else { return nil }
    best.sort()
    return (0..<best.held).map { shares(vertex, vertices[$0]) }
  }

  /// All that could be listed without a limit, ascending: to draw from them.
  /// - Returns: nil where the run was told to stop; the instance is then of no use.
  public func reached(
    from vertex: UInt32, excluding excluded: ArraySlice<UInt32>, _ control: RunControl
  ) -> [UInt32]? {
    var found: [UInt32] = []
    guard walk(vertex, excluded, control, { other, _ in if isEligible[Int(other)] { found.append(other) } }) else {
      return nil
    }
    return found.sorted()
  }

  /// What any two vertices share, whether or not they are candidates.
  public func shares(_ vertex: UInt32, _ other: UInt32) -> Candidate {
    let held = common(vertex, other)
    var rarity = 0.0
    var allocation = 0.0
    for place in 0..<held {
      let degree = graph.degree(Int(shared[place]))
      rarity += logarithms.share(degree)
      allocation += 1 / Double(degree)
    }
    return Candidate(
      vertex: other, common: held, adamicAdar: rarity, resourceAllocation: allocation,
      jaccard: SimilarityIndex.jaccard(
        shared: Double(held), graph.degree(Int(vertex)), graph.degree(Int(other))))
  }

  /// The common neighbours of two vertices, ascending.
  public func commonNeighbours(_ vertex: UInt32, _ other: UInt32) -> [UInt32] {
    (0..<common(vertex, other)).map { shared[$0] }
  }

  private func common(_ vertex: UInt32, _ other: UInt32) -> Int {
    let (first, second) = (graph.row(Int(vertex)), graph.row(Int(other)))
    return first.count <= second.count
      ? PairSimilarity.intersection(graph, short: first, long: second, into: shared)
      : PairSimilarity.intersection(graph, short: second, long: first, into: shared)
  }

  /// Gives every vertex two hops away and its resource allocation to `body`, in no stated order, and leaves the tally
  /// with nothing. False where told to stop.
  @inline(__always)
  private func walk(
    _ vertex: UInt32, _ excluded: ArraySlice<UInt32>, _ control: RunControl, _ body: (UInt32, Double) -> Void
  ) -> Bool {
    guard
      let held = tally.collect(graph, Int(vertex), hubCap: Int.max, control, share: { 1 / Double($0) })
    else { return false }
    let amounts = tally.amounts
    let touched = tally.touched
    for other in excluded { amounts[Int(other)] = 0 }
    for place in 0..<held {
      // SAFETY: `place` is below `held`, and what was touched is a vertex.
      let other = unsafe touched[unchecked: place]
      // SAFETY: as above.
      let amount = unsafe amounts[unchecked: Int(other)]
      // SAFETY: as above.
      unsafe amounts[unchecked: Int(other)] = 0
      if amount > 0 { body(other, amount) }
    }
    return true
  }
}
