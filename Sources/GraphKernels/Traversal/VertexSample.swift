import GraphStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Vertices drawn without repetition, and how well their mean stands for that of all.
enum VertexSample {
  /// `size` of the vertices `0..<count`, in the order in which they were drawn (Fisher and Yates, stopped early).
  static func draw(_ size: Int, of count: Int, seed: UInt64) -> [UInt32] {
    var generator = SeededGenerator(seed: seed)
    var vertices = (0..<count).map { UInt32(truncatingIfNeeded: $0) }
    for place in 0..<size { vertices.swapAt(place, place + generator.below(count - place)) }
    return Array(vertices[..<size])
  }

  /// `samples` of `0..<count`, ascending; all of them where `samples` is 0 or not less than `count`. Floyd's algorithm: one
  /// draw a sample, every subset equally likely.
  static func ascending(_ samples: Int, of count: Int, seed: UInt64) -> [UInt32] {
    guard samples > 0, samples < count else { return (0..<count).map { UInt32(truncatingIfNeeded: $0) } }
    var generator = SeededGenerator(seed: seed)
    var chosen = Set<Int>()
    for last in count - samples..<count {
      let drawn = generator.below(last + 1)
      chosen.insert(chosen.contains(drawn) ? last : drawn)
    }
    return chosen.sorted().map { UInt32(truncatingIfNeeded: $0) }
  }

  /// The means of `count` rows of values in [0, 1], each estimated from the same `size` of their `count` values, are
  /// all off by at most this, with probability 1 − failure (Hoeffding 1963, Serfling 1974).
  static func meanError(_ size: Int, of count: Int, failure: Double) -> Double {
    guard size < count else { return 0 }
    let unseen = 1 - Double(size - 1) / Double(count)
    return (log(2 * Double(count) / failure) * unseen / (2 * Double(size))).squareRoot()
  }
}
