import GraphStorage

/// A shortest path from one vertex to another, by the sum of weights; without weights every arc has length 1.
///
/// Paper: Nicholson, "Finding the shortest route between two points in a network" (1966), with the stopping rule of
/// Pohl (1971): Dijkstra's search from both ends, the smaller heap first, until no path through what is left can be
/// shorter. Deviation: sums from both ends are rounded differently from a sum along the path, so the search from the
/// source is then finished, but only along arcs that can lie on a path as short as the one found. Length and path are
/// therefore exactly those of `ShortestPaths`.
/// Measured: between three pairs on each of the weighted graphs of scale 20, 64 to 3,731 of a million vertices are looked at from,
/// in 6 to 64 ms, most of which clears the columns. From the source to all, on two threads, `ShortestPaths` takes 92 and 164 ms
/// where this takes 9 and 6 (Kronecker, social). Search from one end alone, and marks that bound distances, were not tried.
/// - Complexity: O((vertices + arcs) log vertices) at worst; on contact graphs a small share of it, after O(vertices)
///   to clear the columns. One thread.
public enum PointToPoint {
  public struct Path: Equatable, Sendable {
    /// From the source to the target, both included; empty where there is no path.
    public let vertices: [UInt32]
    /// For each of `vertices` the length of the path up to there.
    public let distances: [Double]
    /// How many vertices were looked at from.
    public let settled: Int
  }

  static let entry = KernelEntry(
    "point-to-point", family: "paths", summary: "A shortest weighted path between two vertices",
    parameters: [.vertex("source", "where the path starts"), .vertex("target", "where it ends")],
    bytes: 32 * .n, operations: .n + .m
  ) { graph, values, control throws(KernelError) in
    let path = try run(graph, source: values.vertex("source"), target: values.vertex("target"), control)
    return KernelResult(
      rows: .list(count: path.vertices.count),
      columns: [("vertex", .vertices(Column(path.vertices))), ("distance", .reals(path.distances))],
      figures: [("reachable", .flag(!path.vertices.isEmpty)), ("settled", .integer(path.settled))])
  }

  /// - Precondition: `source` and `target` are vertices of `graph`.
  /// - Throws: `KernelError.noResult` where the length is above the largest number, `KernelError.cancelled`.
  public static func run(
    _ graph: Graph, source: Int, target: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Path {
    let vertices = 0..<graph.vertexCount
    precondition(vertices.contains(source) && vertices.contains(target), "source and target are vertices")
    if source == target { return Path(vertices: [UInt32(source)], distances: [0], settled: 0) }
    let path = try stoppable { () throws(Cancelled) in try search(graph, source, target, control) }
    guard let path else { throw .beyondRange(kernel: entry.name) }
    return path
  }

  /// Far above what rounding can do to a sum of a million terms, far below what matters.
  private static let slack = 1 + 1e-9
  /// Arcs between two questions whether to stop.
  private static let breath = 1 << 12

  /// Nil where there are ways whose length is above the largest number, and perhaps no other.
  private static func search(
    _ graph: Graph, _ source: Int, _ target: Int, _ control: RunControl
  ) throws(Cancelled) -> Path? {
    let (out, back) = (graph.outRows, graph.inRows)
    var ahead = try DistanceHeap(vertexCount: graph.vertexCount, control)
    var behind = try DistanceHeap(vertexCount: graph.vertexCount, control)
    ahead.lower(UInt32(source), to: 0)
    behind.lower(UInt32(target), to: 0)
    var best = Double.infinity
    var settled = 0
    var untilBreath = breath
    while ahead.count > 0, behind.count > 0, ahead.least + behind.least <= best * slack {
      settled += 1
      if ahead.count <= behind.count {
        untilBreath -= expand(&ahead, out, graph.weights, toward: behind, &best)
      } else {
        untilBreath -= expand(&behind, back, graph.inWeights, toward: ahead, &best)
      }
      if untilBreath < 0 {
        try control.checkCancelled()
        control.report(0.9 * Double(settled) / Double(2 * graph.vertexCount))
        untilBreath = breath
      }
    }
    try control.checkCancelled()
    control.report(0.9)
    if best == .infinity {
      // The side that has come to its end has met all that it can.
      let lost =
        ahead.count == 0
        ? try losesLongWays(ahead.keys.frozen(), out, back: back, control)
        : try losesLongWays(behind.keys.frozen(), back, back: out, control)
      return graph.weights != nil && lost ? nil : Path(vertices: [], distances: [], settled: settled)
    }
    // What is left of the way to the target: vertices that can lie on a path no longer than the best.
    while !ahead.isRemoved(target), let vertex = ahead.removeFirst() {
      let start = ahead.keys[Int(vertex)]
      if start + behind.keys[Int(vertex)] > best * slack { continue }
      settled += 1
      for arc in out.offsets[Int(vertex)]..<out.offsets[Int(vertex) + 1] {
        let next = out.targets[arc]
        let sum = start + (graph.weights?[arc] ?? 1)
        if sum < ahead.keys[Int(next)], sum + behind.keys[Int(next)] <= best * slack { ahead.lower(next, to: sum) }
      }
      untilBreath -= out.offsets[Int(vertex) + 1] - out.offsets[Int(vertex)]
      if untilBreath < 0 {
        try control.checkCancelled()
        untilBreath = breath
      }
    }
    let path = walkBack(graph, ahead, source, target)
    return Path(vertices: path, distances: path.map { ahead.keys[Int($0)] }, settled: settled)
  }

  /// Takes the nearest vertex out of `heap` and lowers those its arcs lead to; gives how many arcs it has.
  private static func expand(
    _ heap: inout DistanceHeap, _ rows: ArcRows, _ weights: Column<Double>?, toward other: borrowing DistanceHeap,
    _ best: inout Double
  ) -> Int {
    guard let vertex = heap.removeFirst() else { return 0 }
    let start = heap.keys[Int(vertex)]
    let arcs = rows.offsets[Int(vertex)]..<rows.offsets[Int(vertex) + 1]
    for arc in arcs {
      // SAFETY: arcs of a row of a validated graph; weights are as many as arcs, targets are vertices.
      let next = unsafe rows.targets[unchecked: arc]
      let sum = start + (unsafe weights?[unchecked: arc] ?? 1)
      if unsafe sum < heap.keys[unchecked: Int(next)] {
        heap.lower(next, to: sum)
        best = unsafe min(best, sum + other.keys[unchecked: Int(next)])
      }
    }
    return arcs.count
  }

  /// From the target on to the smallest vertex before, as `ShortestPaths` chooses it.
  private static func walkBack(
    _ graph: Graph, _ ahead: borrowing DistanceHeap, _ source: Int, _ target: Int
  ) -> [UInt32] {
    var path = [target]
    // Where weights are lost in rounding, vertices as far as each other may lead in a ring: none is tried twice.
    var tried: Set<Int> = [target]
    while let vertex = path.last, vertex != source {
      let distance = ahead.keys[vertex]
      var before: Int?
      for arc in graph.inRow(vertex) {
        let other = Int(graph.inSources[arc])
        guard ahead.isRemoved(other), ahead.keys[other] + (graph.inWeights?[arc] ?? 1) == distance,
          !tried.contains(other)
        else { continue }
        if ahead.keys[other] < distance {
          before = other
          break
        }
        if before == nil { before = other }
      }
      if let before {
        tried.insert(before)
        path.append(before)
      } else {
        path.removeLast()
      }
    }
    return path.reversed().map { UInt32($0) }
  }
}
