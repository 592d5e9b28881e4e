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
    let rows = Column(offsets)
    let arcs = Column(targets)
    let values = Column(weights)
    try checkRows(offsets: rows, targets: arcs)
    try checkColumns(offsets: rows, weights: values, times: nil)
    if symmetric { try checkTwins(offsets: rows, targets: arcs, weights: values, times: nil) }
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
