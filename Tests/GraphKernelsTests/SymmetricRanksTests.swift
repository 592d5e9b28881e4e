@testable import GraphKernels
import GraphStorage
import Testing

/// Graphs of several ranges of vertices, whose directions are kept in one byte, in two, and in both by turns.
@Suite("PageRank by conjugate gradients")
struct SymmetricRanksTests {
  enum Shape: CaseIterable {
    case uniform
    /// Many vertices of one arc, and hubs.
    case kronecker
    /// Communities, of which rounds learn one after another.
    case social

    func graph() throws -> Graph {
      switch self {
      case .uniform:
        let edges = try UniformGenerator.edges(vertexCount: 20_000, edgeCount: 200_000)
        return try GraphBuilder.build(consume edges, BuildPolicy(directed: false)).graph
      case .kronecker:
        let edges = try KroneckerGenerator.edges(scale: 14, edgeFactor: 8)
        return try GraphBuilder.build(consume edges, BuildPolicy(directed: false)).graph
      case .social:
        let edges = try SocialGenerator.edges(people: 20_000)
        return try GraphBuilder.build(consume edges, BuildPolicy(directed: false)).graph
      }
    }
  }

  @Test("ranks are those of the power method, in no more rounds than it may take", arguments: Shape.allCases, [0.5, 0.85, 0.97])
  func ranks(shape: Shape, damping: Double) throws {
    let graph = try shape.graph()
    #expect(BalancedRanges(graph.offsets).count > 2)
    let exact = try PageRank.run(
      graph, parameters: PageRank.Parameters(damping: damping, stop: .rounds(damping > 0.9 ? 1_000 : 250)))
    for change in [1e-4, 1e-7, 1e-11] {
      let parameters = PageRank.Parameters(damping: damping, stop: .tolerance(change: change, maximumRounds: 1_000))
      let runs = try [1, 2, 8].map { try PageRank.run(graph, parameters: parameters, RunControl(threads: ThreadCount($0))) }
      #expect(runs[0] == runs[1] && runs[1] == runs[2])
      #expect(runs[0].converged)
      // The start is wrong by no more than 2 in total, and each round of the power method leaves `damping` of that.
      var rounds = 0
      var left = 2.0
      while left > change { (left, rounds) = (left * damping, rounds + 1) }
      #expect(runs[0].rounds <= rounds)
      let error = zip(runs[0].values, exact.values).reduce(0) { $0 + abs($1.0 - $1.1) }
      #expect(error <= change * damping / (1 - damping) + 1e-12)
    }
  }

  /// Which rounds were gone in one byte.
  private func narrow(_ shape: Shape) throws -> [Bool] {
    let control = RunControl(threads: ThreadCount(2))
    var ranks = try SymmetricRanks(try shape.graph(), damping: 0.85, control)
    var rounds: [Bool] = []
    while ranks.change > 1e-9, try ranks.round(control) { rounds.append(ranks.isNarrow) }
    return rounds
  }

  @Test("uniform graphs take one byte in every round, Kronecker graphs two, and a mixture both")
  func bytes() throws {
    #expect(try narrow(.uniform).allSatisfy { $0 })
    #expect(try narrow(.kronecker).contains(false))
    let mixed = try narrow(.social)
    #expect(mixed.contains(true) && mixed.contains(false), "\(mixed)")
  }
}
