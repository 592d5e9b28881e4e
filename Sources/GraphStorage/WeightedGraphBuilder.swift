/// Builds a `WeightedGraph` from an arc list in any order.
///
/// Loops are dropped; repeated arcs become one whose weight is their sum, added in ascending order of weight, so that
/// the graph is the same, bit for bit, for any order of the list. Two passes of counting sort (by target, then by
/// source).
/// - Complexity: O(vertices + arcs) time beside the sorting of repetitions; about 40 bytes an arc at the peak.
public enum WeightedGraphBuilder {
  /// - Parameters:
  ///   - vertexCount: vertices are `0..<vertexCount`.
  ///   - symmetric: each listed arc stands for a tie and is entered both ways.
  ///   - weights: positive and finite, one for each arc.
  public static func build(
    vertexCount: Int, sources: [UInt32], targets: [UInt32], weights: [Double], symmetric: Bool
  ) throws(GraphError) -> WeightedGraph {
    guard vertexCount < Int(UInt32.max) else { throw .tooManyVertices(count: vertexCount) }
    guard sources.count == targets.count, sources.count == weights.count else { throw .columnLengthsDiffer }
    for arc in sources.indices {
      guard Int(sources[arc]) < vertexCount, Int(targets[arc]) < vertexCount else {
        throw .vertexOutOfRange(row: Int(sources[arc]))
      }
      guard weights[arc] > 0, weights[arc].isFinite else { throw .weightNotPositive(row: Int(sources[arc])) }
    }
    let byTarget = scatter(
      vertexCount: vertexCount, keys: targets, others: sources, weights: weights, bothWays: symmetric)
    let rows = transpose(vertexCount: vertexCount, byTarget)
    return try merge(vertexCount: vertexCount, rows, symmetric: symmetric)
  }

  private struct Rows {
    var offsets: [Int]
    var others: [UInt32]
    var weights: [Double]
  }

  /// Rows by `keys`, in list order inside a row.
  private static func scatter(
    vertexCount: Int, keys: [UInt32], others: [UInt32], weights: [Double], bothWays: Bool
  ) -> Rows {
    var offsets = [Int](repeating: 0, count: vertexCount + 1)
    for arc in keys.indices where keys[arc] != others[arc] {
      offsets[Int(keys[arc]) + 1] &+= 1
      if bothWays { offsets[Int(others[arc]) + 1] &+= 1 }
    }
    for row in 0..<vertexCount { offsets[row + 1] &+= offsets[row] }
    var cursors = offsets
    let count = offsets[vertexCount]
    var rowOthers = [UInt32](repeating: 0, count: count)
    var rowWeights = [Double](repeating: 0, count: count)
    for arc in keys.indices where keys[arc] != others[arc] {
      let key = Int(keys[arc])
      let other = Int(others[arc])
      rowOthers[cursors[key]] = others[arc]
      rowWeights[cursors[key]] = weights[arc]
      cursors[key] &+= 1
      if bothWays {
        rowOthers[cursors[other]] = keys[arc]
        rowWeights[cursors[other]] = weights[arc]
        cursors[other] &+= 1
      }
    }
    return Rows(offsets: offsets, others: rowOthers, weights: rowWeights)
  }

  /// Rows by the other end; each comes out ascending because the given rows are walked ascending.
  private static func transpose(vertexCount: Int, _ rows: Rows) -> Rows {
    var offsets = [Int](repeating: 0, count: vertexCount + 1)
    for other in rows.others { offsets[Int(other) + 1] &+= 1 }
    for row in 0..<vertexCount { offsets[row + 1] &+= offsets[row] }
    var cursors = offsets
    var others = [UInt32](repeating: 0, count: rows.others.count)
    var weights = [Double](repeating: 0, count: rows.others.count)
    for row in 0..<vertexCount {
      for arc in rows.offsets[row]..<rows.offsets[row + 1] {
        let other = Int(rows.others[arc])
        others[cursors[other]] = UInt32(truncatingIfNeeded: row)
        weights[cursors[other]] = rows.weights[arc]
        cursors[other] &+= 1
      }
    }
    return Rows(offsets: offsets, others: others, weights: weights)
  }

  private static func merge(vertexCount: Int, _ given: Rows, symmetric: Bool) throws(GraphError) -> WeightedGraph {
    var rows = given
    var offsets = [Int](repeating: 0, count: vertexCount + 1)
    var written = 0
    for row in 0..<vertexCount {
      var arc = given.offsets[row]
      let end = given.offsets[row + 1]
      while arc < end {
        let target = rows.others[arc]
        var next = arc + 1
        var sum = rows.weights[arc]
        while next < end, rows.others[next] == target { next += 1 }
        if next - arc > 1 {
          // Ascending bits are ascending positive numbers: one fixed order of addition for any list order.
          sum = rows.weights[arc..<next].sorted().reduce(0, +)
          guard sum.isFinite else { throw .weightNotPositive(row: row) }
        }
        rows.others[written] = target
        rows.weights[written] = sum
        written += 1
        arc = next
      }
      offsets[row + 1] = written
    }
    rows.others.removeLast(rows.others.count - written)
    rows.weights.removeLast(rows.weights.count - written)
    return WeightedGraph(
      trustedOffsets: offsets, targets: rows.others, weights: rows.weights, symmetric: symmetric)
  }
}
