import GraphKernels
import GraphStorage
import Testing

@Suite("The neighbours' median")
struct NeighbourMedianTests {
  struct Case {
    let graph: WeightedGraph
    let evidence: NumberEvidence

    /// A random weighted graph, some people without numbers and some who are no evidence.
    init(seed: UInt64) throws {
      var random = SeededGenerator(seed: seed, stream: 3)
      let count = 6 + random.below(20)
      var (sources, targets, weights): ([UInt32], [UInt32], [Double]) = ([], [], [])
      for source in 0..<count {
        for target in 0..<source where random.below(3) == 0 {
          sources.append(UInt32(source))
          targets.append(UInt32(target))
          weights.append([0.25, 0.5, 1, 2, 5][random.below(5)])
        }
      }
      graph = try WeightedGraphBuilder.build(
        vertexCount: count, sources: sources, targets: targets, weights: weights, symmetric: true)
      let numbers = (0..<count).map { _ in random.below(4) == 0 ? Double.nan : Double(random.below(9)) - 3 }
      evidence = NumberEvidence(numbers: numbers, evidence: (0..<count).map { _ in random.below(6) > 0 })
    }

    var typicalWeight: Double {
      var (sum, count) = (0.0, 0.0)
      for vertex in 0..<graph.vertexCount where evidence.evidence[vertex] {
        for arc in graph.row(vertex) where evidence.evidence[Int(graph.targets[arc])] {
          sum += graph.weights[arc]
          count += 1
        }
      }
      return count == 0 ? 1 : sum / count
    }

    /// The objective, written from its definition.
    func objective(_ vertex: Int, _ x: Double, pull: Double) -> Double {
      var sum = 0.0
      for other in 0..<graph.vertexCount {
        guard let weight = graph.weight(from: vertex, to: other), !evidence.numbers[other].isNaN else { continue }
        sum += weight * abs(x - evidence.numbers[other])
      }
      let scale = evidence.spread
      let apart = abs(x - evidence.median)
      if scale == 0 { return sum + pull * typicalWeight * apart }
      let t = apart / scale
      return sum + pull * typicalWeight * scale * (t <= 1 ? t * t / 2 : t - 0.5)
    }
  }

  @Test("no number on a fine grid has a smaller objective than the one found", arguments: 0..<18)
  func isMinimum(seed: Int) throws {
    let data = try Case(seed: UInt64(seed))
    let pull = [0.2, 1, 3][seed % 3]
    let vertices = Array(0..<data.graph.vertexCount)
    let found = NeighbourMedian.run(
      data.graph, data.evidence, of: vertices, parameters: .init(pull: pull), threads: ThreadCount(2))
    for vertex in vertices {
      let least = data.objective(vertex, found[vertex].number, pull: pull)
      for step in -40...80 {
        let other = data.objective(vertex, Double(step) / 10, pull: pull)
        #expect(least <= other + 1e-9, "vertex \(vertex): \(found[vertex]) against \(Double(step) / 10)")
      }
      // And close by, where a wrong minimum would show.
      for step in [-0.02, -0.001, 0.001, 0.02] {
        #expect(least <= data.objective(vertex, found[vertex].number + step, pull: pull) + 1e-9, "vertex \(vertex)")
      }
    }
    for threads in [1, 8] {
      #expect(
        NeighbourMedian.run(
          data.graph, data.evidence, of: vertices, parameters: .init(pull: pull), threads: ThreadCount(threads))
          == found)
    }
  }

  @Test("nobody's own number reaches them, and nobody's who is no evidence reaches anybody", arguments: 0..<20)
  func noInfluence(seed: Int) throws {
    let data = try Case(seed: UInt64(seed + 500))
    let vertices = Array(0..<data.graph.vertexCount)
    let found = NeighbourMedian.run(data.graph, data.evidence, of: vertices, threads: ThreadCount(1))
    var changed = data.evidence.numbers
    for vertex in vertices where !data.evidence.evidence[vertex] { changed[vertex] = 1e6 }
    let other = NumberEvidence(numbers: changed, evidence: data.evidence.evidence)
    #expect(NeighbourMedian.run(data.graph, other, of: vertices, threads: ThreadCount(1)) == found)
  }

  @Test("without neighbours the median of all, and nothing heard")
  func alone() throws {
    let graph = try WeightedGraphBuilder.build(
      vertexCount: 4, sources: [1], targets: [2], weights: [1], symmetric: true)
    let evidence = NumberEvidence(numbers: [.nan, 3, 8, 10], evidence: [true, true, true, true])
    let found = NeighbourMedian.run(graph, evidence, of: [0], threads: ThreadCount(1))
    #expect(found[0].number == 8 && found[0].mass == 0)
  }
}

@Suite("Who stands behind an answer")
struct InfluenceRowTests {
  @Test("the row gives what the kernel makes of each single label", arguments: 0..<24)
  func row(seed: Int) throws {
    let data = try NeighbourMedianTests.Case(seed: UInt64(seed + 900))
    let count = data.graph.vertexCount
    let labelled = (0..<count).map { Int32(data.evidence.numbers[$0].isNaN ? -1 : 0) }
    let labels = LabelEvidence(labels: labelled, classCount: 2, evidence: data.evidence.evidence)
    let threads = ThreadCount(2)
    let vertex = seed % count
    for kernel in 0..<3 {
      func mass(_ labels: LabelEvidence) -> Double {
        switch kernel {
        case 0: OneHopVote.run(data.graph, labels, threads: threads).masses[vertex]
        case 1: TwoHopVote.run(data.graph, labels, threads: threads).masses[vertex]
        default: LabelSpreading.run(data.graph, labels, parameters: .init(alpha: 0.7), threads: threads).masses[vertex]
        }
      }
      let entries =
        switch kernel {
        case 0: InfluenceRow.oneHop(data.graph, labels, of: vertex)
        case 1: InfluenceRow.twoHop(data.graph, labels, of: vertex, threads: threads)
        default:
          InfluenceRow.spreading(data.graph, labels, parameters: .init(alpha: 0.7), of: vertex, threads: threads)
        }
      let amounts = Dictionary(uniqueKeysWithValues: entries.map { ($0.vertex, $0.amount) })
      for other in 0..<count where other != vertex && labels.labels[other] >= 0 {
        // The kernel with this label alone, a run of its own.
        let alone = mass(labels.hiding { $0 != other })
        #expect(abs(alone - (amounts[other] ?? 0)) < 1e-9, "kernel \(kernel), \(other) at \(vertex)")
      }
      #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.amount >= $1.amount })
      #expect(!amounts.keys.contains(vertex))
    }
  }
}
