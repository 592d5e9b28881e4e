/// What a vertex two hops away collects, one share for each neighbour in common: a number of them, or a sum of weights.
protocol TwoHopAmount: BitwiseCopyable, Comparable, Sendable {
  static var nothing: Self { get }
  /// The smallest amount that is something.
  static var least: Self { get }
  func adding(_ share: Self) -> Self
  var score: Double { get }
  /// An amount below which no score can reach `score`.
  init(floor score: Double)
}

extension TwoHopAmount where Self: FixedWidthInteger {
  static var nothing: Self { 0 }
  static var least: Self { 1 }
  @inline(__always) func adding(_ share: Self) -> Self { self &+ share }
  @inline(__always) var score: Double { Double(self) }
  @inline(__always) init(floor score: Double) {
    self = score <= 1 ? 1 : score >= Double(Self.max) ? Self.max : Self(score.rounded(.down))
  }
}

extension UInt8: TwoHopAmount {}
extension UInt32: TwoHopAmount {}

extension Double: TwoHopAmount {
  static var nothing: Double { 0 }
  static var least: Double { leastNonzeroMagnitude }
  @inline(__always) func adding(_ share: Double) -> Double { self + share }
  @inline(__always) var score: Double { self }
  @inline(__always) init(floor score: Double) { self = Swift.max(score, Self.least) }
}
