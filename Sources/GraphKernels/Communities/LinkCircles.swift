import GraphStorage

/// Overlapping circles among the neighbours of one vertex, by communities of links.
///
/// Ahn, Bagrow & Lehmann, "Link communities reveal multiscale complexity in networks" (2010), on the network of the
/// vertex without it. Two links that share an end are as alike as the neighbourhoods (with themselves) of their other
/// ends, by Jaccard; links are joined from the most alike on, and cut where the density of the parts is largest:
/// D = 2/M Σ_c m_c (m_c − n_c + 1) / ((n_c − 2)(n_c − 1)). A vertex is in all circles that its links are in. Nothing is
/// drawn at random, and equal similarities are joined together, so that the circles do not depend on any order.
///
/// Single linkage over sorted pairs of links and not the dendrogram of the paper: the cut is the same. Weights do not
/// count.
/// - Complexity: O(p log p + p · d) for p pairs of links that share an end, d neighbours; 16 bytes a pair.
public enum LinkCircles {
  public struct Circles: Equatable, Sendable {
    /// Vertices of each, ascending; circles of three or more, larger ones first, then by their vertices.
    public let circles: [[UInt32]]
    /// D of the cut: 0 … 1; 0 where no two links share an end.
    public let density: Double
  }

  /// Pairs of links at most: 512 MB.
  public static let mostPairs = 1 << 25

  /// - Throws: `KernelError.needsUndirected` on a directed graph, `KernelError.badParameter` for a network with more than
  ///   `mostPairs` pairs of links, `KernelError.cancelled`.
  /// - Precondition: `vertex` is one of the graph.
  public static func run(
    _ graph: Graph, of vertex: Int, _ control: RunControl = RunControl()
  ) throws(KernelError) -> Circles {
    if graph.isDirected { throw .needsUndirected(kernel: "circles") }
    let vertices = otherNeighbours(of: vertex, in: graph)
    let network = EgoNetwork(graph, vertices)
    let pairCount = network.neighbours.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
    guard pairCount <= mostPairs else {
      throw .badParameter(name: "vertex", expected: "a network with at most \(mostPairs) pairs of links")
    }
    if control.isCancelled { throw .cancelled }
    var pairs = network.alikePairs()
    pairs.sort { $0.similarity > $1.similarity }
    var best = (density: 0.0, end: 0)
    var links = LinkParts(network.links)
    var start = 0
    while start < pairs.count {
      if control.isCancelled { throw .cancelled }
      var end = start
      while end < pairs.count, pairs[end].similarity == pairs[start].similarity {
        links.join(Int(pairs[end].first), Int(pairs[end].second))
        end += 1
      }
      // Rounding alone is no gain.
      if links.density > best.density + 1e-12 { best = (links.density, end) }
      start = end
    }
    links = LinkParts(network.links)
    for pair in pairs[..<best.end] { links.join(Int(pair.first), Int(pair.second)) }
    let circles = links.parts.map { part in part.sorted().map { vertices[$0] } }.filter { $0.count >= 3 }
    return Circles(
      circles: circles.sorted { $0.count != $1.count ? $0.count > $1.count : $0.lexicographicallyPrecedes($1) },
      density: best.density)
  }
}

/// The network among some vertices, numbered by their places.
private struct EgoNetwork {
  /// Ascending, for each.
  let neighbours: [[Int]]
  /// The smaller end first.
  let links: [(Int, Int)]
  /// Of each vertex, the link to each neighbour.
  private let linkNumbers: [[Int]]

  struct AlikePair {
    var similarity: Double
    var first: UInt32
    var second: UInt32
  }

  init(_ graph: Graph, _ vertices: [UInt32]) {
    let neighbours = vertices.indices.map { neighboursAmong(vertices, of: $0, in: graph) }
    var links: [(Int, Int)] = []
    var numbers = neighbours.map { [Int](repeating: 0, count: $0.count) }
    for (one, own) in neighbours.enumerated() {
      for (index, other) in own.enumerated() where one < other {
        numbers[one][index] = links.count
        numbers[other][neighbours[other].partitioningIndex { $0 >= one }] = links.count
        links.append((one, other))
      }
    }
    (self.neighbours, self.links, linkNumbers) = (neighbours, links, numbers)
  }

  func alikePairs() -> [AlikePair] {
    var pairs: [AlikePair] = []
    pairs.reserveCapacity(neighbours.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 })
    for (center, own) in neighbours.enumerated() {
      for (index, one) in own.enumerated() {
        for other in (index + 1)..<max(own.count, index + 1) {
          pairs.append(
            AlikePair(
              similarity: similarity(one, own[other]), first: UInt32(linkNumbers[center][index]),
              second: UInt32(linkNumbers[center][other])))
        }
      }
    }
    return pairs
  }

  /// Of the neighbourhoods of two vertices, each with itself, by Jaccard.
  private func similarity(_ one: Int, _ other: Int) -> Double {
    let (first, second) = (neighbours[one], neighbours[other])
    var (left, right, common) = (0, 0, 0)
    while left < first.count, right < second.count {
      if first[left] == second[right] { common += 1 }
      let step = first[left] - second[right]
      if step <= 0 { left += 1 }
      if step >= 0 { right += 1 }
    }
    // Each is in its own neighbourhood, and in the other's where they are tied.
    let tied = first.partitioningIndex { $0 >= other }
    if tied < first.count, first[tied] == other { common += 2 }
    return Double(common) / Double(first.count + second.count + 2 - common)
  }
}

/// Links in parts that grow together, and how dense the parts are.
private struct LinkParts {
  private var parents: [Int]
  private var sizes: [Int]
  private var members: [Set<Int>]
  /// Σ_c of the formula, without 2/M.
  private var sum = 0.0

  init(_ links: [(Int, Int)]) {
    parents = Array(links.indices)
    sizes = [Int](repeating: 1, count: links.count)
    members = links.map { [$0.0, $0.1] }
  }

  var density: Double { parents.isEmpty ? 0 : 2 * sum / Double(parents.count) }

  /// The vertices of every part.
  var parts: [Set<Int>] { parents.indices.filter { parents[$0] == $0 }.map { members[$0] } }

  mutating func join(_ one: Int, _ other: Int) {
    var (large, small) = (root(one), root(other))
    if large == small { return }
    if members[large].count < members[small].count { swap(&large, &small) }
    sum -= worth(large) + worth(small)
    parents[small] = large
    sizes[large] += sizes[small]
    members[large].formUnion(members[small])
    members[small] = []
    sum += worth(large)
  }

  private func worth(_ part: Int) -> Double {
    let (links, vertices) = (Double(sizes[part]), Double(members[part].count))
    return vertices <= 2 ? 0 : links * (links - vertices + 1) / ((vertices - 2) * (vertices - 1))
  }

  private mutating func root(_ link: Int) -> Int {
    var link = link
    while parents[link] != link {
      parents[link] = parents[parents[link]]
      link = parents[link]
    }
    return link
  }
}
