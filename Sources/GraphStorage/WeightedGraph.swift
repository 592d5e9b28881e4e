/// An immutable weighted graph in compressed sparse rows, validated once on construction.
///
/// Row `u` lists, ascending and without repetition or loops, the vertices that `u` is tied to, each with a positive
/// finite weight. In a directed graph a row is what its vertex hears from: voting kernels read labels along it.
public struct WeightedGraph: Sendable {
  /// The arcs of vertex `u` are `offsets[u]..<offsets[u + 1]`; `vertexCount + 1` entries.
  public let offsets: [Int]
  public let targets: [UInt32]
  public let weights: [Double]
  /// Each arc has its twin the other way with the same weight, bit for bit.
  public let isSymmetric: Bool

  public var vertexCount: Int { offsets.count - 1 }
  /// Two for each tie of a symmetric graph.
  public var arcCount: Int { targets.count }

  /// - Parameter symmetric: claim, and have checked, that every arc has an equal twin.
  /// - Throws: `GraphError` naming the first row that breaks a rule.
  /// - Complexity: O(vertices + arcs).
  public init(offsets: [Int], targets: [UInt32], weights: [Double], symmetric: Bool) throws(GraphError) {
    guard targets.count == weights.count else { throw .columnLengthsDiffer }
    try checkRows(offsets: offsets, targets: targets)
    let vertexCount = offsets.count - 1
    for row in 0..<vertexCount {
      for arc in offsets[row]..<offsets[row + 1] where !(weights[arc] > 0 && weights[arc].isFinite) {
        throw .weightNotPositive(row: row)
      }
    }
    if symmetric {
      // Rows ascend, so the twins of the arcs into `target` are met in the order in which its row lists them.
      var cursors = Array(offsets.dropLast())
      for row in 0..<vertexCount {
        for arc in offsets[row]..<offsets[row + 1] {
          let target = Int(targets[arc])
          let twin = cursors[target]
          guard twin < offsets[target + 1], Int(targets[twin]) == row, weights[twin] == weights[arc] else {
            throw .notSymmetric(row: row)
          }
          cursors[target] = twin + 1
        }
      }
    }
    self.offsets = offsets
    self.targets = targets
    self.weights = weights
    isSymmetric = symmetric
  }

  /// For a builder that has established every rule of the checked initialiser by construction.
  init(trustedOffsets: [Int], targets: [UInt32], weights: [Double], symmetric: Bool) {
    offsets = trustedOffsets
    self.targets = targets
    self.weights = weights
    isSymmetric = symmetric
  }

  public func row(_ vertex: Int) -> Range<Int> {
    offsets[vertex]..<offsets[vertex + 1]
  }

  /// The weight of the arc from `vertex` to `target`, or nil where there is none. O(log degree).
  public func weight(from vertex: Int, to target: Int) -> Double? {
    var low = offsets[vertex]
    var high = offsets[vertex + 1]
    while low < high {
      let middle = (low &+ high) &>> 1
      if Int(targets[middle]) < target { low = middle &+ 1 } else { high = middle }
    }
    guard low < offsets[vertex + 1], Int(targets[low]) == target else { return nil }
    return weights[low]
  }

  /// The same ties with other weights.
  /// - Throws: `GraphError.weightNotPositive` where `transform` gives no positive finite number.
  public func mapWeights(_ transform: (Double) -> Double) throws(GraphError) -> WeightedGraph {
    try WeightedGraph(
      offsets: offsets, targets: targets, weights: weights.map(transform), symmetric: isSymmetric)
  }
}
