import GraphKernels
import GraphStorage
import Testing

@Suite("Who stands behind an answer")
struct LabelSupportTests {
  static let threads = ThreadCount(2)

  /// What each labelled person brings to each vertex, by whole runs in which that person alone has a label.
  static func influences(
    _ graph: WeightedGraph, _ labels: LabelEvidence, _ parameters: LabelSpreading.Parameters
  ) -> [Int: [Double]] {
    var influences: [Int: [Double]] = [:]
    let plain = LabelSpreading.Parameters(alpha: parameters.alpha)
    for person in labels.labels.indices where labels.labels[person] >= 0 {
      let alone = labels.hiding { $0 != person }
      let masses = LabelSpreading.run(graph, alone, parameters: plain, threads: threads).masses
      influences[person] = masses.enumerated().map { vertex, mass in
        guard parameters.isBalanced else { return mass }
        // By hand: one over the root of how many others have the label.
        let others = labels.labels.indices.count { $0 != vertex && labels.labels[$0] == labels.labels[person] }
        return mass / Double(max(others, 1)).squareRoot()
      }
    }
    return influences
  }

  static func largestShare(_ influences: [Int: [Double]], at vertex: Int) -> Double {
    let others = influences.filter { $0.key != vertex }.map { $0.value[vertex] }
    let total = others.reduce(0, +)
    return total > 0 ? (others.max() ?? 0) / total : 0
  }

  static func support(
    _ graph: WeightedGraph, _ labels: LabelEvidence, _ parameters: LabelSpreading.Parameters,
    budget: SupportBudget = SupportBudget(), threads: ThreadCount = threads
  ) -> [LabelSupport] {
    let everybody = Array(labels.labels.indices)
    let returns = LabelSpreading.ownReturns(
      graph, evidence: labels.evidence, of: everybody, parameters: parameters, threads: threads)
    let run = LabelSpreading.run(graph, labels, parameters: parameters, ownReturns: returns, threads: threads)
    return LabelSpreading.support(
      graph, labels, parameters: parameters, of: everybody, masses: run.masses, limit: 0.5, budget: budget,
      threads: threads)
  }

  @Test(
    "the largest share in spreading is that of whole runs with one label each", arguments: [UInt64](1...6),
    [0.3, 0.7, 0.9])
  func exact(seed: UInt64, alpha: Double) throws {
    let given = try RandomCase(seed: seed)
    for isBalanced in [false, true] {
      try exact(given, LabelSpreading.Parameters(alpha: alpha, isBalanced: isBalanced))
    }
  }

  private func exact(_ given: RandomCase, _ parameters: LabelSpreading.Parameters) throws {
    let influences = Self.influences(given.graph, given.labels, parameters)
    let found = Self.support(given.graph, given.labels, parameters, budget: SupportBudget(precision: 0))
    for vertex in 0..<given.count {
      let expected = Self.largestShare(influences, at: vertex)
      #expect(abs(found[vertex].largestShare.lowerBound - expected) < 1e-9)
      #expect(abs(found[vertex].largestShare.upperBound - expected) < 1e-9)
      #expect(found[vertex].people == influences.count { $0.key != vertex && $0.value[vertex] > 0 })
    }
  }

  @Test("whatever the budget, the true share lies between the bounds", arguments: [UInt64](1...4), [true, false])
  func bounds(seed: UInt64, symmetric: Bool) throws {
    let given = try RandomCase(seed: seed, count: 60, symmetric: symmetric)
    for (alpha, isBalanced) in [(0.3, false), (0.9, false), (0.3, true), (0.9, true)] {
      let parameters = LabelSpreading.Parameters(alpha: alpha, isBalanced: isBalanced)
      let influences = Self.influences(given.graph, given.labels, parameters)
      let expected = (0..<given.count).map { Self.largestShare(influences, at: $0) }
      var widths: [Double] = []
      for arcs in [0, 40, 300, 2000] {
        let found = Self.support(
          given.graph, given.labels, parameters, budget: SupportBudget(arcs: arcs, firstArcs: 20, precision: 0))
        for (vertex, support) in found.enumerated() {
          #expect(support.largestShare.lowerBound <= expected[vertex] + 1e-9, "\(vertex) with \(arcs) ties")
          #expect(support.largestShare.upperBound >= expected[vertex] - 1e-9, "\(vertex) with \(arcs) ties")
        }
        widths.append(found.map { $0.largestShare.upperBound - $0.largestShare.lowerBound }.reduce(0, +))
      }
      #expect(widths[3] < widths[0] && widths[0] > 0)
    }
  }

