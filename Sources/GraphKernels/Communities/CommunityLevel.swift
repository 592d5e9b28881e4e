import GraphStorage

/// The graph between the communities of one level of Louvain or Leiden; at level 0 the graph itself.
///
/// Rows hold no loops and may lie anywhere in the columns; what is inside a vertex is in `loops`.
struct CommunityLevel: Sendable {
  let begins: Column<Int>
  let degrees: Column<UInt32>
  let targets: Column<UInt32>
  /// 1 each where nil.
  let weights: Column<Double>?
  /// Weight inside each vertex, both ends counted; 0 each where nil.
  let loops: Column<Double>?
  /// What a vertex adds to the size of its community: its strength for modularity, its people for the Potts model.
  let masses: Column<Double>
  let arcCount: Int
  let measure: Measure

  /// The quality of a partition is Σ_c (w_c − scale · M_c²) / total plus a constant, with M_c the mass of c.
  struct Measure: Sendable {
    let quality: CommunityQuality
    /// 2m, whatever the level.
    let total: Double
    /// γ / 2m for modularity, γ for the Potts model.
    let scale: Double
    /// What the sum over communities lacks of the quality, times 2m.
    let constant: Double
  }

  var count: Int { degrees.count }

  var largestDegree: Int { Int(degrees.max() ?? 0) }

  /// Level 0.
  static func ground(
    _ graph: Graph, _ quality: CommunityQuality, resolution: Double, _ control: RunControl
  ) throws(Cancelled) -> CommunityLevel {
    let count = graph.vertexCount
    // SAFETY: the loop writes every place of the three.
    let degrees = unsafe MutableColumn<UInt32>(unwritten: count)
    let strengths = unsafe MutableColumn<Double>(unwritten: count)
    try parallelRanges(count, grain: 1 << 13, control) { range in
      let (offsets, weights) = (graph.offsets, graph.weights)
      for vertex in range {
        // SAFETY: ranges cover the vertices; offsets have one place more; rows lie in the columns.
        let row = unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1]
        var strength = Double(row.count)
        if let weights {
          strength = 0
          for arc in row { strength += unsafe weights[unchecked: arc] }
        }
        unsafe degrees[unchecked: vertex] = UInt32(truncatingIfNeeded: row.count)
        unsafe strengths[unchecked: vertex] = strength
      }
    }
    var total = 0.0
    for vertex in 0..<count { total += strengths[vertex] }
    let measure: Measure
    switch quality {
    case .modularity:
      measure = Measure(quality: quality, total: total, scale: total > 0 ? resolution / total : 0, constant: 0)
    case .constantPotts:
      strengths.fill(1, 0..<count)
      measure = Measure(
        quality: quality, total: total, scale: resolution, constant: resolution * Double(count))
    }
    return CommunityLevel(
      begins: graph.offsets, degrees: degrees.frozen(), targets: graph.targets, weights: graph.weights, loops: nil,
      masses: strengths.frozen(), arcCount: graph.arcCount, measure: measure)
  }

  /// The quality of the partition in which every vertex of this level is a community; 0 for a graph without ties, not a
  /// number where the weights are too large to be added.
  func singletonQuality() -> Double {
    guard measure.total > 0 else { return 0 }
    guard measure.total < .infinity else { return .nan }
    var sum = measure.constant / measure.total
    for vertex in 0..<count {
      let mass = masses[vertex]
      sum += ((loops?[vertex] ?? 0) - measure.scale * mass * mass) / measure.total
    }
    return sum
  }

  /// The vertices in runs with about equally many arcs.
  func pieces(arcs: Int = 1 << 16, rows: Int = 1 << 13) -> ArcPieces {
    ArcPieces(count: count, arcs: arcs, rows: rows) { Int(degrees[$0]) }
  }
}
