#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How alike two vertices are, by the neighbours that they share.
///
/// With N(u) the neighbours of u and z over those of both: `commonNeighbours` counts z (Newman 2001), `jaccard`
/// divides that by |N(u) ∪ N(v)| (Jaccard 1901), `adamicAdar` adds 1 / ln |N(z)| (Adamic and Adar 2003; Liben-Nowell
/// and Kleinberg 2007), `resourceAllocation` adds 1 / |N(z)| (Zhou, Lü and Zhang 2009). Weights do not count.
public enum SimilarityIndex: Sendable, CaseIterable {
  case commonNeighbours
  case jaccard
  case adamicAdar
  case resourceAllocation

  /// `shared` of the neighbours over all that two vertices have between them; 0 where they have none.
  @inline(__always)
  static func jaccard(shared: Double, _ first: Int, _ second: Int) -> Double {
    let union = Double(first &+ second) - shared
    return union == 0 ? 0 : shared / union
  }
}

/// What one shared neighbour adds to a sum, by its number of neighbours: logarithms of small numbers are kept.
struct NeighbourShares: Sendable {
  private let logarithms: [Double]
  private let isLogarithmic: Bool

  init(_ index: SimilarityIndex) {
    isLogarithmic = index == .adamicAdar
    logarithms = isLogarithmic ? (0..<1024).map { Self.logarithmic($0) } : []
  }

  /// - Precondition: `degree >= 0`.
  @inline(__always)
  func share(_ degree: Int) -> Double {
    guard isLogarithmic else { return degree == 0 ? 0 : 1 / Double(degree) }
    return degree < logarithms.count ? logarithms[degree] : Self.logarithmic(degree)
  }

  /// A vertex of one neighbour is shared by nobody but that neighbour with itself, and adds nothing.
  private static func logarithmic(_ degree: Int) -> Double { degree < 2 ? 0 : 1 / log(Double(degree)) }
}
