/// One time that a person was shown another as somebody they may know, and what they did.
public struct Impression: Hashable, Sendable {
  public enum Action: String, Codable, Sendable, CaseIterable {
    case seen, dismissed, accepted

    /// The place among all cases.
    public var position: Int {
      switch self {
      case .seen: 0
      case .dismissed: 1
      case .accepted: 2
      }
    }
  }

  public let viewer: PersonIndex
  public let shown: PersonIndex
  public let action: Action
  public let time: Timestamp?

  public init(viewer: PersonIndex, shown: PersonIndex, action: Action = .seen, time: Timestamp? = nil) {
    (self.viewer, self.shown, self.action, self.time) = (viewer, shown, action, time)
  }

  /// The total order of the list of a graph.
  public static func precedes(_ left: Impression, _ right: Impression) -> Bool {
    if left.viewer != right.viewer { return left.viewer < right.viewer }
    if left.shown != right.shown { return left.shown < right.shown }
    return left.action != right.action
      ? left.action.position < right.action.position : absentFirst(left.time, right.time)
  }
}
