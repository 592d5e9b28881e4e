import GraphStorage
import Testing

@testable import Inference
@testable import Privacy

@Suite("Sensitivity of graph statistics, on all graphs of at most five people")
struct GraphStatisticsTests {
  /// All pairs of `count` vertices in an order of their own, the same for every graph.
  static func pairs(_ count: Int, seed: UInt64) -> [(Int32, Int32)] {
    var pairs: [(Int32, Int32)] = []
    for second in 0..<Int32(count) { for first in 0..<second { pairs.append((first, second)) } }
    var random = SeededGenerator(seed: seed)
    if seed > 0 { random.shuffle(&pairs) }
    return pairs
  }

  static func graph(_ count: Int, _ pairs: [(Int32, Int32)], _ mask: Int) -> StatisticsGraph {
    StatisticsGraph(count: count, edges: pairs.indices.filter { mask >> $0 & 1 == 1 }.map { pairs[$0] })
  }

  /// The graph without one vertex, the others moved up, the order of edges kept.
  static func without(_ vertex: Int32, _ graph: StatisticsGraph) -> StatisticsGraph {
    func moved(_ other: Int32) -> Int32 { other > vertex ? other - 1 : other }
    let edges = graph.edges.filter { $0.0 != vertex && $0.1 != vertex }.map { (moved($0.0), moved($0.1)) }
    return StatisticsGraph(count: graph.count - 1, edges: edges)
  }

  static func difference(_ left: [Int], _ right: [Int]) -> Int {
    zip(left, right).reduce(0) { $0 + abs($1.0 - $1.1) }
  }

  /// How many vertices there are of each degree, not in classes.
  static func plainHistogram(_ degrees: [Int]) -> [Int] { (0...8).map { degree in degrees.count { $0 == degree } } }

