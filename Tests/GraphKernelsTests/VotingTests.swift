import GraphKernels
import GraphStorage
import Testing

@Suite("Voting kernels")
struct VotingTests {
  static let threads = ThreadCount(2)

  static func expectClose(_ row: ArraySlice<Double>, _ expected: [Double], _ tolerance: Double = 1e-12) {
    #expect(zip(row, expected).allSatisfy { abs($0 - $1) < tolerance }, "\(Array(row)) is not \(expected)")
    #expect(abs(row.reduce(0, +) - 1) < 1e-12)
  }

  @Test("the one-hop vote equals a vote over a dense matrix", arguments: [true, false], [UInt64](1...8))
  func oneHop(symmetric: Bool, seed: UInt64) throws {
    let given = try RandomCase(seed: seed, symmetric: symmetric)
    let result = OneHopVote.run(given.graph, given.labels, threads: Self.threads)
    let support = OneHopVote.support(
      given.graph, given.labels, of: Array(0..<given.count), threads: Self.threads)
    for vertex in 0..<given.count {
      let people = (0..<given.count).map { given.labels.labels[$0] >= 0 ? given.matrix[vertex][$0] : 0 }
      let expected = given.vote(people, at: vertex)
      Self.expectClose(result.row(vertex), expected.row)
      #expect(support[vertex].people == expected.count && !support[vertex].isMinimum)
      #expect(support[vertex].largestShare.lowerBound == support[vertex].largestShare.upperBound)
      #expect(abs(support[vertex].largestShare.upperBound - expected.share) < 1e-12)
    }
  }

  @Test("the two-hop vote equals the sum over all paths in a dense matrix", arguments: [true, false], [UInt64](1...8))
  func twoHop(symmetric: Bool, seed: UInt64) throws {
    let given = try RandomCase(seed: seed, symmetric: symmetric)
    let result = TwoHopVote.run(given.graph, given.labels, threads: Self.threads)
    let support = TwoHopVote.support(
      given.graph, given.labels, of: Array(0..<given.count), masses: result.masses, threads: Self.threads)
    for vertex in 0..<given.count {
      var people = [Double](repeating: 0, count: given.count)
      for middle in 0..<given.count where given.labels.evidence[middle] {
        let degree = (0..<given.count).filter { given.labels.evidence[$0] }.map { given.matrix[middle][$0] }
          .reduce(0, +)
        guard degree > 0 else { continue }
        for end in 0..<given.count where end != vertex && given.labels.labels[end] >= 0 {
          people[end] += given.matrix[vertex][middle] * given.matrix[middle][end] / degree
        }
      }
      let expected = given.vote(people, at: vertex)
      Self.expectClose(result.row(vertex), expected.row)
      #expect(support[vertex].people == expected.count && !support[vertex].isMinimum)
      #expect(support[vertex].largestShare.lowerBound == support[vertex].largestShare.upperBound)
      #expect(abs(support[vertex].largestShare.upperBound - expected.share) < 1e-12)
    }
  }

  @Test("spreading equals the dense iteration among evidence vertices", arguments: [UInt64](1...6), [0.3, 0.9])
  func spreading(seed: UInt64, alpha: Double) throws {
    let given = try RandomCase(seed: seed, evidenceShare: 1)
    let result = LabelSpreading.run(
      given.graph, given.labels, parameters: .init(alpha: alpha), threads: Self.threads)
    let degrees = given.matrix.map { $0.reduce(0, +) }
    let seeds = (0..<given.count).map { vertex in
      (0..<given.labels.classCount).map { given.labels.labels[vertex] == Int32($0) ? 1.0 : 0.0 }
    }
    var state = seeds
    for _ in 0..<LabelSpreading.Parameters(alpha: alpha).rounds {
      state = (0..<given.count).map { vertex in
        (0..<given.labels.classCount).map { index in
          var sum = 0.0
          for other in 0..<given.count where given.matrix[vertex][other] > 0 {
            sum += given.matrix[vertex][other] / (degrees[vertex] * degrees[other]).squareRoot() * state[other][index]
          }
          return alpha * sum + (1 - alpha) * seeds[vertex][index]
        }
      }
    }
    for vertex in 0..<given.count {
      let total = state[vertex].reduce(0, +)
      let expected = total > 0 ? state[vertex].map { $0 / total } : given.prior(vertex)
      Self.expectClose(result.row(vertex), expected, 1e-9)
    }
    // Balanced: every entry over the root of how many have the label; nobody's own label is left out here but in counts.
    let balanced = LabelSpreading.run(
      given.graph, given.labels, parameters: .init(alpha: alpha, isBalanced: true), threads: Self.threads)
    for vertex in 0..<given.count {
      let own = given.labels.labels[vertex]
      let row = state[vertex].enumerated().map { index, mass in
        let count = given.labels.labels.count { $0 == Int32(index) } - (own == Int32(index) ? 1 : 0)
        return mass / Double(max(count, 1)).squareRoot()
      }
      let total = row.reduce(0, +)
      if total > 0 { Self.expectClose(balanced.row(vertex), row.map { $0 / total }, 1e-9) }
    }
  }

