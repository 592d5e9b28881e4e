import GraphKernels
import GraphStorage

/// A small random weighted graph with labels and an evidence mask.
struct RandomCase {
  let graph: WeightedGraph
  let labels: LabelEvidence
  let matrix: [[Double]]

  init(seed: UInt64, count: Int = 24, classes: Int = 3, evidenceShare: Double = 0.75, symmetric: Bool = true) throws {
    var generator = SeededGenerator(seed: seed)
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    for _ in 0..<count * 2 {
      sources.append(UInt32(generator.below(count)))
      targets.append(UInt32(generator.below(count)))
    }
    let graph = try WeightedGraphBuilder.build(
      vertexCount: count, sources: sources, targets: targets, weights: sources.map { _ in generator.unit() + 0.01 },
      symmetric: symmetric)
    self.graph = graph
    labels = LabelEvidence(
      labels: (0..<count).map { _ in generator.unit() < 0.5 ? -1 : Int32(generator.below(classes)) },
      classCount: classes, evidence: (0..<count).map { _ in generator.unit() < evidenceShare })
    matrix = (0..<count).map { row in (0..<count).map { graph.weight(from: row, to: $0) ?? 0 } }
  }

  var count: Int { graph.vertexCount }

  /// The prior of DOMAIN C.2 without the vertex itself.
  func prior(_ vertex: Int) -> [Double] {
    let others = labels.labels.indices.filter { $0 != vertex && labels.labels[$0] >= 0 }
    return (0..<labels.classCount).map { index in
      (Double(others.count { Int(labels.labels[$0]) == index }) + 0.5)
        / (Double(others.count) + 0.5 * Double(labels.classCount))
    }
  }

  /// The mean weight of the arcs between evidence vertices.
  var unit: Double {
    let weights = (0..<count).flatMap { row in
      (0..<count).filter { matrix[row][$0] > 0 && labels.evidence[row] && labels.evidence[$0] }.map { matrix[row][$0] }
    }
    return weights.isEmpty ? 1 : weights.reduce(0, +) / Double(weights.count)
  }

  /// Expected probabilities, evidence count and largest share of a vote from each person's mass at `vertex`.
  func vote(_ people: [Double], at vertex: Int) -> (row: [Double], count: Int32, share: Double) {
    let total = people.reduce(0, +)
    let prior = prior(vertex)
    let row = (0..<labels.classCount).map { index in
      let mass = people.indices.filter { Int(labels.labels[$0]) == index }.map { people[$0] }.reduce(0, +)
      return (mass + unit * prior[index]) / (total + unit)
    }
    return (row, Int32(people.count { $0 > 0 }), total > 0 ? (people.max() ?? 0) / total : 0)
  }
}
