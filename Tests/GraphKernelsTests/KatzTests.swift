import Foundation
import GraphStorage
import Testing

@testable import GraphKernels

@Suite("Katz centrality")
struct KatzTests {
  /// Solves x = alpha Aᵀ x + 1 by elimination with pivots.
  static func solution(_ oracle: MatrixOracle, alpha: Double) -> [Double] {
    let count = oracle.count
    var rows = (0..<count).map { row in
      (0..<count).map { (row == $0 ? 1 : 0) - alpha * oracle.weights[$0][row] } + [1.0]
    }
    for column in 0..<count {
      let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      rows.swapAt(column, pivot)
      for row in 0..<count where row != column {
        let share = rows[row][column] / rows[column][column]
        for place in column...count { rows[row][place] -= share * rows[column][place] }
      }
    }
    return (0..<count).map { rows[$0][count] / rows[$0][$0] }
  }

  static func scaled(_ values: [Double]) -> [Double] {
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return values.map { $0 / length }
  }

  /// The spectral radius of a symmetric matrix, by many powers of the matrix plus the identity.
  static func radius(_ oracle: MatrixOracle) -> Double {
    var vector = [Double](repeating: 1, count: oracle.count)
    var radius = 0.0
    for _ in 0..<20_000 {
      let next = (0..<oracle.count).map { row in
        vector[row] + (0..<oracle.count).reduce(0) { $0 + oracle.weights[row][$1] * vector[$1] }
      }
      radius = next.reduce(0) { $0 + $1 * $1 }.squareRoot() - 1
      vector = scaled(next)
    }
    return radius
  }

