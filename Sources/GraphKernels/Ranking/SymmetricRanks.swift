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
/// Directions are kept as whole numbers of two bytes and one scale for all: any direction will do, and ranks and residual
/// follow the rounded one in double precision. So the sweep gathers from a quarter of the memory, and adds without
/// rounding.
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
  private let directions: MutableColumn<Int16>
  /// What a direction of 1 stands for.
  private var scale = 1.0
  /// The residual by degree, from which the next direction is made.
  private let gradients: MutableColumn<Float>
  private let slots: MutableColumn<Double>
  private let changes: MutableColumn<Double>
  private let peaks: MutableColumn<Float>
  /// The product of residual and gradient, in double precision.
  private var slope = 0.0
  /// By how much a round of the power method would change the ranks in total.
  private(set) var change = 0.0

  /// No gradient is larger, and no direction.
  private var peak: Float = 0
  private var reach: Float = 0
  private static let range = Float(Int16.max)

  /// By how much the next directions bend towards the ones before.
  private var bend = 0.0

  /// - Parameter graph: undirected.
  init(_ graph: Graph, damping: Double, _ control: RunControl) throws(Cancelled) {
    self.graph = graph
    self.damping = damping
    ranges = BalancedRanges(graph.offsets)
    slots = MutableColumn(repeating: 0, count: ranges.count)
    changes = MutableColumn(repeating: 0, count: ranges.count)
    peaks = MutableColumn(repeating: 0, count: ranges.count)
    let count = graph.vertexCount
    let tallies = try ComponentTallies(graph, control)
    base = (1 - damping) / (Double(count) - damping * Double(tallies.isolated))
    // SAFETY: `start` writes shares, residual and gradients; each round writes the others before it reads them.
    unsafe shares = MutableColumn(unwritten: count)
    unsafe residual = MutableColumn(unwritten: count)
    unsafe directions = MutableColumn(unwritten: count)
    unsafe products = MutableColumn(unwritten: count)
    unsafe gradients = MutableColumn(unwritten: count)
    try start(tallies, control)
  }

  /// - Returns: false where rounding leaves nothing to improve.
  mutating func round(_ control: RunControl) throws(Cancelled) -> Bool {
    guard try turn(control) else { return false }
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

  /// Shares, residual and gradients of the start.
  private mutating func start(_ tallies: ComponentTallies, _ control: RunControl) throws(Cancelled) {
    let (graph, damping, base, ranges) = (graph, damping, base, ranges)
    let (shares, residual, gradients) = (shares, residual, gradients)
    let (slots, changes, peaks) = (slots, changes, peaks)
    try parallelPieces(ranges.count, control) { piece, _ in
      var slope = 0.0
      var change = 0.0
      var peak: Float = 0
      var known = UInt32.max
      var mean = 0.0
      for vertex in ranges[piece] {
        let degree = Double(graph.degree(vertex))
        if degree == 0 {
          (shares[vertex], residual[vertex], gradients[vertex]) = (0, 0, 0)
          continue
        }
        if tallies.components[vertex] != known {
          known = tallies.components[vertex]
          mean = Double(tallies.members.values[Int(known)]) / Double(tallies.arcs.values[Int(known)])
        }
        let rest = base * (1 - mean * degree)
        shares[vertex] = base / (1 - damping) * mean
        residual[vertex] = rest
        let gradient = Float(rest / degree)
        gradients[vertex] = gradient
        peak = max(peak, abs(gradient))
        slope += rest * Double(gradient)
        change += abs(rest)
      }
      slots[piece] = slope
      changes[piece] = change
      peaks[piece] = peak
    }
    add()
  }

  /// What the pieces of a loop have found.
  private mutating func add() {
    slope = slots.total()
    change = changes.total()
    peak = 0
    for piece in 0..<peaks.count { peak = max(peak, peaks[piece]) }
  }

  /// Multiplies the matrix and the directions, both in units of the scale; gives the product of the directions and what
  /// comes out.
  private func sweep(_ control: RunControl) throws(Cancelled) -> Double {
    let (graph, damping, ranges, slots) = (graph, damping, ranges, slots)
    let (directions, products) = (directions.places, products.places)
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
        // No row sums to more than 2^15 times 2^32.
        var sum = 0
        while arc < end {
          sum &+= unsafe Int(directions[unchecked: Int(truncatingIfNeeded: targets[unchecked: arc])])
          arc &+= 1
        }
        let direction = unsafe Int(directions[unchecked: vertex])
        let product = Double(degree &* direction) - damping * Double(sum)
        curvature += Double(direction) * product
        unsafe products[unchecked: vertex] = product
      }
      slots[piece] = curvature
    }
    return slots.total() * scale * scale
  }

  /// Goes a step along the directions.
  private mutating func settle(step: Double, _ control: RunControl) throws(Cancelled) {
    let (graph, ranges, slots, changes, peaks) = (graph, ranges, slots, changes, peaks)
    let (shares, residual, products) = (shares.places, residual.places, products.places)
    let (directions, gradients) = (directions.places, gradients.places)
    let step = step * scale
    try parallelPieces(ranges.count, control) { piece, _ in
      let offsets = graph.offsets
      var slope = 0.0
      var change = 0.0
      var peak: Float = 0
      let range = ranges[piece]
      // SAFETY: ranges lie in the vertices; all columns have one element a vertex.
      var first = unsafe offsets[unchecked: range.lowerBound]
      for vertex in range {
        let end = unsafe offsets[unchecked: vertex &+ 1]
        let degree = Float(max(end &- first, 1))
        first = end
        var rest = unsafe residual[unchecked: vertex]
        unsafe shares[unchecked: vertex] += step * Double(directions[unchecked: vertex])
        rest -= unsafe step * products[unchecked: vertex]
        unsafe residual[unchecked: vertex] = rest
        // Of a vertex without arcs nothing is left.
        let gradient = Float(rest) / degree
        unsafe gradients[unchecked: vertex] = gradient
        peak = max(peak, abs(gradient))
        slope += rest * Double(gradient)
        change += abs(rest)
      }
      slots[piece] = slope
      changes[piece] = change
      peaks[piece] = peak
    }
    add()
  }

  /// Makes the next directions of the gradients and the directions before.
  /// - Returns: false where they are too small to be told apart.
  private mutating func turn(_ control: RunControl) throws(Cancelled) -> Bool {
    let (directions, gradients) = (directions.places, gradients.places)
    let isFirst = bend == 0
    let before = Float(bend * scale)
    reach = isFirst ? peak : peak + Float(bend) * reach
    // A little less than the range, because a sum of two rounded numbers may be a little more than their bound.
    let unit = reach / (Self.range - 1)
    let perUnit = 1 / unit
    // Residuals that are followed far beyond the precision of ranks end here: not even one over the unit is a number.
    guard unit > 0, unit.isFinite, perUnit.isFinite else { return false }
    scale = Double(unit)
    try parallelRanges(graph.vertexCount, grain: 1 << 16, control) { range in
      // SAFETY: ranges cover the vertices; both columns have one element a vertex, and numbers are within the range.
      for vertex in range {
        let old = isFirst ? 0 : unsafe before * Float(directions[unchecked: vertex])
        let next = unsafe (gradients[unchecked: vertex] + old) * perUnit
        // To the nearest, halves away from 0; within the range by the choice of the unit.
        let rounded = Int32(next < 0 ? next - 0.5 : next + 0.5)
        unsafe directions[unchecked: vertex] = Int16(truncatingIfNeeded: rounded)
      }
    }
    return true
  }
}
