/// What a voting kernel says of each vertex.
public struct ClassDistributions: Equatable, Sendable {
  public let classCount: Int
  /// Row-major, one row of `classCount` probabilities a vertex; each row sums to 1 up to rounding. A vertex that no
  /// label reached has the class prior.
  public let probabilities: [Double]
  /// The label mass of each vertex, in the kernel's own unit and without the prior: the sum of what every labelled
  /// person contributed. 0 where no label came.
  public let masses: [Double]

  public var vertexCount: Int { probabilities.count / classCount }

  public func row(_ vertex: Int) -> ArraySlice<Double> {
    probabilities[vertex * classCount..<(vertex + 1) * classCount]
  }

  /// The most probable class of a vertex (ties: the lower class) and its probability.
  public func top(_ vertex: Int) -> (label: Int32, confidence: Double) {
    let base = vertex * classCount
    var best = 0
    for index in 1..<max(classCount, 1) where probabilities[base + index] > probabilities[base + best] {
      best = index
    }
    return (Int32(best), probabilities[base + best])
  }
}

/// The rows of one range of vertices, joined in order afterwards.
struct DistributionChunk: Sendable {
  var probabilities: [Double] = []
  var masses: [Double] = []

  static func join(_ chunks: [DistributionChunk], classCount: Int, vertexCount: Int) -> ClassDistributions {
    var probabilities: [Double] = []
    var masses: [Double] = []
    probabilities.reserveCapacity(vertexCount * classCount)
    masses.reserveCapacity(vertexCount)
    for chunk in chunks {
      probabilities.append(contentsOf: chunk.probabilities)
      masses.append(contentsOf: chunk.masses)
    }
    return ClassDistributions(classCount: classCount, probabilities: probabilities, masses: masses)
  }
}

/// The cut of the vertices for parallel work. Fixed, so that no sum depends on the number of threads.
let rangePieces = 64
