import GraphStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How alike two partitions of the same vertices are. The names of classes do not matter.
/// - Complexity: O(vertices · log vertices), one thread; sums in a fixed order.
public struct PartitionComparison: Equatable, Sendable {
  /// Mutual information over the mean of the two entropies (Danon, Díaz-Guilera, Duch and Arenas, 2005): 0 to 1; 1 for
  /// equal partitions, also where both are of one class.
  public let normalizedMutualInformation: Double
  /// The share of pairs that both treat alike, corrected for chance (Hubert and Arabie, 1985): 1 for equal partitions,
  /// about 0 for unrelated ones, less where they agree less than chance.
  public let adjustedRandIndex: Double

  /// - Precondition: `first` and `second` have one class each for the same vertices.
  public init(_ first: Column<UInt32>, _ second: Column<UInt32>) {
    precondition(first.count == second.count, "both partitions are of the same vertices")
    let count = Double(first.count)
    let ones = Self.sizes(first.map(UInt64.init))
    let others = Self.sizes(second.map(UInt64.init))
    let both = Self.sizes(zip(first, second).map { UInt64($0) &<< 32 | UInt64($1) })
    guard ones.count > 1 || others.count > 1 else {
      normalizedMutualInformation = 1
      adjustedRandIndex = 1
      return
    }
    let entropies = Self.entropy(ones, count) + Self.entropy(others, count)
    let shared = entropies - Self.entropy(both, count)
    normalizedMutualInformation = min(max(2 * shared / entropies, 0), 1)
    let (inFirst, inSecond, inBoth) = (Self.pairs(ones), Self.pairs(others), Self.pairs(both))
    let expected = inFirst * inSecond / (count * (count - 1) / 2)
    let most = (inFirst + inSecond) / 2
    // Both are all classes of one: they are equal.
    adjustedRandIndex = most == expected ? 1 : (inBoth - expected) / (most - expected)
  }

  /// How often each value is there, by ascending value.
  private static func sizes(_ values: [UInt64]) -> [Double] {
    var sizes: [Double] = []
    var previous: UInt64? = nil
    for value in values.sorted() {
      if value == previous { sizes[sizes.count - 1] += 1 } else { sizes.append(1) }
      previous = value
    }
    return sizes
  }

  private static func entropy(_ sizes: [Double], _ count: Double) -> Double {
    sizes.reduce(0) { $0 - $1 / count * log($1 / count) }
  }

  private static func pairs(_ sizes: [Double]) -> Double {
    sizes.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
  }
}
