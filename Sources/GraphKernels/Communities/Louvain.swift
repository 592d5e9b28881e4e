import GraphStorage

/// Communities by greedy modularity: the Louvain method.
///
/// Paper: Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks" (2008).
/// Deviation: vertices are visited in ascending order, equal gains go to the smallest community, and a vertex moves
/// only for a gain above 1e-12 of the total weight: the same result on every run. Communities may be disconnected
/// inside (Leiden's guarantee is not given).
/// Result: for each vertex the smallest vertex of its community; a vertex without ties is its own.
/// - Complexity: O(arcs) a sweep, a few dozen sweeps; one thread.
public enum Louvain {
  public struct Parameters: Codable, Hashable, Sendable {
    /// γ of the modularity; 1 is the usual one, more gives smaller communities.
    public var resolution: Double
    /// A level ends when a sweep raises the modularity by less than this.
    public var tolerance: Double
    public var maximumLevels: Int

    public init(resolution: Double = 1, tolerance: Double = 1e-6, maximumLevels: Int = 20) {
      self.resolution = resolution
      self.tolerance = tolerance
      self.maximumLevels = maximumLevels
    }
  }

  public struct Partition: Equatable, Sendable {
    public let communities: [UInt32]
    /// Q = Σ_c (w_c / 2m − γ (k_c / 2m)²); 0 for a graph without ties.
    public let modularity: Double
    public let levels: Int
  }

  /// - Precondition: `graph` is symmetric.
  public static func run(_ graph: WeightedGraph, parameters: Parameters = Parameters()) -> Partition {
    precondition(graph.isSymmetric, "modularity here is that of an undirected graph")
    var level = Level(graph)
    var assignment = Array(0..<graph.vertexCount)
    var levels = 0
    while levels < parameters.maximumLevels, level.total > 0 {
      let (communities, moved) = level.moveLocally(parameters)
      guard moved else { break }
      levels += 1
      let (dense, count) = compact(communities)
      for vertex in assignment.indices { assignment[vertex] = dense[assignment[vertex]] }
      level = level.aggregated(dense, count: count)
    }
    // Every community is now one vertex of the last level.
    var smallest = [Int](repeating: Int.max, count: level.count)
    for vertex in assignment.indices.reversed() { smallest[assignment[vertex]] = vertex }
    return Partition(
      communities: assignment.map { UInt32(truncatingIfNeeded: smallest[$0]) },
      modularity: level.singletonModularity(parameters.resolution), levels: levels)
  }

  /// Numbers communities 0, 1, … in order of their first vertex.
  private static func compact(_ communities: [Int]) -> (dense: [Int], count: Int) {
    var numbers = [Int](repeating: -1, count: communities.count)
    var next = 0
    let dense = communities.map { community in
      if numbers[community] < 0 {
        numbers[community] = next
        next += 1
      }
      return numbers[community]
    }
    return (dense, next)
  }
}

/// The graph between communities: rows without loops, and the loops' weight (both ends counted) apart.
private struct Level {
  var offsets: [Int]
  var targets: [Int]
  var weights: [Double]
  var loops: [Double]
  /// Strength of each vertex, its loop included.
  var strengths: [Double] = []
  /// 2m.
  var total = 0.0

  var count: Int { loops.count }

  init(_ graph: WeightedGraph) {
    self.init(
      offsets: graph.offsets, targets: graph.targets.map { Int($0) }, weights: graph.weights,
      loops: [Double](repeating: 0, count: graph.vertexCount))
  }

  private init(offsets: [Int], targets: [Int], weights: [Double], loops: [Double]) {
    self.offsets = offsets
    self.targets = targets
    self.weights = weights
    self.loops = loops
    strengths = loops.indices.map { vertex in
      var sum = loops[vertex]
      for arc in offsets[vertex]..<offsets[vertex + 1] { sum += weights[arc] }
      return sum
    }
    for strength in strengths { total += strength }
  }

  /// Moves single vertices while it pays. Communities are named by vertices of this level.
  func moveLocally(_ parameters: Louvain.Parameters) -> (communities: [Int], moved: Bool) {
    var communities = Array(0..<count)
    var sizes = strengths
    var links = [Double](repeating: 0, count: count)
    var touched: [Int] = []
    var moved = false
    while true {
      var gained = 0.0
      for vertex in 0..<count {
        let own = communities[vertex]
        touched.removeAll(keepingCapacity: true)
        for arc in offsets[vertex]..<offsets[vertex + 1] {
          let community = communities[targets[arc]]
          if links[community] == 0 { touched.append(community) }
          links[community] += weights[arc]
        }
        let strength = strengths[vertex]
        let pull = parameters.resolution * strength / total
        sizes[own] -= strength
        let stay = links[own] - pull * sizes[own]
        var best = own
        var bestGain = stay
        for community in touched where community != own {
          let gain = links[community] - pull * sizes[community]
          if gain > bestGain || (gain == bestGain && best != own && community < best) {
            best = community
            bestGain = gain
          }
        }
        if bestGain - stay <= 1e-12 * total { best = own }
        sizes[best] += strength
        if best != own {
          communities[vertex] = best
          gained += 2 * (bestGain - stay) / total
          moved = true
        }
        for community in touched { links[community] = 0 }
      }
      if gained < parameters.tolerance { return (communities, moved) }
    }
  }

  func aggregated(_ communities: [Int], count newCount: Int) -> Level {
    var members = [[Int]](repeating: [], count: newCount)
    for vertex in communities.indices { members[communities[vertex]].append(vertex) }
    var newOffsets = [0]
    var newTargets: [Int] = []
    var newWeights: [Double] = []
    var newLoops = [Double](repeating: 0, count: newCount)
    var links = [Double](repeating: 0, count: newCount)
    for community in 0..<newCount {
      var touched: [Int] = []
      for vertex in members[community] {
        newLoops[community] += loops[vertex]
        for arc in offsets[vertex]..<offsets[vertex + 1] {
          let other = communities[targets[arc]]
          if other == community {
            newLoops[community] += weights[arc]
          } else {
            if links[other] == 0 { touched.append(other) }
            links[other] += weights[arc]
          }
        }
      }
      touched.sort()
      for other in touched {
        newTargets.append(other)
        newWeights.append(links[other])
        links[other] = 0
      }
      newOffsets.append(newTargets.count)
    }
    return Level(offsets: newOffsets, targets: newTargets, weights: newWeights, loops: newLoops)
  }

  /// The modularity of the partition in which every vertex of this level is a community.
  func singletonModularity(_ resolution: Double) -> Double {
    guard total > 0 else { return 0 }
    var sum = 0.0
    for vertex in 0..<count {
      let share = strengths[vertex] / total
      sum += loops[vertex] / total - resolution * share * share
    }
    return sum
  }
}
