import GraphStorage

/// Two-hop vote over friends of friends ("monophily"): A D⁻¹ A Y without the way back to the start.
///
/// Paper: Altenburger and Ugander, "Monophily in social networks introduces similarity among friends-of-friends"
/// (2018).
/// Deviation: weighted; paths u–z–u are left out, so nobody's own label returns; the class prior enters with a
/// pseudo-count in mean tie weights. Only evidence vertices serve as z, and d_z counts their ties to evidence only.
///
/// mass(u, c) = Σ_z w_uz / d_z · Σ_{v ≠ u} w_zv [y_v = c];  P = (mass + κ π) / (Σ mass + κ).
/// The result for a labelled vertex is its leave-one-out result.
///
/// Evidence count: distinct labelled v at the end of a path, exact. Largest share: the largest Σ_z w_uz w_zv / d_z of
/// one v in the total, exact.
/// - Complexity: O(arcs × classes); the details cost one step for every path of two arcs (Σ degree²), and 9 bytes a
///   vertex for each running thread.
public enum TwoHopVote {
  public struct Parameters: Codable, Hashable, Sendable {
    /// Weight of the prior, in mean tie weights; positive.
    public var pseudoCount: Double

    public init(pseudoCount: Double = 1) {
      precondition(pseudoCount > 0, "a pseudo-count is positive")
      self.pseudoCount = pseudoCount
    }
  }

  public static func run(
    _ graph: WeightedGraph, _ labels: LabelEvidence, parameters: Parameters = Parameters(),
    detail: EvidenceDetail = .full, threads: ThreadCount
  ) -> ClassDistributions {
    precondition(graph.vertexCount == labels.vertexCount, "one label for each vertex of the graph")
    let pseudo = parameters.pseudoCount * typicalWeight(graph, labels.evidence, threads: threads)
    let classCount = labels.classCount
    let ranges = evenRanges(graph.vertexCount, pieces: rangePieces)
    let (shares, strengths) = middleRows(graph, labels, threads: threads)
    let chunks = parallelMap(count: ranges.count, threads: threads) { piece in
      var chunk = DistributionChunk()
      chunk.probabilities.reserveCapacity(ranges[piece].count * classCount)
      var mass = [Double](repeating: 0, count: classCount)
      var walk = PathWalk(vertexCount: detail == .full ? graph.vertexCount : 0)
      for vertex in ranges[piece] {
        for index in 0..<classCount { mass[index] = 0 }
        let own = labels.labels[vertex]
        var returned = 0.0
        for arc in graph.row(vertex) {
          let middle = Int(graph.targets[arc])
          guard strengths[middle] > 0 else { continue }
          let weight = graph.weights[arc]
          addScaledRow(&mass, weight, shares, base: middle * classCount, width: classCount)
          if own >= 0 {
            let back = graph.isSymmetric ? weight : graph.weight(from: middle, to: vertex) ?? 0
            returned += weight * back / strengths[middle]
          }
        }
        if own >= 0 {
          // What rounding leaves of a difference that is zero must not look like a label.
          let rest = mass[Int(own)] - returned
          mass[Int(own)] = rest > 1e-13 * returned ? rest : 0
        }
        _ = appendSmoothed(mass, vertex, labels, pseudo: pseudo, to: &chunk.probabilities)
        if detail == .full {
          let (count, largest) = walk.people(graph, labels, strengths, from: vertex)
          chunk.counts.append(count)
          chunk.shares.append(largest)
        }
      }
      return chunk
    }
    return DistributionChunk.join(chunks, classCount: classCount, vertexCount: graph.vertexCount)
  }

  /// For each evidence vertex z its strength d_z towards evidence, and Σ_v w_zv [y_v = c] / d_z; zeros elsewhere.
  private static func middleRows(
    _ graph: WeightedGraph, _ labels: LabelEvidence, threads: ThreadCount
  ) -> (shares: [Double], strengths: [Double]) {
    let classCount = labels.classCount
    let ranges = evenRanges(graph.vertexCount, pieces: rangePieces)
    let chunks = parallelMap(count: ranges.count, threads: threads) { piece in
      let start = ranges[piece].lowerBound
      var rows = [Double](repeating: 0, count: ranges[piece].count * classCount)
      var strengths = [Double](repeating: 0, count: ranges[piece].count)
      for vertex in ranges[piece] where labels.evidence[vertex] {
        let base = (vertex - start) * classCount
        var strength = 0.0
        for arc in graph.row(vertex) {
          let target = Int(graph.targets[arc])
          guard labels.evidence[target] else { continue }
          strength += graph.weights[arc]
          let label = labels.labels[target]
          if label >= 0 { rows[base + Int(label)] += graph.weights[arc] }
        }
        strengths[vertex - start] = strength
        if strength > 0 {
          for index in base..<base + classCount { rows[index] /= strength }
        }
      }
      return (rows, strengths)
    }
    return (chunks.flatMap { $0.0 }, chunks.flatMap { $0.1 })
  }
}

/// A sparse accumulator over the people at the end of paths of two arcs.
private struct PathWalk {
  private var sums: [Double]
  private var touched: [Int] = []

  init(vertexCount: Int) {
    sums = [Double](repeating: 0, count: vertexCount)
  }

  mutating func people(
    _ graph: WeightedGraph, _ labels: LabelEvidence, _ strengths: [Double], from vertex: Int
  ) -> (count: Int32, largestShare: Double) {
    for arc in graph.row(vertex) {
      let middle = Int(graph.targets[arc])
      guard strengths[middle] > 0 else { continue }
      let factor = graph.weights[arc] / strengths[middle]
      for next in graph.row(middle) {
        let end = Int(graph.targets[next])
        guard labels.labels[end] >= 0, end != vertex else { continue }
        if sums[end] == 0 { touched.append(end) }
        sums[end] += factor * graph.weights[next]
      }
    }
    var total = 0.0
    var largest = 0.0
    for end in touched {
      total += sums[end]
      largest = max(largest, sums[end])
      sums[end] = 0
    }
    let count = touched.count
    touched.removeAll(keepingCapacity: true)
    return (Int32(count), total > 0 ? largest / total : 0)
  }
}
