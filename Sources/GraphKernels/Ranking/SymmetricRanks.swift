import GraphStorage

/// PageRank of an undirected graph by conjugate gradients.
///
/// What a vertex sends along each of its arcs, y = rank / degree, solves (D − damping · A) y = base, where D holds the
/// degrees, A the arcs and `base` is what restarts and vertices without arcs give everybody. The matrix is symmetric and
/// positive definite, so each round finds the best ranks within all that rounds so far have reached, while a round of
/// the power method multiplies every error by what its own part of the spectrum leaves.
///
/// The start gives every component its right mass and spreads it by degree; A times it is known without a sweep. The
/// residual is exactly what a round of the power method would change, and is added in the end as if that round were run.
/// Directions are kept in single precision, which halves what the sweep gathers from: any direction will do, and ranks
/// and residual follow the rounded one in double precision.
///
/// Every sum has one slot a range of vertices and is added in order: the same bits for any number of threads.
struct SymmetricRanks {
  private let graph: Graph
  private let damping: Double
  private let ranges: BalancedRanges
  /// What each vertex with arcs gets from restarts and from vertices without; what the latter have in all.
  private let base: Double
  private let shares: MutableColumn<Double>
  private let residual: MutableColumn<Double>
  private let products: MutableColumn<Double>
  private let directions: MutableColumn<Float>
  /// The residual by degree, from which the next direction is made.
  private let gradients: MutableColumn<Float>
  private let slots: MutableColumn<Double>
  private let changes: MutableColumn<Double>
  /// The product of residual and gradient, in double precision.
  private var slope = 0.0
  /// By how much a round of the power method would change the ranks in total.
  private(set) var change = 0.0

  /// By how much the next directions bend towards the ones before; nil for directions that are not used yet.
  private var bend: Double?

  /// - Parameter graph: undirected.
  init(_ graph: Graph, damping: Double, _ control: RunControl) throws(Cancelled) {
    self.graph = graph
    self.damping = damping
    ranges = BalancedRanges(graph.offsets)
    slots = MutableColumn(repeating: 0, count: ranges.count)
    changes = MutableColumn(repeating: 0, count: ranges.count)
    let tallies = try ComponentTallies(graph, control)
    base = (1 - damping) / (Double(graph.vertexCount) - damping * Double(tallies.isolated))
    let count = graph.vertexCount
    // SAFETY: `start` writes shares, residual and directions; each round writes the others before it reads them.
    unsafe shares = MutableColumn(unwritten: count)
    unsafe residual = MutableColumn(unwritten: count)
    unsafe directions = MutableColumn(unwritten: count)
    unsafe products = MutableColumn(unwritten: count)
    unsafe gradients = MutableColumn(unwritten: count)
    try start(tallies, control)
  }

  /// - Returns: false where rounding leaves nothing to improve.
  mutating func round(_ control: RunControl) throws(Cancelled) -> Bool {
    if let bend { try turn(bend: bend, control) }
    let curvature = try sweep(control)
    guard curvature > 0, slope > 0 else { return false }
    let before = slope
    try settle(step: slope / curvature, control)
    bend = slope / before
    return true
  }

  /// The ranks, as a round of the power method would leave them.
  func ranks(_ control: RunControl) throws(Cancelled) -> [Double] {
    let (graph, base, shares, residual, ranges, slots) = (graph, base, shares, residual, ranges, slots)
    let ranks = products
    try parallelPieces(ranges.count, control) { piece, _ in
      var sum = 0.0
      for vertex in ranges[piece] {
        let degree = graph.degree(vertex)
        // Nobody has less than the base; a share far from its end may.
        let rank = degree == 0 ? base : max(base, Double(degree) * shares[vertex] + residual[vertex])
        ranks[vertex] = rank
        sum += rank
      }
      slots[piece] = sum
    }
    // Rounded directions move a little mass.
    let scale = 1 / slots.total()
    return try ranks.frozen().array(control) { $0 * scale }
  }

