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
    let walkOffsets: Column<Int>
    switch policy.order {
    case .given: walkOffsets = plainOffsets(degrees)
    case .degreeDescending:
      let order = Relabelling.byDescending(count: vertexCount) { Int(degrees[$0]) }
      walkOffsets = rowOffsets(order.oldOfNew) { Int(degrees[$0]) }
      relabelling = order
    }
    if !policy.directed {
      let rows = try RowTransposition(rows: grouped.rows, walkOffsets: walkOffsets, relabelling: relabelling)
        .run(offsets: walkOffsets, arcs: grouped.arcs, share: (0.5, 1), control)
      return Result(graph: Graph(trustedRows: rows, opposite: nil), relabelling: relabelling)
    }
    let inRows = try RowTransposition(rows: grouped.rows, walkOffsets: walkOffsets, relabelling: relabelling)
      .run(offsets: nil, arcs: grouped.arcs, share: (0.5, 0.75), control)
    let outRows = try RowTransposition(
      rows: LooseRows(starts: inRows.offsets, targets: inRows.targets, weights: inRows.weights, times: inRows.times),
      walkOffsets: inRows.offsets, relabelling: nil
    ).run(offsets: walkOffsets, arcs: grouped.arcs, share: (0.75, 1), control)
    return Result(graph: Graph(trustedRows: outRows, opposite: inRows), relabelling: relabelling)
  }

  private struct Grouped: Sendable {
    let rows: LooseRows
    let degrees: MutableColumn<UInt32>
    /// Room for the next pass.
    let arcs: BucketedArcs
  }

  /// The first pass; the list is given back after its first half.
  private static func grouped(
    _ edges: consuming EdgeList, _ policy: BuildPolicy, _ control: RunControl
  ) throws(GraphError) -> Grouped {
    let vertexCount = edges.vertexCount
    let partition = try EdgePartition.run(edges, policy, control)
    _ = consume edges
    let result = try RowGrouping.run(partition, vertexCount: vertexCount, policy, control)
    return Grouped(rows: result.rows, degrees: result.degrees, arcs: partition.arcs)
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
