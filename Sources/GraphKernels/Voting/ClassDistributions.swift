import GraphStorage

/// What a voting kernel says of each vertex, or of those asked about.
public struct ClassDistributions: Equatable, Sendable {
  public let classCount: Int
  /// Row-major, one row of `classCount` probabilities a vertex; each row sums to 1 up to rounding. A vertex that no
  /// label reached has the class prior.
  public let probabilities: [Double]
  /// The label mass of each row, in the kernel's own unit and without the prior: the sum of what every labelled
  /// person contributed. 0 where no label came.
  public let masses: [Double]
  /// Of each vertex its row, −1 where it was not asked about; nil where all were.
  private let rows: [Int32]?

  init(classCount: Int, probabilities: [Double], masses: [Double], rows: [Int32]?) {
    (self.classCount, self.probabilities, self.masses, self.rows) = (classCount, probabilities, masses, rows)
  }

  private func place(_ vertex: Int) -> Int {
    guard let rows else { return vertex }
    precondition(rows[vertex] >= 0, "a vertex that was not asked about")
    return Int(rows[vertex])
  }

  /// - Precondition: the vertex was asked about; so of the others.
  public func row(_ vertex: Int) -> ArraySlice<Double> {
    let start = place(vertex) * classCount
    return probabilities[start..<start + classCount]
  }

  public func mass(_ vertex: Int) -> Double { masses[place(vertex)] }

  /// The most probable class of a vertex (ties: the lower class) and its probability.
  public func top(_ vertex: Int) -> (label: Int32, confidence: Double) {
    let base = place(vertex) * classCount
    var best = 0
    for index in 1..<max(classCount, 1) where probabilities[base + index] > probabilities[base + best] {
      best = index
    }
    return (Int32(best), probabilities[base + best])
  }
}

/// The vertices that a kernel makes rows of, cut for parallel work.
struct AskedVertices: Sendable {
  private let only: [Int]?
  private let vertexCount: Int
  let ranges: [Range<Int>]

  /// - Parameter only: nil for all vertices; each once.
  init(_ only: [Int]?, vertexCount: Int) {
    (self.only, self.vertexCount) = (only, vertexCount)
    ranges = evenRanges(only?.count ?? vertexCount, pieces: rangePieces)
  }

  @inline(__always)
  subscript(place: Int) -> Int { only?[place] ?? place }

  /// Makes one row for each vertex, in parallel, and puts them together in order.
  /// - Parameter row: given the place among those asked, the vertex and room for a mass a class with anything in it,
  ///   appends the vertex's probabilities and returns its label mass.
  func distributions(
    classCount: Int, threads: ThreadCount,
    _ row: @Sendable (_ place: Int, _ vertex: Int, _ mass: inout [Double], _ probabilities: inout [Double]) -> Double
  ) -> ClassDistributions {
    let chunks = parallelMap(count: ranges.count, threads: threads) { piece in
      var chunk = DistributionChunk()
      chunk.probabilities.reserveCapacity(ranges[piece].count * classCount)
      var mass = [Double](repeating: 0, count: classCount)
      for place in ranges[piece] {
        chunk.masses.append(row(place, self[place], &mass, &chunk.probabilities))
      }
      return chunk
    }
    return join(chunks, classCount: classCount)
  }

  private func join(_ chunks: [DistributionChunk], classCount: Int) -> ClassDistributions {
    let count = only?.count ?? vertexCount
    var probabilities: [Double] = []
    var masses: [Double] = []
    probabilities.reserveCapacity(count * classCount)
    masses.reserveCapacity(count)
    for chunk in chunks {
      probabilities.append(contentsOf: chunk.probabilities)
      masses.append(contentsOf: chunk.masses)
    }
    let rows = only.map { asked in
      var rows = [Int32](repeating: -1, count: vertexCount)
      for (row, vertex) in asked.enumerated() { rows[vertex] = Int32(row) }
      return rows
    }
    return ClassDistributions(classCount: classCount, probabilities: probabilities, masses: masses, rows: rows)
  }
}

/// The rows of one range of vertices, joined in order afterwards.
private struct DistributionChunk: Sendable {
  var probabilities: [Double] = []
  var masses: [Double] = []
}

/// The cut of the vertices for parallel work. Fixed, so that no sum depends on the number of threads.
let rangePieces = 64
