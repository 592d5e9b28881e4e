/// A permutation of `0..<count` drawn from a seed, by the formula: no table, so that threads need none.
///
/// Rounds of multiplication by an odd number and exclusive or with the upper half, both one-to-one on the numbers of
/// as many bits as `count` needs; what falls outside `0..<count` is permuted again until it falls inside.
struct VertexPermutation: Sendable {
  private let count: UInt64
  private let bits: UInt64
  private let factors: SIMD4<UInt64>
  private let summands: SIMD4<UInt64>

  init(count: Int, seed: UInt64) {
    self.count = UInt64(count)
    bits = UInt64(Int.bitWidth - max(count - 1, 1).leadingZeroBitCount)
    var generator = SeededGenerator(seed: seed, stream: UInt64.max - 1)
    let odd = SIMD4<UInt64>(repeating: 1)
    factors = SIMD4(generator.next(), generator.next(), generator.next(), generator.next()) | odd
    summands = SIMD4(generator.next(), generator.next(), generator.next(), generator.next())
  }

  subscript(_ vertex: Int) -> UInt32 {
    var value = UInt64(truncatingIfNeeded: vertex)
    repeat { value = scrambled(value) } while value >= count
    return UInt32(truncatingIfNeeded: value)
  }

  @inline(__always)
  private func scrambled(_ value: UInt64) -> UInt64 {
    let mask: UInt64 = (1 &<< bits) &- 1
    let half = max(bits &>> 1, 1)
    var value = value
    for round in 0..<4 {
      value = (value &* factors[round] &+ summands[round]) & mask
      value ^= value &>> half
    }
    return value
  }
}
