import GraphStorage

/// Label spreading with local and global consistency: F ← α S F + (1 − α) Y, S = D^(-1/2) W D^(-1/2), F(0) = Y.
///
/// Paper: Zhou, Bousquet, Lal, Weston and Schölkopf, "Learning with local and global consistency" (2004).
/// Deviations:
/// - The number of rounds is fixed beforehand: the least T in `minimumRounds...maximumRounds` with α^T ≤ `tolerance`
///   (a round changes F by at most α^T in the spectral norm). F is then a linear function of Y, which makes the
///   leave-one-out form exact.
/// - D counts ties to evidence vertices only, and only they pass labels on. A subject that is not evidence hears in
///   the last round; where its neighbour z has no evidence tie, d_z counts the tie that asks.
/// - Rows are divided by their sum; a row without mass gets the class prior.
///
/// Leave-one-out: the own label's return, Σ over closed walks, is computed by spreading unit vectors sixteen at a
/// time and subtracted; the result equals a run with that one label hidden. Costs labelled / 16 runs of width 16: for
/// tens of thousands of vertices, not for millions.
///
/// Evidence count: labelled vertices within T steps over evidence vertices, by breadth-first search; exact up to
/// `countCap`, and a lower bound where 65,536 vertices were visited before.
/// Largest share: the largest part of the mass that came through one direct neighbour in the last round, 1 where only
/// one labelled person is in reach. An approximation: it is at least the part that a neighbour's own label brought
/// directly, but a person who reaches the subject through several neighbours is not added up (the evidence count
/// guards against that), and several people behind one neighbour count as one (the careful side).
/// - Complexity: O(T × arcs × classes).
public enum LabelSpreading {
  public struct Parameters: Codable, Hashable, Sendable {
    /// Above 0, below 1; near 1 everything collapses to the largest class.
    public var alpha: Double
    public var minimumRounds: Int
    public var maximumRounds: Int
    public var tolerance: Double
    public var countCap: Int

    public init(
      alpha: Double, minimumRounds: Int = 10, maximumRounds: Int = 30, tolerance: Double = 1e-4, countCap: Int = 64
    ) {
      precondition(alpha > 0 && alpha < 1, "alpha lies between 0 and 1")
      precondition(minimumRounds >= 1 && maximumRounds >= minimumRounds, "rounds: 1 ≤ minimum ≤ maximum")
      self.alpha = alpha
      self.minimumRounds = minimumRounds
      self.maximumRounds = maximumRounds
      self.tolerance = tolerance
      self.countCap = countCap
    }

    public var rounds: Int {
      var rounds = 1
      var power = alpha
      while rounds < maximumRounds, rounds < minimumRounds || power > tolerance {
        power *= alpha
        rounds += 1
      }
      return rounds
    }
  }

  /// - Parameter leaveOneOut: a labelled vertex's own label does not reach it, and its own label is not in its row.
  public static func run(
    _ graph: WeightedGraph, _ labels: LabelEvidence, parameters: Parameters, leaveOneOut: Bool = false,
    detail: EvidenceDetail = .full, threads: ThreadCount
  ) -> ClassDistributions {
    precondition(graph.vertexCount == labels.vertexCount, "one label for each vertex of the graph")
    let classCount = labels.classCount
    let spread = Spread(graph, labels.evidence, threads: threads)
    let run = spread.run(
      seeds: labels.labels, width: classCount, alpha: parameters.alpha, rounds: parameters.rounds)
    let returns = leaveOneOut ? ownReturns(spread, labels, parameters) : [:]
    let senders = detail == .full ? spread.rowSums(run.previous, width: classCount) : []
    let ranges = evenRanges(graph.vertexCount, pieces: rangePieces)
    let chunks = parallelMap(count: ranges.count, threads: threads) { piece in
      var chunk = DistributionChunk()
      chunk.probabilities.reserveCapacity(ranges[piece].count * classCount)
      var mass = [Double](repeating: 0, count: classCount)
      var reach = LabelReach(vertexCount: detail == .full ? graph.vertexCount : 0)
      for vertex in ranges[piece] {
        for index in 0..<classCount { mass[index] = run.final[vertex * classCount + index] }
        let own = labels.labels[vertex]
        if own >= 0, let returned = returns[vertex] {
          // What rounding leaves of a difference that is zero must not look like a label.
          let rest = mass[Int(own)] - returned
          mass[Int(own)] = rest > 1e-13 * returned ? rest : 0
        }
        var total = 0.0
        for value in mass { total += value }
        for index in 0..<classCount {
          chunk.probabilities.append(
            total > 0 ? mass[index] / total : labels.prior(excluding: own, class: index))
        }
        if detail == .full {
          let count = reach.count(
            graph, labels, from: vertex, steps: parameters.rounds, cap: parameters.countCap)
          chunk.counts.append(count)
          chunk.shares.append(count <= 1 ? Double(count) : spread.largestSender(vertex, senders))
        }
      }
      return chunk
    }
    return DistributionChunk.join(chunks, classCount: classCount, vertexCount: graph.vertexCount)
  }

