import GraphStorage

/// What a random draw is for. Each use has streams of its own, so that a change of one leaves the others as they are.
enum Draw: UInt64 {
  case person = 1
  case household, cityLayout, focusTies, wideTies, closure, tie, tieWeight, follow, group, pages, groupTalk,
    pageActivity, followActivity, tags, books, outsider, consents, blocks, religion
}

extension SeededGenerator {
  init(_ seed: UInt64, _ draw: Draw, _ index: Int) {
    self.init(seed: seed ^ (draw.rawValue &* 0xD6E8_FEB8_6659_FD93), stream: UInt64(index))
  }

  mutating func chance(_ probability: Double) -> Bool {
    unit() < probability
  }

  /// Uniform in `range`.
  mutating func among(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// Nearly standard normal: twelve uniforms less six (Irwin and Hall), which needs no mathematical library.
  mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += unit() }
    return sum
  }

  /// Log-normal with the given median.
  mutating func logNormal(median: Double, sigma: Double) -> Double {
    median * Elementary.exp(sigma * normal())
  }

  /// Pareto with minimum 1.
  mutating func pareto(_ alpha: Double) -> Double {
    Elementary.exp(-Elementary.log(1 - unit()) / alpha)
  }

  /// Poisson by Knuth's product below 30; the rounded normal approximation above.
  mutating func poisson(_ mean: Double) -> Int {
    if mean <= 0 { return 0 }
    if mean > 30 { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
    let limit = Elementary.exp(-mean)
    var product = unit()
    var count = 0
    while product > limit {
      product *= unit()
      count += 1
    }
    return count
  }

  /// The index whose interval of the running sums `cumulative` holds a uniform draw.
  mutating func pick(_ cumulative: [Double]) -> Int {
    pick(cumulative, 0..<cumulative.count)
  }

  /// As above within `range` of the running sums; `cumulative[range.lowerBound - 1]` is its start.
  mutating func pick(_ cumulative: [Double], _ range: Range<Int>) -> Int {
    let base = range.lowerBound == 0 ? 0 : cumulative[range.lowerBound - 1]
    let mark = base + unit() * (cumulative[range.upperBound - 1] - base)
    var low = range.lowerBound
    var high = range.upperBound - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > mark { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Running sums of `weights`.
func runningSums(_ weights: [Double]) -> [Double] {
  var sum = 0.0
  return weights.map { weight in
    sum += weight
    return sum
  }
}
