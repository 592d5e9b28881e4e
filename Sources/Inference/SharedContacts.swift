import Foundation
import GraphStorage

/// For every arc of a graph, what the contacts that its two ends have in common say about the tie.
struct SharedContacts {
  struct Tie {
    /// As the graph has it.
    let weight: Double
    /// Σ 1 / ln(contacts of the common contact).
    let adamicAdar: Double
    /// Σ 1 / (contacts of the common contact).
    let resourceAllocation: Double
  }

  private let graph: WeightedGraph
  private let adamicAdar: [Double]
  private let resourceAllocation: [Double]

  /// - Parameters:
  ///   - contacts: symmetric; whose rows are compared. `graph` itself without it.
  ///   - evidence: for each vertex whether it counts as a contact in common.
  /// - Complexity: O(Σ over arcs (degrees of both ends)).
  init(_ graph: WeightedGraph, among contacts: WeightedGraph? = nil, _ evidence: [Bool], threads: ThreadCount) {
    let contacts = contacts ?? graph
    self.graph = graph
    let logarithms = (0..<contacts.vertexCount).map { vertex in
      evidence[vertex] ? 1 / log(Double(max(2, contacts.row(vertex).count))) : 0
    }
    let shares = (0..<contacts.vertexCount).map { vertex in
      evidence[vertex] ? 1 / Double(max(1, contacts.row(vertex).count)) : 0
    }
    let ranges = evenRanges(graph.vertexCount, pieces: 256)
    let pieces = parallelMap(count: ranges.count, threads: threads) { piece in
      var sums: (adamicAdar: [Double], resourceAllocation: [Double]) = ([], [])
      for vertex in ranges[piece] {
        for arc in graph.row(vertex) {
          let other = contacts.row(Int(graph.targets[arc]))
          let row = contacts.row(vertex)
          var (left, right) = (row.lowerBound, other.lowerBound)
          var (first, second) = (0.0, 0.0)
          // In the order of the vertices, so that both arcs of a tie have the same sums bit for bit.
          while left < row.upperBound, right < other.upperBound {
            let (one, two) = (contacts.targets[left], contacts.targets[right])
            if one == two {
              first += logarithms[Int(one)]
              second += shares[Int(one)]
            }
            left += one <= two ? 1 : 0
            right += two <= one ? 1 : 0
          }
          sums.adamicAdar.append(first)
          sums.resourceAllocation.append(second)
        }
      }
      return sums
    }
    adamicAdar = pieces.flatMap(\.adamicAdar)
    resourceAllocation = pieces.flatMap(\.resourceAllocation)
  }

  /// The same arcs, weighted anew.
  /// - Precondition: `weight` gives a positive finite number, the same for both arcs of a tie.
  func weighted(_ weight: (Tie) -> Double) -> WeightedGraph {
    let weights = graph.weights.indices.map { arc in
      weight(Tie(weight: graph.weights[arc], adamicAdar: adamicAdar[arc], resourceAllocation: resourceAllocation[arc]))
    }
    do throws(GraphError) {
      return try WeightedGraph(
        offsets: graph.offsets, targets: graph.targets, weights: weights, symmetric: graph.isSymmetric)
    } catch {
      preconditionFailure("the arcs of a graph, weighted by positive numbers, are a graph: \(error)")
    }
  }
}
