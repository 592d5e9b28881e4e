/// An immutable graph in compressed sparse rows, with the rows of the opposite direction beside them and, aligned with
/// the arcs, optional weights and times.
///
/// Rows ascend strictly and hold no loops. An undirected graph has equal rows both ways and stores them once.
/// At rest: 12 bytes a vertex and 4 an arc (twice that where directed), and 8 more an arc for weights and for times.
public struct Graph: Sendable {
  public let isDirected: Bool
  /// The arcs of vertex `u` are `offsets[u]..<offsets[u + 1]`; `vertexCount + 1` entries.
  public let offsets: Column<Int>
  public let targets: Column<UInt32>
  /// Who points here; the same storage as `offsets` and `targets` where the graph is undirected.
  public let inOffsets: Column<Int>
  public let inSources: Column<UInt32>
  /// One for each arc, positive and finite; both arcs of an undirected edge have the same.
  public let weights: Column<Double>?
  /// The weights of the arcs in `inSources`; the same storage as `weights` where the graph is undirected.
  public let inWeights: Column<Double>?
  /// Seconds since 1970, one for each arc; both arcs of an undirected edge have the same.
  public let times: Column<Int64>?
  /// No vertex has more (out-)arcs than the one before it: kernels may use what that implies.
  public let isDegreeDescending: Bool
  /// The first target of each row, and the first source of each in-row; the same where the graph is undirected.
  public let heads: RowHeads
  public let inHeads: RowHeads

  public var vertexCount: Int { offsets.count - 1 }
  /// Stored arcs: two for each edge of an undirected graph.
  public var arcCount: Int { targets.count }
  /// Edges as people count them: arcs of a directed graph, half of them of an undirected one.
  public var edgeCount: Int { isDirected ? arcCount : arcCount / 2 }

  /// Memory at rest.
  public var byteCount: Int {
    let columns =
      offsets.count * 8 + vertexCount * 4 + targets.count * 4 + (weights?.count ?? 0) * 8 + (times?.count ?? 0) * 8
    return isDirected ? columns + inOffsets.count * 8 + vertexCount * 4 + inSources.count * 4 + (inWeights?.count ?? 0) * 8 : columns
  }

  /// From rows as they are, all rules checked.
  /// - Throws: `GraphError`; an undirected graph needs every arc both ways, with equal weight and time.
  /// - Complexity: O(vertices + arcs).
  public init(
    offsets: Column<Int>, targets: Column<UInt32>, weights: Column<Double>? = nil, times: Column<Int64>? = nil,
    directed: Bool, _ control: RunControl = RunControl()
  ) throws(GraphError) {
    try checkRows(offsets: offsets, targets: targets, control)
    try checkColumns(offsets: offsets, weights: weights, times: times, control)
    if !directed { try checkTwins(offsets: offsets, targets: targets, weights: weights, times: times, control) }
    try self.init(
      checkedOffsets: offsets, targets: targets, weights: weights, times: times, directed: directed, control)
  }

  /// From rows that keep every rule of the checked initialiser.
  private init(
    checkedOffsets offsets: Column<Int>, targets: Column<UInt32>, weights: Column<Double>?, times: Column<Int64>?,
    directed: Bool, _ control: RunControl
  ) throws(GraphError) {
    let rows = RowTransposition.Result(offsets: offsets, targets: targets, weights: weights, times: times)
    var opposite: RowTransposition.Result? = nil
    if directed {
      opposite = try RowTransposition(
        rows: LooseRows(starts: offsets, targets: targets, weights: weights, times: nil)
      ).run(share: (0, 1), control)
    }
    self.init(trustedRows: rows, opposite: opposite)
    try makeHeads(control)
  }

  /// For a builder that has established every rule of the checked initialiser by construction.
  /// - Parameter opposite: the in-rows of a directed graph.
  init(
    trustedRows rows: RowTransposition.Result, opposite: RowTransposition.Result?, isDegreeDescending: Bool? = nil
  ) {
    isDirected = opposite != nil
    offsets = rows.offsets
    targets = rows.targets
    weights = rows.weights
    times = rows.times
    inOffsets = opposite?.offsets ?? rows.offsets
    inSources = opposite?.targets ?? rows.targets
    inWeights = opposite.map { $0.weights } ?? rows.weights
    self.isDegreeDescending = isDegreeDescending ?? degreesDescend(rows.offsets)
    heads = RowHeads(offsets: offsets, targets: targets)
    inHeads = isDirected ? RowHeads(offsets: inOffsets, targets: inSources) : heads
  }

  /// Makes the columns of heads, for readers and builders that have just touched all rows.
  func makeHeads(_ control: RunControl) throws(GraphError) {
    try uncancelled { () throws(Cancelled) in
      _ = try heads.column(control)
      _ = try inHeads.column(control)
    }
  }

  /// From an arc list in any order; loops are dropped and repetitions merged. For more, see `GraphBuilder`.
  public init(vertexCount: Int, sources: [UInt32], targets: [UInt32], directed: Bool) throws(GraphError) {
    let edges = EdgeList(vertexCount: vertexCount, sources: Column(sources), targets: Column(targets))
    self = try GraphBuilder.build(consume edges, BuildPolicy(directed: directed)).graph
  }

  /// From an arc list in any order; loops are dropped, and the weights of repetitions added. For more, see
  /// `GraphBuilder`.
  public init(
    vertexCount: Int, sources: [UInt32], targets: [UInt32], weights: [Double], directed: Bool
  ) throws(GraphError) {
    let edges = EdgeList(
      vertexCount: vertexCount, sources: Column(sources), targets: Column(targets), weights: Column(weights))
    self = try GraphBuilder.build(consume edges, BuildPolicy(directed: directed)).graph
  }

  /// The same ties, undirected where `weighted` is symmetric.
  public init(_ weighted: WeightedGraph) {
    do throws(GraphError) {
      try self.init(
        checkedOffsets: Column(weighted.offsets), targets: Column(weighted.targets),
        weights: Column(weighted.weights), times: nil, directed: !weighted.isSymmetric, RunControl())
    } catch {
      preconditionFailure("nobody cancels this run")
    }
  }

  public func row(_ vertex: Int) -> Range<Int> {
    offsets[vertex]..<offsets[vertex + 1]
  }

  public func inRow(_ vertex: Int) -> Range<Int> {
    inOffsets[vertex]..<inOffsets[vertex + 1]
  }

  public func degree(_ vertex: Int) -> Int { offsets[vertex + 1] - offsets[vertex] }
}

func degreesDescend(_ offsets: Column<Int>) -> Bool {
  var previous = Int.max
  for row in 0..<offsets.count - 1 {
    let degree = offsets[row + 1] &- offsets[row]
    if degree > previous { return false }
    previous = degree
  }
  return true
}