  /// What each labelled person brings by relaxation labelling, from the dense powers of the walk that ends at labels.
  private static func influences(
    _ given: RandomCase, _ parameters: RelaxationLabelling.Parameters
  ) -> (shares: [Double], people: [Int]) {
    let (labels, count) = (given.labels, given.count)
    let degrees = (0..<count).map { row in
      (0..<count).reduce(0.0) { $0 + (labels.evidence[$1] ? given.matrix[row][$1] : 0) }
    }
    var state = (0..<count).map { row in (0..<count).map { row == $0 && labels.labels[row] >= 0 ? 1.0 : 0.0 } }
    func heard(_ row: Int) -> [Double] {
      (0..<count).map { person in
        guard degrees[row] > 0 else { return 0 }
        return (0..<count).reduce(0.0) {
          $0 + (labels.evidence[$1] ? given.matrix[row][$1] * state[$1][person] : 0)
        } / degrees[row]
      }
    }
    var step = 1.0
    for _ in 0..<parameters.maximumRounds {
      let next = (0..<count).map { row in
        labels.evidence[row] && labels.labels[row] < 0
          ? zip(heard(row), state[row]).map { step * $0 + (1 - step) * $1 } : state[row]
      }
      state = next
      step *= parameters.annealing
    }
    let rows = (0..<count).map { row in heard(row).enumerated().map { $0.offset == row ? 0 : $0.element } }
    return (
      rows.map { row in
        let total = row.reduce(0, +)
        return total > 0 ? (row.max() ?? 0) / total : 0
      }, rows.map { row in row.count { $0 > 0 } }
    )
  }

  @Test(
    "in relaxation labelling the largest share is that of the dense walk, and between its bounds whatever the budget",
    arguments: [UInt64](1...4), [true, false])
  func relaxation(seed: UInt64, symmetric: Bool) throws {
    let given = try RandomCase(seed: seed, count: 40, symmetric: symmetric)
    let everybody = Array(0..<given.count)
    for annealing in [1, 0.95] {
      let parameters = RelaxationLabelling.Parameters(
        annealing: annealing, maximumRounds: 25, tolerance: 0, startsFromPrior: false)
      let returns = RelaxationLabelling.ownReturns(
        given.graph, given.labels, of: everybody, parameters: parameters, threads: Self.threads)
      let run = RelaxationLabelling.run(
        given.graph, given.labels, parameters: parameters, ownReturns: returns, threads: Self.threads)
      let expected = Self.influences(given, parameters)
      var widths: [Double] = []
      for arcs in [0, 40, 200, .max] {
        let found = RelaxationLabelling.support(
          given.graph, given.labels, parameters: parameters, of: everybody, masses: run.masses, limit: 0.5,
          budget: SupportBudget(arcs: arcs, firstArcs: 20, precision: 0), threads: Self.threads)
        for vertex in everybody {
          #expect(found[vertex].largestShare.lowerBound <= expected.shares[vertex] + 1e-9)
          #expect(found[vertex].largestShare.upperBound >= expected.shares[vertex] - 1e-9)
          #expect(found[vertex].people == expected.people[vertex])
          if arcs == .max {
            #expect(abs(found[vertex].largestShare.lowerBound - expected.shares[vertex]) < 1e-9)
            #expect(found[vertex].largestShare.lowerBound == found[vertex].largestShare.upperBound)
          }
        }
        widths.append(found.map { $0.largestShare.upperBound - $0.largestShare.lowerBound }.reduce(0, +))
      }
      #expect(widths[0] > widths[3] && widths[3] == 0)
      for vertex in everybody {
        let row = InfluenceRow.relaxation(
          given.graph, given.labels, parameters: parameters, of: vertex, threads: Self.threads)
        let total = row.reduce(0) { $0 + $1.amount }
        #expect(abs((row.first?.amount ?? 0) - expected.shares[vertex] * total) < 1e-9)
        #expect(row.count == expected.people[vertex])
      }
    }
  }

