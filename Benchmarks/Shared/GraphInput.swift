import GraphStorage

/// A random graph of 1,000,000 vertices and just under 5,000,000 ties, of uneven degrees, its ids shuffled: the ends of
/// a tie are drawn in proportion to about rank^(-1/2).
public enum GraphInput {
  public static let vertexCount = 1_000_000
  static let drawnTies = 5_000_000

  public struct Arcs {
    public var sources: [UInt32] = []
    public var targets: [UInt32] = []
  }

  public static func arcs() -> Arcs {
    var generator = SeededGenerator(seed: 20)
    var names = (0..<UInt32(vertexCount)).map { $0 }
    generator.shuffle(&names)
    var arcs = Arcs()
    for _ in 0..<drawnTies {
      arcs.sources.append(names[end(&generator)])
      arcs.targets.append(names[end(&generator)])
    }
    return arcs
  }

  public static func graph() throws -> Graph {
    let arcs = arcs()
    return try Graph(vertexCount: vertexCount, sources: arcs.sources, targets: arcs.targets, directed: false)
  }

  /// The same ties with weights in 1/64 … 1.
  public static func weighted() throws -> WeightedGraph {
    let arcs = arcs()
    var generator = SeededGenerator(seed: 21)
    let weights = arcs.sources.map { _ in Double(generator.below(64) + 1) / 64 }
    return try WeightedGraphBuilder.build(
      vertexCount: vertexCount, sources: arcs.sources, targets: arcs.targets, weights: weights, symmetric: true)
  }

  private static func end(_ generator: inout SeededGenerator) -> Int {
    let place = generator.unit()
    return min(Int(place * place * Double(vertexCount)), vertexCount - 1)
  }
}
