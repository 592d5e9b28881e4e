import ArgumentParser
import GraphStorage
import Jobs
import People
import Privacy

/// The graph a kernel runs on, and how it is read.
struct GraphInput: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "edge-list, adjacency-list, ldbc, kgraph or kith; default by the ending of the name.", valueName: "form"))
  var format: String?
  @Flag(help: "Edges of a text have a direction.") var directed = false
  @Option(
    help: ArgumentHelp(
      "An edge listed more than once: sum, minimum or maximum of weights, or reject.", valueName: "rule"))
  var duplicates = "sum"
  @Flag(name: .customLong("no-weights"), help: "Do not read the third field of an edge list.") var noWeights = false
  @Flag(name: .customLong("all-vertices"), help: "All numbers from 0 to the greatest are vertices.")
  var allVertices = false
  @Option(
    help: ArgumentHelp("For what people's data are used (a .kith only, and then required).", valueName: "purpose"))
  var purpose: String?
  @Option(
    help: ArgumentHelp(
      "friends, follows, ties, directed-ties or memberships (a .kith only, and then required).", valueName: "kind"))
  var edges: String?
  @OptionGroup var asOf: AsOfOption
  @Option(
    help: ArgumentHelp("Renumber before the run: none, degree, breadth-first or community; names stay.", valueName: "order"))
  var relabel = GraphSource.Order.given

  /// - Throws: `Failure` for options that do not go together.
  func source(_ path: String) throws(Failure) -> GraphSource {
    let isSnapshot = format.map { $0 == "kith" } ?? path.hasSuffix(".kith")
    guard isSnapshot else {
      if purpose != nil || edges != nil || asOf.asOf != nil {
        throw Failure(.usage, "--purpose, --edges and --as-of are for a snapshot of people (.kith)")
      }
      let form = try graphFormat(path)
      if form == .binary, directed || noWeights || allVertices || duplicates != "sum" {
        throw Failure(
          .usage,
          "--directed, --duplicates, --no-weights and --all-vertices are for texts; a .kgraph says itself what it is")
      }
      return .file(path: path, format: form, options: try options())
    }
    if directed || noWeights || allVertices || duplicates != "sum" {
      throw Failure(
        .usage, "--directed, --duplicates, --no-weights and --all-vertices are for texts; --edges says what a .kith is")
    }
    guard let purpose, let edges else {
      throw Failure(
        .usage, "\(path) holds people: say --purpose and --edges",
        hint: "edges: \(SocialProjection.edgeNames); purposes: \(SocialProjection.purposeNames)")
    }
    return .snapshot(
      path: path,
      projection: SocialProjection(
        purpose: try SocialProjection.purpose(named: purpose), edges: try SocialProjection.edges(named: edges),
        asOf: try asOf.time()))
  }

  func graphFormat(_ path: String) throws(Failure) -> GraphFormat {
    guard let format else {
      if let format = GraphFormat(path: path) { return format }
      throw Failure(
        .usage, "\(path): the name does not say what form the graph has",
        hint: "give --format \(GraphFormat.allCases.map(\.rawValue).joined(separator: ", ")) or kith")
    }
    return try GraphFormat.named(format, others: ["kith"])
  }

  private func options() throws(Failure) -> GraphReadOptions {
    let rule: BuildPolicy.Duplicates
    switch duplicates {
    case "sum": rule = .sum
    case "minimum": rule = .minimum
    case "maximum": rule = .maximum
    case "reject": rule = .reject
    default: throw Failure(.usage, "--duplicates takes sum, minimum, maximum or reject")
    }
    return GraphReadOptions(
      policy: BuildPolicy(directed: directed, duplicates: rule), readsWeights: !noWeights,
      vertices: allVertices ? .allUpToGreatest : .listed)
  }
}

extension GraphSource.Order: ExpressibleByArgument {}

extension GraphFormat {
  /// - Parameter others: what the hint offers beside the forms of graph files.
  /// - Throws: `Failure` where there is no such form.
  static func named(_ name: String, others: [String] = []) throws(Failure) -> GraphFormat {
    if let format = GraphFormat(rawValue: name) { return format }
    throw Failure(
      .usage, "no graph form '\(name)'",
      hint: "there are: \((allCases.map(\.rawValue) + others).joined(separator: ", "))")
  }
}