  @Test("rounds follow from alpha and tolerance and stay in 10...30")
  func rounds() {
    #expect([0.3, 0.5, 0.7, 0.9].map { LabelSpreading.Parameters(alpha: $0).rounds } == [10, 14, 26, 30])
  }

  @Test("leave-one-out equals hiding that one label", arguments: [UInt64](1...6), [0.3, 0.7])
  func leaveOneOut(seed: UInt64, alpha: Double) throws {
    let given = try RandomCase(seed: seed)
    let parameters = LabelSpreading.Parameters(alpha: alpha)
    let spread = LabelSpreading.run(
      given.graph, given.labels, parameters: parameters,
      ownReturns: LabelSpreading.ownReturns(
        given.graph, evidence: given.labels.evidence, of: Array(0..<given.count), parameters: parameters,
        threads: Self.threads), threads: Self.threads)
    let one = OneHopVote.run(given.graph, given.labels, threads: Self.threads)
    let two = TwoHopVote.run(given.graph, given.labels, threads: Self.threads)
    for vertex in 0..<given.count where given.labels.labels[vertex] >= 0 {
      let hidden = given.labels.hiding { $0 == vertex }
      let expected = LabelSpreading.run(given.graph, hidden, parameters: parameters, threads: Self.threads)
      Self.expectClose(spread.row(vertex), Array(expected.row(vertex)), 1e-9)
      Self.expectClose(one.row(vertex), Array(OneHopVote.run(given.graph, hidden, threads: Self.threads).row(vertex)))
      Self.expectClose(two.row(vertex), Array(TwoHopVote.run(given.graph, hidden, threads: Self.threads).row(vertex)))
    }
  }

  @Test(
    "a vertex that is not evidence changes nothing for others, whatever its label and ties", arguments: [UInt64](1...8))
  func consent(seed: UInt64) throws {
    let given = try RandomCase(seed: seed, evidenceShare: 0.6)
    // The same graph with all ties between a silent vertex and an evidence vertex cut.
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    var weights: [Double] = []
    let heard = given.labels.evidence
    for row in 0..<given.count where heard[row] {
      for target in row..<given.count where given.matrix[row][target] > 0 && heard[target] {
        sources.append(UInt32(row))
        targets.append(UInt32(target))
        weights.append(given.matrix[row][target])
      }
    }
    let cut = try WeightedGraphBuilder.build(
      vertexCount: given.count, sources: sources, targets: targets, weights: weights, symmetric: true)
    for alpha in [0.3, 0.9] {
      let whole = LabelSpreading.run(
        given.graph, given.labels, parameters: .init(alpha: alpha), threads: Self.threads)
      let without = LabelSpreading.run(cut, given.labels, parameters: .init(alpha: alpha), threads: Self.threads)
      for vertex in 0..<given.count where heard[vertex] {
        #expect(whole.row(vertex) == without.row(vertex))
      }
    }
    for parameters in [RelaxationLabelling.Parameters.relaxation, .harmonic] {
      let whole = RelaxationLabelling.run(given.graph, given.labels, parameters: parameters, threads: Self.threads)
      let without = RelaxationLabelling.run(cut, given.labels, parameters: parameters, threads: Self.threads)
      for vertex in 0..<given.count where heard[vertex] {
        #expect(whole.row(vertex) == without.row(vertex))
      }
    }
    let people = (0..<given.count).filter { heard[$0] }
    func twoHop(_ graph: WeightedGraph) -> [LabelSupport] {
      let run = TwoHopVote.run(graph, given.labels, threads: Self.threads)
      return TwoHopVote.support(
        graph, given.labels, of: people, masses: people.map { run.masses[$0] }, threads: Self.threads)
    }
    #expect(twoHop(given.graph) == twoHop(cut))
    func spreading(_ graph: WeightedGraph) -> [LabelSupport] {
      let parameters = LabelSpreading.Parameters(alpha: 0.7)
      let run = LabelSpreading.run(graph, given.labels, parameters: parameters, threads: Self.threads)
      return LabelSpreading.support(
        graph, given.labels, parameters: parameters, of: people, masses: people.map { run.masses[$0] }, limit: 0.5,
        threads: Self.threads)
    }
    #expect(spreading(given.graph) == spreading(cut))
  }

