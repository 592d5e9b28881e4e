import People

/// Where the strength of one tie comes from.
public struct TieExplanation: Hashable, Sendable {
  /// All events of one kind in one direction.
  public struct Part: Hashable, Sendable {
    public enum Direction: String, Codable, Hashable, Sendable {
      /// From the person whose tie it is.
      case sent
      /// Towards them.
      case received
      /// Of a symmetric kind: a meeting belongs to both.
      case shared
    }

    public let kind: String
    public let direction: Direction
    /// Events.
    public internal(set) var count = 0
    /// In units of strength, the reciprocity weight included.
    public internal(set) var contribution = 0.0
    /// The hour of the last event of this kind.
    public internal(set) var lastHour: Timestamp?

    init(kind: String, direction: Direction) { (self.kind, self.direction) = (kind, direction) }
  }

  /// What counts without an event.
  public struct Prior: Hashable, Sendable {
    /// `friendship` or `each other's contact`.
    public let ground: String
    /// In units of strength.
    public let contribution: Double
  }

  /// Sent, received, shared; kinds by name within. The contributions and the priors sum to the strength, up to rounding.
  public let parts: [Part]
  public let priors: [Prior]
  /// Whether the pair is never ranked: a block, or a recent end of friendship or follow.
  public let isExcluded: Bool

  /// In one line: `24 messages sent (61 %), 3 calls received (39 %)`.
  public var sentence: String {
    let total = parts.reduce(priors.reduce(0) { $0 + $1.contribution }) { $0 + $1.contribution }
    var words = parts.sorted { ($1.contribution, $0.kind) < ($0.contribution, $1.kind) }.map { part in
      let percent = total > 0 ? Int((part.contribution / total * 100).rounded()) : 0
      let direction = part.direction == .shared ? "" : " \(part.direction.rawValue)"
      return "\(part.count) \(part.kind)\(direction) (\(percent) %)"
    }
    for prior in priors where prior.contribution > 0 {
      words.append("\(prior.ground) (\(Int((prior.contribution / total * 100).rounded())) %)")
    }
    return words.joined(separator: ", ")
  }
}