  /// How much of each labelled vertex's own label is in its own row.
  private static func ownReturns(
    _ spread: Spread, _ labels: LabelEvidence, _ parameters: Parameters
  ) -> [Int: Double] {
    let labelled = labels.labels.indices.filter { labels.labels[$0] >= 0 }
    let width = 16
    var returns: [Int: Double] = [:]
    for start in stride(from: 0, to: labelled.count, by: width) {
      let batch = labelled[start..<min(start + width, labelled.count)]
      var seeds = [Int32](repeating: -1, count: labels.vertexCount)
      for (column, vertex) in batch.enumerated() { seeds[vertex] = Int32(column) }
      let run = spread.run(seeds: seeds, width: width, alpha: parameters.alpha, rounds: parameters.rounds)
      for (column, vertex) in batch.enumerated() { returns[vertex] = run.final[vertex * width + column] }
    }
    return returns
  }
}

/// The operator S of one graph and evidence mask, applied to rows of any width.
private struct Spread: Sendable {
  let graph: WeightedGraph
  let evidence: [Bool]
  let threads: ThreadCount
  let ranges: [Range<Int>]
  /// d_v, the strength towards evidence, and its inverse root (0 where d_v is 0).
  let strengths: [Double]
  let roots: [Double]

  init(_ graph: WeightedGraph, _ evidence: [Bool], threads: ThreadCount) {
    self.graph = graph
    self.evidence = evidence
    self.threads = threads
    let ranges = evenRanges(graph.vertexCount, pieces: rangePieces)
    self.ranges = ranges
    strengths = parallelMap(count: ranges.count, threads: threads) { piece in
      ranges[piece].map { vertex in
        var sum = 0.0
        for arc in graph.row(vertex) where evidence[Int(graph.targets[arc])] { sum += graph.weights[arc] }
        return sum
      }
    }.flatMap { $0 }
    roots = strengths.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
  }

  /// What arc `arc` of `vertex` multiplies its target's row by, up to the vertex's own root.
  @inline(__always)
  func factor(_ arc: Int, toEvidence: Bool) -> Double {
    let target = Int(graph.targets[arc])
    guard evidence[target] else { return 0 }
    let weight = graph.weights[arc]
    if !toEvidence && strengths[target] < weight { return weight.squareRoot() }
    return weight * roots[target]
  }

  /// F(T) for all vertices, and F(T − 1) for the evidence vertices.
  /// - Parameter seeds: the column in which a vertex has its 1, or -1.
  func run(seeds: [Int32], width: Int, alpha: Double, rounds: Int) -> (final: [Double], previous: [Double]) {
    var current = [Double](repeating: 0, count: graph.vertexCount * width)
    for vertex in seeds.indices where seeds[vertex] >= 0 && evidence[vertex] {
      current[vertex * width + Int(seeds[vertex])] = 1
    }
    var previous = current
    for round in 1...rounds {
      previous = current
      let last = round == rounds
      let source = current
      let chunks = parallelMap(count: ranges.count, threads: threads) { piece in
        heardRows(ranges[piece], source, seeds: seeds, width: width, alpha: alpha, last: last)
      }
      current.removeAll(keepingCapacity: true)
      for chunk in chunks { current.append(contentsOf: chunk) }
    }
    return (current, previous)
  }

