/// Edges as they were listed: in any order, with repetitions and loops, not yet checked.
///
/// Held in pieces, so that several threads may each have made one. The order of the pieces and of the edges in them
/// never changes what is built from them.
public struct EdgeList: Sendable {
  /// Columns of equal length.
  public struct Piece: Sendable {
    public let sources: Column<UInt32>
    public let targets: Column<UInt32>
    public let weights: Column<Double>?
    /// Seconds since 1970.
    public let times: Column<Int64>?

    public var count: Int { sources.count }

    public init(
      sources: Column<UInt32>, targets: Column<UInt32>, weights: Column<Double>? = nil, times: Column<Int64>? = nil
    ) {
      self.sources = sources
      self.targets = targets
      self.weights = weights
      self.times = times
    }
  }

  /// Vertices are `0..<vertexCount`.
  public let vertexCount: Int
  public let pieces: [Piece]

  /// Edges, loops and repetitions among them.
  public var count: Int { pieces.reduce(0) { $0 + $1.count } }
  public var hasWeights: Bool { pieces.contains { $0.weights != nil } }
  public var hasTimes: Bool { pieces.contains { $0.times != nil } }

  public init(vertexCount: Int, pieces: [Piece]) {
    self.vertexCount = vertexCount
    self.pieces = pieces
  }

  public init(
    vertexCount: Int, sources: Column<UInt32>, targets: Column<UInt32>, weights: Column<Double>? = nil,
    times: Column<Int64>? = nil
  ) {
    self.init(
      vertexCount: vertexCount,
      pieces: [Piece(sources: sources, targets: targets, weights: weights, times: times)])
  }

  /// All pieces have all columns, of one length each. O(pieces).
  func checkColumns() throws(GraphError) {
    guard vertexCount >= 0, vertexCount < Int(UInt32.max) else { throw .tooManyVertices(count: vertexCount) }
    let hasWeights = hasWeights
    let hasTimes = hasTimes
    for piece in pieces {
      guard piece.sources.count == piece.targets.count,
        piece.weights.map({ $0.count == piece.count }) ?? !hasWeights,
        piece.times.map({ $0.count == piece.count }) ?? !hasTimes
      else { throw .columnLengthsDiffer }
    }
  }
}
