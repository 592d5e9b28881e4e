import GraphKernels
import GraphStorage

/// A large graph by name, and settings under which every kernel of the catalogue can run on it.
public struct KernelInput: Sendable {
  public let graph: Graph

  public struct UnknownGraph: Error {
    public let name: String
  }

  /// Steps above which a run would take minutes or more, by the kernels' own cost formulas.
  public static let heavy = 2e11

  /// - Parameter name: `kronecker20`, `uniform20` or `social20`, with any scale: 2^scale vertices, 16 times as many
  ///   edges drawn, weights 1 to 255, in degree order. `-directed` behind it keeps the direction of the edges drawn,
  ///   `-plain` leaves out the weights.
  public init(_ name: String) throws {
    let parts = name.split(separator: "-")
    let first = parts.first ?? ""
    let model = first.prefix { $0.isLetter }
    let options = Set(parts.dropFirst())
    guard let scale = Int(first.dropFirst(model.count)), (1...31).contains(scale),
      options.isSubset(of: ["directed", "plain"])
    else { throw UnknownGraph(name: name) }
    let weights = !options.contains("plain")
    let list =
      switch model {
      case "kronecker": try KroneckerGenerator.edges(scale: scale, weights: weights)
      case "uniform": try UniformGenerator.edges(vertexCount: 1 << scale, edgeCount: 16 << scale, weights: weights)
      case "social": try SocialGenerator.edges(people: 1 << scale, weights: weights)
      default: throw UnknownGraph(name: name)
      }
    let policy = BuildPolicy(
      directed: options.contains("directed"), duplicates: .minimum, order: .degreeDescending)
    graph = try GraphBuilder.build(list, policy).graph
  }

  /// Kernels whose work grows faster than the graph run on samples: these.
  private static let settings: [String: [String: ParameterValue]] = [
    "distance-histogram": ["samples": .integer(64)],
    "closeness": ["sources": .integer(64)],
    "harmonic-closeness": ["sources": .integer(64)],
    "edge-betweenness": ["sources": .integer(8)],
    "betweenness-sampled": ["sources": .integer(8)],
  ]

  /// Sources, targets and pairs are the vertices of the most neighbours.
  /// - Parameter flag: a parameter to turn on.
  public func values(_ entry: KernelEntry, flag: String? = nil) throws -> ParameterValues {
    var given = Self.settings[entry.name] ?? [:]
    if let flag { given[flag] = .flag(true) }
    given = given.filter { name, _ in entry.parameters.contains { $0.name == name } }
    var next: UInt32 = 0
    for parameter in entry.parameters where parameter.standard == nil {
      let many = parameter.kind == .vertices
      given[parameter.name] = .vertices(many ? [0, 1, 2, 3] : [next])
      next += 1
    }
    return try ParameterValues(given, for: entry.parameters, vertexCount: graph.vertexCount)
  }
}