  @Test(
    "one person more adds 0 to θ edges, changes the degree histogram by 2θ + 1 and the scores by 1 at most",
    arguments: [0, 1, 2, 3] as [UInt64])
  func node(seed: UInt64) {
    for count in 1...5 {
      let pairs = Self.pairs(count, seed: seed)
      for mask in 0..<1 << pairs.count {
        let graph = Self.graph(count, pairs, mask)
        for vertex in 0..<Int32(count) {
          let smaller = Self.without(vertex, graph)
          for bound in 1...4 {
            let (large, small) = (graph.projectedDegrees(bound: bound), smaller.projectedDegrees(bound: bound))
            #expect(large.allSatisfy { $0 <= bound })
            let gain = (large.reduce(0, +) - small.reduce(0, +)) / 2
            #expect((0...bound).contains(gain))
            #expect(
              Self.difference(Self.plainHistogram(large), Self.plainHistogram(small)) <= 2 * bound + 1)
            #expect(
              Self.difference(DegreeClasses.histogram(large), DegreeClasses.histogram(small)) <= 2 * bound + 1)
          }
          #expect(zip(GraphStatistics.degreeScores(graph), GraphStatistics.degreeScores(smaller)).allSatisfy { abs($0 - $1) <= 1 })
        }
      }
    }
  }

  @Test("dropping whole people of a high degree would have no such bound, and the checks above would see it")
  func naive() {
    // A star whose middle comes and goes: without it five people of degree 0, with it none is left.
    func truncated(_ graph: StatisticsGraph, _ bound: Int) -> [Int] {
      let degrees = graph.degrees()
      let kept = graph.edges.filter { degrees[Int($0.0)] <= bound && degrees[Int($0.1)] <= bound }
      return StatisticsGraph(count: graph.count, edges: kept).degrees()
    }
    let pairs = Self.pairs(5, seed: 0)
    var worst = 0
    for mask in 0..<1 << pairs.count {
      let graph = Self.graph(5, pairs, mask)
      for vertex in 0..<Int32(5) {
        let smaller = Self.without(vertex, graph)
        worst = max(
          worst, abs(truncated(graph, 1).reduce(0, +) - truncated(smaller, 1).reduce(0, +)) / 2)
      }
    }
    #expect(worst > 1)
  }

  @Test(
    "one friendship changes the histogram by 4 and triangles by the most shared neighbours at most")
  func edge() {
    var (widest, most) = (0, 0)
    for count in 2...5 {
      let pairs = Self.pairs(count, seed: 1)
      let counted = (0..<1 << pairs.count).map { Self.graph(count, pairs, $0).triangles(threads: ThreadCount(2)) }
      for mask in 0..<1 << pairs.count {
        let graph = Self.graph(count, pairs, mask)
        for pair in pairs.indices where mask >> pair & 1 == 0 {
          let larger = Self.graph(count, pairs, mask | 1 << pair)
          let change = Self.difference(Self.plainHistogram(graph.degrees()), Self.plainHistogram(larger.degrees()))
          widest = max(widest, change)
          #expect(change <= 4)
          #expect(
            Self.difference(DegreeClasses.histogram(graph.degrees()), DegreeClasses.histogram(larger.degrees())) <= 4)
          let (one, other) = (counted[mask], counted[mask | 1 << pair])
          #expect(abs(one.mostShared - other.mostShared) <= 1)
          let triangles = other.triangles - one.triangles
          most = max(most, triangles)
          #expect(triangles >= 0 && triangles <= min(one.mostShared, other.mostShared))
        }
      }
    }
    // The bounds are reached: no smaller ones would hold.
    #expect(widest == 4 && most == 3)
  }

  @Test("triangles and shared neighbours are those of a search through all triples, for any number of threads")
  func triangles() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<60 {
      let count = random.below(14)
      let pairs = Self.pairs(count, seed: 7).filter { _ in random.below(2) == 0 }
      let graph = StatisticsGraph(count: count, edges: pairs)
      let known = Set(pairs.map { Int($0.0) * 100 + Int($0.1) })
      func linked(_ one: Int, _ other: Int) -> Bool { known.contains(min(one, other) * 100 + max(one, other)) }
      var (triples, most) = (0, 0)
      for first in 0..<count {
        for second in 0..<count where second != first {
          let shared = (0..<count).count { $0 != first && $0 != second && linked(first, $0) && linked(second, $0) }
          most = max(most, shared)
          if first < second, linked(first, second) { triples += shared }
        }
      }
      for threads in [1, 3, 8] {
        let found = graph.triangles(threads: ThreadCount(threads))
        #expect(found.triangles == triples / 3 && found.mostShared == most)
      }
    }
  }

  @Test("classes of degrees hold every degree once")
  func classes() {
    #expect(DegreeClasses.names.count == DegreeClasses.lowest.count)
    #expect(DegreeClasses.names == ["0", "1", "2", "3", "4", "5-9", "10-19", "20-49", "50-99", "100-199", "200-499", "500+"])
    #expect(DegreeClasses.histogram([0, 4, 5, 9, 10, 499, 500, 9000]) == [1, 0, 0, 0, 1, 2, 1, 0, 0, 0, 1, 2])
  }

  @Test(
    "of as many people as are asked for, the search for a bound finds what it finds without noise, up to one step",
    arguments: [500_000, 1_000_000], [false, true])
  func search(micro: Int, hasHubs: Bool) throws {
    let loss = PrivacyLoss(micro: micro)
    let people = GraphStatistics.leastPeople(.edges, loss)
    var random = SeededGenerator(seed: UInt64(micro))
    var pairs: Set<Int> = []
    while pairs.count < 5 * people {
      // With hubs: the first thousandth of the people have a fifth of all ends.
      let first = hasHubs && random.below(5) < 2 ? random.below(people / 1000) : random.below(people)
      let second = random.below(people)
      if first != second { pairs.insert(min(first, second) * people + max(first, second)) }
    }
    var edges = pairs.sorted().map { (Int32($0 / people), Int32($0 % people)) }
    random.shuffle(&edges)
    let graph = StatisticsGraph(count: people, edges: edges)
    let scores = Array(GraphStatistics.degreeScores(graph))
    let exact = try #require(scores.firstIndex { $0 >= 0 })
    let quarter = PrivacyLoss(micro: micro / 4)
    var far = 0
    for seed in 0..<200 {
      var drawing = NoisyDrawing(NoiseSource(foreseeable: SeededGenerator(seed: UInt64(seed))))
      let place = drawing.firstNotNegative(scores, names: GraphStatistics.degreesToTry, name: "θ", loss: quarter)
      if abs(place - exact) > 1 { far += 1 }
    }
    #expect(far <= 20, "\(scores)")
  }

  @Test("a bound that is given costs nothing: all of the loss goes into the count, and the question tells it")
  func given() throws {
    let edges = (1..<40).map { (Int32(0), Int32($0)) }
    let statistics = GraphStatistics(StatisticsGraph(count: 40, edges: edges), threads: ThreadCount(1))
    var sum = 0
    for seed in 0..<400 {
      var (ledger, noise) = (ReleaseLedger.empty, NoiseSource(foreseeable: SeededGenerator(seed: UInt64(seed))))
      let release = try statistics.draw(
        .edges, .node, bound: 8, days: 0..<7, loss: PrivacyLoss(micro: 1_000_000), ledger: &ledger, noise: &noise)
      let part = try #require(release.parts.first)
      #expect(release.parts.count == 1 && part.sensitivity == 8 && part.loss.micro == 1_000_000)
      #expect(release.question.name == "edges under node privacy, degrees up to 8")
      sum += part.noisy[0]
    }
    // 8 of 39 are kept; the mean of 400 draws of scale 8 has a standard error of 0.57.
    #expect(abs(Double(sum) / 400 - 8) < 4 * 0.57)
  }
}