  @Test("all of them give the same bytes on one thread and on three")
  func threadCounts() throws {
    let given = try RandomCase(seed: 3, count: 200)
    func all(_ threads: ThreadCount) -> [ClassDistributions] {
      [
        OneHopVote.run(given.graph, given.labels, threads: threads),
        TwoHopVote.run(given.graph, given.labels, threads: threads),
        LabelSpreading.run(
          given.graph, given.labels, parameters: .init(alpha: 0.7),
          ownReturns: LabelSpreading.ownReturns(
            given.graph, evidence: given.labels.evidence, of: Array(0..<given.count), parameters: .init(alpha: 0.7),
            threads: threads), threads: threads),
        RelaxationLabelling.run(
          given.graph, given.labels, parameters: .relaxation,
          ownReturns: RelaxationLabelling.ownReturns(
            given.graph, given.labels, of: Array(0..<given.count), parameters: .relaxation, threads: threads),
          threads: threads),
      ]
    }
    #expect(all(ThreadCount(1)) == all(ThreadCount(3)))
  }

  @Test("harmonic rows solve (D − W) F = W Y, by elimination", arguments: [UInt64](1...8), [true, false])
  func harmonic(seed: UInt64, symmetric: Bool) throws {
    let given = try RandomCase(seed: seed, evidenceShare: 0.8, symmetric: symmetric)
    let exact = RelaxationLabelling.Parameters(
      annealing: 1, maximumRounds: 20_000, tolerance: 1e-14, startsFromPrior: false)
    let result = RelaxationLabelling.run(given.graph, given.labels, parameters: exact, threads: Self.threads)
    for (vertex, row) in Absorption(given, given.labels).rows.enumerated() where given.labels.labels[vertex] < 0 {
      let total = row.reduce(0, +)
      Self.expectClose(result.row(vertex), total > 1e-9 ? row.map { $0 / total } : given.prior(vertex), 1e-8)
      #expect(abs(result.masses[vertex] - total) < 1e-8)
    }
  }

  @Test("harmonic rows without the own label are those of a run that hides it", arguments: [UInt64](1...6))
  func harmonicLeaveOneOut(seed: UInt64) throws {
    let given = try RandomCase(seed: seed)
    let exact = RelaxationLabelling.Parameters(
      annealing: 1, maximumRounds: 20_000, tolerance: 1e-14, startsFromPrior: false)
    let returns = RelaxationLabelling.ownReturns(
      given.graph, given.labels, of: Array(0..<given.count), parameters: exact, threads: Self.threads)
    let run = RelaxationLabelling.run(
      given.graph, given.labels, parameters: exact, ownReturns: returns, threads: Self.threads)
    for vertex in 0..<given.count where given.labels.labels[vertex] >= 0 {
      let hidden = given.labels.hiding { $0 == vertex }
      let row = Absorption(given, hidden).rows[vertex]
      let total = row.reduce(0, +)
      Self.expectClose(run.row(vertex), total > 1e-9 ? row.map { $0 / total } : given.prior(vertex), 1e-7)
    }
  }

