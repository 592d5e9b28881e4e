import GraphStorage

/// The largest share of one labelled person in the mass that spreading brings to one vertex u: exact, or between
/// bounds that are proven.
///
/// Spreading is linear: F(u) = Σ_v G(u, v) Y(v), G = Σ_{k≤T} c_k (αS)^k with c_k = 1 − α for k < T and c_T = 1. Row u
/// of G is found without the other rows by pushing the unit vector of u along the ties, level by level: p_0 = e_u,
/// p_{k+1} = α p_k S. A labelled v ≠ u collects a(v) = Σ_k c_k p_k(v). The whole mass M = Σ_v G(u, v) is known from the
/// run itself, so at every moment
///
/// - max a / M is a lower bound of the largest share, and
/// - what is missing of anybody, G(u, v) − a(v), is at most M − Σ a: an upper bound.
///
/// In a symmetric graph a second bound holds for what is missing. Let z_k(v) = p_k(v) / √d_v. Then
/// z_{k+1}(v) = α Σ_w (w_vw / d_v) z_k(w) is α times a mean of z_k, so no later level has a z above α^j max z_k. Far
/// levels, and entries left out because they were too small to follow, can thus bring v at most √d_v times a number
/// that is known. This is what proves the share where most of the mass is still on its way.
///
/// Where the ties in reach would exceed the budget, the smallest z of a level are left out, in steps of powers of two.
/// The first attempt is cheap, and mostly enough; what it leaves open is tried again with more.
///
/// Source: the bookkeeping of residuals follows Andersen, Chung and Lang, "Local graph partitioning using PageRank
/// vectors" (2006); here by level, because the number of rounds is fixed and the last one has another weight.
struct InfluencePush {
  private let spread: SpreadingOperator
  private let labels: LabelEvidence
  private let alpha: Double
  private let rounds: Int
  private let budget: SupportBudget
  /// What a label of each class counts, for anybody and for the vertex asked about; all that is said of shares is said of
  /// what people bring times this.
  private let commonWeights: [Double]
  private var weights: [Double]
  private let isBalanced: Bool
  /// For the vertex asked about its own class may count a little more than for others.
  private var excess = 1.0
  /// The greatest √d_v of a labelled v, times the weight of its class.
  private let greatestRoot: Double
  /// tails[k] = Σ_{j>k} c_j α^(j−k).
  private let tails: [Double]
  private let isWholeGraphCheap: Bool

  /// z of this level and the next, dense, and the vertices where they are not 0.
  private var level: [Double]
  private var next: [Double]
  private var front: [UInt32] = []
  private var nextFront: [UInt32] = []
  /// a(v), and the labelled vertices where it is not 0.
  private var sums: [Double]
  private var people: [UInt32] = []

  init(
    _ spread: SpreadingOperator, _ labels: LabelEvidence, _ parameters: LabelSpreading.Parameters,
    greatestRoot: Double, budget: SupportBudget
  ) {
    let (alpha, rounds) = (parameters.alpha, parameters.rounds)
    (self.spread, self.labels, self.alpha, self.rounds) = (spread, labels, alpha, rounds)
    isBalanced = parameters.isBalanced
    commonWeights = labels.classWeights(isBalanced: isBalanced)
    weights = commonWeights
    (self.greatestRoot, self.budget) = (greatestRoot, budget)
    var tails = [Double](repeating: 0, count: rounds + 1)
    for k in stride(from: rounds - 1, through: 0, by: -1) {
      tails[k] = alpha * (Self.coefficient(k + 1, of: rounds, alpha) + tails[k + 1])
    }
    self.tails = tails
    isWholeGraphCheap = spread.graph.arcCount * rounds <= budget.arcs
    level = [Double](repeating: 0, count: spread.graph.vertexCount)
    next = level
    sums = level
  }

  private static func coefficient(_ k: Int, of rounds: Int, _ alpha: Double) -> Double {
    k < rounds ? 1 - alpha : 1
  }

