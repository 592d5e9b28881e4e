/// Classes of a non-negative 32-bit number: 0 … 15 are classes of their own; above, each octave has eight classes of
/// equal width. A class stands for its lower bound, which is at most 1/9 below the number (and equal to it for
/// 20, 24, 60, 120, …).
///
/// Source: the bucket rule of HdrHistogram (Tene), with 3 bits of mantissa above 16.
public struct LogLinearClass: Hashable, Comparable, Sendable {
  public let rawValue: UInt8

  /// Classes 0 … 239.
  public static let count = 240

  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable
  public init(_ number: UInt32) {
    if number < 16 {
      rawValue = UInt8(truncatingIfNeeded: number)
    } else {
      let octave = 31 &- number.leadingZeroBitCount
      let step = Int(number &>> UInt32(octave &- 3)) & 7
      rawValue = UInt8(truncatingIfNeeded: 16 &+ (octave &- 4) &* 8 &+ step)
    }
  }

  /// The smallest number of the class.
  public var lowerBound: UInt32 {
    if rawValue < 16 { return UInt32(rawValue) }
    let octave = (UInt32(rawValue) - 16) / 8 + 4
    let step = (UInt32(rawValue) - 16) % 8
    return (8 + step) << (octave - 3)
  }

  @inlinable public static func < (left: LogLinearClass, right: LogLinearClass) -> Bool {
    left.rawValue < right.rawValue
  }
}
