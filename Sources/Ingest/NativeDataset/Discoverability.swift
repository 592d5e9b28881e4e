/// By which of their own identifiers a member may be found in other people's address books.
struct Discoverability: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  static let email = Discoverability(rawValue: 1)
  static let phone = Discoverability(rawValue: 2)
  static let all: Discoverability = [.email, .phone]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `email`, `phone`, both with `;` between them in either order, or `none`; nil for anything else.
  init?(_ text: String) {
    let names = text.split(separator: ";", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    if names == ["none"] {
      self = []
      return
    }
    var found: Discoverability = []
    for name in names {
      switch name {
      case "email": found.insert(.email)
      case "phone": found.insert(.phone)
      default: return nil
      }
    }
    self = found
  }
}
