/// What happened. The raw value is the order among events of one second and one actor.
enum EventKind: UInt8, CaseIterable, Sendable {
  case message, call, comment, reaction, photoTag, profileView, contentView

  var name: String {
    switch self {
    case .message: "message"
    case .call: "call"
    case .comment: "comment"
    case .reaction: "reaction"
    case .photoTag: "photo_tag"
    case .profileView: "profile_view"
    case .contentView: "content_view"
    }
  }
}

/// One row of `events.csv`, in 24 bytes.
struct Event: Sendable {
  /// Seconds from the start of the log in the upper half, the actor in the lower.
  private let moment: UInt64
  private let aim: UInt32
  private let through: UInt32
  /// How many people it reached; 0 is not stated.
  let audience: UInt32
  /// In seconds; 0 is not stated.
  let duration: UInt16
  let kind: EventKind

  enum Target {
    case person(Int)
    case group(Int)
  }

  init(
    second: Int, actor: Int, target: Target, kind: EventKind, duration: Int = 0, audience: Int = 0, via: Int? = nil
  ) {
    moment = UInt64(second) << 32 | UInt64(actor)
    switch target {
    case .person(let person): aim = UInt32(person)
    case .group(let group): aim = UInt32(group) | 1 << 31
    }
    through = via.map { UInt32($0 + 1) } ?? 0
    self.audience = UInt32(audience)
    self.duration = UInt16(duration)
    self.kind = kind
  }

  var second: Int { Int(moment >> 32) }
  var actor: Int { Int(moment & 0xFFFF_FFFF) }
  var target: Target { aim >> 31 == 0 ? .person(Int(aim)) : .group(Int(aim & 0x7FFF_FFFF)) }
  var via: Int? { through == 0 ? nil : Int(through) - 1 }

  /// A total order over everything a row shows, so that the sorted log does not depend on how it was gathered.
  static func precedes(_ first: Event, _ second: Event) -> Bool {
    if first.moment != second.moment { return first.moment < second.moment }
    if first.aim != second.aim { return first.aim < second.aim }
    if first.kind != second.kind { return first.kind.rawValue < second.kind.rawValue }
    if first.through != second.through { return first.through < second.through }
    if first.duration != second.duration { return first.duration < second.duration }
    return first.audience < second.audience
  }
}
