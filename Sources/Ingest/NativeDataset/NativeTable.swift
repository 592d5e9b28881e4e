/// The tables of a native dataset folder, in the order in which they are read and their rejected rows are listed.
enum NativeTable: String, CaseIterable, Sendable {
  case people
  case groups
  case friendships
  case follows
  case blocks
  case memberships
  case tags
  case impressions
  case contacts
  case consents
  case events

  /// The name of its file, unless `dataset.yaml` gives another.
  var fileName: String { "\(rawValue).csv" }

  var required: [String] {
    switch self {
    case .people, .groups: ["id"]
    case .friendships: ["a", "b"]
    case .follows: ["follower", "followee"]
    case .blocks: ["blocker", "blocked"]
    case .memberships: ["person", "group"]
    case .tags: ["person", "tag"]
    case .impressions: ["viewer", "shown"]
    case .contacts: ["owner", "name", "email", "phone"]
    case .consents: ["person", "purpose", "granted"]
    case .events: ["time", "actor", "target", "kind"]
    }
  }

  /// What at least one object of a JSON Lines file must have: members that may be left out of objects are not among them.
  var requiredOfObjects: [String] { self == .contacts ? ["owner"] : required }

  /// Of people, every further column is an attribute.
  var optional: [String] {
    switch self {
    case .people: ["name", "born", "joined", "email", "phone", "discoverable", "restricted"]
    case .groups: ["name", "kind"]
    case .friendships, .follows: ["since", "until"]
    case .blocks: ["kind", "since"]
    case .memberships: ["role", "since", "until"]
    case .tags: ["time"]
    case .impressions: ["time", "action"]
    case .contacts: ["uid"]
    case .consents: ["time", "version"]
    case .events: ["duration", "audience", "via"]
    }
  }

  var columns: [String] { required + optional }
}
