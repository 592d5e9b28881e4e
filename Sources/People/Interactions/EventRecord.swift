/// One interaction as the ledger takes it. There is no field for content.
public struct EventRecord: Sendable, Equatable, BitwiseCopyable {
  public var milliseconds: Int64
  public var actor: UInt32
  /// A person, or a place: see `Ledger`.
  public var target: UInt32
  public var kind: UInt8
  public var audience: UInt8
  public var duration: UInt8

  /// - Parameters:
  ///   - time: 1970 or later.
  ///   - audience: how many recipients, 1 or more.
  ///   - durationSeconds: 0 where the interaction has no duration.
  @inlinable
  public init(
    time: Timestamp, actor: PersonIndex, target: UInt32, kind: EventKindIndex, audience: UInt32 = 1,
    durationSeconds: UInt32 = 0
  ) {
    milliseconds = time.milliseconds
    self.actor = actor.rawValue
    self.target = target
    self.kind = kind.rawValue
    self.audience = LogLinearClass(audience).rawValue
    duration = LogLinearClass(durationSeconds).rawValue
  }

  /// Kind, audience class and duration class in one number, in that order of significance.
  @inlinable var classKey: UInt32 { UInt32(kind) &<< 16 | UInt32(audience) &<< 8 | UInt32(duration) }
}

/// What all interactions of one row of the ledger share beside pair and hour.
public struct EventClass: Hashable, Comparable, Sendable {
  public let kind: EventKindIndex
  public let audience: LogLinearClass
  public let duration: LogLinearClass

  /// `rawKey` as in `EventRecord.classKey`.
  public init(rawKey: UInt32) {
    kind = EventKindIndex(UInt8(truncatingIfNeeded: rawKey >> 16))
    audience = LogLinearClass(rawValue: UInt8(truncatingIfNeeded: rawKey >> 8))
    duration = LogLinearClass(rawValue: UInt8(truncatingIfNeeded: rawKey))
  }

  public var rawKey: UInt32 {
    UInt32(kind.rawValue) << 16 | UInt32(audience.rawValue) << 8 | UInt32(duration.rawValue)
  }

  public static func < (left: EventClass, right: EventClass) -> Bool { left.rawKey < right.rawKey }
}
