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

  @Test("all three give the same bytes on one thread and on three")
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
      ]
    }
    #expect(all(ThreadCount(1)) == all(ThreadCount(3)))
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
    ] {
      Self.expectClose(result.row(3), expected)
      #expect(result.masses[3] == 0)
    }
  }
}
