import GraphStorage

/// The largest sum of weights 0 … 1 of triangles where those at any one vertex weigh `bound` together at most.
///
/// Variables stand for the triangles that meet the same vertices: first those that meet one vertex, one variable for each
/// vertex, then pairs, then triples. A linear program, solved by the primal-dual hybrid gradient method with a step size
/// for each row and column, each step taken twice as far and drawn back to where the method last restarted (Lu and Yang
/// 2024; half to two thirds of the steps that restarts from a mean need, Applegate et al. 2021). Weights and prices of
/// vertices are turned into whole numbers of 2⁻⁴⁰ that keep all conditions exactly, so what they sum to bounds the answer
/// from below and above, whatever the floating-point steps that led to them.
struct TrianglePacking: Sendable {
  /// Two vertices, ascending.
  struct Pair: Comparable, Sendable {
    let first: Int32
    let second: Int32

    init(_ first: Int32, _ second: Int32) { (self.first, self.second) = (min(first, second), max(first, second)) }

    static func < (left: Pair, right: Pair) -> Bool { (left.first, left.second) < (right.first, right.second) }
  }

  struct Triple: Sendable {
    let first: Int32
    let second: Int32
    let third: Int32

    init(_ first: Int32, _ second: Int32, _ third: Int32) {
      (self.first, self.second, self.third) = (first, second, third)
    }
  }

  /// What stands for 1 in whole numbers.
  ///
  /// Rounding moves the bounds by at most 5 of these for each triangle, so that of 2³² triangles they are proved within a
  /// fiftieth: a gap of 1 can always be reached.
  static let unit = 1 << 40
  private static let grain = 1 << 14
  /// Steps between two looks at the gap.
  private static let stride = 40

  private let bound: Int
  /// How many triangles meet each vertex.
  private let triangles: [Int]
  /// Of each variable; the number of vertices stands where it has fewer than three.
  private let vertices: [Triple]
  /// How many triangles each single and pair stands for; a triple stands for one.
  private let sizes: [Int]
  /// Where pairs end and triples begin; pairs begin at the number of vertices.
  private let pairsEnd: Int
  /// The variables of vertex `v`: those in `starts[v]..<starts[v + 1]`.
  private let starts: [Int]
  private let variables: [UInt32]

  /// - Parameters:
  ///   - bound: 1 … 65,536.
  ///   - triangles: how many triangles meet each vertex, at least 1.
  ///   - pairs: one for each triangle that meets two of the vertices, in any order.
  ///   - triples: one for each triangle that meets three of them, in any order; it decides the order of variables.
  /// - Throws: `Cancelled`.
  /// - Complexity: O(pairs · log pairs + triples).
  init(
    bound: Int, triangles: [Int], pairs: [Pair], triples: [Triple], _ control: RunControl
  ) throws(Cancelled) {
    precondition((1...65_536).contains(bound), "no such bound")
    let count = triangles.count
    let none = Int32(count)
    var vertices = (0..<none).map { Triple($0, none, none) }
    var sizes = triangles
    var last: Pair?
    for pair in pairs.sorted() {
      if pair == last {
        sizes[sizes.count - 1] += 1
      } else {
        vertices.append(Triple(pair.first, pair.second, none))
        sizes.append(1)
        last = pair
      }
    }
    try control.checkCancelled()
    pairsEnd = vertices.count
    // A vertex's own variable has what the others leave of its triangles.
    var lengths = [Int](repeating: 1, count: count)
    for variable in count..<vertices.count {
      for vertex in [Int(vertices[variable].first), Int(vertices[variable].second)] {
        sizes[vertex] -= sizes[variable]
        lengths[vertex] += 1
      }
    }
    for triple in triples {
      for vertex in [Int(triple.first), Int(triple.second), Int(triple.third)] {
        sizes[vertex] -= 1
        lengths[vertex] += 1
      }
    }
    try control.checkCancelled()
    vertices += triples
    var starts = [0]
    for length in lengths { starts.append(starts[starts.count - 1] + length) }
    var (cursors, variables) = (starts, [UInt32](repeating: 0, count: starts[count]))
    for variable in vertices.indices {
      let own = vertices[variable]
      for vertex in [own.first, own.second, own.third] where vertex < none {
        variables[cursors[Int(vertex)]] = UInt32(variable)
        cursors[Int(vertex)] += 1
      }
    }
    try control.checkCancelled()
    (self.bound, self.triangles, self.vertices, self.sizes) = (bound, triangles, vertices, sizes)
    (self.starts, self.variables) = (starts, variables)
  }

  @inline(__always) private func size(_ variable: Int) -> Int { variable < pairsEnd ? sizes[variable] : 1 }

  /// A sum that can be reached, and one that cannot be passed, at most `gap` apart; all in `unit`s.
  /// - Parameter gap: more than 5 for each triangle, which is what rounding may take. How many steps a narrow gap needs is
  ///   not known beforehand: the sum of 10⁹ triangles within one takes hours.
  /// - Throws: `Cancelled`.
  /// - Complexity: O(variables) for each step; some hundred steps where the gap is a ten-thousandth of the sum.
  func sum(within gap: Int128, _ control: RunControl) throws(Cancelled) -> ClosedRange<Int128> {
    if triangles.isEmpty { return 0...0 }
    let (weights, prices) = (Iterate(0.5, count: vertices.count), Iterate(0.5, count: triangles.count))
    let reaches = MutableColumn<Double>(repeating: 0, count: vertices.count)
    var (lower, upper, gapAtRestart) = (Int128(0), Int128.max, Int128.max)
    var (step, sinceRestart) = (0, 0)
    while true {
      (step, sinceRestart) = (step + 1, sinceRestart + 1)
      let share = Double(sinceRestart) / Double(sinceRestart + 1)
      try move(weights, prices, reaches, share, control)
      guard step % Self.stride == 0 else { continue }
      let proved = try bounds(weights.moved, prices.moved, control)
      (lower, upper) = (max(lower, proved.lower), min(upper, proved.upper))
      if upper - lower <= gap { return lower...upper }
      let distance = proved.upper - proved.lower
      guard distance <= gapAtRestart / 5 || 2 * sinceRestart >= step else { continue }
      for iterate in [weights, prices] { try iterate.restart(control) }
      (sinceRestart, gapAtRestart) = (0, distance)
    }
  }

