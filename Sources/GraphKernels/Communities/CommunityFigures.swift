import GraphStorage

/// Size, density, conductance and connectedness of every community of a partition, computed from the graph alone.
///
/// Conductance: the weight that leaves over the smaller of both sides' strengths (Kannan, Vempala and Vetta, 2004).
/// An isolated person is a community of one: no density, no conductance, one part.
/// Sums run in a fixed order: the same bytes for any thread count.
/// - Complexity: O(vertices + arcs · α), one thread.
public struct CommunityFigures: Equatable, Sendable {
  public struct Community: Equatable, Sendable {
    /// The smallest vertex.
    public let first: UInt32
    public internal(set) var size = 0
    /// Ties between two members, each counted once.
    public internal(set) var ties = 0
    /// Weight inside, both ends counted.
    public internal(set) var inside = 0.0
    /// Weight of all ties of members, both ends counted where both are members.
    public internal(set) var strength = 0.0
    /// Connected parts of the community by itself; 1 is what Leiden guarantees.
    public internal(set) var parts = 0
    /// 0 … 1; nil for one vertex.
    public var density: Double? { size > 1 ? 2 * Double(ties) / (Double(size) * Double(size - 1)) : nil }
    /// 0 … 1; nil where nothing is tied.
    public var insideShare: Double? { strength > 0 ? inside / strength : nil }
    /// 0 … 1; nil where one side has no ties.
    public internal(set) var conductance: Double?
  }

  /// Larger ones first; of one size that of the smaller first vertex first.
  public let communities: [Community]
  /// For each vertex the position of its community in `communities`.
  public let positions: [Int]

  /// - Parameter classes: one for each vertex, any number below the count of vertices.
  /// - Throws: `KernelError.needsUndirected`, `KernelError.badParameter` for other classes, `KernelError.cancelled`.
  public init(
    _ graph: Graph, classes: Column<UInt32>, _ control: RunControl = RunControl()
  ) throws(KernelError) {
    if graph.isDirected { throw .needsUndirected(kernel: "community figures") }
    let count = graph.vertexCount
    guard classes.count == count, classes.allSatisfy({ Int($0) < count }) else {
      throw .badParameter(name: "classes", expected: "a number below \(count) for each of \(count) vertices")
    }
    do throws(Cancelled) {
      (communities, positions) = try Self.counted(graph, classes, control)
    } catch {
      throw KernelError(error)
    }
  }

  private static func counted(
    _ graph: Graph, _ classes: Column<UInt32>, _ control: RunControl
  ) throws(Cancelled) -> ([Community], [Int]) {
    let count = graph.vertexCount
    var places = [Int](repeating: -1, count: count)
    var found: [Community] = []
    var parents = Array(0..<count)
    func root(_ vertex: Int) -> Int {
      var vertex = vertex
      while parents[vertex] != vertex {
        parents[vertex] = parents[parents[vertex]]
        vertex = parents[vertex]
      }
      return vertex
    }
    var total = 0.0
    for vertex in 0..<count {
      if vertex & 0xFFF == 0 { try control.checkCancelled() }
      let own = classes[vertex]
      if places[Int(own)] < 0 {
        places[Int(own)] = found.count
        found.append(Community(first: UInt32(vertex)))
      }
      let place = places[Int(own)]
      var (strength, inside, ties) = (0.0, 0.0, 0)
      for arc in graph.row(vertex) {
        let other = Int(graph.targets[arc])
        let weight = graph.weights?[arc] ?? 1
        strength += weight
        guard classes[other] == own else { continue }
        inside += weight
        guard other < vertex else { continue }
        ties += 1
        let (one, two) = (root(vertex), root(other))
        parents[max(one, two)] = min(one, two)
      }
      found[place].size += 1
      found[place].ties += ties
      found[place].inside += inside
      found[place].strength += strength
      total += strength
    }
    for vertex in 0..<count where parents[vertex] == vertex { found[places[Int(classes[vertex])]].parts += 1 }
    for place in found.indices {
      let smaller = min(found[place].strength, total - found[place].strength)
      if smaller > 0 { found[place].conductance = (found[place].strength - found[place].inside) / smaller }
    }
    let order = found.indices.sorted { (-found[$0].size, found[$0].first) < (-found[$1].size, found[$1].first) }
    var ranks = [Int](repeating: 0, count: found.count)
    for (rank, place) in order.enumerated() { ranks[place] = rank }
    return (order.map { found[$0] }, (0..<count).map { ranks[places[Int(classes[$0])]] })
  }

  /// How a vertex stands in its own community and between all (Guimerà and Amaral, 2005, by weight of ties).
  public struct Role: Equatable, Sendable {
    /// 1 − Σ_c (k_c / k)²: 0 where all ties are in one community, towards 1 where they spread evenly; 0 without ties.
    public let participation: Double
    /// Strength inside the own community, in standard deviations from its members' mean; nil where all have the same.
    public let withinModule: Double?
  }

  /// The role of every vertex.
  /// - Complexity: O(arcs + vertices).
  /// - Precondition: the graph is the one that the figures are of.
  public func roles(in graph: Graph) -> [Role] {
    var inside = [Double](repeating: 0, count: positions.count)
    var participation = [Double](repeating: 0, count: positions.count)
    var shares = [Double](repeating: 0, count: communities.count)
    for vertex in positions.indices {
      var strength = 0.0
      for arc in graph.row(vertex) {
        let weight = graph.weights?[arc] ?? 1
        shares[positions[Int(graph.targets[arc])]] += weight
        strength += weight
      }
      inside[vertex] = shares[positions[vertex]]
      var spread = strength > 0 ? 1.0 : 0
      for arc in graph.row(vertex) {
        let community = positions[Int(graph.targets[arc])]
        if strength > 0 { spread -= (shares[community] / strength) * (shares[community] / strength) }
        shares[community] = 0
      }
      participation[vertex] = max(0, spread)
    }
    var sums = [Double](repeating: 0, count: communities.count)
    for vertex in positions.indices { sums[positions[vertex]] += inside[vertex] }
    let means = sums.indices.map { sums[$0] / Double(communities[$0].size) }
    var squares = [Double](repeating: 0, count: communities.count)
    for vertex in positions.indices {
      let away = inside[vertex] - means[positions[vertex]]
      squares[positions[vertex]] += away * away
    }
    return positions.indices.map { vertex in
      let community = positions[vertex]
      let mean = means[community]
      let variance = squares[community] / Double(communities[community].size)
      return Role(
        participation: participation[vertex],
        withinModule: variance > 1e-12 * max(1, mean * mean) ? (inside[vertex] - mean) / variance.squareRoot() : nil)
    }
  }
}

extension CommunityFigures.Role {
  /// The seven universal roles of Guimerà and Amaral, by their thresholds.
  public enum Kind: String, CaseIterable, Sendable {
    case ultraPeripheral = "ultra-peripheral"
    case peripheral
    case connector = "non-hub connector"
    case kinless = "non-hub kinless"
    case provincialHub = "provincial hub"
    case connectorHub = "connector hub"
    case kinlessHub = "kinless hub"
  }

  public var kind: Kind {
    if let withinModule, withinModule >= 2.5 {
      return participation <= 0.3 ? .provincialHub : participation <= 0.75 ? .connectorHub : .kinlessHub
    }
    return participation <= 0.05
      ? .ultraPeripheral : participation <= 0.62 ? .peripheral : participation <= 0.8 ? .connector : .kinless
  }
}