  @Test("relaxation labelling equals the dense iteration from the prior", arguments: [UInt64](1...6))
  func relaxation(seed: UInt64) throws {
    let given = try RandomCase(seed: seed, evidenceShare: 1)
    var parameters = RelaxationLabelling.Parameters.relaxation
    parameters.tolerance = 0
    let result = RelaxationLabelling.run(given.graph, given.labels, parameters: parameters, threads: Self.threads)
    let labels = given.labels.labels
    let degrees = given.matrix.map { $0.reduce(0, +) }
    func heard(_ state: [[Double]], at vertex: Int) -> [Double] {
      guard degrees[vertex] > 0 else { return given.prior(vertex) }
      return given.prior(vertex).indices.map { index in
        (0..<given.count).reduce(0.0) { $0 + given.matrix[vertex][$1] * state[$1][index] } / degrees[vertex]
      }
    }
    var state = labels.indices.map { vertex in
      labels[vertex] < 0
        ? given.prior(vertex)
        : (0..<given.labels.classCount).map { Int32($0) == labels[vertex] ? 1.0 : 0.0 }
    }
    var beta = 1.0
    for _ in 0..<99 {
      let before = state
      for vertex in 0..<given.count where labels[vertex] < 0 && degrees[vertex] > 0 {
        state[vertex] = zip(heard(before, at: vertex), before[vertex]).map { beta * $0 + (1 - beta) * $1 }
      }
      beta *= 0.99
    }
    for vertex in 0..<given.count where labels[vertex] < 0 {
      Self.expectClose(result.row(vertex), heard(state, at: vertex), 1e-9)
    }
  }

  @Test("whatever the own label is, the row without it is the same", arguments: [UInt64](1...4), [true, false])
  func ownLabel(seed: UInt64, isHarmonic: Bool) throws {
    let given = try RandomCase(seed: seed)
    let parameters: RelaxationLabelling.Parameters = isHarmonic ? .harmonic : .relaxation
    func row(_ labels: LabelEvidence, _ vertex: Int) -> [Double] {
      let returns = RelaxationLabelling.ownReturns(
        given.graph, labels, of: [vertex], parameters: parameters, threads: Self.threads)
      let run = RelaxationLabelling.run(
        given.graph, labels, parameters: parameters, ownReturns: returns, threads: Self.threads)
      return Array(run.row(vertex))
    }
    for vertex in 0..<given.count where given.labels.labels[vertex] >= 0 {
      var labels = given.labels.labels
      labels[vertex] = (labels[vertex] + 1) % Int32(given.labels.classCount)
      let other = LabelEvidence(
        labels: labels, classCount: given.labels.classCount, evidence: given.labels.evidence)
      Self.expectClose(row(other, vertex)[...], row(given.labels, vertex), 1e-10)
    }
  }

  @Test("where next to nothing is left beside the own label, the row without it does not tell it")
  func nothingLeft() throws {
    // 0 is asked; all its walks but one in 10^14 come back to it.
    let graph = try WeightedGraphBuilder.build(
      vertexCount: 4, sources: [0, 1, 1], targets: [1, 2, 3], weights: [1, 1e-14, 1e-14], symmetric: true)
    func row(_ own: Int32) -> [Double] {
      let labels = LabelEvidence(labels: [own, -1, 0, 1], classCount: 2, evidence: [Bool](repeating: true, count: 4))
      let returns = RelaxationLabelling.ownReturns(
        graph, labels, of: [0], parameters: .harmonic, threads: Self.threads)
      let run = RelaxationLabelling.run(
        graph, labels, parameters: .harmonic, ownReturns: returns, threads: Self.threads)
      return Array(run.row(0))
    }
    #expect(row(0) == [0.5, 0.5] && row(1) == [0.5, 0.5])
  }

