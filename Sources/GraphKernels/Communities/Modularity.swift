import GraphStorage

/// How much more weight lies inside classes than chance would put there.
///
/// Undirected: Q = Σ_c (w_c / 2m − γ (k_c / 2m)²), with w_c the weight inside c (both ends counted) and k_c its
/// strength: Newman and Girvan (2004), γ by Reichardt and Bornholdt (2006). Directed: Q = Σ_c (w_c / m − γ k_c^out
/// k_c^in / m²): Leicht and Newman (2008). Between −1 and 1 for γ = 1; 0 for a graph without edges.
/// Sums run in a fixed order: the same bytes for any thread count.
/// - Complexity: O(vertices + arcs).
public enum Modularity {
  /// - Parameters:
  ///   - classes: one for each vertex, any number below the count of vertices; such as a kernel's classes or labels.
  ///   - resolution: γ, at least 0.
  /// - Throws: `KernelError.badParameter` for classes that are not one such number a vertex, `KernelError.cancelled`.
  public static func value(
    _ graph: Graph, classes: Column<UInt32>, resolution: Double = 1, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Double {
    precondition(resolution >= 0 && resolution.isFinite, "a resolution is at least 0")
    let count = graph.vertexCount
    guard classes.count == count, classes.allSatisfy({ Int($0) < count }) else {
      throw .badParameter(name: "classes", expected: "a number below \(count) for each of \(count) vertices")
    }
    do throws(Cancelled) {
      return try sum(graph, classes, resolution, control)
    } catch {
      throw KernelError(error)
    }
  }

  private static func sum(
    _ graph: Graph, _ classes: Column<UInt32>, _ resolution: Double, _ control: RunControl
  ) throws(Cancelled) -> Double {
    let count = graph.vertexCount
    // SAFETY: the loops write every place of them: one a vertex, one a piece.
    let strengths = unsafe MutableColumn<Double>(unwritten: count)
    let pieces = ArcPieces(graph.offsets)
    let inside = unsafe MutableColumn<Double>(unwritten: pieces.count)
    try parallelPieces(pieces.count, control) { piece, _ in
      let (offsets, targets, weights) = (graph.offsets, graph.targets, graph.weights)
      var within = 0.0
      for vertex in pieces[piece] {
        var strength = 0.0
        // SAFETY: pieces cover the vertices; rows were validated when the graph was built; one class a vertex.
        let own = unsafe classes[unchecked: vertex]
        for arc in unsafe offsets[unchecked: vertex]..<offsets[unchecked: vertex &+ 1] {
          let weight = unsafe weights?[unchecked: arc] ?? 1
          strength += weight
          if unsafe classes[unchecked: Int(targets[unchecked: arc])] == own { within += weight }
        }
        unsafe strengths[unchecked: vertex] = strength
      }
      inside[piece] = within
    }
    var total = 0.0
    let out = MutableColumn<Double>(repeating: 0, count: count)
    for vertex in 0..<count {
      out[Int(classes[vertex])] += strengths[vertex]
      total += strengths[vertex]
    }
    guard total > 0 else { return 0 }
    var back = out
    if graph.isDirected {
      try inStrengths(graph, pieces: ArcPieces(graph.inOffsets), into: strengths, control)
      back = MutableColumn(repeating: 0, count: count)
      for vertex in 0..<count { back[Int(classes[vertex])] += strengths[vertex] }
    }
    var quality = 0.0
    for piece in 0..<pieces.count { quality += inside[piece] / total }
    for group in 0..<count { quality -= resolution * (out[group] / total) * (back[group] / total) }
    return quality
  }

  private static func inStrengths(
    _ graph: Graph, pieces: ArcPieces, into strengths: MutableColumn<Double>, _ control: RunControl
  ) throws(Cancelled) {
    try parallelPieces(pieces.count, control) { piece, _ in
      for vertex in pieces[piece] {
        let row = graph.inRow(vertex)
        var strength = Double(row.count)
        if let weights = graph.inWeights { strength = row.reduce(0.0) { $0 + weights[$1] } }
        strengths[vertex] = strength
      }
    }
  }
}
