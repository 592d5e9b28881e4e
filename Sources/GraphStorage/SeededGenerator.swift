/// A seeded generator of random numbers: xoshiro256**, seeded by SplitMix64.
///
/// The same seed gives the same numbers on every platform and in every version. Not for secrets and not for
/// released noise.
///
/// Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  public init(seed: UInt64) {
    var mixer = seed
    state = (splitMix64(&mixer), splitMix64(&mixer), splitMix64(&mixer), splitMix64(&mixer))
  }

  /// A stream of its own for each `stream` of one seed: how parallel or per-person draws stay independent of order.
  public init(seed: UInt64, stream: UInt64) {
    var mixer = seed
    let first = splitMix64(&mixer)
    var second = stream &+ 0x9E37_79B9_7F4A_7C15
    self.init(seed: first ^ splitMix64(&second))
  }

  public mutating func next() -> UInt64 {
    let result = rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 &<< 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, by: 45)
    return result
  }

  /// Uniform in `0..<bound` by Lemire's multiplication with rejection: unbiased, and fixed by the seed (unlike
  /// `Int.random(in:using:)`, whose use of the generator the standard library may change).
  /// - Precondition: `bound >= 1`.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound >= 1, "nothing lies below \(bound)")
    let range = UInt64(bound)
    let threshold = (0 &- range) % range
    while true {
      let product = next().multipliedFullWidth(by: range)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// Uniform in [0, 1) with 53 random bits.
  public mutating func unit() -> Double {
    Double(next() &>> 11) * 0x1p-53
  }

  /// Shuffles by Fisher and Yates.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    shuffle(elements.indices) { elements.swapAt($0, $1) }
  }

  /// The same for what stands in some places elsewhere.
  @inlinable
  public mutating func shuffle(_ places: Range<Int>, swap: (Int, Int) -> Void) {
    var count = places.count
    while count > 1 {
      swap(places.lowerBound + count - 1, places.lowerBound + below(count))
      count -= 1
    }
  }
}

@inline(__always)
private func splitMix64(_ state: inout UInt64) -> UInt64 {
  state &+= 0x9E37_79B9_7F4A_7C15
  var mixed = state
  mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
  return mixed ^ (mixed &>> 31)
}

@inline(__always)
private func rotated(_ value: UInt64, by bits: UInt64) -> UInt64 {
  (value &<< bits) | (value &>> (64 &- bits))
}
