/// Why ties cannot be weighed.
public enum TieError: Error, Equatable, Sendable, CustomStringConvertible {
  case parameter(name: String, demand: String)
  case overflow
  case noTime
  case noKind(String, known: [String])
  /// Nobody contacts anybody.
  case noContacts
  case tooShort
  /// So many cuts, of which at least three are needed.
  case tooFewCuts(Int)
  case stopped

  public var description: String {
    switch self {
    case .parameter(let name, let demand): "\(name): \(demand)"
    case .overflow:
      "the strength of a tie exceeds 2^33 units; lower the weights of kinds or the amplitudes of the kernel"
    case .tooShort:
      "the log is too short to be cut: nobody contacts a known contact in a window behind a cut"
    case .noContacts: "nobody contacts anybody in this graph, among the people who allow it"
    case .tooFewCuts(let count):
      "the log is too short to be fitted on: \(count) cut\(count == 1 ? "" : "s") of it, and at least 3 are needed"
    case .stopped: "cancelled"
    case .noKind(let name, let known):
      "no kind of event '\(name)' in this graph; kinds: \(known.joined(separator: ", "))"
    case .noTime: "the graph has no dated event, so there is no time to weigh ties at; state one"
    }
  }
}
