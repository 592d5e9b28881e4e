import GraphKernels
import GraphStorage
import People
import Testing

@testable import Inference

@Suite("Why something is inferred")
struct ExplanationTests {
  @Test("a graph without the strongest ties of somebody is the graph built without them", arguments: 0..<20)
  func withoutStrongest(seed: Int) throws {
    let data = try Self.random(UInt64(seed))
    let vertex = seed % data.count
    let (left, ties) = InferenceExplanation.withoutStrongest(data.graph, data.evidence, of: vertex)
    let own = (0..<data.count).filter { data.evidence[$0] && data.graph.weight(from: vertex, to: $0) != nil }
      .sorted { one, other in
        let (a, b) = (data.graph.weight(from: vertex, to: one) ?? 0, data.graph.weight(from: vertex, to: other) ?? 0)
        return a != b ? a > b : one < other
      }.prefix(3)
    #expect(ties == own.count)
    for source in 0..<data.count {
      for target in 0..<data.count {
        let isTaken = source == vertex && own.contains(target) || target == vertex && own.contains(source)
        #expect(left.weight(from: source, to: target) == (isTaken ? nil : data.graph.weight(from: source, to: target)))
      }
    }
  }

  @Test("homophily is what counting pairs of ties gives, and nothing is said about few", arguments: 0..<20)
  func homophily(seed: Int) throws {
    let data = try Self.random(UInt64(seed + 40))
    var (ties, equal) = (0.0, 0.0)
    var ends = [0.0, 0, 0]
    var pairs: [(Double, Double)] = []
    var people = Set<Int>()
    for one in 0..<data.count {
      for other in 0..<one where data.graph.weight(from: one, to: other) != nil {
        let (a, b) = (data.labels.labels[one], data.labels.labels[other])
        guard a >= 0, b >= 0 else { continue }
        ties += 1
        equal += a == b ? 1 : 0
        ends[Int(a)] += 1
        ends[Int(b)] += 1
        people.formUnion([one, other])
        pairs += [(Double(a), Double(b)), (Double(b), Double(a))]
      }
    }
    let found = Homophily(data.graph, data.labels, numbers: data.labels.labels.map(Double.init))
    guard let found else {
      #expect(ties < 10 || people.count < 10)
      return
    }
    let chance = ends.reduce(0) { $0 + ($1 / (2 * ties)) * ($1 / (2 * ties)) }
    #expect(Double(found.ties) == ties && abs(found.edgeHomophily - equal / ties) < 1e-12)
    #expect(abs(found.adjustedHomophily - (equal / ties - chance) / (1 - chance)) < 1e-12)
    let mean = pairs.reduce(0) { $0 + $1.0 } / Double(pairs.count)
    let variance = pairs.reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) }
    let covariance = pairs.reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    #expect(abs((found.numericAssortativity ?? 0) - (variance > 0 ? covariance / variance : 0)) < 1e-9)
    let few = data.labels.hiding { $0 >= 9 }
    #expect(Homophily(data.graph, few) == nil)
  }

  @Test("shares are parts of the whole, nobody's value can be guessed from the named, and counterfactuals are computed")
  func explained() throws {
    let data = try KindTown(seed: 31).dataset()
    let problem = try KindTown.ordered(data, "grade")
    let solution = problem.solve()
    let shown = solution.predictions.filter { $0.decision == .publish }
    #expect(shown.count > 3)
    for prediction in shown.prefix(6) {
      let found = problem.explain(prediction, solution)
      #expect(found.people >= 5 && !found.contributors.isEmpty)
      #expect(found.contributors.count == min(found.people, InferenceExplanation.contributorLimit))
      #expect(found.contributors.reduce(0) { $0 + $1.share } <= 1 + 1e-9)
      let largest = try #require(prediction.support?.largestShare)
      let first = found.contributors[0].share
      #expect(first >= largest.lowerBound - 1e-6 && first <= largest.upperBound + 1e-6)
      #expect(found.contributors.allSatisfy { $0.steps >= 1 })
      var counts: [Double: Int] = [:]
      for contributor in found.contributors {
        counts[problem.evidence.numbers.numbers[contributor.vertex], default: 0] += 1
      }
      #expect(found.mayBeNamed == (2 * (counts.values.max() ?? 0) <= found.contributors.count))
      // The answer without the ties, from a problem in which they never were.
      let counterfactual = try #require(found.counterfactual)
      let graph = problem.ground.weightings[solution.choice.chosen.weighting].graph
      let (left, ties) = InferenceExplanation.withoutStrongest(graph, problem.ground.mayServe, of: prediction.vertex)
      #expect(ties == counterfactual.ties && left.arcCount == graph.arcCount - 2 * ties)
      let again = problem.predict(
        solution.choice, problem.evidence, of: [prediction.vertex], rule: solution.rule, on: left)[0]
      #expect(again.lowerBound == counterfactual.lowerBound)
    }
  }

  private static func random(_ seed: UInt64) throws
    -> (graph: WeightedGraph, labels: LabelEvidence, evidence: [Bool], count: Int)
  {
    var random = SeededGenerator(seed: seed, stream: 6)
    let count = 14 + random.below(16)
    var (sources, targets, weights): ([UInt32], [UInt32], [Double]) = ([], [], [])
    for source in 0..<count {
      for target in 0..<source where random.below(3) == 0 {
        sources.append(UInt32(source))
        targets.append(UInt32(target))
        weights.append(Double(1 + random.below(4)))
      }
    }
    let graph = try WeightedGraphBuilder.build(
      vertexCount: count, sources: sources, targets: targets, weights: weights, symmetric: true)
    let evidence = (0..<count).map { _ in random.below(7) > 0 }
    let labels = (0..<count).map { _ in Int32(random.below(4)) - 1 }
    return (graph, LabelEvidence(labels: labels, classCount: 3, evidence: evidence), evidence, count)
  }
}