  /// One round for a range of vertices: α d^(-1/2) Σ factor · row(neighbour) + (1 − α) seed. Rows of vertices that
  /// are not evidence stay 0 until the last round.
  private func heardRows(
    _ range: Range<Int>, _ source: [Double], seeds: [Int32], width: Int, alpha: Double, last: Bool
  ) -> [Double] {
    precondition(source.count == graph.vertexCount * width, "one row for each vertex")
    var rows = [Double](repeating: 0, count: range.count * width)
    // SAFETY: rows of `range` are written inside `rows`, rows of any vertex read inside `source`, by the precondition.
    unsafe source.withUnsafeBufferPointer { source in
      unsafe rows.withUnsafeMutableBufferPointer { rows in
        for vertex in range where last || evidence[vertex] {
          let heard = evidence[vertex]
          let base = (vertex &- range.lowerBound) &* width
          let end = base &+ width
          for arc in graph.row(vertex) {
            let factor = factor(arc, toEvidence: heard)
            guard factor > 0 else { continue }
            // SAFETY: targets are below `vertexCount` (checked when the graph was built) and `source` has `width`
            // elements a vertex (precondition); `base..<end` is the row of `vertex` in `rows` by its allocation.
            var from = Int(graph.targets[arc]) &* width
            var index = base
            while index < end {
              unsafe rows[index] += factor * source[from]
              index &+= 1
              from &+= 1
            }
          }
          let scale = alpha * roots[vertex]
          let own = heard && seeds[vertex] >= 0 ? base &+ Int(seeds[vertex]) : -1
          for index in base..<end {
            // SAFETY: as above.
            unsafe rows[index] = scale * rows[index] + (index == own ? 1 - alpha : 0)
          }
        }
      }
    }
    return rows
  }

  func rowSums(_ rows: [Double], width: Int) -> [Double] {
    (0..<graph.vertexCount).map { vertex in
      var sum = 0.0
      for index in vertex * width..<(vertex + 1) * width { sum += rows[index] }
      return sum
    }
  }

  /// The largest part of what came in the last round that one neighbour brought.
  func largestSender(_ vertex: Int, _ senders: [Double]) -> Double {
    var total = 0.0
    var largest = 0.0
    for arc in graph.row(vertex) {
      let mass = factor(arc, toEvidence: evidence[vertex]) * senders[Int(graph.targets[arc])]
      total += mass
      largest = max(largest, mass)
    }
    return total > 0 ? largest / total : 0
  }
}

/// Counts labelled vertices around a vertex, up to a cap.
private struct LabelReach {
  private var stamps: [UInt32]
  private var stamp: UInt32 = 0
  private var frontier: [Int] = []
  private var following: [Int] = []
  static let visitBudget = 65_536

  init(vertexCount: Int) {
    stamps = [UInt32](repeating: 0, count: vertexCount)
  }

  mutating func count(
    _ graph: WeightedGraph, _ labels: LabelEvidence, from start: Int, steps: Int, cap: Int
  ) -> Int32 {
    stamp &+= 1
    stamps[start] = stamp
    frontier.removeAll(keepingCapacity: true)
    frontier.append(start)
    var found = 0
    var visited = 0
    var step = 0
    while step < steps, !frontier.isEmpty {
      following.removeAll(keepingCapacity: true)
      for vertex in frontier {
        for arc in graph.row(vertex) {
          let target = Int(graph.targets[arc])
          guard labels.evidence[target], stamps[target] != stamp else { continue }
          stamps[target] = stamp
          visited += 1
          if labels.labels[target] >= 0 { found += 1 }
          if found >= cap || visited >= Self.visitBudget { return Int32(found) }
          following.append(target)
        }
      }
      swap(&frontier, &following)
      step += 1
    }
    return Int32(found)
  }
}
