/// What a picture leaves out, said in it.
public struct Omission: Sendable, Codable, Equatable {
  /// Connections of the ego that are drawn.
  public var shown: Int
  /// Connections of the ego that may be drawn: those hidden by their own settings are not among them.
  public var total: Int
  /// Share of the ego's interaction strength, over `total`, that falls on those shown: 0...1.
  public var strengthShown: Double
  /// Connections hidden by their privacy settings.
  public var hidden: Int

  public init(shown: Int, total: Int, strengthShown: Double, hidden: Int) {
    self.shown = shown
    self.total = total
    self.strengthShown = strengthShown
    self.hidden = hidden
  }

  /// "showing 40 of 312 connections = 91 % of interaction strength; 57 hidden by their privacy settings are not
  /// counted".
  public var note: String {
    var note =
      if total == 0 {
        "no connections to show"
      } else if shown >= total {
        total == 1 ? "showing the only connection" : "showing all \(total) connections"
      } else {
        "showing \(shown) of \(total) connections = \(percentText(strengthShown)) of interaction strength"
      }
    if hidden == 1 {
      note += "; 1 hidden by its privacy settings is not counted"
    } else if hidden > 1 {
      note += "; \(hidden) hidden by their privacy settings are not counted"
    }
    return note
  }
}