  @Test("what is missing of a person is bounded by the levels still to come, not only by the mass still missing")
  func farLevels() throws {
    // A ring of 2,000 with chords: after few levels little mass is known, yet nobody can have half of it.
    let count = 2000
    var generator = SeededGenerator(seed: 4)
    let sources = (0..<count * 5).map { UInt32($0 % count) }
    let targets = sources.indices.map { index in
      index < count ? UInt32((index + 1) % count) : UInt32(generator.below(count))
    }
    let graph = try WeightedGraphBuilder.build(
      vertexCount: count, sources: sources, targets: targets, weights: sources.map { _ in 1 }, symmetric: true)
    let labels = LabelEvidence(
      labels: (0..<count).map { $0.isMultiple(of: 7) ? Int32($0 % 2) : -1 }, classCount: 2,
      evidence: (0..<count).map { _ in true })
    let parameters = LabelSpreading.Parameters(alpha: 0.9)
    let asked = (0..<count).filter { !$0.isMultiple(of: 7) }.prefix(120).map { $0 }
    let run = LabelSpreading.run(graph, labels, parameters: parameters, threads: Self.threads)
    let found = LabelSpreading.support(
      graph, labels, parameters: parameters, of: asked, masses: asked.map { run.masses[$0] }, limit: 0.5,
      budget: SupportBudget(arcs: 2500, firstArcs: 300), threads: Self.threads)
    let proven = found.count { $0.largestShare.upperBound <= 0.5 }
    #expect(proven > asked.count * 8 / 10, "proven for \(proven) of \(asked.count)")
  }

  @Test("a hub whose label comes through five neighbours is one person")
  func hub() throws {
    // 0 asks; 1...5 are its neighbours; 6 is the hub behind all of them; 7...11 are labelled too, far away.
    var ties: [(Int, Int, Double)] = []
    for neighbour in 1...5 {
      ties += [(0, neighbour, 1), (neighbour, 6, 10), (neighbour, neighbour + 6, 0.2)]
    }
    let graph = try WeightedGraphBuilder.build(
      vertexCount: 12, sources: ties.map { UInt32($0.0) }, targets: ties.map { UInt32($0.1) },
      weights: ties.map { $0.2 }, symmetric: true)
    let labels = LabelEvidence(
      labels: (0..<12).map { $0 >= 6 ? ($0 == 6 ? 0 : 1) : -1 }, classCount: 2,
      evidence: [Bool](repeating: true, count: 12))
    let two = TwoHopVote.run(graph, labels, threads: Self.threads)
    let twoHop = TwoHopVote.support(graph, labels, of: [0], masses: [two.masses[0]], threads: Self.threads)[0]
    #expect(twoHop.people == 6 && twoHop.largestShare.lowerBound > 0.9)
    for alpha in [0.3, 0.9] {
      let spread = Self.support(graph, labels, .init(alpha: alpha))[0]
      #expect(spread.people == 6 && spread.largestShare.lowerBound > 0.5)
    }
  }

  @Test("a two-hop vote whose paths are not all walked keeps the true share between its bounds")
  func twoHopBudget() throws {
    let given = try RandomCase(seed: 9, count: 40)
    let run = TwoHopVote.run(given.graph, given.labels, threads: Self.threads)
    func support(_ arcs: Int) -> [LabelSupport] {
      TwoHopVote.support(
        given.graph, given.labels, of: Array(0..<given.count), masses: run.masses, budget: SupportBudget(arcs: arcs),
        threads: Self.threads)
    }
    let whole = support(.max)
    for (exact, cut) in zip(whole, support(8)) {
      #expect(cut.largestShare.lowerBound <= exact.largestShare.lowerBound + 1e-12 || exact.people == 0)
      #expect(cut.largestShare.upperBound >= exact.largestShare.upperBound - 1e-12)
      #expect(cut.people <= exact.people && (cut.isMinimum || cut == exact))
    }
    #expect(support(8).contains { $0.isMinimum })
  }

  @Test("counting stops at the cap and says so; one thread and three give the same")
  func capped() throws {
    let given = try RandomCase(seed: 2, count: 130, evidenceShare: 1)
    let parameters = LabelSpreading.Parameters(alpha: 0.7)
    let found = Self.support(given.graph, given.labels, parameters)
    let exact = Self.support(given.graph, given.labels, parameters, budget: SupportBudget(people: 1000))
    #expect(found.contains { $0.isMinimum })
    for (capped, whole) in zip(found, exact) {
      #expect(capped.people == min(64, whole.people) && capped.isMinimum == (whole.people >= 64))
    }
    #expect(Self.support(given.graph, given.labels, parameters, threads: ThreadCount(1)) == found)
    #expect(Self.support(given.graph, given.labels, parameters, threads: ThreadCount(3)) == found)
  }
}
