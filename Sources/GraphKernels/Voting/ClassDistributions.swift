/// What a voting kernel says of each vertex.
public struct ClassDistributions: Equatable, Sendable {
  public let classCount: Int
  /// Row-major, one row of `classCount` probabilities a vertex; each row sums to 1 up to rounding. A vertex that no
  /// label reached has the class prior.
  public let probabilities: [Double]
  /// How many distinct labelled people's labels reached the vertex; exact up to the cap stated by the kernel. Empty
  /// without details.
  public let evidenceCounts: [Int32]
  /// The largest share, 0 to 1, of one person (or as the kernel states) in the label mass of the vertex; 0 where no
  /// label came. Empty without details.
  public let largestShares: [Double]

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

/// What a kernel computes beside the probabilities. Details cost more than the vote itself for two-hop methods and
/// are needed only where something may be published.
public enum EvidenceDetail: Sendable {
  case none
  case full
}

/// The rows of one range of vertices, joined in order afterwards.
struct DistributionChunk: Sendable {
  var probabilities: [Double] = []
  var counts: [Int32] = []
  var shares: [Double] = []

  static func join(_ chunks: [DistributionChunk], classCount: Int, vertexCount: Int) -> ClassDistributions {
    var probabilities: [Double] = []
    var counts: [Int32] = []
    var shares: [Double] = []
    probabilities.reserveCapacity(vertexCount * classCount)
    for chunk in chunks {
      probabilities.append(contentsOf: chunk.probabilities)
      counts.append(contentsOf: chunk.counts)
      shares.append(contentsOf: chunk.shares)
    }
    return ClassDistributions(
      classCount: classCount, probabilities: probabilities, evidenceCounts: counts, largestShares: shares)
  }
}

/// The cut of the vertices for parallel work. Fixed, so that no sum depends on the number of threads.
let rangePieces = 64
