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
/// In terms of `LabelSupport`, G(u, v) = Σ_z w_uz w_zv / d_z, over all z together.
/// - Complexity: O(arcs × classes).
public enum TwoHopVote {
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
    let (shares, strengths) = middleRows(graph, labels, threads: threads)
    return asked.distributions(classCount: classCount, threads: threads) { _, vertex, mass, probabilities in
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
        takeOwn(&mass, Int(own), returned)
      }
      return appendSmoothed(mass, vertex, labels, pseudo: pseudo, to: &probabilities)
    }
  }

  /// Who stands behind the answers about `vertices`; exact where the paths of two ties from a vertex fit `budget.arcs`.
  /// Where they do not, the neighbours with too many ties are left out, and what came through them may be one person's.
  ///
  /// - Parameter masses: of `run`, for each of `vertices`.
  /// - Complexity: a step for each path of two ties, at most `budget.arcs` a vertex; at most 56 bytes for each of the
  ///   most paths that a vertex has, for each running thread, and a byte a vertex of the graph.
  public static func support(
    _ graph: WeightedGraph, _ labels: LabelEvidence, of vertices: [Int], masses: [Double],
    budget: SupportBudget = SupportBudget(), threads: ThreadCount
  ) -> [LabelSupport] {
    precondition(vertices.count == masses.count, "one mass for each vertex asked about")
    let strengths = evidenceStrengths(graph, labels.evidence, threads: threads)
    let isLabelled = labels.labels.map { $0 >= 0 }
    let ranges = evenRanges(vertices.count, pieces: rangePieces)
    return parallelMap(count: ranges.count, threads: threads) { piece in
      var walk = PathWalk(isLabelled)
      return ranges[piece].map { index in
        walk.people(graph, labels, strengths, from: vertices[index], mass: masses[index], budget: budget.arcs)
      }
    }.flatMap { $0 }
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

/// Sums over the people at the end of paths of two arcs, in a table as large as the paths of one vertex ask for: that is in
/// cache where a number a vertex of the graph is not.
private struct PathWalk {
  private let isLabelled: [Bool]
  /// Of each slot who is in it, or `nobody`, and what they bring.
  private var people: [UInt32] = []
  private var sums: [Double] = []
  private var touched: [Int] = []

  private static let nobody = UInt32.max

  init(_ isLabelled: [Bool]) { self.isLabelled = isLabelled }

  mutating func people(
    _ graph: WeightedGraph, _ labels: LabelEvidence, _ strengths: [Double], from vertex: Int, mass: Double, budget: Int
  ) -> LabelSupport {
    var left = budget
    var isWhole = true
    var paths = 0
    for arc in graph.row(vertex) { paths += graph.row(Int(graph.targets[arc])).count }
    // At most half of the slots are taken.
    let bits = max(6, Int.bitWidth - (2 * min(paths, budget, graph.vertexCount)).leadingZeroBitCount)
    if people.count < 1 << bits {
      people = [UInt32](repeating: Self.nobody, count: 1 << bits)
      sums = [Double](repeating: 0, count: 1 << bits)
    }
    let (mask, shift) = ((1 << bits) &- 1, 64 &- UInt64(bits))
    for arc in graph.row(vertex) {
      let middle = Int(graph.targets[arc])
      guard labels.evidence[middle], strengths[middle] > 0 else { continue }
      let row = graph.row(middle)
      guard row.count <= left else {
        isWhole = false
        continue
      }
      left -= row.count
      let factor = graph.weights[arc] / strengths[middle]
      for next in row {
        let end = graph.targets[next]
        guard isLabelled[Int(end)], Int(end) != vertex else { continue }
        var slot = Int(truncatingIfNeeded: (UInt64(end) &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while people[slot] != end {
          if people[slot] == Self.nobody {
            people[slot] = end
            touched.append(slot)
            break
          }
          slot = (slot &+ 1) & mask
        }
        sums[slot] += factor * graph.weights[next]
      }
    }
    var (known, largest) = (0.0, 0.0)
    for slot in touched {
      known += sums[slot]
      largest = max(largest, sums[slot])
      (people[slot], sums[slot]) = (Self.nobody, 0)
    }
    let count = touched.count
    touched.removeAll(keepingCapacity: true)
    if isWhole {
      let share = known > 0 ? largest / known : 0
      return LabelSupport(people: count, isMinimum: false, largestShare: share...share)
    }
    // What was left out may all be one person's, and that person may be the largest.
    let total = max(mass, known)
    guard total > 0 else { return LabelSupport(people: count, isMinimum: true, largestShare: 0...1) }
    let lower = largest / total
    let upper = min(1, (largest + (total - known)) / total + roundingAllowance)
    return LabelSupport(people: count, isMinimum: true, largestShare: lower...upper)
  }
}
