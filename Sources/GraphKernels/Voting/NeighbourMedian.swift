import GraphStorage

/// The weighted median of the neighbours' numbers, pulled towards the median of all by a Huber loss.
///
/// x(u) = argmin_x Σ_v w_uv |x − y_v| + κ H((x − m) / s): y_v the numbers of the evidence neighbours, m and s median and
/// spread of all numbers, H the Huber loss with its corner at 1 (quadratic inside, linear outside), κ the strength of
/// the pull. The median does not move with a few far-off neighbours; the pull decides where there are few, and one weak
/// tie does not look certain. The objective is convex and its slope a rising step function plus a clipped line, so the
/// minimum is found exactly by one walk over the sorted neighbours.
///
/// Source: Huber, "Robust estimation of a location parameter" (1964), for the loss; the neighbours' median as in
/// Perozzi and Skiena, "Exact age prediction in social networks" (2015).
/// Deviation: weighted; κ in mean tie weights, so that a result does not change when all weights are scaled alike; of a
/// flat stretch of minima the least is taken.
///
/// A vertex's own number reaches it only through m and s. In terms of `LabelSupport`, G(u, v) = w_uv.
/// - Complexity: O(arcs log degree).
public enum NeighbourMedian {
  public struct Parameters: Codable, Hashable, Sendable {
    /// κ in mean tie weights; positive.
    public var pull: Double

    public init(pull: Double = 1) {
      precondition(pull > 0, "a pull is positive")
      self.pull = pull
    }
  }

  /// What was found for one vertex.
  public struct Estimate: Equatable, Sendable {
    /// m where no neighbour states a number.
    public let number: Double
    /// The summed weight of the neighbours that state one; 0 where none does.
    public let mass: Double
    /// How far the neighbours' numbers lie from `number` on average, the pull counting as one more neighbour who is off
    /// by the spread of all: what one would expect to be off by.
    public let deviation: Double
  }

  /// - Returns: one estimate for each of `vertices`, in that order.
  public static func run(
    _ graph: WeightedGraph, _ evidence: NumberEvidence, of vertices: [Int], parameters: Parameters = Parameters(),
    threads: ThreadCount
  ) -> [Estimate] {
    precondition(graph.vertexCount == evidence.vertexCount, "one number for each vertex of the graph")
    let pull = parameters.pull * typicalWeight(graph, evidence.evidence, threads: threads)
    let ranges = evenRanges(vertices.count, pieces: rangePieces)
    return parallelMap(count: ranges.count, threads: threads) { piece in
      var heard: [(number: Double, weight: Double)] = []
      return vertices[ranges[piece]].map { vertex in
        heard.removeAll(keepingCapacity: true)
        var mass = 0.0
        for arc in graph.row(vertex) {
          let number = evidence.numbers[Int(graph.targets[arc])]
          guard !number.isNaN else { continue }
          heard.append((number, graph.weights[arc]))
          mass += graph.weights[arc]
        }
        // Equal numbers may come in any order: their weights are added either way.
        heard.sort { ($0.number, $0.weight) < ($1.number, $1.weight) }
        let number = minimum(heard, pull: pull, evidence.median, evidence.spread)
        let apart = heard.reduce(pull * evidence.spread) { $0 + $1.weight * abs($1.number - number) }
        return Estimate(number: number, mass: mass, deviation: apart / (mass + pull))
      }
    }.flatMap { $0 }
  }

  /// - Parameter heard: ascending.
  static func minimum(
    _ heard: [(number: Double, weight: Double)], pull: Double, _ median: Double, _ spread: Double
  ) -> Double {
    /// κ H′: rises from −κ to κ; a jump where there is no spread.
    func slope(_ x: Double) -> Double {
      spread > 0 ? pull * min(1, max(-1, (x - median) / spread)) : x < median ? -pull : pull
    }
    // The slope of the neighbours' part, left of all of them.
    var below = -heard.reduce(0.0) { $0 + $1.weight }
    var index = 0
    while true {
      // Between the neighbours passed and the next one the slope is `below` plus the pull's.
      let end = index < heard.count ? heard[index].number : .infinity
      if below + (end.isFinite ? slope(end) : pull) > 0, abs(below) <= pull {
        return spread > 0 ? min(end, median - spread * below / pull) : min(end, median)
      }
      guard index < heard.count else { return median }
      while index < heard.count, heard[index].number == end {
        below += 2 * heard[index].weight
        index += 1
      }
      if below + slope(end) >= 0 { return end }
    }
  }
}