  /// Numbers that move step by step. Each column has one place more than there are numbers, which stays 0.
  private struct Iterate: Sendable {
    let count: Int
    let current: MutableColumn<Double>
    /// Where a step led.
    let moved: MutableColumn<Double>
    /// Where the last restart was.
    let anchor: MutableColumn<Double>

    init(_ value: Double, count: Int) {
      self.count = count
      func column() -> MutableColumn<Double> {
        let column = MutableColumn(repeating: value, count: count + 1)
        column[count] = 0
        return column
      }
      (current, moved, anchor) = (column(), column(), column())
    }

    /// Notes where a step led, and goes twice as far, drawn back to the anchor.
    func move(_ place: Int, to value: Double, _ share: Double) {
      moved[place] = value
      current[place] = share * (2 * value - current[place]) + (1 - share) * anchor[place]
    }

    func restart(_ control: RunControl) throws(Cancelled) {
      try parallelRanges(count, grain: TrianglePacking.grain, control) { range in
        for place in range {
          current[place] = moved[place]
          anchor[place] = moved[place]
        }
      }
    }
  }

  /// One step: weights rise where the prices of their vertices leave something of 1, then prices where the weights, moved
  /// once more as far, exceed the bound.
  /// - Parameter share: how little the anchor counts.
  private func move(
    _ weights: Iterate, _ prices: Iterate, _ reaches: MutableColumn<Double>, _ share: Double, _ control: RunControl
  ) throws(Cancelled) {
    try parallelRanges(vertices.count, grain: Self.grain, control) { range in
      for variable in range {
        let own = vertices[variable]
        let left =
          1 - prices.current[Int(own.first)] - prices.current[Int(own.second)] - prices.current[Int(own.third)]
        let members = variable < triangles.count ? 1.0 : variable < pairsEnd ? 2 : 3
        let old = weights.current[variable]
        let new = min(max(old + left / members, 0), 1)
        weights.move(variable, to: new, share)
        reaches[variable] = Double(size(variable)) * (2 * new - old)
      }
    }
    try parallelRanges(triangles.count, grain: Self.grain / 64, control) { range in
      for vertex in range {
        var load = 0.0
        for place in starts[vertex]..<starts[vertex + 1] { load += reaches[Int(variables[place])] }
        let excess = (load - Double(bound)) / Double(triangles[vertex])
        prices.move(vertex, to: min(max(prices.current[vertex] + excess, 0), 1), share)
      }
    }
  }

  /// What weights and prices prove, in `unit`s: the sum of the weights, each divided by as much as its vertices are
  /// overloaded; and, by weak duality, the price of the bounds with what the prices leave of each triangle.
  private func bounds(
    _ weights: MutableColumn<Double>, _ prices: MutableColumn<Double>, _ control: RunControl
  ) throws(Cancelled) -> (lower: Int128, upper: Int128) {
    let (room, unit) = (Int128(bound) * Int128(Self.unit), Self.unit)
    let loads = MutableColumn<Int128>(repeating: 0, count: triangles.count + 1)
    @Sendable func whole(_ value: Double) -> Int { min(max(Int(value * Double(unit)), 0), unit) }
    try parallelRanges(triangles.count, grain: Self.grain / 64, control) { range in
      for vertex in range {
        var load: Int128 = 0
        for place in starts[vertex]..<starts[vertex + 1] {
          let variable = Int(variables[place])
          load += Int128(size(variable)) * Int128(whole(weights[variable]))
        }
        loads[vertex] = load
      }
    }
    let pieces = (vertices.count + Self.grain - 1) / Self.grain
    let sums = parallelMap(count: pieces, threads: control.threads) { piece in
      var (lower, upper) = (Int128(0), Int128(0))
      if control.isCancelled { return (lower: lower, upper: upper) }
      for variable in piece * Self.grain..<min(vertices.count, (piece + 1) * Self.grain) {
        let own = vertices[variable]
        let weight = whole(weights[variable])
        let load = max(loads[Int(own.first)], loads[Int(own.second)], loads[Int(own.third)])
        let fitting = load > room ? Int128(weight) * room / load : Int128(weight)
        let left = unit - whole(prices[Int(own.first)]) - whole(prices[Int(own.second)]) - whole(prices[Int(own.third)])
        lower += Int128(size(variable)) * fitting
        upper += Int128(size(variable)) * Int128(max(0, left))
      }
      return (lower: lower, upper: upper)
    }
    try control.checkCancelled()
    let priced = triangles.indices.reduce(Int128(0)) { $0 + Int128(whole(prices[$1])) }
    return (sums.reduce(0) { $0 + $1.lower }, Int128(bound) * priced + sums.reduce(0) { $0 + $1.upper })
  }
}