  @Test("rows of a few vertices, in any order, are those of a run for all", arguments: [UInt64](1...3))
  func only(seed: UInt64) throws {
    let given = try RandomCase(seed: seed, count: 90)
    let few = [70, 3, 89, 0, 41]
    let labels = given.labels
    func check(_ run: ([Int]?) -> ClassDistributions) {
      let (all, some) = (run(nil), run(few))
      for vertex in few {
        #expect(some.row(vertex) == all.row(vertex) && some.mass(vertex) == all.mass(vertex))
        #expect(some.top(vertex) == all.top(vertex))
      }
      #expect(some.masses.count == few.count && run([]).masses.isEmpty)
    }
    check { OneHopVote.run(given.graph, labels, only: $0, threads: Self.threads) }
    check { TwoHopVote.run(given.graph, labels, only: $0, threads: Self.threads) }
    check { LabelSpreading.run(given.graph, labels, parameters: .init(alpha: 0.7), only: $0, threads: Self.threads) }
    check { RelaxationLabelling.run(given.graph, labels, parameters: .relaxation, only: $0, threads: Self.threads) }
  }

  @Test("a vertex that nothing reaches gets the smoothed prior and no mass")
  func isolated() throws {
    let graph = try WeightedGraphBuilder.build(
      vertexCount: 4, sources: [0], targets: [1], weights: [2], symmetric: true)
    let labels = LabelEvidence(labels: [0, 0, 1, -1], classCount: 2, evidence: [true, true, true, true])
    let expected = [2.5 / 4, 1.5 / 4]
    for result in [
      OneHopVote.run(graph, labels, threads: Self.threads), TwoHopVote.run(graph, labels, threads: Self.threads),
      LabelSpreading.run(graph, labels, parameters: .init(alpha: 0.5), threads: Self.threads),
      RelaxationLabelling.run(graph, labels, parameters: .relaxation, threads: Self.threads),
      RelaxationLabelling.run(graph, labels, parameters: .harmonic, threads: Self.threads),
    ] {
      Self.expectClose(result.row(3), expected)
      #expect(result.masses[3] == 0)
    }
  }
}

/// Where walks by tie strength from each vertex first meet a label, by elimination instead of by rounds.
struct Absorption {
  /// One row a vertex, one entry a class: of a walk that has made one step at least.
  let rows: [[Double]]

  init(_ given: RandomCase, _ labels: LabelEvidence) {
    let open = (0..<given.count).filter { labels.evidence[$0] && labels.labels[$0] < 0 }
    // Who no label can be reached from has no equation to solve.
    var reached = Set((0..<given.count).filter { labels.labels[$0] >= 0 })
    var isGrowing = true
    while isGrowing {
      let found = open.filter { vertex in
        !reached.contains(vertex) && reached.contains { given.matrix[vertex][$0] > 0 }
      }
      reached.formUnion(found)
      isGrowing = !found.isEmpty
    }
    let unknowns = open.filter(reached.contains)
    func share(_ from: Int, _ to: Int) -> Double {
      let degree = (0..<given.count).reduce(0.0) { $0 + (labels.evidence[$1] ? given.matrix[from][$1] : 0) }
      return labels.evidence[to] && degree > 0 ? given.matrix[from][to] / degree : 0
    }
    // [I − P | B], solved by Gauss and Jordan with the largest pivot.
    var system = unknowns.map { vertex in
      unknowns.map { ($0 == vertex ? 1.0 : 0.0) - share(vertex, $0) }
        + (0..<labels.classCount).map { index in
          (0..<given.count).reduce(0.0) { $0 + (labels.labels[$1] == Int32(index) ? share(vertex, $1) : 0) }
        }
    }
    for column in unknowns.indices {
      let pivot = (column..<unknowns.count).max { abs(system[$0][column]) < abs(system[$1][column]) } ?? column
      system.swapAt(column, pivot)
      let scale = system[column][column]
      system[column] = system[column].map { $0 / scale }
      for row in unknowns.indices where row != column && system[row][column] != 0 {
        let factor = system[row][column]
        system[row] = zip(system[row], system[column]).map { $0 - factor * $1 }
      }
    }
    let solved = Dictionary(
      uniqueKeysWithValues: zip(unknowns, system.map { Array($0.suffix(labels.classCount)) }))
    rows = (0..<given.count).map { vertex in
      (0..<labels.classCount).map { index in
        (0..<given.count).reduce(0.0) { sum, other in
          let value = labels.labels[other] >= 0
            ? (labels.labels[other] == Int32(index) ? 1 : 0) : solved[other]?[index] ?? 0
          return sum + share(vertex, other) * value
        }
      }
    }
  }
}
