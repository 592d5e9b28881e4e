import GraphKernels
import GraphStorage
import Testing

@testable import Inference

@Suite("What contacts in common say of a tie")
struct SharedContactsTests {
  @Test("sums over contacts in common are those of a search of all people, whoever is no evidence left out")
  func sums() throws {
    var generator = SeededGenerator(seed: 12)
    for count in [3, 12, 40] {
      var (sources, targets, weights): ([UInt32], [UInt32], [Double]) = ([], [], [])
      var ties = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
      for one in 0..<count {
        for other in 0..<one where generator.below(3) == 0 {
          sources.append(UInt32(one))
          targets.append(UInt32(other))
          weights.append(Double(1 + generator.below(9)))
          ties[one][other] = weights[weights.count - 1]
          ties[other][one] = ties[one][other]
        }
      }
      let graph = try WeightedGraphBuilder.build(
        vertexCount: count, sources: sources, targets: targets, weights: weights, symmetric: true)
      let evidence = (0..<count).map { _ in generator.below(4) > 0 }
      let contacts = SharedContacts(graph, evidence, threads: ThreadCount(2))
      let found = [contacts.weighted { 1 + $0.adamicAdar }, contacts.weighted { $0.weight * (1 + $0.resourceAllocation) }]
      for one in 0..<count {
        for other in 0..<count where ties[one][other] > 0 {
          let common = (0..<count).filter { evidence[$0] && ties[one][$0] > 0 && ties[other][$0] > 0 }
          let degrees = common.map { person in Double(ties[person].count { $0 > 0 }) }
          let allocation = degrees.reduce(0) { $0 + 1 / $1 }
          #expect(found[0].weight(from: one, to: other).map { $0 >= 1 && ($0 > 1) == !common.isEmpty } == true)
          let weight = try #require(found[1].weight(from: one, to: other))
          #expect(abs(weight - ties[one][other] * (1 + allocation)) < 1e-12)
          #expect(found[1].weight(from: other, to: one) == weight)
        }
      }
    }
  }

  @Test("labels dealt anew are the same labels on the same people, and with few labels nothing is published")
  func dealtAnew() throws {
    let labels = LabelEvidence(
      labels: (0..<50).map { Int32($0 % 5) - 1 }, classCount: 4, evidence: (0..<50).map { $0 % 7 > 0 })
    let dealt = labels.shuffled(seed: 3)
    #expect(dealt.labelCounts == labels.labelCounts && dealt.labels != labels.labels)
    #expect(dealt.labels.map { $0 >= 0 } == labels.labels.map { $0 >= 0 })
    #expect(labels.shuffled(seed: 3).labels == dealt.labels)
  }
}
