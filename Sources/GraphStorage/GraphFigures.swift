/// What `kith graph info` says of a graph. O(vertices · log vertices).
public struct GraphFigures: Hashable, Sendable {
  public let vertexCount: Int
  /// As people count them: an undirected edge once.
  public let edgeCount: Int
  public let isDirected: Bool
  public let isWeighted: Bool
  public let hasTimes: Bool
  public let isDegreeDescending: Bool
  /// Of (out-)degrees; 0 for no vertex.
  public let leastDegree: Int
  public let medianDegree: Int
  public let meanDegree: Double
  public let greatestDegree: Int
  /// Vertices without an arc in either direction.
  public let isolatedCount: Int
  /// All columns of the graph.
  public let bytesAtRest: Int

  public init(_ graph: Graph) {
    vertexCount = graph.vertexCount
    edgeCount = graph.edgeCount
    isDirected = graph.isDirected
    isWeighted = graph.weights != nil
    hasTimes = graph.times != nil
    isDegreeDescending = graph.isDegreeDescending
    let degrees = (0..<graph.vertexCount).map { graph.degree($0) }.sorted()
    leastDegree = degrees.first ?? 0
    greatestDegree = degrees.last ?? 0
    medianDegree = degrees.isEmpty ? 0 : degrees[(degrees.count - 1) / 2]
    meanDegree = degrees.isEmpty ? 0 : Double(graph.arcCount) / Double(graph.vertexCount)
    isolatedCount = (0..<graph.vertexCount).count { graph.row($0).isEmpty && graph.inRow($0).isEmpty }
    let directions = graph.isDirected ? 2 : 1
    let perArc = 4 + (graph.weights == nil ? 0 : 8)
    bytesAtRest =
      directions * (graph.offsets.count * 8 + graph.vertexCount * 4 + graph.arcCount * perArc) + (graph.times == nil ? 0 : graph.arcCount * 8)
  }
}
