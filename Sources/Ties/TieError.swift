/// Why ties cannot be weighed.
public enum TieError: Error, Equatable, Sendable, CustomStringConvertible {
  case parameter(name: String, demand: String)
  case overflow
  case noTime

  public var description: String {
    switch self {
    case .parameter(let name, let demand): "\(name): \(demand)"
    case .overflow:
      "the strength of a tie exceeds 2^33 units; lower the weights of kinds or the amplitudes of the kernel"
    case .noTime: "the graph has no dated event, so there is no time to weigh ties at; state one"
    }
  }
}
