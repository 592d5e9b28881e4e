/// Builds a `Graph` from listed edges, on several threads.
///
/// Two passes of one scheme: arcs are moved to buckets of a few thousand consecutive rows, and each bucket is spread
/// over its rows in cache. The first pass groups by one end and makes repetitions one; the second transposes those
/// rows, which leaves every row ascending without a sort, and renumbers by degree on the way at little cost. The
/// in-rows of a directed graph are what the second pass makes, its out-rows a third.
///
/// The graph is the same, bit for bit, for any order and cutting of the list and any number of threads.
/// - Complexity: O(vertices + edges). Beside the list, at the peak: 10 bytes an arc (6 in buckets, 4 in rows; 16 more
///   for weights and for times) and 30 a vertex, with 4 more a vertex and thread.
public enum GraphBuilder {
  public struct Result: Sendable {
    public let graph: Graph
    /// Nil where vertices kept their numbers.
    public let relabelling: Relabelling?
  }

  /// - Parameter edges: memory that nobody else holds is given back as soon as it is read: `consume` it.
  /// - Throws: `GraphError`: a vertex out of range, a weight that is not positive and finite, a column of another
  ///   length, what the policy rejects, or `cancelled`.
  public static func build(
    _ edges: consuming EdgeList, _ policy: BuildPolicy, _ control: RunControl = RunControl()
  ) throws(GraphError) -> Result {
    try edges.checkColumns()
    control.report(0)
    let vertexCount = edges.vertexCount
    let grouped = try grouped(consume edges, policy, control)
    control.report(0.5)
    let degrees = grouped.degrees
    var relabelling: Relabelling? = nil
    var offsets: Column<Int>
    switch policy.order {
    case .given: offsets = plainOffsets(degrees)
    case .degreeDescending:
      let order = try uncancelled { () throws(Cancelled) in
        try Relabelling.byDescending(count: vertexCount, control) { Int(degrees[$0]) }
      }
      offsets = rowOffsets(order.oldOfNew) { Int(degrees[$0]) }
      relabelling = order
    }
    // Rows go from one room for arcs to the other and back.
    let arcCount = offsets[vertexCount]
    let loose = grouped.arcs.rows(grouped.starts, count: grouped.arcs.targets.count)
    try RowReordering.run(loose, offsets: offsets, relabelling, into: grouped.room.others, control)
    control.report(0.6)
    let rows = grouped.room.others.rows(offsets, count: arcCount)
    let scratch = BucketedArcs(keys: grouped.room.keys, others: grouped.arcs)
    if !policy.directed {
      let result = try RowTransposition(rows: rows)
        .run(scratch: scratch, output: grouped.room.others, share: (0.6, 1), control)
      let graph = Graph(trustedRows: result, opposite: nil)
      try graph.makeHeads(control)
      return Result(graph: graph, relabelling: relabelling)
    }
    let inRows = try RowTransposition(rows: rows)
      .run(scratch: scratch, output: grouped.room.others, share: (0.6, 0.8), control)
    let outRows = try RowTransposition(rows: LooseRows(inRows)).run(scratch: scratch, share: (0.8, 1), control)
    let graph = Graph(trustedRows: outRows, opposite: inRows)
    try graph.makeHeads(control)
    return Result(graph: graph, relabelling: relabelling)
  }

  private struct Grouped: Sendable {
    let starts: Column<Int>
    let degrees: MutableColumn<UInt32>
    let arcs: ArcColumns
    /// Room for the next pass.
    let room: BucketedArcs
  }

  /// The first pass; the list is given back after its first half.
  private static func grouped(
    _ edges: consuming EdgeList, _ policy: BuildPolicy, _ control: RunControl
  ) throws(GraphError) -> Grouped {
    let vertexCount = edges.vertexCount
    let partition = try EdgePartition.run(edges, policy, control)
    _ = consume edges
    let result = try RowGrouping.run(partition, vertexCount: vertexCount, policy, control)
    return Grouped(starts: result.starts, degrees: result.degrees, arcs: result.arcs, room: partition.arcs)
  }

  private static func plainOffsets(_ degrees: MutableColumn<UInt32>) -> Column<Int> {
    let offsets = MutableColumn<Int>(repeating: 0, count: degrees.count + 1)
    var next = 0
    for row in 0..<degrees.count {
      next &+= Int(degrees[row])
      offsets[row + 1] = next
    }
    return offsets.frozen()
  }
}
