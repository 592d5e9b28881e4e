/// The strength of a tie: an integer number of 2⁻³⁰ units, one unit being one message sent in this hour with kernel
/// value 1. Sums of integers commute, so a strength is the same for any order, batch or thread.
public struct Strength: Hashable, Comparable, Sendable {
  public let rawValue: Int64

  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }

  public static let zero = Strength(rawValue: 0)
  /// The binary digits after the point.
  public static let fractionBits: Int64 = 30

  /// In units.
  public var value: Double { Double(rawValue) * 0x1p-30 }

  @inlinable public static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }
}