  @Test("scores are the solution of their equations", arguments: [true, false], [UInt64](1...6))
  func equation(directed: Bool, seed: UInt64) throws {
    let graph = try CentralityTests.random(seed, directed: directed, edges: seed.isMultiple(of: 2) ? 20 : 80)
    for (alpha, weighted) in [(nil, false), (nil, true), (0.02, true), (0.01, false)] as [(Double?, Bool)] {
      let scores = try KatzCentrality.run(graph, alpha: alpha, weighted: weighted)
      #expect(alpha == nil || scores.alpha == alpha)
      let expected = Self.scaled(Self.solution(MatrixOracle(graph, weighted: weighted), alpha: scores.alpha))
      for (score, value) in zip(scores.values, expected) { #expect(abs(score - value) < 1e-9) }
      // To the last bit that rounding leaves.
      let tight = try KatzCentrality.run(graph, alpha: alpha, change: 0, weighted: weighted)
      for (score, value) in zip(tight.values, expected) { #expect(abs(score - value) < 1e-13) }
    }
  }

  @Test("an undirected graph scores as the directed one with its edges both ways", arguments: [UInt64](1...4))
  func bothWays(seed: UInt64) throws {
    let graph = try CentralityTests.random(seed, directed: false, count: 3_000, edges: 20_000)
    var ends: (sources: [UInt32], targets: [UInt32], weights: [Double]) = ([], [], [])
    for vertex in 0..<graph.vertexCount {
      for arc in graph.row(vertex) {
        ends.sources.append(UInt32(vertex))
        ends.targets.append(graph.targets[arc])
        ends.weights.append(graph.weights?[arc] ?? 1)
      }
    }
    let twin = try Graph(
      vertexCount: graph.vertexCount, sources: ends.sources, targets: ends.targets, weights: ends.weights, directed: true)
    for weighted in [false, true] {
      let one = try KatzCentrality.run(graph, weighted: weighted)
      let other = try KatzCentrality.run(twin, weighted: weighted)
      #expect(one.alpha == other.alpha && one.rounds < other.rounds / 2)
      for (first, second) in zip(one.values, other.values) { #expect(abs(first - second) < 1e-9 * second) }
    }
  }

  @Test("an alpha just below 1 / spectral radius is solved, one just above is refused", arguments: [UInt64](1...8))
  func bound(seed: UInt64) throws {
    let graph = try CentralityTests.random(seed, directed: false, edges: seed.isMultiple(of: 2) ? 20 : 80)
    for weighted in [false, true] {
      let oracle = MatrixOracle(graph, weighted: weighted)
      let radius = Self.radius(oracle)
      for share in [0.9, 0.999, 0.99999] {
        let scores = try KatzCentrality.run(graph, alpha: share / radius, weighted: weighted)
        let expected = Self.scaled(Self.solution(oracle, alpha: share / radius))
        for (score, value) in zip(scores.values, expected) { #expect(abs(score - value) < 1e-9) }
      }
      for share in [1.00001, 1.01, 1.7, 40, 1e6] {
        #expect(throws: KernelError.noResult(
          kernel: "katz-centrality", reason: "alpha is not below 1 / spectral radius: the series diverges")
        ) { try KatzCentrality.run(graph, alpha: share / radius, weighted: weighted) }
      }
    }
    // The spectral radius of a star of 4 is 2; its hub has (1 + 4 alpha) / (1 + alpha) times a leaf's score.
    for alpha in [0.49, 0.499999] {
      let star = try KatzCentrality.run(CentralityTests.star(4), alpha: alpha)
      #expect(abs(star.values[0] / star.values[1] - (1 + 4 * alpha) / (1 + alpha)) < 1e-9)
      #expect(star.rounds < 5)
    }
    #expect(throws: KernelError.self) { try KatzCentrality.run(CentralityTests.star(4), alpha: 0.5000001) }
  }

  /// A star of radius 4 beside a path, whose scores stay small where the star's grow; joined or not.
  static func starAndPath(joined: Bool) throws -> Graph {
    var (sources, targets) = ([UInt32](repeating: 0, count: 16), (1...16).map { UInt32($0) })
    for vertex in UInt32(17)..<36 {
      sources.append(vertex)
      targets.append(vertex + 1)
    }
    if joined {
      sources.append(1)
      targets.append(17)
    }
    return try Graph(vertexCount: 37, sources: sources, targets: targets, directed: false)
  }

  @Test(
    "however large a change is allowed, all scores are above 0 and of the right size",
    arguments: [false, true], [0.97, 0.99, 0.999, 0.9999, 0.999_999])
  func largeChange(joined: Bool, share: Double) throws {
    let graph = try Self.starAndPath(joined: joined)
    let oracle = MatrixOracle(graph)
    let alpha = share / Self.radius(oracle)
    let expected = Self.scaled(Self.solution(oracle, alpha: alpha))
    for change in [1, 0.1, 0.01, 1e-3, 1e-4, 1e-6] {
      let scores = try KatzCentrality.run(graph, alpha: alpha, change: change)
      for (score, value) in zip(scores.values, expected) { #expect(score > 0.5 * value && score < 1.5 * value) }
    }
  }

  @Test("no alpha above the bound is let through by a large change")
  func largeChangeAbove() throws {
    for change in [1, 0.1, 0.01, 1e-4, 1e-6] {
      let beside = try Self.cliqueAndRing(6, 100_000)
      #expect(throws: KernelError.self) { try KatzCentrality.run(beside, alpha: 1.1 / 5, change: change) }
      let star = try CentralityTests.star(1000)
      #expect(throws: KernelError.self) { try KatzCentrality.run(star, alpha: 1.1 / 1000.0.squareRoot(), change: change) }
      let path = try CentralityTests.path(1000)
      let radius = 2 * cos(.pi / 1001.0)
      #expect(throws: KernelError.self) { try KatzCentrality.run(path, alpha: (1 + 1e-6) / radius, change: change) }
    }
  }

  /// Vertices of the clique come first.
  static func cliqueAndRing(_ clique: UInt32, _ ring: UInt32) throws -> Graph {
    var (sources, targets): ([UInt32], [UInt32]) = ([], [])
    for first in 0..<clique {
      for second in first + 1..<clique {
        sources.append(first)
        targets.append(second)
      }
    }
    for place in 0..<ring {
      sources.append(clique + place)
      targets.append(clique + (place + 1) % ring)
    }
    return try Graph(vertexCount: Int(clique + ring), sources: sources, targets: targets, directed: false)
  }

  @Test("a small part that diverges is not lost in a large one that does not")
  func smallPart() throws {
    // Of radius 5 and 2.
    let graph = try Self.cliqueAndRing(6, 30_000)
    #expect(throws: KernelError.self) { try KatzCentrality.run(graph, alpha: 0.2001) }
    // Each part is even: 1 / (1 - alpha × degree).
    let scores = try KatzCentrality.run(graph, alpha: 0.1999).values
    #expect(abs(scores[0] / scores[6] * (1 - 5 * 0.1999) / (1 - 2 * 0.1999) - 1) < 1e-9)
  }

  @Test("weights of any size, and graphs without edges")
  func sizes() throws {
    let graph = try CentralityTests.random(5, directed: false, edges: 60)
    let plain = try KatzCentrality.run(graph, weighted: true)
    for exponent in [-290, -60, 60, 290] {
      let unit = Double(sign: .plus, exponent: exponent * 3, significand: 1)
      let large = try CentralityTests.random(5, directed: false, edges: 60, unit: unit)
      let given = try KatzCentrality.run(large, alpha: plain.alpha / unit, weighted: true)
      #expect(given.values == plain.values)
      // The bound of the radius is another, as it comes from the matrix plus 1.
      let scores = try KatzCentrality.run(large, weighted: true)
      #expect(scores.values == (try KatzCentrality.run(graph, alpha: scores.alpha * unit, weighted: true)).values)
    }
    let tooLarge = try CentralityTests.random(5, directed: false, edges: 60, unit: 3e307)
    #expect(throws: KernelError.beyondRange(kernel: "katz-centrality")) {
      try KatzCentrality.run(tooLarge, weighted: true)
    }
    // One far above it, whose squares are too large.
    let star = try Graph(
      vertexCount: 3, sources: [0, 0], targets: [1, 2], weights: [1e160, 1e160], directed: false)
    #expect(throws: KernelError.noResult(
      kernel: "katz-centrality", reason: "alpha is not below 1 / spectral radius: the series diverges")
    ) { try KatzCentrality.run(star, alpha: 1, weighted: true) }
    // An alpha far below the bound, whose products are too large all the same.
    #expect(throws: KernelError.beyondRange(kernel: "katz-centrality")) {
      try KatzCentrality.run(tooLarge, alpha: 1e-308, weighted: true)
    }
    let empty = try Graph(vertexCount: 4, sources: [], targets: [], directed: false)
    #expect(try KatzCentrality.run(empty, change: 0).values == [0.5, 0.5, 0.5, 0.5])
    #expect(try KatzCentrality.run(Graph(vertexCount: 0, sources: [], targets: [], directed: false)).values.isEmpty)
  }

  @Test("an error where rounds do not suffice")
  func rounds() throws {
    for directed in [false, true] {
      let graph = try CentralityTests.random(3, directed: directed, edges: 80)
      #expect(throws: KernelError.self) { try KatzCentrality.run(graph, maximumRounds: 2) }
    }
  }
}
