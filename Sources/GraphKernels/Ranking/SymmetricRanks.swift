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
/// Directions are kept as whole numbers of one or two bytes and one scale for all: any direction will do, and ranks and
/// residual follow the rounded one in double precision. So the sweep gathers from an eighth or a quarter of the memory, and
/// adds without rounding. One byte is for directions of about the same length everywhere, those of a uniform graph: 13.5 ms
/// a sweep instead of 16 on scale 20, where a megabyte is what a core's cache of the second level holds. A Kronecker graph,
/// whose directions are a thousand times as long at some vertices as at others, does not converge with one byte.
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
  private let narrow: MutableColumn<Int8>
  private let wide: MutableColumn<Int16>
  /// Which of the two holds the directions.
  private(set) var isNarrow = false
  /// What a direction of 1 stands for.
  private var scale = 1.0
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
  /// One byte is enough where what it rounds off all directions is no more than this share of the sum of all gradients. Of a
  /// uniform graph it is 0.016 to 0.036; with 0.066 in its first round a Kronecker graph took two rounds more.
  private static let mostRounded = 0.04

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
    // SAFETY: `start` writes shares and residual; each round writes the others before it reads them.
    unsafe shares = MutableColumn(unwritten: count)
    unsafe residual = MutableColumn(unwritten: count)
    unsafe narrow = MutableColumn(unwritten: count)
    unsafe wide = MutableColumn(unwritten: count)
    unsafe products = MutableColumn(unwritten: count)
    try start(tallies, control)
  }

  /// - Returns: false where rounding leaves nothing to improve.
  mutating func round(_ control: RunControl) throws(Cancelled) -> Bool {
    guard try turn(control) else { return false }
    let curvature = try isNarrow ? sweep(narrow, control) : sweep(wide, control)
    guard curvature > 0, slope > 0 else { return false }
    let before = slope
    let step = slope / curvature
    try isNarrow ? settle(step, along: narrow, control) : settle(step, along: wide, control)
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

  /// Shares and residual of the start.
  private mutating func start(_ tallies: ComponentTallies, _ control: RunControl) throws(Cancelled) {
    let (graph, damping, base, ranges) = (graph, damping, base, ranges)
    let (shares, residual) = (shares, residual)
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
          (shares[vertex], residual[vertex]) = (0, 0)
          continue
        }
        if tallies.components[vertex] != known {
          known = tallies.components[vertex]
          mean = Double(tallies.members.values[Int(known)]) / Double(tallies.arcs.values[Int(known)])
        }
        let rest = base * (1 - mean * degree)
        shares[vertex] = base / (1 - damping) * mean
        residual[vertex] = rest
        let gradient = Self.gradient(rest, degree: graph.degree(vertex))
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

  /// What is left at a vertex by its degree, of which the next direction is made. Of one without arcs nothing is left.
  @inline(__always)
  private static func gradient(_ rest: Double, degree: Int) -> Float { Float(rest) / Float(max(degree, 1)) }

  /// What the pieces of a loop have found.
  private mutating func add() {
    slope = slots.total()
    change = changes.total()
    peak = 0
    for piece in 0..<peaks.count { peak = max(peak, peaks[piece]) }
  }

  /// Multiplies the matrix and the directions, both in units of the scale; gives the product of the directions and what
  /// comes out.
  private func sweep<Direction: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ directions: MutableColumn<Direction>, _ control: RunControl
  ) throws(Cancelled) -> Double {
    let (graph, damping, ranges, slots) = (graph, damping, ranges, slots)
    let (directions, products) = (directions.places, products.places)
    try parallelPieces(ranges.count, control) { piece, _ in
      let (offsets, targets) = (graph.offsets, graph.targets)
      var curvature = 0.0
      let range = ranges[piece]
      let ahead = arcsAhead(of: range, offsets)
      // SAFETY: ranges lie in the vertices, rows in the arcs, and their ends in the vertices (established by `Graph`);
      // all columns have one element a vertex.
      var arc = unsafe offsets[unchecked: range.lowerBound]
      for vertex in range {
        let end = unsafe offsets[unchecked: vertex &+ 1]
        let degree = end &- arc
        // No row sums to more than 2^15 times 2^32.
        var sum = 0
        while arc < end {
          unsafe directions.fetch(Int(truncatingIfNeeded: targets[unchecked: arc &+ ahead]))
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
  private mutating func settle<Direction: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ step: Double, along directions: MutableColumn<Direction>, _ control: RunControl
  ) throws(Cancelled) {
    let (graph, ranges, slots, changes, peaks) = (graph, ranges, slots, changes, peaks)
    let (shares, residual, products) = (shares.places, residual.places, products.places)
    let directions = directions.places
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
        let degree = end &- first
        first = end
        var rest = unsafe residual[unchecked: vertex]
        unsafe shares[unchecked: vertex] += step * Double(directions[unchecked: vertex])
        rest -= unsafe step * products[unchecked: vertex]
        unsafe residual[unchecked: vertex] = rest
        let gradient = Self.gradient(rest, degree: degree)
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
    reach = bend == 0 ? peak : peak + Float(bend) * reach
    let wasNarrow = isNarrow
    // A quarter of a unit is rounded off on average, and counts once for each arc, as the gradients do in `change`.
    isNarrow = Double(graph.arcCount) / 4 * Double(reach) / Double(Int8.max) < Self.mostRounded * change
    switch (wasNarrow, isNarrow) {
    case (true, true): return try turn(from: narrow, to: narrow, control)
    case (true, false): return try turn(from: narrow, to: wide, control)
    case (false, true): return try turn(from: wide, to: narrow, control)
    case (false, false): return try turn(from: wide, to: wide, control)
    }
  }

  private mutating func turn<
    Old: FixedWidthInteger & BitwiseCopyable & Sendable, New: FixedWidthInteger & BitwiseCopyable & Sendable
  >(
    from old: MutableColumn<Old>, to new: MutableColumn<New>, _ control: RunControl
  ) throws(Cancelled) -> Bool {
    let isFirst = bend == 0
    let before = Float(bend * scale)
    // A little less than the range, because a sum of two rounded numbers may be a little more than their bound.
    let unit = reach / (Float(New.max) - 1)
    let perUnit = 1 / unit
    // Residuals that are followed far beyond the precision of ranks end here: not even one over the unit is a number.
    guard unit > 0, unit.isFinite, perUnit.isFinite else { return false }
    scale = Double(unit)
    let graph = graph
    let (residual, old, new) = (residual.places, old.places, new.places)
    try parallelRanges(graph.vertexCount, grain: 1 << 16, control) { range in
      let offsets = graph.offsets
      // SAFETY: ranges cover the vertices; all columns have one element a vertex (`offsets` one more), and numbers are
      // within the range.
      var first = unsafe offsets[unchecked: range.lowerBound]
      for vertex in range {
        let end = unsafe offsets[unchecked: vertex &+ 1]
        let gradient = unsafe Self.gradient(residual[unchecked: vertex], degree: end &- first)
        first = end
        let kept = isFirst ? 0 : unsafe before * Float(old[unchecked: vertex])
        let next = (gradient + kept) * perUnit
        // To the nearest, halves away from 0; within the range by the choice of the unit.
        let rounded = Int32(next < 0 ? next - 0.5 : next + 0.5)
        unsafe new[unchecked: vertex] = New(truncatingIfNeeded: rounded)
      }
    }
    return true
  }
}
