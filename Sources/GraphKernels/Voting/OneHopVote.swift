import GraphStorage

/// One-hop weighted vote of the neighbours (wvRN).
///
/// Paper: Macskassy and Provost, "Classification in networked data" (2007).
/// Deviation: one round only, over declared labels; the class prior enters with a pseudo-count, measured in mean tie
/// weights, so that one weak tie does not look certain.
///
/// P(u = c) = (Σ_v w_uv [y_v = c] + κ π_c) / (Σ_v w_uv [y_v known] + κ), v over the evidence neighbours of u.
/// A vertex's own label reaches it neither through ties (there are no loops) nor through its prior, so the result for
/// a labelled vertex is its leave-one-out result.
///
/// In terms of `LabelSupport`, G(u, v) = w_uv.
/// - Complexity: O(arcs + vertices × classes).
public enum OneHopVote {
  public struct Parameters: Codable, Hashable, Sendable {
    /// Weight of the prior, in mean tie weights; positive.
    public var pseudoCount: Double

    public init(pseudoCount: Double = 1) {
      precondition(pseudoCount > 0, "a pseudo-count is positive")
      self.pseudoCount = pseudoCount
    }
  }

  /// - Parameter only: whom to make rows of, each once; nil for everybody.
  public static func run(
    _ graph: WeightedGraph, _ labels: LabelEvidence, parameters: Parameters = Parameters(), only: [Int]? = nil,
    threads: ThreadCount
  ) -> ClassDistributions {
    precondition(graph.vertexCount == labels.vertexCount, "one label for each vertex of the graph")
    let pseudo = parameters.pseudoCount * typicalWeight(graph, labels.evidence, threads: threads)
    let classCount = labels.classCount
    let asked = AskedVertices(only, vertexCount: graph.vertexCount)
    return asked.distributions(classCount: classCount, threads: threads) { _, vertex, mass, probabilities in
      for index in 0..<classCount { mass[index] = 0 }
      for arc in graph.row(vertex) {
        let label = labels.labels[Int(graph.targets[arc])]
        if label >= 0 { mass[Int(label)] += graph.weights[arc] }
      }
      return appendSmoothed(mass, vertex, labels, pseudo: pseudo, to: &probabilities)
    }
  }

  /// Who stands behind the answers about `vertices`; exact.
  /// - Complexity: O(degree) a vertex.
  public static func support(
    _ graph: WeightedGraph, _ labels: LabelEvidence, of vertices: [Int], threads: ThreadCount
  ) -> [LabelSupport] {
    let ranges = evenRanges(vertices.count, pieces: rangePieces)
    return parallelMap(count: ranges.count, threads: threads) { piece in
      vertices[ranges[piece]].map { vertex in
        var people = 0
        var (total, largest) = (0.0, 0.0)
        for arc in graph.row(vertex) where labels.labels[Int(graph.targets[arc])] >= 0 {
          people += 1
          total += graph.weights[arc]
          largest = max(largest, graph.weights[arc])
        }
        let share = total > 0 ? largest / total : 0
        return LabelSupport(people: people, isMinimum: false, largestShare: share...share)
      }
    }.flatMap { $0 }
  }
}

/// Appends (mass + κ π) / (total + κ) and returns the total of `mass`.
func appendSmoothed(
  _ mass: [Double], _ vertex: Int, _ labels: LabelEvidence, pseudo: Double, to row: inout [Double]
) -> Double {
  var total = 0.0
  for value in mass { total += value }
  let own = labels.labels[vertex]
  for index in mass.indices {
    row.append((mass[index] + pseudo * labels.prior(excluding: own, class: index)) / (total + pseudo))
  }
  return total
}
