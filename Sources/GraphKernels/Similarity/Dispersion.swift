import GraphStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far the neighbours that a vertex shares with each of its neighbours are apart from one another.
///
/// Backstrom & Kleinberg, "Romantic Partnerships and the Dispersion of Social Ties" (2014): dispersion of (u, v) counts
/// the pairs s, t of common neighbours of u and v that are not adjacent and share no neighbour in the network of u but u
/// and v; recursive dispersion weighs them by their own, in three rounds from 1:
/// x_v ← (Σ_w x_w² + 2 Σ_{s,t} d_v(s, t) x_s x_t) / embeddedness.
///
/// It is meant to find a person's partner. That is why it is no entry of the catalogue, answers for one vertex, and is
/// asked for by that person only.
///
/// The rows of the neighbours stand as bits over the neighbours, so that a pair costs a few words; beside the paper
/// nothing differs. Weights do not count.
/// - Complexity: O(d² + Σ over neighbours of embeddedness² · d / 64) for a vertex of degree d, four times: pairs are
///   looked for in every round, because kept they could take gigabytes. d² / 8 bytes.
public enum Dispersion {
  /// Of one neighbour.
  public struct Row: Equatable, Sendable {
    public let neighbour: UInt32
    /// Common neighbours: 0 or more.
    public let embeddedness: Int
    /// Pairs: 0 … embeddedness · (embeddedness − 1) / 2.
    public let dispersion: Int
    /// dispersion^0.61 / (embeddedness + 5), as the paper tuned it.
    public let normalised: Double
    /// After three rounds; 0 without a common neighbour.
    public let recursive: Double
  }

  /// Neighbours of one vertex at most: above, the bits take more than 50 MB.
  public static let greatestDegree = 20_000

  /// - Returns: a row a neighbour, ascending.
  /// - Throws: `KernelError.needsUndirected` on a directed graph, `KernelError.badParameter` for a vertex with more than
  ///   `greatestDegree` neighbours, `KernelError.cancelled`.
  /// - Precondition: `vertex` is one of the graph.
  public static func run(
    _ graph: Graph, of vertex: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> [Row] {
    if graph.isDirected { throw .needsUndirected(kernel: "dispersion") }
    let neighbours = otherNeighbours(of: vertex, in: graph)
    let count = neighbours.count
    guard count <= greatestDegree else {
      throw .badParameter(name: "vertex", expected: "a vertex with at most \(greatestDegree) neighbours")
    }
    let ego = EgoBits(graph, neighbours)
    let shared = (0..<count).map { ego.neighbours(of: $0) }
    var apart = [Int](repeating: 0, count: count)
    var scores = [Double](repeating: 1, count: count)
    for round in 0..<3 {
      var next = [Double](repeating: 0, count: count)
      for place in 0..<count where !shared[place].isEmpty {
        if control.isCancelled { throw .cancelled }
        var sum = 0.0
        var pairs = 0
        ego.forEachDistantPair(around: place, among: shared[place]) { one, other in
          sum += scores[one] * scores[other]
          pairs += 1
        }
        if round == 0 { apart[place] = pairs }
        let own = shared[place].reduce(0) { $0 + scores[$1] * scores[$1] }
        next[place] = (own + 2 * sum) / Double(shared[place].count)
      }
      scores = next
    }
    return (0..<count).map { place in
      Row(
        neighbour: neighbours[place], embeddedness: shared[place].count, dispersion: apart[place],
        normalised: Self.normalised(apart[place], shared[place].count), recursive: scores[place])
    }
  }

  private static func normalised(_ dispersion: Int, _ embeddedness: Int) -> Double {
    dispersion == 0 ? 0 : pow(Double(dispersion), 0.61) / Double(embeddedness + 5)
  }
}

/// The network among the neighbours of a vertex: a row of bits for each.
private struct EgoBits {
  private let words: Int
  private let bits: [UInt64]

  init(_ graph: Graph, _ neighbours: [UInt32]) {
    words = (neighbours.count + 63) / 64
    var bits = [UInt64](repeating: 0, count: words * neighbours.count)
    for place in neighbours.indices {
      for other in neighboursAmong(neighbours, of: place, in: graph) {
        bits[place * words + other / 64] |= 1 << UInt64(other % 64)
      }
    }
    self.bits = bits
  }

  func neighbours(of place: Int) -> [Int] {
    (0..<words).flatMap { word -> [Int] in
      var rest = bits[place * words + word]
      var found: [Int] = []
      while rest != 0 {
        found.append(word * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
      return found
    }
  }

  /// The pairs of `places` that are neither adjacent nor have a neighbour in common, but `center`.
  func forEachDistantPair(around center: Int, among places: [Int], _ body: (Int, Int) -> Void) {
    for (index, one) in places.enumerated() {
      for other in places[(index + 1)...] where !isNear(one, other, but: center) { body(one, other) }
    }
  }

  private func isNear(_ one: Int, _ other: Int, but center: Int) -> Bool {
    if bits[one * words + other / 64] >> UInt64(other % 64) & 1 == 1 { return true }
    for word in 0..<words {
      var both = bits[one * words + word] & bits[other * words + word]
      if word == center / 64 { both &= ~(1 << UInt64(center % 64)) }
      if both != 0 { return true }
    }
    return false
  }
}
