import GraphStorage
import Testing

@testable import Inference
@testable import Privacy

@Suite("Triangles of which few hang on any one person")
struct CappedTrianglesTests {
  private static func capped(_ graph: StatisticsGraph, threads: Int = 1) throws -> CappedTriangles {
    try CappedTriangles(graph, RunControl(threads: ThreadCount(threads)))
  }

  /// What is proved of the sum, a thousandth apart.
  private static func proved(_ graph: StatisticsGraph, _ bound: Int, threads: Int = 1) throws -> ClosedRange<Double> {
    let control = RunControl(threads: ThreadCount(threads))
    let (packing, free) = try capped(graph, threads: threads).packing(bound: bound, control)
    return try proved(packing, free, control)
  }

  private static func proved(
    _ packing: TrianglePacking, _ free: Int, _ control: RunControl
  ) throws -> ClosedRange<Double> {
    let sum = try packing.sum(within: Int128(TrianglePacking.unit / 1000), control)
    let unit = Double(TrianglePacking.unit)
    return Double(free) + Double(sum.lowerBound) / unit...Double(free) + Double(sum.upperBound) / unit
  }

  /// Whether a sum that is known lies in what is proved, and that within a thousandth.
  private static func agrees(_ proved: ClosedRange<Double>, _ known: Double) -> Bool {
    proved.upperBound - proved.lowerBound <= 0.001 && proved.lowerBound <= known + 1e-6 && known <= proved.upperBound + 1e-6
  }

  private static func graph(_ count: Int, where isEdge: (Int, Int) -> Bool) -> StatisticsGraph {
    StatisticsGraph(
      count: count,
      edges: GraphStatisticsTests.pairs(count, seed: 3).filter { isEdge(Int($0.0), Int($0.1)) })
  }

  private static func triangles(_ graph: StatisticsGraph) -> [[Int]] {
    let known = Set(graph.edges.map { Int($0.0) * 1000 + Int($0.1) })
    var found: [[Int]] = []
    for third in 0..<graph.count {
      for second in 0..<third {
        for first in 0..<second
        where known.contains(first * 1000 + second) && known.contains(first * 1000 + third)
          && known.contains(second * 1000 + third)
        {
          found.append([first, second, third])
        }
      }
    }
    return found
  }

  /// The largest Σ x with A x ≤ b, x ≥ 0 by the simplex method with Bland's rule: a tableau with one row for each
  /// condition, slack variables as the first basis.
  private static func simplex(_ rows: [[Int]], _ limits: [Int]) -> Double {
    let width = rows.first?.count ?? 0
    guard width > 0 else { return 0 }
    var table = rows.enumerated().map { place, row in
      row.map { Double($0) } + rows.indices.map { $0 == place ? 1.0 : 0 } + [Double(limits[place])]
    }
    var goal = [Double](repeating: -1, count: width) + [Double](repeating: 0, count: rows.count + 1)
    var basis = rows.indices.map { width + $0 }
    while let entering = goal.dropLast().firstIndex(where: { $0 < -1e-9 }) {
      let leaving = table.indices.filter { table[$0][entering] > 1e-9 }.min { left, right in
        let (one, other) = (
          table[left][table[left].count - 1] / table[left][entering],
          table[right][table[right].count - 1] / table[right][entering]
        )
        return abs(one - other) < 1e-12 ? basis[left] < basis[right] : one < other
      }
      guard let leaving else { return .infinity }
      let pivot = table[leaving][entering]
      table[leaving] = table[leaving].map { $0 / pivot }
      for row in table.indices where row != leaving {
        let factor = table[row][entering]
        table[row] = zip(table[row], table[leaving]).map { $0 - factor * $1 }
      }
      let factor = goal[entering]
      goal = zip(goal, table[leaving]).map { $0 - factor * $1 }
      basis[leaving] = entering
    }
    return goal[goal.count - 1]
  }

  /// The program as it is written down: one variable for each triangle.
  private static func exact(_ graph: StatisticsGraph, _ bound: Int) -> Double {
    let all = triangles(graph)
    let vertices = (0..<graph.count).map { vertex in all.map { $0.contains(vertex) ? 1 : 0 } }
    let single = all.indices.map { place in all.indices.map { $0 == place ? 1 : 0 } }
    return simplex(vertices + single, vertices.map { _ in bound } + single.map { _ in 1 })
  }

  @Test("the sum is that of the simplex method, and a person more adds 0 to θ, on all graphs of at most five people")
  func small() throws {
    var widest = 0.0
    for count in 1...5 {
      let pairs = GraphStatisticsTests.pairs(count, seed: 0)
      for mask in 0..<1 << pairs.count {
        let graph = GraphStatisticsTests.graph(count, pairs, mask)
        for bound in 1...3 {
          let exact = Self.exact(graph, bound)
          #expect(Self.agrees(try Self.proved(graph, bound), exact))
          for vertex in 0..<Int32(count) {
            let gain = exact - Self.exact(GraphStatisticsTests.without(vertex, graph), bound)
            widest = max(widest, gain / Double(bound))
            #expect((-1e-9...Double(bound) + 1e-9).contains(gain))
          }
        }
      }
    }
    // The bound is reached: no smaller one would hold.
    #expect(widest > 1 - 1e-9)
  }