  /// Shares, residual and directions of the start.
  private mutating func start(_ tallies: ComponentTallies, _ control: RunControl) throws(Cancelled) {
    let (graph, damping, base, ranges) = (graph, damping, base, ranges)
    let (shares, residual, directions, slots, changes) = (shares, residual, directions, slots, changes)
    try parallelPieces(ranges.count, control) { piece, _ in
      var slope = 0.0
      var change = 0.0
      var known = UInt32.max
      var mean = 0.0
      for vertex in ranges[piece] {
        let degree = Double(graph.degree(vertex))
        if degree == 0 {
          (shares[vertex], residual[vertex], directions[vertex]) = (0, 0, 0)
          continue
        }
        if tallies.components[vertex] != known {
          known = tallies.components[vertex]
          mean = Double(tallies.members.values[Int(known)]) / Double(tallies.arcs.values[Int(known)])
        }
        let rest = base * (1 - mean * degree)
        shares[vertex] = base / (1 - damping) * mean
        residual[vertex] = rest
        directions[vertex] = Float(rest / degree)
        slope += rest * (rest / degree)
        change += abs(rest)
      }
      slots[piece] = slope
      changes[piece] = change
    }
    slope = slots.total()
    change = changes.total()
  }

  /// Multiplies the matrix and the directions; gives the product of the directions and what comes out.
  private func sweep(_ control: RunControl) throws(Cancelled) -> Double {
    let (graph, damping, ranges, directions, products, slots) = (graph, damping, ranges, directions, products, slots)
    try parallelPieces(ranges.count, control) { piece, _ in
      let (offsets, targets) = (graph.offsets, graph.targets)
      var curvature = 0.0
      let range = ranges[piece]
      // SAFETY: ranges lie in the vertices, rows in the arcs, and their ends in the vertices (established by `Graph`);
      // all columns have one element a vertex.
      var arc = unsafe offsets[unchecked: range.lowerBound]
      for vertex in range {
        let end = unsafe offsets[unchecked: vertex &+ 1]
        let degree = end &- arc
        // Four accumulators hide most of the latency of the additions.
        var sums = (0.0, 0.0, 0.0, 0.0)
        while arc &+ 3 < end {
          sums.0 += unsafe Double(directions[unchecked: Int(truncatingIfNeeded: targets[unchecked: arc])])
          sums.1 += unsafe Double(directions[unchecked: Int(truncatingIfNeeded: targets[unchecked: arc &+ 1])])
          sums.2 += unsafe Double(directions[unchecked: Int(truncatingIfNeeded: targets[unchecked: arc &+ 2])])
          sums.3 += unsafe Double(directions[unchecked: Int(truncatingIfNeeded: targets[unchecked: arc &+ 3])])
          arc &+= 4
        }
        while arc < end {
          sums.0 += unsafe Double(directions[unchecked: Int(truncatingIfNeeded: targets[unchecked: arc])])
          arc &+= 1
        }
        let direction = unsafe Double(directions[unchecked: vertex])
        let product = Double(degree) * direction - damping * ((sums.0 + sums.1) + (sums.2 + sums.3))
        curvature += direction * product
        unsafe products[unchecked: vertex] = product
      }
      slots[piece] = curvature
    }
    return slots.total()
  }

  /// Goes a step along the directions.
  private mutating func settle(step: Double, _ control: RunControl) throws(Cancelled) {
    let (graph, ranges, slots, changes) = (graph, ranges, slots, changes)
    let (shares, residual, products, directions, gradients) = (shares, residual, products, directions, gradients)
    try parallelPieces(ranges.count, control) { piece, _ in
      let offsets = graph.offsets
      var slope = 0.0
      var change = 0.0
      let range = ranges[piece]
      // SAFETY: ranges lie in the vertices; all columns have one element a vertex.
      var first = unsafe offsets[unchecked: range.lowerBound]
      for vertex in range {
        let end = unsafe offsets[unchecked: vertex &+ 1]
        let degree = Double(end &- first)
        first = end
        var rest = unsafe residual[unchecked: vertex]
        unsafe shares[unchecked: vertex] += step * Double(directions[unchecked: vertex])
        rest -= unsafe step * products[unchecked: vertex]
        unsafe residual[unchecked: vertex] = rest
        let gradient = degree > 0 ? rest / degree : 0
        unsafe gradients[unchecked: vertex] = Float(gradient)
        slope += rest * gradient
        change += abs(rest)
      }
      slots[piece] = slope
      changes[piece] = change
    }
    slope = slots.total()
    change = changes.total()
  }

  /// Makes the next directions of the gradients and the directions before.
  private func turn(bend: Double, _ control: RunControl) throws(Cancelled) {
    let (directions, gradients) = (directions, gradients)
    let bend = Float(bend)
    try parallelRanges(graph.vertexCount, grain: 1 << 16, control) { range in
      // SAFETY: ranges cover the vertices; both columns have one element a vertex.
      for vertex in range {
        let gradient = unsafe gradients[unchecked: vertex]
        unsafe directions[unchecked: vertex] = gradient + bend * directions[unchecked: vertex]
      }
    }
  }
}
