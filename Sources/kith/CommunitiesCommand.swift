import ArgumentParser
import Jobs
import Reports

struct CommunitiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "communities",
    abstract: "Find communities and tell of them as aggregates.",
    discussion: """
      Only people who allow the purpose are counted. Communities of fewer than --minimum-people are not told of; \
      no noise is added. Names are suggested from what at least --minimum-names members state and allow as evidence. \
      With --person, that person's own place is told too. For one row a person: kith kernel leiden.

      Example: kith communities --graph harbour.kith --edges ties
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("friends or ties, which are weighted by strength.", valueName: "kind"))
  var edges = "friends"
  @Option(help: ArgumentHelp("For what people's data are used.", valueName: "purpose")) var purpose = "statistics"
  @Option(help: ArgumentHelp("leiden, louvain or label-propagation.", valueName: "name"))
  var method = CommunitiesJob.Method.leiden
  @Option(help: ArgumentHelp("What is made large: modularity or cpm.", valueName: "name"))
  var quality = CommunitiesJob.Quality.modularity
  @Option(help: ArgumentHelp("Above 0; more gives smaller communities.", valueName: "g")) var resolution = 1.0
  @Option(help: ArgumentHelp("Of the order in which people are visited.", valueName: "n")) var seed: UInt64 = 1
  @Option(
    name: .customLong("minimum-people"),
    help: ArgumentHelp("Tell of communities from this many people: 5 or more.", valueName: "k")) var minimum = 30
  @Option(
    name: .customLong("minimum-names"),
    help: ArgumentHelp("Name by what this many members state: 5 or more.", valueName: "k")) var nameMinimum = 100
  @Option(help: ArgumentHelp("Tell this person their own place.", valueName: "id")) var person: String?
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    var request = try CommunitiesJob.Request(edges: edges, purpose: purpose, asOf: try asOf.time())
    (request.method, request.quality, request.resolution) = (method, quality, resolution)
    (request.seed, request.person) = (seed, person)
    (request.minimum, request.nameMinimum) = (minimum, nameMinimum)
    try CommunitiesJob.check(request)
    let report = try CommunitiesJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    if shared.json { Console.write(report.jsonText) } else { Console.write(lines: report.lines) }
  }
}

extension CommunitiesJob.Method: ExpressibleByArgument {}
extension CommunitiesJob.Quality: ExpressibleByArgument {}
