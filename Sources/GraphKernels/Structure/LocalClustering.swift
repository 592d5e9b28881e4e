import GraphStorage

/// How many of a vertex's neighbours know each other.
///
/// Definition of LDBC Graphalytics (LCC): arcs between the neighbours of a vertex (in or out, each once) over the
/// ordered pairs of them; 0 where a vertex has fewer than two. In an undirected graph half of those arcs are triangles.
/// Each vertex marks its neighbours and walks their rows: no orientation and no relabelling yet.
/// - Complexity: O(sum over arcs of the degree of their end).
public enum LocalClustering {
  public struct Result: Equatable, Sendable {
    /// 0 to 1, one a vertex.
    public let coefficients: [Double]
    /// Arcs between neighbours; twice the triangles of a vertex of an undirected graph.
    public let links: [Int]
    /// Distinct neighbours.
    public let neighbours: [Int]

    /// The mean coefficient; 0 without vertices.
    public var average: Double {
      coefficients.isEmpty ? 0 : coefficients.reduce(0, +) / Double(coefficients.count)
    }

    /// Linked pairs over all pairs of neighbours; 0 where there are none.
    public var transitivity: Double {
      let pairs = neighbours.reduce(0) { $0 + $1 * ($1 - 1) }
      return pairs == 0 ? 0 : Double(links.reduce(0, +)) / Double(pairs)
    }
  }

  static let entry = KernelEntry(
    "local-clustering", family: "structure", summary: "Share of a vertex's neighbours that are linked (LDBC LCC)",
    bytes: 48 * .n + .n * .threads, operations: .n + .maximumDegree * .m
  ) { graph, _, control throws(KernelError) in
    let result = try run(graph, control)
    return .vertices(
      "clustering", .reals(result.coefficients),
      figures: [("average", .real(result.average)), ("transitivity", .real(result.transitivity))])
  }

  public static func run(_ graph: Graph, _ control: RunControl = RunControl()) throws(KernelError) -> Result {
    let count = graph.vertexCount
    let links = MutableColumn<Int>(repeating: 0, count: count)
    let neighbours = MutableColumn<Int>(repeating: 0, count: count)
    let marks = MutableColumn<UInt8>(repeating: 0, count: count * control.threads.value)
    let grain = 16
    do throws(Cancelled) {
      try parallelPieces((count + grain - 1) / grain, control) { piece, worker in
        let base = worker * count
        var near: [Int] = []
        for vertex in piece * grain..<min(count, (piece + 1) * grain) {
          near.removeAll(keepingCapacity: true)
          for arc in graph.row(vertex) { near.append(Int(graph.targets[arc])) }
          for other in near { marks[base + other] = 1 }
          if graph.isDirected {
            for arc in graph.inRow(vertex) {
              let other = Int(graph.inSources[arc])
              if marks[base + other] == 0 { near.append(other) }
              marks[base + other] = 1
            }
          }
          var found = 0
          if near.count > 1 {
            for other in near {
              for arc in graph.row(other) { found &+= Int(marks[base + Int(graph.targets[arc])]) }
            }
          }
          links[vertex] = found
          neighbours[vertex] = near.count
          for other in near { marks[base + other] = 0 }
        }
      }
    } catch { throw KernelError(error) }
    let coefficients = (0..<count).map { vertex in
      let degree = neighbours[vertex]
      return degree < 2 ? 0 : Double(links[vertex]) / Double(degree * (degree - 1))
    }
    return Result(coefficients: coefficients, links: links.array(), neighbours: neighbours.array())
  }
}