  /// What is not yet known after level k.
  private struct Unknown {
    /// How far z of this level may lie below its true value, anywhere: through entries left out before.
    var error = 0.0
    /// Σ_{j≤k} c_j error_j.
    var errorSum = 0.0
    /// Whether anything was left out.
    var isAny = false
  }

  /// - Parameters:
  ///   - mass: M, the row sum of the run, above 0 where any label came.
  ///   - limit: see `LabelSpreading.support`.
  /// - Returns: bounds of the largest share; 0...0 where no label came.
  mutating func largestShare(at start: Int, mass: Double, limit: Double) -> ClosedRange<Double> {
    if isBalanced {
      let own = labels.labels[start]
      weights = labels.classWeights(isBalanced: true, excluding: own)
      excess = own < 0 ? 1 : weights[Int(own)] / commonWeights[Int(own)]
    }
    if isWholeGraphCheap { return attempt(at: start, mass: mass, limit: limit, ties: .max) }
    var ties = min(budget.firstArcs, budget.arcs)
    var share = attempt(at: start, mass: mass, limit: limit, ties: ties)
    while !isSettled(share, limit), ties < budget.arcs {
      ties = ties > budget.arcs / 8 ? budget.arcs : ties * 8
      let next = attempt(at: start, mass: mass, limit: limit, ties: ties)
      // Both are proven.
      let lower = max(share.lowerBound, next.lowerBound)
      share = lower...max(lower, min(share.upperBound, next.upperBound))
    }
    return share
  }

  /// What the label of a labelled vertex counts.
  private func weight(of vertex: Int) -> Double { weights[Int(labels.labels[vertex])] }

  private mutating func attempt(at start: Int, mass: Double, limit: Double, ties: Int) -> ClosedRange<Double> {
    defer { clear() }
    var known = firstLevel(from: start)
    var used = spread.graph.row(start).count
    var unknown = Unknown()
    for k in 1...rounds {
      let coefficient = Self.coefficient(k, of: rounds, alpha)
      var highest = 0.0
      for vertex in front {
        let v = Int(vertex)
        highest = max(highest, level[v])
        if labels.labels[v] >= 0, v != start {
          known += add(weight(of: v) * coefficient * level[v] / spread.roots[v], to: v)
        }
      }
      unknown.errorSum += coefficient * unknown.error
      if !unknown.isAny, k == rounds || front.isEmpty { return exactly(known) }

      let bounds = bounds(known, mass: mass, reach: unknown.errorSum + (highest + unknown.error) * tails[k])
      if k == rounds || front.isEmpty || bounds.upperBound - bounds.lowerBound <= budget.precision { return bounds }
      if isSettled(bounds, limit), ties != .max, used >= ties / 8 { return bounds }

      let allowed = ties == .max ? ties : max(0, ties - used) / 4
      let (least, dropped) = cut(highest: highest, allowed: allowed)
      if dropped > 0 { unknown.isAny = true }
      unknown.error = alpha * (unknown.error + dropped)
      used += push(from: least)
    }
    return 0...1
  }

  private func isSettled(_ bounds: ClosedRange<Double>, _ limit: Double) -> Bool {
    bounds.upperBound <= limit || bounds.lowerBound > limit
  }

  private func exactly(_ known: Double) -> ClosedRange<Double> {
    var largest = 0.0
    for vertex in people { largest = max(largest, sums[Int(vertex)]) }
    let share = known > 0 ? largest / known : 0
    return share...share
  }

  /// - Parameter reach: what is missing of v is at most √d_v times this, in a symmetric graph.
  private func bounds(_ known: Double, mass: Double, reach: Double) -> ClosedRange<Double> {
    let total = max(mass, known)
    guard total > 0 else { return 0...1 }
    let missing = total - known
    let isSymmetric = spread.graph.isSymmetric
    var (lower, upper) = (0.0, isSymmetric ? min(missing, greatestRoot * excess * reach) : missing)
    for vertex in people {
      let v = Int(vertex)
      lower = max(lower, sums[v])
      let root = spread.roots[v]
      // Who has no tie to evidence is heard once, directly, and nothing of them is missing.
      upper = max(upper, sums[v] + (root == 0 ? 0 : isSymmetric ? min(missing, weight(of: v) * reach / root) : missing))
    }
    return (lower / total)...min(1, upper / total + roundingAllowance)
  }