  @Test("of random graphs the sum is that of the simplex method, the same for any number of threads")
  func random() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<40 {
      let count = 4 + random.below(8)
      let share = 1 + random.below(4)
      let graph = Self.graph(count) { _, _ in random.below(5) < share }
      for bound in [1, 2, 4, 9] {
        let exact = Self.exact(graph, bound)
        let proved = try Self.proved(graph, bound)
        #expect(Self.agrees(proved, exact))
        #expect(try Self.proved(graph, bound, threads: 3) == proved)
      }
    }
  }

  @Test("a graph whose program is cut into many pieces: the same bounds for any number of threads")
  func threads() throws {
    var random = SeededGenerator(seed: 6)
    let graph = Self.graph(400) { _, _ in random.below(20) < 3 }
    let ranges = try [1, 2, 5].map { try Self.proved(graph, 40, threads: $0) }
    #expect(ranges[0].upperBound - ranges[0].lowerBound <= 0.001 && ranges[0].lowerBound > 5_000)
    #expect(ranges[1] == ranges[0] && ranges[2] == ranges[0])
  }

  @Test("weights that are tiny fractions, of as many triangles as one likes, are proved as closely as others")
  func rounding() throws {
    // Three people, each two of whom stand in 100,000 triangles with somebody else: the three pairs share 3 · 7 / 2.
    let pairs = [(0, 1), (1, 2), (0, 2)].flatMap { pair in
      [TrianglePacking.Pair](repeating: TrianglePacking.Pair(Int32(pair.0), Int32(pair.1)), count: 100_000)
    }
    let packing = try TrianglePacking(
      bound: 7, triangles: [200_000, 200_000, 200_000], pairs: pairs, triples: [], RunControl())
    #expect(Self.agrees(try Self.proved(packing, 0, RunControl()), 10.5))
  }

  @Test("known sums: a complete graph, a windmill, both side by side, and no cap at all")
  func known() throws {
    // 20 people who all know each other have 1140 triangles, 171 at each; θ at each is 20θ / 3 in all.
    let complete = Self.graph(20) { _, _ in true }
    for bound in [7, 30, 150] { #expect(Self.agrees(try Self.proved(complete, bound), 20 * Double(bound) / 3)) }
    for bound in [171, 172, 65_536] { #expect(try Self.proved(complete, bound) == 1140...1140) }
    // One person in 30 triangles, everybody else in one.
    let windmill = Self.graph(61) { first, second in first == 0 || (first % 2 == 1 && second == first + 1) }
    for bound in 1...30 { #expect(Self.agrees(try Self.proved(windmill, bound), Double(bound))) }
    let both = Self.graph(81) { first, second in
      second < 20 || (first >= 20 && (first == 20 || (first % 2 == 1 && second == first + 1)))
    }
    #expect(Self.agrees(try Self.proved(both, 12), 12 + 80))
    #expect(try Self.proved(Self.graph(9) { _, _ in false }, 1) == 0...0)
    #expect(try Self.proved(StatisticsGraph(count: 0, edges: []), 1) == 0...0)
    // Rounded down, and by less than the gap.
    #expect((45...46).contains(try Self.capped(complete).sum(bound: 7, within: 2, RunControl())))
  }

  @Test("with the gap that a release allows, a person changes the sum by Δ and each score by 1 at most")
  func person() throws {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<12 {
      let count = 30
      let middle = 2 + random.below(6)
      let graph = Self.graph(count) { first, second in first < middle || random.below(3) == 0 || second % 7 == first % 7 }
      for vertex in [0, 1, Int32(count - 1)] {
        let smaller = GraphStatisticsTests.without(vertex, graph)
        let (large, small) = (try Self.capped(graph), try Self.capped(smaller))
        func kept(_ triangles: CappedTriangles) -> (Int) -> Int {
          { (try? triangles.sum(bound: $0, within: GraphStatistics.triangleGap($0), RunControl())) ?? -1_000_000 }
        }
        for bound in [1, 5, 16, 48, 100] {
          let gap = GraphStatistics.triangleGap(bound)
          #expect((-gap...bound + gap).contains(kept(large)(bound) - kept(small)(bound)))
        }
        let scores = zip(GraphStatistics.triangleScores(kept(large)), GraphStatistics.triangleScores(kept(small)))
        #expect(scores.allSatisfy { abs($0 - $1) <= 1 })
      }
    }
  }

  @Test("a score moves by 1 at most wherever in its gap each number lies")
  func gaps() {
    // The worst that a person may do to 10 kept(θ) − 9 kept(2θ): adds 0 … θ and 0 … 2θ, each number too low by its gap.
    var widest = 0
    for place in 0..<GraphStatistics.trianglesToTry.count - 1 {
      let bound = GraphStatistics.trianglesToTry[place]
      func score(_ kept: Int, _ twice: Int) -> Int {
        Array(GraphStatistics.triangleScores { $0 == bound ? kept : $0 == 2 * bound ? twice : 0 })[place]
      }
      let (gap, twiceGap) = (GraphStatistics.triangleGap(bound), GraphStatistics.triangleGap(2 * bound))
      for step in 0..<200 {
        let (kept, twice) = (1_000 * bound + step * bound / 7, 1_100 * bound)
        for (added, twiceAdded) in [(0, 2 * bound), (bound, 0)] {
          for errors in 0..<16 {
            func error(_ bit: Int, _ gap: Int) -> Int { (errors >> bit & 1) * gap }
            let before = score(kept - error(0, gap), twice - error(1, twiceGap))
            let after = score(kept + added - error(2, gap), twice + twiceAdded - error(3, twiceGap))
            widest = max(widest, abs(before - after))
          }
        }
      }
    }
    #expect(widest == 1)
  }

  @Test("a run that is told to stop stops")
  func cancelled() throws {
    let graph = Self.graph(40) { _, _ in true }
    let triangles = try Self.capped(graph)
    let cancellation = Cancellation()
    cancellation.request()
    #expect(throws: Cancelled.self) {
      try triangles.sum(bound: 3, within: 2, RunControl(threads: ThreadCount(2), cancellation: cancellation))
    }
    #expect(throws: Cancelled.self) { try CappedTriangles(graph, RunControl(cancellation: cancellation)) }
  }

  @Test("a release has the noise of its Δ around the capped number, and what a search found stands beside it")
  func release() throws {
    let graph = Self.graph(60) { first, _ in first < 4 }
    let statistics = GraphStatistics(graph, threads: ThreadCount(1))
    let exact = try Self.capped(graph).sum(bound: 40, within: GraphStatistics.triangleGap(40), RunControl())
    var sum = 0
    for seed in 0..<400 {
      var (ledger, noise) = (ReleaseLedger.empty, NoiseSource(foreseeable: SeededGenerator(seed: UInt64(seed))))
      let release = try statistics.draw(
        .triangles, .node, bound: 40, days: 0..<7, loss: PrivacyLoss(micro: 1_000_000), ledger: &ledger, noise: &noise)
      let part = try #require(release.parts.first)
      #expect(release.parts.count == 1 && part.sensitivity == 45 && part.loss.micro == 1_000_000)
      #expect(release.question.name == "triangles under node privacy, triangles a person up to 40")
      sum += part.noisy[0]
    }
    // The mean of 400 draws of scale 45 has a standard error of 45 · √2 / 20 = 3.2.
    #expect(abs(Double(sum) / 400 - Double(exact)) < 4 * 3.2)
    var (ledger, noise) = (ReleaseLedger.empty, NoiseSource(foreseeable: SeededGenerator(seed: 1)))
    let found = try statistics.draw(
      .triangles, .node, days: 0..<7, loss: PrivacyLoss(micro: 1_000_000), ledger: &ledger, noise: &noise)
    #expect(found.parts.count == 2 && found.parts.map(\.loss.micro) == [250_000, 750_000])
    let bound = try #require(found.parts.first?.noisy.first)
    #expect(GraphStatistics.isBound(found.parts[0].name) && GraphStatistics.trianglesToTry.contains(bound))
    #expect(found.parts[1].sensitivity == bound + GraphStatistics.triangleGap(bound) && found.nanoDelta == 0)
  }

  @Test("of as many people as are asked for, the search finds what it finds without noise, up to one step")
  func search() throws {
    let loss = PrivacyLoss(micro: 1_000_000)
    let people = GraphStatistics.leastPeople(.triangles, loss)
    var random = SeededGenerator(seed: 77)
    // Circles of 3 people, and every fortieth of 24.
    var pairs: Set<Int> = []
    for circle in 0..<people / 10 {
      let size = circle % 40 == 0 ? 24 : 3
      let members = (0..<size).map { _ in random.below(people) }
      for first in members { for second in members where first < second { pairs.insert(first * people + second) } }
    }
    let graph = StatisticsGraph(
      count: people, edges: pairs.sorted().map { (Int32($0 / people), Int32($0 % people)) })
    let control = RunControl(threads: ThreadCount(2))
    let triangles = try CappedTriangles(graph, control)
    let scores = Array(
      GraphStatistics.triangleScores {
        (try? triangles.sum(bound: $0, within: GraphStatistics.triangleGap($0), control)) ?? 0
      })
    let exact = try #require(scores.firstIndex { $0 >= 0 })
    #expect(exact == 2, "\(scores)")
    var far = 0
    for seed in 0..<200 {
      var drawing = NoisyDrawing(NoiseSource(foreseeable: SeededGenerator(seed: UInt64(seed))))
      let place = drawing.firstNotNegative(
        scores, names: GraphStatistics.trianglesToTry, name: "θ", loss: PrivacyLoss(micro: 250_000))
      if abs(place - exact) > 1 { far += 1 }
    }
    #expect(far <= 20, "\(scores)")
  }
}
