import GraphStorage

/// The strongest ties of every vertex: its `k` arcs of largest weight, equal weights to the smaller vertex.
///
/// Each row is walked once with a sorted list of the best so far. Without weights every arc counts 1, so the smallest
/// neighbours are listed. Rows are in ascending order of vertex, strongest first.
/// - Complexity: O(arcs × k) at worst, near O(arcs) where few arcs enter the list.
public enum StrongestNeighbours {
  public struct Table: Equatable, Sendable {
    public let sources: [UInt32]
    public let targets: [UInt32]
    public let weights: [Double]
  }

  static let entry = KernelEntry(
    "strongest-neighbours", family: "structure", summary: "The heaviest arcs of every vertex",
    parameters: [.integer("k", "arcs for each vertex at most", 1...1000, default: 10)],
    bytes: 8 * .n + 32 * .m, operations: .n + .m
  ) { graph, values, control throws(KernelError) in
    let table = try run(graph, count: values.integer("k"), control)
    return KernelResult(
      rows: .pairs(sources: table.sources, targets: table.targets), columns: [("weight", .reals(table.weights))])
  }

  /// - Precondition: `count >= 1`.
  public static func run(
    _ graph: Graph, count: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Table {
    precondition(count >= 1, "at least one neighbour is asked for")
    let vertexCount = graph.vertexCount
    var starts = [0]
    starts.reserveCapacity(vertexCount + 1)
    for vertex in 0..<vertexCount { starts.append(starts[vertex] + min(count, graph.degree(vertex))) }
    let places = starts
    let sources = MutableColumn<UInt32>(repeating: 0, count: places[vertexCount])
    let targets = MutableColumn<UInt32>(repeating: 0, count: places[vertexCount])
    let weights = MutableColumn<Double>(repeating: 0, count: places[vertexCount])
    do throws(Cancelled) {
      try parallelRanges(vertexCount, grain: 1024, control) { range in
        for vertex in range {
          let start = places[vertex]
          let limit = places[vertex + 1] - start
          var held = 0
          for arc in graph.row(vertex) {
            let weight = graph.weights?[arc] ?? 1
            // Targets ascend, so an equal weight that comes later is never better.
            if held == limit, weight <= weights[start + held - 1] { continue }
            var place = held < limit ? held : held - 1
            while place > 0, weights[start + place - 1] < weight {
              weights[start + place] = weights[start + place - 1]
              targets[start + place] = targets[start + place - 1]
              place -= 1
            }
            weights[start + place] = weight
            targets[start + place] = graph.targets[arc]
            held = min(held + 1, limit)
          }
          sources.fill(UInt32(truncatingIfNeeded: vertex), start..<start + limit)
        }
      }
    } catch { throw KernelError(error) }
    return Table(sources: sources.array(), targets: targets.array(), weights: weights.array())
  }
}
