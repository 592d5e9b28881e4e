import GraphStorage

/// Up to `maximumBins` steps from low to high that stand for numbers, so that a method that knows classes only can
/// speak about them.
///
/// Few distinct numbers are a bin each; of many, every bin holds about as many people, and equal numbers share one.
struct OrderedScale: Equatable, Sendable {
  static let maximumBins = 32

  /// The median of the numbers in each bin, ascending.
  let representatives: [Double]
  /// The greatest number of each bin.
  private let ends: [Double]

  /// - Parameter numbers: known ones, in any order.
  /// - Complexity: O(n log n).
  init(_ numbers: [Double]) {
    let sorted = numbers.sorted()
    var starts: [Int] = []
    for index in sorted.indices where index == 0 || sorted[index] != sorted[index - 1] { starts.append(index) }
    if starts.count > Self.maximumBins {
      // A bin begins with the first group of equal numbers at or behind its share of the people.
      var chosen: [Int] = []
      var bin = 0
      for start in starts where start * Self.maximumBins >= bin * sorted.count {
        chosen.append(start)
        bin = start * Self.maximumBins / sorted.count + 1
      }
      starts = chosen
    }
    let bounds = starts + [sorted.count]
    representatives = starts.indices.map { sorted[bounds[$0] + (bounds[$0 + 1] - bounds[$0] - 1) / 2] }
    ends = starts.indices.map { sorted[bounds[$0 + 1] - 1] }
  }

  /// The bin of a number; the last one for those above all.
  func bin(of number: Double) -> Int32 {
    Int32(ends.dropLast().partitioningIndex { $0 >= number })
  }

  /// The number below which a share of the probability lies.
  ///
  /// The mass of a bin stands half below and half above its representative, and between representatives the share
  /// rises in a straight line (the mid-distribution function of Parzen, 2004); outside the outermost bins with any
  /// mass nothing is made up.
  /// - Parameter row: probabilities of the bins.
  func quantile(_ share: Double, _ row: ArraySlice<Double>) -> Double {
    var below = 0.0
    var previous: (share: Double, number: Double)?
    for (bin, probability) in row.enumerated() where probability > 1e-12 {
      let middle = below + probability / 2
      if middle >= share {
        guard let previous else { return representatives[bin] }
        let part = (share - previous.share) / (middle - previous.share)
        return previous.number + part * (representatives[bin] - previous.number)
      }
      previous = (middle, representatives[bin])
      below += probability
    }
    return previous?.number ?? 0
  }

  /// The mean distance of a number drawn from the distribution from `number`.
  func deviation(from number: Double, _ row: ArraySlice<Double>) -> Double {
    zip(representatives, row).reduce(0) { $0 + $1.1 * abs($1.0 - number) }
  }
}
