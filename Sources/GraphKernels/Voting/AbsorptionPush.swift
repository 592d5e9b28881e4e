import GraphStorage

/// The largest share of one labelled person in what relaxation labelling brings to one vertex u: exact, or between bounds
/// that are proven.
///
/// The unit vector of u is pushed along the ties round by round, as `AbsorbingWalk` hears them, last round first; a
/// labelled v ≠ u keeps what meets it, a(v). The whole mass M is known from the run, so at every moment nobody can miss
/// more than M − Σ a, and the largest share lies between max a / M and that much above.
/// Where the ties in reach would exceed the budget, the smallest parts of what walks are left out, in steps of powers of
/// two; they stay in M.
struct AbsorptionPush {
  private let walk: AbsorbingWalk
  private let budget: SupportBudget
  private let isWholeGraphCheap: Bool
  /// What walks at each vertex, now and after the round, dense, and where it is not 0.
  private var level: [Double]
  private var next: [Double]
  private var front: [UInt32] = []
  private var nextFront: [UInt32] = []
  /// a(v), and the labelled vertices where it is not 0.
  private var sums: [Double]
  private var people: [UInt32] = []
  private var known = 0.0

  init(_ walk: AbsorbingWalk, budget: SupportBudget) {
    (self.walk, self.budget) = (walk, budget)
    isWholeGraphCheap = walk.graph.arcCount * (walk.steps.count + 1) <= budget.arcs
    level = [Double](repeating: 0, count: walk.graph.vertexCount)
    next = level
    sums = level
  }

  /// - Returns: bounds of the largest share; 0...0 where no label came.
  mutating func largestShare(at start: Int, mass: Double, limit: Double) -> ClosedRange<Double> {
    defer { clear() }
    var used = walk.graph.row(start).count
    spread(1, from: start, asked: start)
    advance()
    var isCut = false
    for step in walk.steps.reversed() {
      if front.isEmpty { break }
      let bounds = bounds(mass)
      let isSettled = bounds.upperBound <= limit || bounds.lowerBound > limit
      if isSettled, bounds.upperBound - bounds.lowerBound <= budget.precision { return bounds }
      if isSettled, !isWholeGraphCheap, used >= budget.firstArcs { return bounds }
      if !isWholeGraphCheap {
        if used >= budget.arcs { return bounds }
        let least = leastFollowed(allowed: (budget.arcs - used) / 4)
        isCut = isCut || least > 0
        for vertex in front where level[Int(vertex)] < least { level[Int(vertex)] = 0 }
      }
      for vertex in front {
        let amount = level[Int(vertex)]
        guard amount > 0 else { continue }
        level[Int(vertex)] = 0
        used += walk.graph.row(Int(vertex)).count
        if step < 1, (1 - step) * amount > 0 { add((1 - step) * amount, at: Int(vertex)) }
        spread(step * amount, from: Int(vertex), asked: start)
      }
      advance()
    }
    if isCut { return bounds(mass) }
    // Everything was followed to the end: what still walks met nobody within the rounds.
    let share = known > 0 ? largest / known : 0
    return share...share
  }

  private var largest: Double { people.reduce(0) { max($0, sums[Int($1)]) } }

  private func bounds(_ mass: Double) -> ClosedRange<Double> {
    let total = max(mass, known)
    guard total > 0 else { return 0...1 }
    let lower = largest / total
    return lower...min(1, lower + (total - known) / total + roundingAllowance)
  }

  /// One plain step of `amount` from a vertex: labelled neighbours keep their part, the vertex asked about loses its own
  /// where it is labelled.
  private mutating func spread(_ amount: Double, from source: Int, asked: Int) {
    let scale = amount * walk.inverses[source]
    guard scale > 0 else { return }
    for arc in walk.graph.row(source) {
      let target = Int(walk.graph.targets[arc])
      guard walk.labels.evidence[target] else { continue }
      let part = scale * walk.graph.weights[arc]
      guard part > 0 else { continue }
      if walk.labels.labels[target] < 0 {
        if walk.inverses[target] > 0 { add(part, at: target) }
      } else if target != asked {
        if sums[target] == 0 { people.append(UInt32(target)) }
        sums[target] += part
        known += part
      }
    }
  }

  private mutating func add(_ amount: Double, at vertex: Int) {
    if next[vertex] == 0 { nextFront.append(UInt32(vertex)) }
    next[vertex] += amount
  }

  private mutating func advance() {
    swap(&level, &next)
    swap(&front, &nextFront)
    nextFront.removeAll(keepingCapacity: true)
  }

  /// The least amount that is followed, so that the ties of what is followed fit; 0 where all do.
  private func leastFollowed(allowed: Int) -> Double {
    let highest = front.reduce(0.0) { max($0, level[Int($1)]) }
    guard
      let fitting = fittingSteps(front, level, highest: highest, walk.graph, allowed: allowed)
    else { return 0 }
    return Double(sign: .plus, exponent: highest.exponent - fitting + 1, significand: 1)
  }

  private mutating func clear() {
    for vertex in front { level[Int(vertex)] = 0 }
    for vertex in nextFront { next[Int(vertex)] = 0 }
    for vertex in people { sums[Int(vertex)] = 0 }
    front.removeAll(keepingCapacity: true)
    nextFront.removeAll(keepingCapacity: true)
    people.removeAll(keepingCapacity: true)
    known = 0
  }
}
