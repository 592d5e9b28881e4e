import ArgumentParser
import Jobs
import Reports

struct RankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Rank whom people interact with most.",
    discussion: """
      For one person, or for everybody. Ties are weighed by kind of interaction, recency, group size and direction.
      With --measures stand beside each tie: reciprocity (the weaker direction by the stronger), the number of common \
      contacts, overlap (of all contacts of the two) and Adamic–Adar. --dispersion tells how far common contacts are \
      apart from one another; it finds partners, so it is for the person alone who asks. The strongest pairs of all: \
      kith pairs. How active a group is: kith insights --group, in aggregate.

      Example: kith rank --graph harbour.kith --person p000001 --top 5 --explain
      """)

  @OptionGroup var graph: GraphOption
  @Option(help: ArgumentHelp("Only this person; default everybody.", valueName: "id")) var person: String?
  @Option(help: ArgumentHelp("Rows a person.", valueName: "k")) var top = 10
  @Option(help: ArgumentHelp("Count events of this kind only.", valueName: "kind")) var kind: String?
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var parameters: TieParametersOption
  @Flag(help: "Say where each strength comes from.") var explain = false
  @Flag(help: "Add reciprocity, common contacts, overlap and Adamic–Adar.") var measures = false
  @Flag(help: "Add recursive dispersion, for the person of --person alone.") var dispersion = false
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if top < 1 { throw ValidationError("--top takes a number from 1") }
    if dispersion, person == nil { throw ValidationError("--dispersion needs --person: it is for their eyes alone") }
  }

  func run() throws {
    let context = shared.context()
    var request = RankJob.Request(
      top: top, person: person, asOf: try asOf.time(), explain: explain, parameters: try parameters.file())
    (request.kind, request.measures, request.dispersion) = (kind, measures, dispersion)
    let report = try RankJob.run(try SnapshotJob.read(graph.graph, context), request, context)
    if shared.json {
      Console.write(report.jsonText)
    } else {
      Console.write(lines: report.lines(explain: explain))
    }
  }
}
