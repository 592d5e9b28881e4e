/// An immutable unweighted graph in compressed sparse rows, with the rows of the opposite direction beside them.
///
/// Rows ascend strictly and hold no loops. An undirected graph has equal rows both ways and stores them once.
public struct Graph: Sendable {
  public let isDirected: Bool
  public let offsets: [Int]
  public let targets: [UInt32]
  /// Who points here; the same storage as `offsets` and `targets` where the graph is undirected.
  public let inOffsets: [Int]
  public let inSources: [UInt32]

  public var vertexCount: Int { offsets.count - 1 }
  public var arcCount: Int { targets.count }

  /// From rows as they are.
  /// - Throws: `GraphError`; an undirected graph needs every arc both ways.
  /// - Complexity: O(vertices + arcs).
  public init(offsets: [Int], targets: [UInt32], directed: Bool) throws(GraphError) {
    try checkRows(offsets: offsets, targets: targets)
    let vertexCount = offsets.count - 1
    var inOffsets = [Int](repeating: 0, count: vertexCount + 1)
    for target in targets { inOffsets[Int(target) + 1] &+= 1 }
    for row in 0..<vertexCount { inOffsets[row + 1] &+= inOffsets[row] }
    var cursors = inOffsets
    var inSources = [UInt32](repeating: 0, count: targets.count)
    for row in 0..<vertexCount {
      for arc in offsets[row]..<offsets[row + 1] {
        let target = Int(targets[arc])
        inSources[cursors[target]] = UInt32(truncatingIfNeeded: row)
        cursors[target] &+= 1
      }
    }
    if !directed {
      for row in 0..<vertexCount {
        guard inOffsets[row + 1] == offsets[row + 1],
          inSources[inOffsets[row]..<inOffsets[row + 1]] == targets[offsets[row]..<offsets[row + 1]]
        else { throw .notSymmetric(row: row) }
      }
    }
    isDirected = directed
    self.offsets = offsets
    self.targets = targets
    self.inOffsets = directed ? inOffsets : offsets
    self.inSources = directed ? inSources : targets
  }

  /// From an arc list in any order; loops are dropped and repetitions merged.
  public init(vertexCount: Int, sources: [UInt32], targets: [UInt32], directed: Bool) throws(GraphError) {
    let weighted = try WeightedGraphBuilder.build(
      vertexCount: vertexCount, sources: sources, targets: targets,
      weights: [Double](repeating: 1, count: sources.count), symmetric: !directed)
    try self.init(offsets: weighted.offsets, targets: weighted.targets, directed: directed)
  }

  public func row(_ vertex: Int) -> Range<Int> {
    offsets[vertex]..<offsets[vertex + 1]
  }

  public func inRow(_ vertex: Int) -> Range<Int> {
    inOffsets[vertex]..<inOffsets[vertex + 1]
  }
}
