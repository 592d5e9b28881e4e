import ArgumentParser
import Jobs
import Reports

struct EvaluateCommunities: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "communities",
    abstract: "Compare ways to find communities with the graph and with what people state.",
    discussion: """
      Leiden, Louvain and label propagation on the same graph: modularity recomputed from the communities alone, whether \
      every community is connected, and how much they tell of attributes that enough people state. Speaks of nobody.

      Example: kith evaluate communities --graph harbour.kith --edges ties
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("friends or ties, which are weighted by strength.", valueName: "kind"))
  var edges = "friends"
  @Option(help: ArgumentHelp("For what people's data are used.", valueName: "purpose")) var purpose = "statistics"
  @Option(help: ArgumentHelp("What is made large: modularity or cpm.", valueName: "name"))
  var quality = CommunitiesJob.Quality.modularity
  @Option(help: ArgumentHelp("Above 0; more gives smaller communities.", valueName: "g")) var resolution = 1.0
  @Option(help: ArgumentHelp("How many orders of visiting are averaged: 1 … 100.", valueName: "n")) var seeds = 5
  @Option(help: ArgumentHelp("Compare with this attribute only.", valueName: "name")) var attribute: String?
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let context = shared.context()
    var communities = try CommunitiesJob.Request(edges: edges, purpose: purpose, asOf: try asOf.time())
    (communities.quality, communities.resolution) = (quality, resolution)
    try CommunitiesJob.check(communities)
    let report = try EvaluateCommunitiesJob.run(
      try SnapshotJob.read(graph.graph, context),
      EvaluateCommunitiesJob.Request(communities, seeds: seeds, attribute: attribute), context)
    Console.write(shared.json ? report.jsonText : report.text())
  }
}
