import GraphStorage

/// Why a kernel did not run to its end.
public enum KernelError: Error, Equatable, Sendable, CustomStringConvertible {
  case cancelled
  case unknownParameter(name: String, known: [String])
  case missingParameter(name: String)
  case repeatedParameter(name: String)
  case badParameter(name: String, expected: String)
  case needsUndirected(kernel: String)
  case needsWeights(kernel: String)
  /// The numbers left the range of the arithmetic, as where a series does not converge.
  case noResult(kernel: String, reason: String)

  static func notSettled(kernel: String, rounds: Int) -> KernelError {
    .noResult(kernel: kernel, reason: "not settled after \(rounds) rounds; allow more rounds or a larger change")
  }

  static func beyondRange(kernel: String) -> KernelError {
    .noResult(kernel: kernel, reason: "the numbers left the range of the arithmetic; scale the weights")
  }

  public init(_ cancelled: Cancelled) { self = .cancelled }

  public var description: String {
    switch self {
    case .cancelled: "cancelled"
    case .unknownParameter(let name, let known):
      known.isEmpty
        ? "parameter \(name): this kernel takes none"
        : "parameter \(name): not one of \(known.joined(separator: ", "))"
    case .missingParameter(let name): "parameter \(name): must be given"
    case .repeatedParameter(let name): "parameter \(name): given twice"
    case .badParameter(let name, let expected): "parameter \(name): not \(expected)"
    case .needsUndirected(let kernel): "\(kernel): needs an undirected graph"
    case .needsWeights(let kernel): "\(kernel): needs a graph with weights"
    case .noResult(let kernel, let reason): "\(kernel): \(reason)"
    }
  }
}
