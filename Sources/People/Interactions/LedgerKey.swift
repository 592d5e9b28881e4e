/// How one event of a source is written as one number whose order is that of the ledger: target, hour, class, then the
/// milliseconds of the hour. Fields are as wide as the events at hand need, so that most logs fit 64 bits.
struct LedgerKeyForm: Sendable {
  /// An hour has 3,600,000 milliseconds.
  private static let offsetBits = 22
  private static let offsetMask = UInt64(1) << UInt64(offsetBits) - 1

  private let classBits: Int
  private let hourBits: Int
  private let targetBits: Int
  private let firstHour: UInt64

  /// - Parameters:
  ///   - greatestTarget: no event has a greater one.
  ///   - hours: of the oldest and the newest event.
  ///   - classes: how many there are.
  init(greatestTarget: UInt32, hours: ClosedRange<UInt64>, classes: Int) {
    func bits(_ greatest: UInt64) -> Int { UInt64.bitWidth - greatest.leadingZeroBitCount }
    targetBits = bits(UInt64(greatestTarget))
    hourBits = bits(hours.upperBound - hours.lowerBound)
    classBits = bits(UInt64(max(classes, 1) - 1))
    firstHour = hours.lowerBound
  }

  /// Whether every key fits 64 bits; 128 are enough for all.
  var isShort: Bool { targetBits + hourBits + classBits + Self.offsetBits <= 64 }

  @inline(__always)
  func key<Key: FixedWidthInteger>(target: UInt32, milliseconds: UInt64, class number: UInt16) -> Key {
    let hour = milliseconds / 3_600_000
    let offset = milliseconds &- hour &* 3_600_000
    // Below the target 60 bits at most: 22 of hours, 16 of classes, 22.
    let low = ((hour &- firstHour) &<< UInt64(classBits) | UInt64(number)) &<< UInt64(Self.offsetBits) | offset
    return Key(truncatingIfNeeded: target) &<< Key(truncatingIfNeeded: hourBits &+ classBits &+ Self.offsetBits)
      | Key(truncatingIfNeeded: low)
  }

  /// What the keys of one row of the ledger share: everything but the milliseconds.
  @inline(__always)
  func row<Key: FixedWidthInteger>(_ key: Key) -> Key { key &>> Key(truncatingIfNeeded: Self.offsetBits) }

  @inline(__always)
  func target<Key: FixedWidthInteger>(_ key: Key) -> UInt32 {
    UInt32(truncatingIfNeeded: key &>> Key(truncatingIfNeeded: hourBits &+ classBits &+ Self.offsetBits))
  }

  @inline(__always)
  func hour<Key: FixedWidthInteger>(_ key: Key) -> UInt32 {
    let low = UInt64(truncatingIfNeeded: key &>> Key(truncatingIfNeeded: Self.offsetBits &+ classBits))
    return UInt32(truncatingIfNeeded: firstHour &+ (low & (1 &<< UInt64(hourBits) &- 1)))
  }

  @inline(__always)
  func classNumber<Key: FixedWidthInteger>(_ key: Key) -> UInt16 {
    UInt16(truncatingIfNeeded: UInt64(truncatingIfNeeded: key) &>> UInt64(Self.offsetBits) & (1 &<< UInt64(classBits) &- 1))
  }

  /// Milliseconds of the hour.
  @inline(__always)
  func offset<Key: FixedWidthInteger>(_ key: Key) -> UInt32 {
    UInt32(truncatingIfNeeded: UInt64(truncatingIfNeeded: key) & Self.offsetMask)
  }
}
