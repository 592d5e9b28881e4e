import ArgumentParser
import GraphStorage
import Jobs
import Reports

struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Convert, invent and describe plain graphs.",
    discussion: "Example: kith graph convert web.txt web.kgraph --directed",
    subcommands: [GraphConvertCommand.self, GraphGenerateCommand.self, GraphInfoCommand.self])
}

struct GraphConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a graph file in another form.",
    discussion: """
      An edge list keeps no vertex without an edge, an adjacency list no weights; .kgraph keeps everything, opens by \
      mapping, and keeps the order of --relabel with the way back to the names.

      Example: kith graph convert web.txt web.kgraph --directed --relabel degree
      """)

  @Argument(help: "The graph to read.") var graph: String
  @Argument(help: "The file to write.") var output: String
  @Option(help: ArgumentHelp("The form to write; default by the ending of the name.", valueName: "form")) var to:
    String?
  @OptionGroup var input: GraphInput
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    let source = try input.source(graph)
    if case .snapshot = source {
      throw Failure(
        .refused, "a graph of people is not written to a graph file: it would outlive their consent",
        hint: "run kernels on the snapshot itself: kith kernel NAME \(graph)")
    }
    let format = try OutputForm.of(output, to)
    try Failure.requireFolder(of: output)
    for written in format.paths(output) {
      for read in source.paths { try Failure.refuseOverwriting(read, with: written) }
    }
    let loaded = try source.load(order: input.relabel, context)
    try GraphJob.write(loaded, to: output, format, context)
    OutputForm.tell(GraphJob.describe(loaded), shared.json)
  }
}

struct GraphGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Invent a graph.",
    discussion: """
      MODEL is kronecker (--scale, --edge-factor; the parameters of Graph500), uniform (--vertices, --edges) or social \
      (--people, --ties). Undirected unless --directed. The same options give the same bytes for any thread count.

      Example: kith graph generate kronecker --scale 20 --output k20.kgraph --relabel degree
      """)

  @Argument(help: "kronecker, uniform or social.") var model: String
  @Option(help: ArgumentHelp("kronecker: 2 to this power are the vertices, 1 to 31.", valueName: "n")) var scale: Int?
  @Option(
    name: .customLong("edge-factor"), help: ArgumentHelp("kronecker: edges drawn for each vertex; default 16.", valueName: "n"))
  var edgeFactor: Int?
  @Option(help: ArgumentHelp("uniform: how many vertices.", valueName: "n")) var vertices: Int?
  @Option(help: ArgumentHelp("uniform: how many edges are drawn.", valueName: "n")) var edges: Int?
  @Option(help: ArgumentHelp("social: how many people.", valueName: "n")) var people: Int?
  @Option(help: ArgumentHelp("social: ties drawn for each person; default 16.", valueName: "n")) var ties: Int?
  @Option(help: ArgumentHelp("The seed of every draw.", valueName: "s")) var seed: UInt64 = 1
  @Flag(help: "Give edges whole weights from 1 to 255.") var weights = false
  @Flag(help: "Keep the direction in which each edge was drawn.") var directed = false
  @Option(help: ArgumentHelp("Renumber: none, degree, breadth-first or community; names stay.", valueName: "order"))
  var relabel = GraphSource.Order.given
  @Option(help: ArgumentHelp("The file to write.", valueName: "file")) var output: String
  @Option(help: ArgumentHelp("The form to write; default by the ending of the name.", valueName: "form")) var to:
    String?
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    let format = try OutputForm.of(output, to)
    try Failure.requireFolder(of: output)
    let loaded = try GraphJob.generate(
      try chosen(), seed: seed, weights: weights, directed: directed, order: relabel, context)
    try GraphJob.write(loaded, to: output, format, context)
    OutputForm.tell(GraphJob.describe(loaded), shared.json)
  }

  private func chosen() throws(Failure) -> GraphJob.Model {
    /// At most 2^40 edges are drawn.
    func number(_ value: Int?, _ option: String, _ range: ClosedRange<Int>) throws(Failure) -> Int {
      guard let value, range.contains(value) else {
        throw Failure(.usage, "\(model) takes \(option) from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
    let most = 1 << 40
    let vertexLimit = Int(UInt32.max) - 1
    let owners = [
      ("--scale", "kronecker", scale), ("--edge-factor", "kronecker", edgeFactor), ("--vertices", "uniform", vertices),
      ("--edges", "uniform", edges), ("--people", "social", people), ("--ties", "social", ties),
    ]
    let isKnown = owners.contains { $0.1 == model }
    if let other = owners.first(where: { isKnown && $0.1 != model && $0.2 != nil }) {
      throw Failure(.usage, "\(model) takes no \(other.0): that is for \(other.1)")
    }
    switch model {
    case "kronecker":
      let scale = try number(scale, "--scale", 1...31)
      return .kronecker(scale: scale, edgeFactor: try number(edgeFactor ?? 16, "--edge-factor", 1...(most >> scale)))
    case "uniform":
      return .uniform(
        vertices: try number(vertices, "--vertices", 1...vertexLimit), edges: try number(edges, "--edges", 0...most))
    case "social":
      let people = try number(people, "--people", 1...vertexLimit)
      return .social(people: people, tiesPerPerson: try number(ties ?? 16, "--ties", 0...(most / people)))
    default: throw Failure(.usage, "no model '\(model)'", hint: "there are: kronecker, uniform, social")
    }
  }
}

struct GraphInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what is in a graph: size, degrees, memory.",
    discussion: "Example: kith graph info web.kgraph")

  @Argument(help: "The graph.") var graph: String
  @OptionGroup var input: GraphInput
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    let loaded = try input.source(graph).load(order: input.relabel, context)
    OutputForm.tell(GraphJob.describe(loaded), shared.json)
  }
}

/// What the verbs that write graphs share.
private enum OutputForm {
  static func of(_ path: String, _ form: String?) throws(Failure) -> GraphFormat {
    if path.lowercased().hasSuffix(".gz") {
      throw Failure(
        .usage, "\(path): graphs are read from gzip, not written", hint: "leave .gz out, and run gzip after it")
    }
    if let form { return try GraphFormat.named(form) }
    if let format = GraphFormat(path: path) { return format }
    throw Failure(
      .usage, "\(path): the name does not say what form to write",
      hint: "give --to \(GraphFormat.allCases.map(\.rawValue).joined(separator: ", "))")
  }

  static func tell(_ report: GraphReport, _ isJSON: Bool) { Console.write(isJSON ? report.jsonText : report.text) }
}
