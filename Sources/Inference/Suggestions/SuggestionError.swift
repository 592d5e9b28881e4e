import Ties

/// Why people cannot be suggested.
public enum SuggestionError: Error, Equatable, Sendable, CustomStringConvertible {
  case nobodyAllows
  case noTies
  case tooFewTies(found: Int, needed: Int)
  case parameter(name: String, demand: String)
  case ties(TieError)
  case tooLarge
  case cancelled

  public var description: String {
    switch self {
    case .nobodyAllows: "nobody in this graph allows suggestions"
    case .noTies: "nobody who allows suggestions has a friendship or mutual follow, so nobody can be suggested"
    case .tooFewTies(let found, let needed):
      "\(found) ties could be hidden to learn from, and at least \(needed) are needed"
        + (found == 0 ? ": none began after that time and stands, or ties have no dates" : "")
    case .parameter(let name, let demand): "\(name): \(demand)"
    case .ties(let error): error.description
    case .tooLarge: "the graph of friends does not fit"
    case .cancelled: "cancelled; nothing was left half-written"
    }
  }
}