  /// Adds to a(v) and gives back what was added.
  private mutating func add(_ value: Double, to vertex: Int) -> Double {
    if sums[vertex] == 0, value > 0 { people.append(UInt32(vertex)) }
    sums[vertex] += value
    return value
  }

  /// p_1, which every subject hears, evidence or not. A neighbour without ties to evidence is heard by `start` alone
  /// and passes nothing on.
  /// - Returns: what such neighbours bring at once.
  private mutating func firstLevel(from start: Int) -> Double {
    let heard = spread.evidence[start]
    let coefficient = Self.coefficient(1, of: rounds, alpha)
    var known = 0.0
    for arc in spread.graph.row(start) {
      let p = alpha * spread.roots[start] * spread.factor(arc, toEvidence: heard)
      guard p > 0 else { continue }
      let target = Int(spread.graph.targets[arc])
      if spread.roots[target] > 0 {
        if level[target] == 0 { front.append(UInt32(target)) }
        level[target] += p * spread.roots[target]
      } else if labels.labels[target] >= 0 {
        known += add(weight(of: target) * coefficient * p, to: target)
      }
    }
    return known
  }

  /// The least z that is followed, so that the ties of what is followed fit, and the highest z that is not (0: none).
  private func cut(highest: Double, allowed: Int) -> (least: Double, dropped: Double) {
    guard
      let fitting = fittingSteps(front, level, highest: highest, spread.graph, allowed: allowed)
    else { return (0, 0) }
    var (least, dropped) = (Double.infinity, 0.0)
    for vertex in front {
      let z = level[Int(vertex)]
      if powersOfTwo(z, below: highest) < fitting { least = min(least, z) } else { dropped = max(dropped, z) }
    }
    return (least, dropped)
  }

  /// z_{k+1} from the entries of this level from `least` on; those below are left out.
  /// - Returns: the ties walked.
  private mutating func push(from least: Double) -> Int {
    var walked = 0
    for vertex in front {
      let source = Int(vertex)
      let z = level[source]
      level[source] = 0
      guard z >= least else { continue }
      let row = spread.graph.row(source)
      walked += row.count
      for arc in row {
        let target = Int(spread.graph.targets[arc])
        guard spread.evidence[target] else { continue }
        let root = spread.roots[target]
        let part = alpha * z * spread.graph.weights[arc] * root * root
        guard part > 0 else { continue }
        if next[target] == 0 { nextFront.append(UInt32(target)) }
        next[target] += part
      }
    }
    swap(&level, &next)
    swap(&front, &nextFront)
    nextFront.removeAll(keepingCapacity: true)
    return walked
  }

  private mutating func clear() {
    for vertex in front { level[Int(vertex)] = 0 }
    for vertex in people { sums[Int(vertex)] = 0 }
    front.removeAll(keepingCapacity: true)
    people.removeAll(keepingCapacity: true)
  }
}

/// Of what is on its way at some vertices, how many powers of two below the highest can be followed so that the ties of
/// what is followed fit; nil where all can.
func fittingSteps(
  _ front: [UInt32], _ amounts: [Double], highest: Double, _ graph: WeightedGraph, allowed: Int
) -> Int? {
  var ties = 0
  for vertex in front { ties += graph.row(Int(vertex)).count }
  if ties <= allowed { return nil }
  var costs = [Int](repeating: 0, count: 64)
  for vertex in front {
    costs[powersOfTwo(amounts[Int(vertex)], below: highest)] += graph.row(Int(vertex)).count
  }
  var fitting = 0
  var left = allowed
  while fitting < costs.count, costs[fitting] <= left {
    left -= costs[fitting]
    fitting += 1
  }
  return fitting
}

/// Powers of two below the highest, the last step for all the rest.
func powersOfTwo(_ amount: Double, below highest: Double) -> Int {
  min(63, highest.exponent - amount.exponent)
}
